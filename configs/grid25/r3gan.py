r"""R3GAN on the 5 x 5 grid of Gaussians, with the networks of SIG's comparison (SIG, Table 1).

  python -m launch.train --config=configs/grid25/r3gan.py --workdir=runs/grid25_r3gan

The rates are those of the GAN there. With 10,000 steps of seed 1, weights of 1e-4, 1e-3 and 1e-2 had 20, 19 and 15
modes and .643, .682 and .614 high quality. Measured by itself, in no table: 20,000 steps of one fresh seed
(1000) at 1e-3 on a core of a 2-core CPU: modes 15 of 25, high quality .571, KL 1.46.

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: 5 x 5
(discriminator_tx 0.00613, generator_tx 0.002, penalty weight 0.000727): 29,992 steps, 5 trials, 118 s: modes 24.2
+- 0.37, high quality 0.893 +- 0.012, KL 0.193 +- 0.04; uneven 5 x 5 (discriminator_tx 0.0016, generator_tx 0.016,
penalty weight 4.02): 30,928 steps, 5 trials, 99 s: modes 6.6 +- 1.4, high quality 0.349 +- 0.063, KL 2.49 +- 0.32.

The same draws by `launch.reproduce --table=coverage_long`: 5 x 5: 89,976 steps, 5 trials, 437 s: modes 24.6 +- 0.4,
high quality 0.943 +- 0.0037, KL 0.0827 +- 0.012; uneven 5 x 5: 92,784 steps, 5 trials, 411 s: modes 4.4 +- 0.68,
high quality 0.27 +- 0.023, KL 2.89 +- 0.12.
After finals, by `launch.reproduce --table=coverage_finals`: uneven 5 x 5, the fourth draw of its search
(discriminator_tx 0.00297, generator_tx 0.000687, r1_r2 weight 0.00224): 92,784 steps, 5 trials, 339 s: modes 24.2
+- 0.37, high quality 0.902 +- 0.0039, KL 0.148 +- 0.01.

On the uneven grid the row of that table ends with 4.4 +- .68 modes. The next two draws of its search, three seeds
each (569 s), have 25, 24 and 16, and 25, 25 and 24:
  python -m launch.train --config=configs/grid25/r3gan.py --workdir=runs/others --config.data.name=uneven_grid25 \
      --config.seed=3000 --config.trials=3 --config.steps=92784 --config.eval.samples=50000 --config.sweep="\
      {'generator_tx.learning_rate, discriminator_tx.learning_rate, method.terms.discriminator.r1_r2.weight': \
      ((0.002, 0.00613, 0.000727), (0.00641, 0.00318, 0.0183))}"
"""

from configs import common, sig


def get_config():
    config = sig.grid()
    config.steps = 20_000
    sig.gan(config, (100,))
    common.r3gan(config, weight=1e-3)
    common.rates(config, 2.19e-3, 1.37e-2)
    return config
