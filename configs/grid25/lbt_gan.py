"""LBT-GAN with an autoregressive student on the 5 x 5 grid of Gaussians, with the networks of SIG's comparison.

  python -m launch.train --config=configs/grid25/lbt_gan.py --workdir=runs/grid25_lbt_gan

The student is that of the 10 x 10 grid (configs/grid/lbt_gan.py), with its lattice and its input scaled to these
data; G's and D's rates here are the GAN's; those of its own search are below.

Measured by `launch.reproduce --table=frontier` (mean +- standard error): LBT-GAN: 860 steps, 3 trials: modes 0 +-
0, high quality 0.045 +- 0.0017, which is early.

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: 5 x 5
(discriminator_tx 0.00378, estimator_tx 0.000466, generator_tx 0.000126, adversarial_weight 0.0112, unroll_tx
0.0103): 1,992 steps, 5 trials, 103 s: modes 0.8 +- 0.2, high quality 0.0786 +- 0.0094, KL 4.01 +- 0.036; uneven 5 x
5 (discriminator_tx 0.00378, estimator_tx 0.000466, generator_tx 0.000126, adversarial_weight 0.0112, unroll_tx
0.0103): 2,224 steps, 5 trials, 114 s: modes 1.2 +- 0.37, high quality 0.155 +- 0.035, KL 3.69 +- 0.14.

The same draws by `launch.reproduce --table=coverage_long`: 5 x 5: 5,976 steps, 5 trials, 417 s: modes 2 +- 0.63,
high quality 0.142 +- 0.038, KL 3.76 +- 0.16; uneven 5 x 5: 6,672 steps, 5 trials, 458 s: modes 2 +- 0.45, high
quality 0.161 +- 0.019, KL 3.63 +- 0.067.
After finals, by `launch.reproduce --table=coverage_finals`: 5 x 5, the third draw of its search (discriminator_tx
0.0105, estimator_tx 0.000102, generator_tx 0.0133, method.adversarial_weight 0.0126, unroll_tx 0.00642): 5,976
steps, 5 trials, 324 s: modes 3.8 +- 0.66, high quality 0.311 +- 0.042, KL 3.03 +- 0.17; uneven 5 x 5, the second
draw of its search (discriminator_tx 0.0105, estimator_tx 0.000102, generator_tx 0.0133, method.adversarial_weight
0.0126, unroll_tx 0.00642): 6,672 steps, 5 trials, 338 s: modes 3.2 +- 0.97, high quality 0.28 +- 0.078, KL 3.2 +-
0.31.
From its first tenth on this row does not rise. Six settings by hand, near those of 10 x 10, do (6,000 steps, lanes
of one program, 897 s beside other work; --config.seed=5000 --config.method.loss=least_squares
--config.estimator_tx.learning_rate=1e-2 --config.unroll_tx.learning_rate=1e-2):

| rate of G | rate of D | adversarial_weight | modes | high quality |
|---|---|---|---|---|
| 3e-3 | 1e-3 | .3 | 3 | .234 |
| 1.5e-3 | 1e-3 | .1 | 2 | .171 |
| 1.5e-3 | 3e-4 | 1 | 1 | .132 |
| 1.5e-3 | 3e-4 | .3 | 0 | .139 |
| 5e-4 | 3e-4 | .3 | 0 | .089 |
| 5e-4 | 1e-4 | .1 | 0 | .088 |
"""

from configs import common, sig


def get_config():
    config = sig.grid()
    config.steps = 3_000
    common.lbt_gan(config, inner_steps=4, variance=0.001, learning_rates=(1e-2, 1e-2), adversarial_weight=0.3)
    config.method.unroll_steps = 2
    config.networks.discriminator.update(hidden=(100,), activation="relu")
    common.histogram(config, spread=4.8, input_scale=2.5)
    common.rates(config, 2.19e-3, 1.37e-2)
    common.search_lbt_gan(config)
    return config
