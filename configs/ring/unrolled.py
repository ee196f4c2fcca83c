from configs import common


def get_config():
    config = common.mixture("ring")
    config.steps = 25_000
    common.unrolled(config)
    return config
