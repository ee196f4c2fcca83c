r"""Least-squares GAN on the 5 x 5 grid of Gaussians, with the networks of SIG's comparison (SIG, Table 1).

  python -m launch.train --config=configs/grid25/lsgan.py --workdir=runs/grid25_lsgan

The rates are the best of 16 draws of `launch.tune` (results/tuning/grid25_lsgan.json), the same as
the GAN's.

Measured by `launch.reproduce --table=frontier` (mean +- standard error): LSGAN: 17,500 steps, 3 trials: modes 15 +-
0.58, high quality 0.802 +- 0.039, KL 0.791 +- 0.12.

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: 5 x 5
(discriminator_tx 0.0137, generator_tx 0.00219): 40,064 steps, 5 trials, 122 s: modes 14.6 +- 3.4, high quality
0.676 +- 0.15, KL 1.3 +- 0.69; uneven 5 x 5 (discriminator_tx 0.0137, generator_tx 0.00219): 35,632 steps, 5 trials,
88 s: modes 20.4 +- 1.2, high quality 0.865 +- 0.018, KL 0.395 +- 0.095.

The same draws by `launch.reproduce --table=coverage_long`: 5 x 5: 120,192 steps, 5 trials, 453 s: modes 0 +- 0,
high quality 0.0272 +- 0.005, KL 4.29 +- 0.037; uneven 5 x 5: 106,896 steps, 5 trials, 414 s: modes 0 +- 0, high
quality 0.0141 +- 0.0073, KL 4.39 +- 0.053.
After finals, by `launch.reproduce --table=coverage_finals`: 5 x 5, the second draw of its search (discriminator_tx
0.00458, generator_tx 0.00401): 120,192 steps, 5 trials, 410 s: modes 18 +- 1.8, high quality 0.756 +- 0.054, KL
0.76 +- 0.19; uneven 5 x 5, the third draw of its search (discriminator_tx 0.00458, generator_tx 0.00401): 106,896
steps, 5 trials, 322 s: modes 21.4 +- 1, high quality 0.868 +- 0.034, KL 0.343 +- 0.096.
It falls from 15.8 modes after two fifths of its steps. With rates that fall to 0
(--config.generator_tx.decay_steps=120192 --config.discriminator_tx.decay_steps=120192 --config.eval_every=12020, in
the place of the activation below; the same draw, steps and seeds; 817 s beside other work) it has 10, 12, 13, 12
and 13 modes after a tenth, 23, 22, 22, 16 and 24 after two fifths, and 5, 21, 11, 7 and 15 at the end (11.8 +- 2.9,
high quality .48 +- .10).
By the next two draws of its search, three seeds each (515 s), it ends with 16, 15 and 17, and 24, 23 and 21 modes; by
its own draw with leaky ReLUs in D, five seeds (478 s), with 15, 15, 14, 10 and 12:
  python -m launch.train --config=configs/grid25/lsgan.py --workdir=runs/others --config.seed=3000 --config.trials=3 \
      --config.steps=120192 --config.eval.samples=50000 --config.sweep="{'generator_tx.learning_rate, \
      discriminator_tx.learning_rate': ((0.00401, 0.00458), (0.00409, 0.00499))}"
  python -m launch.train --config=configs/grid25/lsgan.py --workdir=runs/leaky --config.seed=3000 --config.trials=5 \
      --config.steps=120192 --config.eval.samples=50000 --config.networks.discriminator.activation=leaky_relu
On the uneven grid (--config.data.name=uneven_grid25, 106,896 steps, 491 s) its draws of (0.00409, 0.00499) and
(0.00401, 0.00458) for G and D end with 19, 23 and 24, and 24, 21 and 21.

Measured by `launch.reproduce --table=dying_relus`, which scores that grid's row 40 times with the number of D's
units that still vary over the data (5 trials): LSGAN: 106,896 steps, 293 s: modes 0 +- 0, at the least KL 18.2 +-
1.2, 0.6 +- 0.6 units of 100 at the end; with leaky ReLUs of slope .2 in D: 395 s: modes 12 +- 1, at the least KL 16
+- 0.95.
"""

from configs.grid25 import gan


def get_config():
    config = gan.get_config()
    config.method.loss = "least_squares"
    return config
