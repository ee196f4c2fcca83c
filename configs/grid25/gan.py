r"""GAN on the 5 x 5 grid of Gaussians, with the networks of SIG's comparison (SIG, Table 1).

  python -m launch.train --config=configs/grid25/gan.py --workdir=runs/grid25_gan

The rates are the best of 16 draws of `launch.tune` (results/tuning/grid25_gan.json; 17,500 steps, one seed): 19
modes; the others have 0 to 17. Tried to refute SIG's lead: rates that fall to 0 as SIG's do, 32 draws (20 and 23
modes at best, but 16 over five fresh seeds), and the least-squares loss, 16 draws (18 modes at best). Of five fresh
seeds two cover all 25 modes and one 18.

Measured by `launch.reproduce --table=sig_grid` (one CPU core a row; mean +- standard error): GAN: 45,000 steps,
5 trials, 132 s: modes 21.8 +- 1.5, high quality 0.923 +- 0.015, KL 0.205 +- 0.061; GAN, falling rates: 45,000
steps, 5 trials, 133 s: modes 16 +- 1.3, high quality 0.776 +- 0.064, KL 0.84 +- 0.21; uneven: GAN: 45,000
steps, 5 trials, 259 s: modes 22.6 +- 0.93, high quality 0.91 +- 0.013, KL 0.178 +- 0.047.

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: 5 x 5
(discriminator_tx 0.00499, generator_tx 0.00409): 40,120 steps, 5 trials, 100 s: modes 20.8 +- 0.73, high quality
0.851 +- 0.043, KL 0.423 +- 0.14; uneven 5 x 5 (discriminator_tx 0.0137, generator_tx 0.00219): 39,768 steps, 5
trials, 98 s: modes 22 +- 0.89, high quality 0.895 +- 0.014, KL 0.225 +- 0.048.

The same draws by `launch.reproduce --table=coverage_long`: 5 x 5: 120,360 steps, 5 trials, 480 s: modes 23.6 +-
0.75, high quality 0.965 +- 0.0033, KL 0.0735 +- 0.023; uneven 5 x 5: 119,304 steps, 5 trials, 436 s: modes 3.2 +-
2.1, high quality 0.147 +- 0.086, KL 3.65 +- 0.46.
After finals, by `launch.reproduce --table=coverage_finals`: uneven 5 x 5, the second draw of its search
(discriminator_tx 0.00458, generator_tx 0.00401): 119,304 steps, 5 trials, 353 s: modes 23.6 +- 0.4, high quality
0.965 +- 0.0043, KL 0.0633 +- 0.015.

On the uneven grid, as long, it has 23.6 +- .6 modes after two fifths of its 119,304 steps and 3.2 +- 2.1 at the end.
With rates that fall to 0 (the same draw, which is this config's, steps and seeds; 365 s) it has 23.6 after a half and
21.6 +- .24 at the end (22, 21, 22, 22, 21; high quality .812 +- .033, KL .471 +- .10):
  python -m launch.train --config=configs/grid25/gan.py --workdir=runs/falling --config.data.name=uneven_grid25 \
      --config.seed=3000 --config.trials=5 --config.steps=119304 --config.eval.samples=50000 \
      --config.eval_every=11931 --config.generator_tx.decay_steps=119304 --config.discriminator_tx.decay_steps=119304
With the next three draws of its search, two seeds each (495 s), it has 24 and 24, 17 and 25, 25 and 23 modes:
  python -m launch.train --config=configs/grid25/gan.py --workdir=runs/others --config.data.name=uneven_grid25 \
      --config.seed=3000 --config.trials=2 --config.steps=119304 --config.eval.samples=50000 --config.sweep="\
      {'generator_tx.learning_rate, discriminator_tx.learning_rate': ((0.00401, 0.00458), (0.00641, 0.00318), \
      (0.00409, 0.00499))}"

With leaky ReLUs in D (--config.networks.discriminator.activation=leaky_relu in the place of the decay_steps; 449 s)
the draw of the row ends with 25, 0, 24, 23 and 0.

Measured by `launch.reproduce --table=dying_relus`, which scores that row 40 times with the number of D's units that
still vary over the data (5 trials): GAN: 119,304 steps, 386 s: modes 3.2 +- 2.1, at the least KL 24.2 +- 0.2, 6 +-
4.1 units of 100 at the end; with leaky ReLUs of slope .2 in D: 441 s: modes 7 +- 3.9, at the least KL 24 +- 0.32.

Widths and momenta, searched with the rates: 32 draws, 160 s asked and 252 measured, 18 modes at best
(results/tuning/grid25_gan_widths.json):
  python -m launch.tune --config=configs/grid25/gan.py --draws=32 --seconds=160 --halvings=2 --metric=modes,kl \
      --config.search.generator_tx.b1="(0.05, 0.9)" --config.search.discriminator_tx.b1="(0.05, 0.9)" \
      "--config.search.networks.generator.hidden, networks.discriminator.hidden=(((50, 50), (50,)), \
      ((100, 100), (100,)), ((200, 200), (200,)), ((100, 100), (100, 100)))" \
      --out=results/tuning/grid25_gan_widths.json
Its best draw on five fresh seeds (seed 1000, 32,832 steps, 103 s) has 16, 16, 14, 18 and 4 modes: 13.6 +- 2.5, high
quality .731 +- .13, KL 1.12 +- .49. The narrower search's draw, above, has more, after more steps.
"""

from configs import common, sig


def get_config():
    config = sig.grid()
    config.steps = 45_000
    sig.gan(config, (100,))
    common.rates(config, 2.19e-3, 1.37e-2)
    for player in ("generator_tx", "discriminator_tx"):
        config[player].decay_steps = 0  # constant; a row of the table has rates that fall
    return config
