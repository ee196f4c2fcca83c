r"""GAN-SI on the 5 x 5 grid of Gaussians, with the networks of SIG's comparison (SIG, Eq. 12).

  python -m launch.train --config=configs/grid25/gan_si.py --workdir=runs/grid25_gan_si

H_M has a constant sigma of .5, a quarter of the spacing of the modes: with more, its minimum is between the modes.
The rates here are the GAN's; those of its own search, with its weight, are below.

Measured by `launch.reproduce --table=frontier` (mean +- standard error): 10,000 steps, 3 trials, weight 0: modes 15
+- 0.58, high quality 0.783 +- 0.031; weight 0.1: 16.7 +- 1.2, 0.632 +- 0.059; weight 1: 24.7 +- 0.33, 0.799 +-
0.024; weight 10: 25 +- 0, 0.837 +- 0.026.

Tried to refute it: the same rates without H_M, and H_M alone at the same rate and sigma (in no table, 54 and 75 s):
  python -m launch.train --config=configs/grid25/gan.py --config.generator_tx.learning_rate=0.0137 \
      --config.discriminator_tx.learning_rate=0.000272 --config.steps=19632 --config.trials=5 --config.seed=1000
  python -m launch.train --config=configs/grid25/sig.py --config.method.sample=theta --config.method.sigma=0.5 \
      --config.method.sigma_start=0.0 --config.method.anneal_steps=0 --config.generator_tx.learning_rate=0.0137 \
      --config.generator_tx.decay_steps=0 --config.steps=19632 --config.trials=5 --config.seed=1000
each with a --workdir. Modes 0 +- 0, high quality 0; and 24.6 +- 0.4, 0.956 +- 0.018, KL 0.0575 +- 0.037.

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: 5 x 5
(discriminator_tx 0.000272, generator_tx 0.0137, weight 0.763): 19,632 steps, 5 trials, 98 s: modes 25 +- 0, high
quality 0.974 +- 0.0066, KL 0.0181 +- 0.0087; uneven 5 x 5 (discriminator_tx 0.0016, generator_tx 0.016, weight
17.7): 21,728 steps, 5 trials, 111 s: modes 24.4 +- 0.4, high quality 0.961 +- 0.013, KL 0.0499 +- 0.029.

The same draws by `launch.reproduce --table=coverage_long`: 5 x 5: 58,896 steps, 5 trials, 365 s: modes 25 +- 0,
high quality 0.99 +- 0.0028, KL 0.01 +- 0.0016; uneven 5 x 5: 65,184 steps, 5 trials, 509 s: modes 25 +- 0, high
quality 0.979 +- 0.013, KL 0.0279 +- 0.017.
After finals, by `launch.reproduce --table=coverage_finals`: 5 x 5, the second draw of its search (discriminator_tx
0.0016, generator_tx 0.016, semi_implicit weight 17.7): 58,896 steps, 5 trials, 357 s: modes 24.8 +- 0.2, high
quality 0.985 +- 0.0032, KL 0.0188 +- 0.0035; uneven 5 x 5, the fourth draw of its search (discriminator_tx 0.0269,
generator_tx 0.00499, semi_implicit weight 1.83): 65,184 steps, 5 trials, 373 s: modes 25 +- 0, high quality 0.983
+- 0.0054, KL 0.0129 +- 0.0058.
"""

from configs import sig
from configs.grid25 import gan


def get_config():
    config = gan.get_config()
    sig.regularised(config, sigma=0.5, weight=0.1)
    sig.search_weight(config)
    return config
