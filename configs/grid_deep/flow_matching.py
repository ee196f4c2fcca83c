"""Flow matching on the 10 x 10 grid with four hidden layers where `grid/flow_matching` has two, and falling rates.

  python -m launch.train --config=configs/grid_deep/flow_matching.py --workdir=runs/grid_deep_flow_matching

A row of `launch.reproduce --table=coverage_deep`.
"""

from configs import deep
from configs.grid import flow_matching


def get_config():
    return deep.deepen(flow_matching.get_config())
