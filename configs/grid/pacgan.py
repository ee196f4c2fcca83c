"""PacGAN (two samples a pack) on the 10 x 10 grid.

  python -m launch.train --config=configs/grid/pacgan.py --workdir=runs/grid_pacgan

The rates here are the GAN's; those of its own search are below.

Measured by `launch.reproduce --table=frontier` (mean +- standard error; one CPU core): 22,500 steps, 3 trials, 79 s:
modes 2 +- 2, high quality 0.079 +- 0.01.

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: 10 x 10
(discriminator_tx 0.00334, generator_tx 0.000892): 83,400 steps, 3 trials, 282 s: modes 45 +- 23, high quality 0.52
+- 0.23, KL 1.95 +- 1.1.
"""

from configs import common
from configs.grid import gan


def get_config():
    config = gan.get_config()
    common.packed(config, 2)
    return config
