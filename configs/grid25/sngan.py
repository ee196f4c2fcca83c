"""SNGAN on the 5 x 5 grid of Gaussians: the hinge loss, a D of spectrally normalised layers and five steps of it.

  python -m launch.train --config=configs/grid25/sngan.py --workdir=runs/grid25_sngan

The rates are those of the first row below.

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: 5 x 5
(discriminator_tx 0.00318, generator_tx 0.00641): 11,032 steps, 5 trials, 91 s: modes 22.8 +- 1, high quality 0.741
+- 0.018, KL 0.629 +- 0.068; uneven 5 x 5 (discriminator_tx 0.00318, generator_tx 0.00641): 13,672 steps, 5 trials,
120 s: modes 22.8 +- 0.73, high quality 0.832 +- 0.018, KL 0.353 +- 0.058.

The same draws by `launch.reproduce --table=coverage_long`: 5 x 5: 33,096 steps, 5 trials, 251 s: modes 24 +- 0.63,
high quality 0.916 +- 0.016, KL 0.122 +- 0.04; uneven 5 x 5: 41,016 steps, 5 trials, 302 s: modes 23.8 +- 0.58, high
quality 0.899 +- 0.013, KL 0.164 +- 0.038.
After finals, by `launch.reproduce --table=coverage_finals`: uneven 5 x 5, the second draw of its search
(discriminator_tx 0.00458, generator_tx 0.00401): 41,016 steps, 5 trials, 247 s: modes 24 +- 0.32, high quality 0.909
+- 0.0054, KL 0.13 +- 0.015.

By `launch.reproduce --table=coverage_settings`, each at the best of 16 draws of its own, 5 x 5, 5 trials: with one
step of D 33,672 steps, 113 s: modes 19 +- 3.8; with the GAN's momenta 11,904 steps, 98 s: modes 0.2 +- 0.2; with the
GAN's momenta and one step of D 35,816 steps, 112 s: modes 1 +- 0.77; with b1 = .5 and b2 = .9 9,800 steps, 73 s:
modes 0 +- 0.
"""

from configs import common
from configs.grid25 import gan


def get_config():
    config = gan.get_config()
    common.sngan(config)
    common.rates(config, 6.41e-3, 3.18e-3)
    return config
