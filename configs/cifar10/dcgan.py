from configs import common


def get_config():
    config = common.dcgan("cifar10", (32, 32, 3))
    config.steps = 100_000
    return config
