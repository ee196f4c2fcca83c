"""IWAE (Burda et al. 2016) of five samples on the ring of 8 Gaussians, otherwise as the VAE.

  python -m launch.train --config=configs/ring/iwae.py --workdir=runs/ring_iwae

A row of `launch.reproduce --table=coverage`.

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: ring
(estimator_tx 0.00641): 2,390 steps, 5 trials, 61 s: modes 8 +- 0, high quality 0.934 +- 0.0027, KL 0.0666 +- 0.005.
The same draw by `launch.reproduce --table=coverage_long`: 11,952 steps, 5 trials, 295 s: modes 8 +- 0, high quality
0.98 +- 0.00096, KL 0.00436 +- 0.00055.
"""

from configs.ring import vae


def get_config():
    config = vae.get_config()
    config.method.update(name="iwae", samples=5)
    return config
