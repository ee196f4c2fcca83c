"""PixelCNN (van den Oord et al. 2016) on MNIST whose pixels are drawn anew: an exact likelihood, without latents.

  python -m launch.train --config=configs/mnist_binary/pixelcnn.py --workdir=runs/mnist_binary_pixelcnn

The model that LBT-GAN may have as student (`configs/stacked_mnist/lbt_gan_pixelcnn.py`), here
by itself. Not measured yet.
"""

from configs import common


def get_config():
    config = common.images("binarised_mnist", (28, 28, 1), ("nll",), 64)
    config.batch_size = 32
    config.steps = 2_000
    config.networks.density = {"name": "pixelcnn", "filters": (16,) * 4, "reach": 3, "dilations": (1, 1, 2, 4)}
    config.method = {"name": "autoregressive"}
    config.estimator_tx = {"name": "adam", "learning_rate": 2e-3}
    common.decay(config, "estimator_tx")
    common.search(config, "estimator_tx")
    config.eval.nll = {"samples": 1, "examples": 0}
    return config
