from configs import common


def get_config():
    config = common.mixture("ring")
    config.steps = 12_000
    common.lbt(config, inner_steps=15, variance=0.005, learning_rates=(9e-4, 3e-4))
    return config
