"""Conditional Stein-GAN on CIFAR-10: samples follow the SVGD direction of an autoencoder's energy (LSVGD, Table I).

  python -m launch.train --config=configs/cifar10/stein_gan.py --workdir=runs/cifar10_stein_gan

A row of `launch.reproduce --table=lsvgd_cifar10`, whose cpu budget is on 28 x 28 MNIST (results/lsvgd_cifar10).
`--config.method.sample_tx.noise` is "none" (SVGD), "independent" (with `weights` "paper" it is LSVGD) or "joint"
(exact). Not measured yet on CIFAR-10: only that it trains and resumes (tests/test_configs.py).
With batch norm in the energy's decoder, which it has no more, it learned nothing on MNIST with 8 filters: an
inception score of 1.00 in 500 steps at 5e-4, one trial each, also with networks.discriminator.scale = 784 (the sum
of the squared errors in place of their mean), a generator's auxiliary weight of .01, rates of 3e-3 and 2e-3 (D, G),
plain gradients at the samples; scale = 100 with an auxiliary weight of .1; 800 steps at rates of 3e-4 and 3e-3 with
an auxiliary weight of 10. Without that batch norm and unconditional: 1.00 as well, 1,000 steps at 1e-3, one trial.
"""

from configs import lsvgd


def get_config():
    config = lsvgd.stein_gan("cifar10", (32, 32, 3))
    config.steps = 25_000
    return config
