r"""SNGAN on the 10 x 10 grid: the hinge loss, a D of spectrally normalised layers and five steps of it.

  python -m launch.train --config=configs/grid/sngan.py --workdir=runs/grid_sngan

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: 10 x 10
(discriminator_tx 0.0103, generator_tx 0.0182): 14,600 steps, 3 trials, 290 s: modes 13.3 +- 0.33, high quality
0.0704 +- 0.00037, KL 4.02 +- 0.003: even samples of the square. The best draw of its search has 12 modes, at a high
quality of 0.07.

Where D sees 100 times x, and not ten times, a search of as many draws and seconds has 21 modes at best, and its draw
on the row's seeds (442 s, on a slower day) 42.3 +- 2.4 at a high quality of 0.269 +- 0.0053, KL 2.79 +- 0.029. The
GAN with that was not tried:
  python -m launch.tune --config=configs/grid/sngan.py --config.networks.discriminator.input_scale=100 --draws=16 \
      --seconds=160 --halvings=3 --metric=modes,kl --out=runs/scaled.json
  python -m launch.train --config=configs/grid/sngan.py --config.networks.discriminator.input_scale=100 \
      --workdir=runs/scaled --config.seed=1000 --config.trials=3 --config.steps=16550 --config.eval_every=1655 \
      --config.eval.samples=50000 --config.discriminator_tx.learning_rate=0.0133 \
      --config.generator_tx.learning_rate=0.000121
"""

from configs import common
from configs.grid import gan


def get_config():
    config = gan.get_config()
    common.sngan(config)
    return config
