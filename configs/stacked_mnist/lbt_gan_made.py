r"""LBT-GAN taught by a MADE of 32 units with the small networks on Stacked MNIST, 1000 modes (LBT, Table 1).

  python -m launch.train --config=configs/stacked_mnist/lbt_gan_made.py --workdir=runs/stacked_mnist_lbt_gan_made \
      --config.data.path=DIR

Measured by `launch.reproduce --table=stacked_mnist` (two CPU cores, beside other jobs): 4,200 steps, 3 trials
as one program, 860 s: modes 865 +- 33, KL 1.01 +- 0.1, high quality 0.568 +- 0.0026 (mean +- standard error).
Over time: 503 modes after 156 s, 858 after 289 s, 847 after 428 s, 858 after 575 s, 865 after 860 s. What was tried,
one seed each, 1,000 steps: 128 hidden units 733 modes (KL 1.74), 32 units 700 (1.68) at two thirds of the time,
student rates of 3e-3 663 (2.11), a generator rate of 2e-3 739 (1.92). Batch 64 and 128 units, one seed: 907 modes
after 1,500 steps (230 s) and 936 (KL .66) after 2,000: the plateau may be the batch's.
"""

from configs import common


def get_config():
    config = common.stacked_lbt_gan_made("stacked_mnist")
    config.steps = 25_000
    return config
