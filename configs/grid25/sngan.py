"""SNGAN on the 5 x 5 grid of Gaussians: the hinge loss and a D of spectrally normalised layers, otherwise as the GAN.

  python -m launch.train --config=configs/grid25/sngan.py --workdir=runs/grid25_sngan

The rates are those of the row below. The momenta and the one step of D are the GAN's, not its paper's: with those,
`sngan_published` has 22.8 +- 1 modes.

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: 5 x 5
(discriminator_tx 0.0105, generator_tx 0.000102): 35,816 steps, 5 trials, 116 s: modes 1 +- 0.77, high quality 0.06
+- 0.033, KL 4.11 +- 0.19; uneven 5 x 5 (discriminator_tx 0.0105, generator_tx 0.000102): 35,736 steps, 5 trials, 92
s: modes 2 +- 0.84, high quality 0.139 +- 0.041, KL 3.63 +- 0.24.

The same draws by `launch.reproduce --table=coverage_long`: 5 x 5: 107,448 steps, 5 trials, 423 s: modes 1.4 +- 1.2,
high quality 0.0708 +- 0.055, KL 4.09 +- 0.3; uneven 5 x 5: 107,208 steps, 5 trials, 257 s: modes 0 +- 0, high
quality 0.0168 +- 0.0025, KL 4.37 +- 0.019.
After finals, by `launch.reproduce --table=coverage_finals`: 5 x 5, the third draw of its search (discriminator_tx
0.000118, generator_tx 0.000203): 107,448 steps, 5 trials, 305 s: modes 6 +- 2.9, high quality 0.228 +- 0.1, KL 3.17
+- 0.58.
"""

from configs import common
from configs.grid25 import gan


def get_config():
    config = gan.get_config()
    common.sngan(config)
    common.rates(config, 1.02e-4, 1.05e-2)
    return config
