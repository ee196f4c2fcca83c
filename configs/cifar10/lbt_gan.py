r"""LBT-GAN with DCGAN's networks and a 400-unit VAE on CIFAR-10 (LBT, Sec. 5.3).

  python -m launch.train --config=configs/cifar10/lbt_gan.py --workdir=runs/cifar10_lbt_gan \
      --config.data.path=DIR

Not measured yet: only that it trains and resumes (tests/test_configs.py).
"""

from configs import common


def get_config():
    config = common.dcgan("cifar10", (32, 32, 3))
    config.steps = 100_000
    # (inner_steps, variance, learning rates) as on Stacked MNIST; the teaching is off for the first 3,000 steps.
    common.lbt(config, inner_steps=5, variance=0.1, learning_rates=(3e-4, 1e-4))
    common.student(config, 100, (400, 400), 0.1)
    config.method.estimator.observation = "bernoulli"
    config.method.adversarial_weight = 1.0
    config.method.loss = "non_saturating"
    config.method.teaching_start = 3_000
    config.generator_tx = {"name": "adam", "learning_rate": 2e-4, "b1": 0.5, "clip_norm": 5.0}
    return config
