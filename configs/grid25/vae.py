"""VAE on the 5 x 5 grid of Gaussians, with the networks of SIG's comparison (SIG, Table 1).

  python -m launch.train --config=configs/grid25/vae.py --workdir=runs/grid25_vae

Measured by `launch.reproduce --table=sig_grid` (two CPU cores, beside other jobs; 5 trials as one program, mean
+- standard error): 20,000 steps, 103 s: modes 21.8 +- 0.49, high quality 0.59 +- 0.0026, KL 1.18 +- 0.01.
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
