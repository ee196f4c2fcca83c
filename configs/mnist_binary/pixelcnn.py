"""PixelCNN (van den Oord et al. 2016) on MNIST whose pixels are drawn anew: an exact likelihood, without latents.

  python -m launch.train --config=configs/mnist_binary/pixelcnn.py --workdir=runs/mnist_binary_pixelcnn

The model that LBT-GAN may have as student (`configs/stacked_mnist/lbt_gan_pixelcnn.py`), here by itself. Measured
by this command on one CPU core, one seed: 2,000 steps, 251 s: NLL 93.5 nats, exact, over all 10,000 held-out
images. Of the table `iwae` (1,000 of these images, bounds by 5,000 samples) the VAE has 98.4 +- .3 after 159 s for
two seeds, IWAE with 50 samples 93.5 +- .1 after 1,750 s. With `--config.networks.density.dilations="(1,1,1,1)"` the
NLL is 94.4, and 97.8 with the student's two layers, `--config.networks.density.filters="(16,16)"` and dilations
`"()"`: deeper is worth 3.4 nats, dilated .9 (one seed each, 150 and 78 s; the 251 s were beside tests).
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
