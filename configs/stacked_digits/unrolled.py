from configs import common


def get_config():
    config = common.stacked_unrolled("stacked_digits")
    config.steps = 25_000
    return config
