from configs import common


def get_config():
    config = common.mixture("ring")
    config.steps = 10_000
    common.vae(config, variance=0.005)
    return config
