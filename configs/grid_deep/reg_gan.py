"""Reg-GAN on the 10 x 10 grid with four hidden layers where `grid/reg_gan` has two, and falling rates.

  python -m launch.train --config=configs/grid_deep/reg_gan.py --workdir=runs/grid_deep_reg_gan

Measured by `launch.reproduce --table=coverage_deep` on one CPU core, at the best draw of `grid/reg_gan`: 20,057
steps, 3 trials, 331 s: modes 52.3 +- 1.5, high quality 0.581 +- 0.019, KL 1.55 +- 0.075.
"""

from configs import deep, mdgan
from configs.grid import reg_gan


def get_config():
    return deep.deepen(reg_gan.get_config(), mdgan.ENCODER_TX["reg_gan"])
