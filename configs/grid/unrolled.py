from configs import common


def get_config():
    config = common.mixture("grid")
    config.steps = 25_000
    common.unrolled(config)
    common.finely(config, 10.0)
    return config
