"""ALI (Dumoulin et al. 2017) on the 5 x 5 grid of Gaussians, with the networks of SIG's comparison.

  python -m launch.train --config=configs/grid25/ali.py --workdir=runs/grid25_ali

The rates and weights are those of the row below.

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: 5 x 5
(discriminator_tx 0.00318, encoder_tx 0.00641, generator_tx 0.00222): 19,904 steps, 5 trials, 116 s: modes 20 +-
1.3, high quality 0.83 +- 0.027, KL 0.453 +- 0.1; uneven 5 x 5 (discriminator_tx 0.0133, encoder_tx 0.000121,
generator_tx 0.00642): 20,544 steps, 5 trials, 99 s: modes 16.6 +- 3.7, high quality 0.648 +- 0.13, KL 1.19 +- 0.64.

The same draws by `launch.reproduce --table=coverage_long`: 5 x 5: 59,712 steps, 5 trials, 507 s: modes 19.2 +- 3.8,
high quality 0.909 +- 0.015, KL 0.504 +- 0.34; uneven 5 x 5: 61,632 steps, 5 trials, 430 s: modes 17.6 +- 0.68, high
quality 0.744 +- 0.011, KL 0.751 +- 0.047.
After finals, by `launch.reproduce --table=coverage_finals`: 5 x 5, the second draw of its search (discriminator_tx
0.016, encoder_tx 0.000365, generator_tx 0.0035): 59,712 steps, 5 trials, 319 s: modes 20.4 +- 1.4, high quality
0.827 +- 0.052, KL 0.49 +- 0.17; uneven 5 x 5, the second draw of its search (discriminator_tx 0.00318, encoder_tx
0.00641, generator_tx 0.00222): 61,632 steps, 5 trials, 322 s: modes 21.6 +- 0.68, high quality 0.908 +- 0.013, KL
0.212 +- 0.03.
"""

from configs import common, sig


def get_config():
    config = sig.grid()
    config.steps = 20_000
    common.adversary(config)
    common.ali(config, hidden=(100,))
    config.networks.discriminator.activation = "relu"
    sig.encoder(config)
    common.rates(config, 2.22e-3, 3.18e-3)
    config.encoder_tx.learning_rate = 6.41e-3
    return config
