"""SIG on the 10 x 10 grid.

  python -m launch.train --config=configs/grid/sig.py --workdir=runs/grid_sig

Sigma falls from .1, half the spacing, to .01, the data's std, over nine tenths of the steps. Of the
rates 1e-3, 3e-3 and 1e-2, 3,000 steps of one seed, 8, 0 and 0 modes.

Measured by `launch.reproduce --table=frontier` (mean +- standard error; one CPU core): 30,000 steps, 3 trials, 87 s:
modes 57 +- 1.5, high quality 0.232 +- 0.0028.

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: 10 x 10
(generator_tx 0.000466): 104,700 steps, 3 trials, 289 s: modes 96.7 +- 0.88, high quality 0.406 +- 0.0088, KL 2.02
+- 0.043.
"""

from configs import common, sig


def get_config():
    config = common.mixture("grid")
    config.steps = 20_000
    sig.sig(config, sigma=0.01, rate=1e-3)
    config.method.update(sigma_start=0.1, anneal_steps=config.get_ref("steps") * 9 // 10)
    common.finely(config)
    return config
