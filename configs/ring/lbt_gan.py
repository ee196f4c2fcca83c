from configs import common


def get_config():
    config = common.mixture("ring")
    config.steps = 8_000
    common.lbt_gan(config, inner_steps=15, variance=0.005, learning_rates=(9e-4, 3e-4))
    return config
