from configs import common


def get_config():
    config = common.stacked("stacked_mnist")
    config.steps = 25_000
    return config
