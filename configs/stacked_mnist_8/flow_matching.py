r"""Flow matching (Lipman et al. 2023) on Stacked MNIST at 8 x 8 pixels, 1000 modes.

  python -m launch.train --config=configs/stacked_mnist_8/flow_matching.py \
      --workdir=runs/stacked_mnist_8_flow_matching

TFDS_DATA_DIR says where MNIST is.

Measured by `launch.reproduce --table=coverage_stacked` on one CPU core, at the best of 8 draws of its own
(velocity_tx 0.00188): 7,700 steps, 3 trials, 175 s: modes 116 +- 6.1, KL 2.2 +- 0.054, 0.508 % of the stacks qualify.

By `--table=coverage_stacked_long`, with the same values: 61,600 steps, 3 trials, 1,628 s: modes 455 +- 28, KL 0.9 +-
0.056, 2.5 % of the stacks qualify; with 4 steps 29.7 +- 4.1, with 1 none.
"""

from configs import thumbnails


def get_config():
    return thumbnails.flow_matching("stacked_mnist")
