r"""LBT-GAN with the 20-unit VAE of Appendix B with the small networks on Stacked MNIST, 1000 modes (LBT, Table 1).

  python -m launch.train --config=configs/stacked_mnist/lbt_gan.py --workdir=runs/stacked_mnist_lbt_gan \
      --config.data.path=DIR

Measured by `launch.reproduce --table=stacked_mnist` (two CPU cores, beside other jobs): 3,600 steps, 3 trials
as one program, 772 s: modes 843 +- 29, KL 1.1 +- 0.14, high quality 0.557 +- 0.01 (mean +- standard error).
Over time: 444 modes after 131 s, 646 after 258 s, 885 after 394 s, 864 after
536 s, 843 after 772 s. Taught from the first step with M = 2, K = 1 and rates of 1e-3; the authors' M = K = 5 from
step 3,000 at 1e-4 runs at a sixth of the steps a second.
"""

from configs import common


def get_config():
    config = common.stacked_lbt_gan("stacked_mnist")
    config.steps = 25_000
    return config
