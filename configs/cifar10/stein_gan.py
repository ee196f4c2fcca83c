"""Conditional Stein-GAN on CIFAR-10: samples follow the SVGD direction of an autoencoder's energy (LSVGD, Table I).

  python -m launch.train --config=configs/cifar10/stein_gan.py --workdir=runs/cifar10_stein_gan

One row of `launch.reproduce --table=lsvgd_cifar10`, which trains it on 28 x 28 MNIST at the cpu budget
(results/lsvgd_cifar10). `--config.method.sample_tx.noise` is "none" (SVGD), "independent" (the paper's LSVGD) or
"joint" (exact).
There, after 500 steps of three trials as one program (83 to 121 s on two CPU cores, beside other jobs), the
inception score by its own residual network is: SVGD 1.00 +- 0.00, LSVGD 1.00 +- 0.00, joint 1.00 +- 0.00 (mean
+- standard error; real images have 9.72): the samples' energy rises where the data's falls, and the generator
does not follow it. One trial each of the same row, all with an inception score of 1.00:
networks.discriminator.scale = 784 (the sum of the squared errors in place of their mean), also with a
generator's auxiliary weight of .01, with rates of 3e-3 and 2e-3 (D, G), and with plain gradients at the
samples, so that it is not the kernel that fails; scale = 100 with an auxiliary weight of .1; 800 steps at rates
of 3e-4 and 3e-3 with an auxiliary weight of 10. Not measured yet on CIFAR-10: only that it trains and resumes
(tests/test_configs.py).
"""

from configs import lsvgd


def get_config():
    config = lsvgd.stein_gan("cifar10", (32, 32, 3))
    config.steps = 25_000
    return config
