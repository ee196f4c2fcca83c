"""IWAE of five samples (Burda et al. 2016) on the 5 x 5 grid of Gaussians, with the networks of SIG's comparison.

  python -m launch.train --config=configs/grid25/iwae.py --workdir=runs/grid25_iwae

The rates and weights are those of the row below.

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: 5 x 5
(estimator_tx 0.00318): 7,000 steps, 5 trials, 93 s: modes 22.8 +- 0.37, high quality 0.792 +- 0.0029, KL 0.458 +-
0.01; uneven 5 x 5 (estimator_tx 0.00318): 7,472 steps, 5 trials, 109 s: modes 23.2 +- 0.8, high quality 0.758 +-
0.015, KL 0.577 +- 0.051.

The same draws by `launch.reproduce --table=coverage_long`: 5 x 5: 21,000 steps, 5 trials, 300 s: modes 24.4 +- 0.6,
high quality 0.852 +- 0.005, KL 0.282 +- 0.017; uneven 5 x 5: 22,416 steps, 5 trials, 454 s: modes 24 +- 0.77, high
quality 0.85 +- 0.01, KL 0.312 +- 0.043.
After finals, by `launch.reproduce --table=coverage_finals`: 5 x 5, the second draw of its search (estimator_tx
0.00222): 21,000 steps, 5 trials, 303 s: modes 24.4 +- 0.4, high quality 0.853 +- 0.0059, KL 0.272 +- 0.016.
"""

from configs.grid25 import vae


def get_config():
    config = vae.get_config()
    config.method.update(name="iwae", samples=5)
    config.estimator_tx.learning_rate = 3.18e-3
    return config
