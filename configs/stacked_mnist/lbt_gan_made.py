r"""LBT-GAN taught by a MADE of 128 units with the small networks on Stacked MNIST, 1000 modes (LBT, Table 1).

  python -m launch.train --config=configs/stacked_mnist/lbt_gan_made.py --workdir=runs/stacked_mnist_lbt_gan_made \
      --config.data.path=DIR

Measured by `launch.reproduce --table=stacked_mnist` (two CPU cores, beside other jobs): 2,400 steps, 3 trials
as one program, 1,270 s: modes 937 +- 14, KL 0.716 +- 0.068, high quality 0.527 +- 0.011 (mean +- standard error).
Over time: 641 modes after 460 s, 926 after 893 s, 937 after 1,270 s. What was tried: with 32 units at batch 32 the
modes stop at 865 +- 33 (4,200 steps, 860 s, KL 1.01; 847 +- 23 after 428 s); one seed each, 1,000 steps at batch 32:
128 hidden units 733 modes (KL 1.74), 32 units 700 (1.68), student rates of 3e-3 663 (2.11), a generator rate of 2e-3
739 (1.92). The plateau was the batch's.
"""

from configs import common


def get_config():
    config = common.stacked_lbt_gan_made("stacked_mnist")
    config.steps = 25_000
    return config
