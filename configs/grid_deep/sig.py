"""SIG on the 10 x 10 grid with four hidden layers where `grid/sig` has two, and falling rates.

  python -m launch.train --config=configs/grid_deep/sig.py --workdir=runs/grid_deep_sig

A row of `launch.reproduce --table=coverage_deep`.
"""

from configs import deep
from configs.grid import sig


def get_config():
    return deep.deepen(sig.get_config())
