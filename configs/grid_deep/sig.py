"""SIG on the 10 x 10 grid with four hidden layers where `grid/sig` has two, and falling rates.

  python -m launch.train --config=configs/grid_deep/sig.py --workdir=runs/grid_deep_sig

Measured by `launch.reproduce --table=coverage_deep` on one CPU core, at the best draw of `grid/sig`: 64,914 steps,
3 trials, 359 s: modes 100 +- 0, high quality 0.61 +- 0.0073, KL 1.1 +- 0.031.
"""

from configs import deep
from configs.grid import sig


def get_config():
    return deep.deepen(sig.get_config())
