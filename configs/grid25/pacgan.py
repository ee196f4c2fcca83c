"""PacGAN (two samples a pack) on the 5 x 5 grid of Gaussians, with the networks of SIG's comparison.

  python -m launch.train --config=configs/grid25/pacgan.py --workdir=runs/grid25_pacgan

The rates are the GAN's; those of its own search (below) cover four times as many modes.

Measured by `launch.reproduce --table=frontier` (mean +- standard error): PacGAN: 17,500 steps, 3 trials: modes 5.67
+- 1.8, high quality 0.295 +- 0.067, KL 2.8 +- 0.38.

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: 5 x 5
(discriminator_tx 0.00318, generator_tx 0.00641): 39,240 steps, 5 trials, 96 s: modes 22 +- 1.9, high quality 0.936
+- 0.026, KL 0.198 +- 0.1; uneven 5 x 5 (discriminator_tx 0.00318, generator_tx 0.00641): 43,128 steps, 5 trials, 98
s: modes 23.4 +- 0.93, high quality 0.934 +- 0.018, KL 0.108 +- 0.048.

The same draws by `launch.reproduce --table=coverage_long`: 5 x 5: 117,720 steps, 5 trials, 424 s: modes 21.2 +-
1.2, high quality 0.953 +- 0.011, KL 0.192 +- 0.047; uneven 5 x 5: 129,384 steps, 5 trials, 415 s: modes 21.4 +-
1.4, high quality 0.944 +- 0.021, KL 0.145 +- 0.059.
After finals, by `launch.reproduce --table=coverage_finals`: 5 x 5, the third draw of its search (discriminator_tx
0.00499, generator_tx 0.00409): 117,720 steps, 5 trials, 297 s: modes 15.2 +- 4.7, high quality 0.617 +- 0.18, KL
1.5 +- 0.8.
"""

from configs import common
from configs.grid25 import gan


def get_config():
    config = gan.get_config()
    common.packed(config, 2)
    return config
