r"""Flow matching (Lipman et al. 2023) on CIFAR-10 at 16 x 16 pixels, without classes.

  python -m launch.train --config=configs/cifar10_16/flow_matching.py \
      --workdir=runs/cifar10_16_flow_matching

TFDS_DATA_DIR says where CIFAR-10 is.

Measured by `launch.reproduce --table=coverage_cifar10` on one CPU core, at the best of 8 draws of its own
(velocity_tx 0.00423): 4,760 steps, 3 trials, 158 s: Fréchet distance 30.1 +- 0.084, recall 0.043 +- 0.007.
"""

from configs import thumbnails


def get_config():
    return thumbnails.flow_matching("cifar10")
