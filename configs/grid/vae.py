from configs import common


def get_config():
    config = common.mixture("grid")
    config.steps = 10_000
    common.vae(config, variance=0.0005)
    common.finely(config, 10.0)
    return config
