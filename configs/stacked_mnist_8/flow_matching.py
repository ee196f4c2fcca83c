r"""Flow matching (Lipman et al. 2023) on Stacked MNIST at 8 x 8 pixels, 1000 modes.

  python -m launch.train --config=configs/stacked_mnist_8/flow_matching.py \
      --workdir=runs/stacked_mnist_8_flow_matching

TFDS_DATA_DIR says where MNIST is.
"""

from configs import thumbnails


def get_config():
    return thumbnails.flow_matching("stacked_mnist")
