"""IWAE of five samples (Burda et al. 2016) on the 10 x 10 grid, with the VAE's networks.

  python -m launch.train --config=configs/grid/iwae.py --workdir=runs/grid_iwae

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: 10 x 10
(estimator_tx 0.00077, variance 0.000139, decoder.input_scale 2.23): 22,225 steps, 3 trials, 277 s: modes 74.7 +-
3.5, high quality 0.409 +- 0.0097, KL 2.06 +- 0.047.
"""

from configs.grid import vae


def get_config():
    config = vae.get_config()
    config.method.update(name="iwae", samples=5)
    return config
