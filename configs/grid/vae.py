"""VAE on the 10 x 10 grid (LBT, Fig. 2 and 3).

  python -m launch.train --config=configs/grid/vae.py --workdir=runs/grid_vae

A row of `launch.reproduce --table=coverage` and of `lbt_mixtures`; the rates here were found by hand.

Measured by `launch.reproduce --table=frontier` (mean +- standard error; one CPU core): 37,500 steps, 3 trials, 144 s:
modes 90 +- 3, high quality 0.585 +- 0.009.

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: 10 x 10
(estimator_tx 0.00077, variance 0.000139, decoder.input_scale 2.23): 74,525 steps, 3 trials, 292 s: modes 96.3 +-
3.7, high quality 0.507 +- 0.036, KL 1.57 +- 0.18.
"""

from configs import common


def get_config():
    config = common.mixture("grid")
    config.steps = 10_000
    common.vae(config, variance=0.0001)
    common.finely(config)
    config.search["method.variance"] = (1e-5, 1e-3)
    config.search["networks.decoder.input_scale"] = (1.0, 12.0)
    return config
