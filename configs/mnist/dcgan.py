from configs import common


def get_config():
    config = common.dcgan("mnist", (28, 28, 1), filters=32)
    config.steps = 10_000
    return config
