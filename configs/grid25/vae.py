"""VAE on the 5 x 5 grid of Gaussians, with the networks of SIG's comparison (SIG, Table 1).

  python -m launch.train --config=configs/grid25/vae.py --workdir=runs/grid25_vae

Measured by `launch.reproduce --table=sig_grid` (one CPU core a row; mean +- standard error): VAE, theta: 30,000
steps, 5 trials, 139 s: modes 24 +- 0.32, high quality 0.76 +- 0.00079, KL 0.554 +- 0.0026; VAE, x: 30,000
steps, 5 trials, 154 s: modes 22.2 +- 0.66, high quality 0.7 +- 0.0012, KL 0.761 +- 0.0049.

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: 5 x 5
(estimator_tx 0.00378): 24,024 steps, 5 trials, 110 s: modes 21.4 +- 0.68, high quality 0.678 +- 0.0083, KL 0.847 +-
0.033; uneven 5 x 5 (estimator_tx 0.00641): 19,928 steps, 5 trials, 80 s: modes 19.4 +- 1, high quality 0.652 +-
0.021, KL 0.966 +- 0.081.

The same draws by `launch.reproduce --table=coverage_long`: 5 x 5: 72,072 steps, 5 trials, 323 s: modes 24.2 +-
0.37, high quality 0.734 +- 0.005, KL 0.639 +- 0.018; uneven 5 x 5: 59,784 steps, 5 trials, 338 s: modes 24 +- 0.77,
high quality 0.742 +- 0.0073, KL 0.626 +- 0.026.
After finals, by `launch.reproduce --table=coverage_finals`: 5 x 5, the third draw of its search (estimator_tx
0.00642): 72,072 steps, 5 trials, 326 s: modes 23 +- 0.71, high quality 0.742 +- 0.0069, KL 0.62 +- 0.021; uneven 5
x 5, the second draw of its search (estimator_tx 0.00318): 59,784 steps, 5 trials, 252 s: modes 24.6 +- 0.24, high
quality 0.73 +- 0.0033, KL 0.665 +- 0.013.
"""

from configs import common, sig


def get_config():
    config = sig.grid()
    config.steps = 20_000
    common.vae(config, variance=0.0)
    config.estimator_tx.learning_rate = 3.18e-3
    for role in ("encoder", "decoder"):
        config.networks[role] = {"name": "mlp", "latent_dim": 2, "hidden": (100, 100), "activation": "relu"}
    return config
