from configs import common


def get_config():
    config = common.stacked_lbt_gan("stacked_mnist")
    config.steps = 25_000
    return config
