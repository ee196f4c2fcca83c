r"""Flow matching (Lipman et al. 2023) on CIFAR-10 at 16 x 16 pixels, without classes.

  python -m launch.train --config=configs/cifar10_16/flow_matching.py \
      --workdir=runs/cifar10_16_flow_matching

TFDS_DATA_DIR says where CIFAR-10 is.
"""

from configs import thumbnails


def get_config():
    return thumbnails.flow_matching("cifar10")
