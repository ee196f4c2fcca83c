"""VAE on the 10 x 10 grid (LBT, Fig. 2 and 3).

  python -m launch.train --config=configs/grid/vae.py --workdir=runs/grid_vae

Measured by `launch.reproduce --table=lbt_mixtures` (two CPU cores, beside other jobs): 12,000 steps,
3 trials as one program, 65 s: 0 +- 0 of 100 modes, high quality 0.0678 +- 0.00034,
intra-mode KL 2.69 +- 0.024 (mean +- standard error).
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
