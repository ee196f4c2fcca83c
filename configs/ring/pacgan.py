"""PacGAN (Lin et al. 2018) on the ring of 8 Gaussians: D sees two samples at once, otherwise as the GAN.

  python -m launch.train --config=configs/ring/pacgan.py --workdir=runs/ring_pacgan

A row of `launch.reproduce --table=coverage`.

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: ring
(discriminator_tx 0.0137, generator_tx 0.00219): 10,195 steps, 5 trials, 61 s: modes 7.6 +- 0.4, high quality 0.877
+- 0.094, KL 0.363 +- 0.34. The same draw by `launch.reproduce --table=coverage_long`: 50,976 steps, 5 trials, 448
s: modes 6.2 +- 1.1, high quality 0.722 +- 0.15, KL 1.04 +- 0.62.
"""

from configs import common
from configs.ring import gan


def get_config():
    config = gan.get_config()
    common.packed(config, 2)
    return config
