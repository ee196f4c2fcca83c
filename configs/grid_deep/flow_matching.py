r"""Flow matching on the 10 x 10 grid with four hidden layers where `grid/flow_matching` has two, and falling rates.

  python -m launch.train --config=configs/grid_deep/flow_matching.py --workdir=runs/grid_deep_flow_matching

Measured by `launch.reproduce --table=coverage_deep` on one CPU core, at the best draw of `grid/flow_matching`:
110,004 steps, 3 trials, 536 s: modes 1.67 +- 1.7, high quality 0.0727 +- 0.0028, KL 3.92 +- 0.018.
That rate, .00642, is too high for four layers of sine units. At .001, one try by hand, the same seeds have 100 +- 0
modes, high quality .806 +- .003 and KL .395 +- .008 after 412 s:

  python -m launch.train --config=configs/grid_deep/flow_matching.py --workdir=DIR --config.steps=110004 \
      --config.trials=3 --config.seed=6000 --config.velocity_tx.learning_rate=0.001
"""

from configs import deep
from configs.grid import flow_matching


def get_config():
    return deep.deepen(flow_matching.get_config())
