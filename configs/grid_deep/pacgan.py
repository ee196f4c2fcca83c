"""PacGAN on the 10 x 10 grid with four hidden layers where `grid/pacgan` has two, and falling rates.

  python -m launch.train --config=configs/grid_deep/pacgan.py --workdir=runs/grid_deep_pacgan

Measured by `launch.reproduce --table=coverage_deep` on one CPU core, at the best draw of `grid/pacgan`: 51,708
steps, 3 trials, 412 s: modes 76 +- 6, high quality 0.895 +- 0.017, KL 0.43 +- 0.1.
`--table=coverage_deep_long` has it for 190,000 steps, those of LBT-GAN's 26 minutes by that rate: 100 +- 0 modes,
high quality .947 +- .004, KL .062 +- .008, after 2,331 s beside other work on a slower machine; after half of them,
1,008 s there, 98 +- 1.2 (98, 100, 96).
"""

from configs import deep
from configs.grid import pacgan


def get_config():
    return deep.deepen(pacgan.get_config())
