r"""Flow matching (Lipman et al. 2023) on Stacked MNIST at 8 x 8 pixels, 1000 modes.

  python -m launch.train --config=configs/stacked_mnist_8/flow_matching.py \
      --workdir=runs/stacked_mnist_8_flow_matching

TFDS_DATA_DIR says where MNIST is.

In no table: a step of three seeds takes .6 s of a core, so that the table's two minutes have 190 of them. Its rate
was searched (results/tuning/stacked_mnist_8_flow_matching.json): 4.23e-3 is the best of eight draws.
"""

from configs import thumbnails


def get_config():
    return thumbnails.flow_matching("stacked_mnist")
