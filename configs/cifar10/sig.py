"""SIG with DCGAN's generator on CIFAR-10: where it averages modes (SIG, Fig. 3c).

  python -m launch.train --config=configs/cifar10/sig.py --workdir=runs/cifar10_sig

Shown are theta, the means: x would be these and noise.

Not measured yet: only that it trains and resumes (tests/test_configs.py).
"""

from configs import common, sig


def get_config():
    config = common.images("cifar10", (32, 32, 3), ("classes",), 10_000)
    common.resnet_scores(config)
    config.batch_size = 256
    config.steps = 3_000
    config.networks.generator = {"name": "dcgan", "latent_dim": 100, "filters": 16}
    sig.sig(config, sigma=0.3, sample="theta", rate=1e-3)
    return config
