"""f-GAN fits one Gaussian to two of different width: it covers both or seeks one (as Nowozin et al. 2016, Table 3).

  python -m launch.train --config=configs/two_widths/f_gan.py --workdir=runs/two_widths_f_gan

The loss is any of `ganjax.losses.f_divergences`. The best fit by the KL is the mean and the standard deviation of the
data along the line through both, 0 and 2.08.

Measured by `launch.reproduce --table=f_gan` (one CPU core; KL, 10,000 steps, 3 trials, 36 s): mean -.007 +- .016,
spread 2.04 +- .05.
"""

from configs import common


def get_config():
    config = common.one_gaussian()
    common.gan(config, "kl")
    common.rates(config, 1e-3, 1e-3)
    return config
