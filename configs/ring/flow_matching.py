"""Flow matching (Lipman et al. 2023) on the ring of 8 Gaussians.

  python -m launch.train --config=configs/ring/flow_matching.py --workdir=runs/ring_flow_matching

The same command with --config.method.euler_steps=4 scores the trained run with four steps a sample.

Measured by itself, in no table: 20,000 steps of one seed (1000), 109 s on a core of a 2-core CPU that other work
shared, 20,000 samples: with 100 steps of Euler's method modes 8 of 8, high quality .926, KL .080, intra-mode KL .052;
with 4 modes 8, high quality .768, KL .511, intra-mode KL .895; with 1 modes 0, high quality .0002.

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: ring
(velocity_tx 0.0105): 24,173 steps, 5 trials, 62 s: modes 8 +- 0, high quality 0.971 +- 0.0017, KL 0.0114 +- 0.0017.
The same draw by `launch.reproduce --table=coverage_long`: 120,864 steps, 5 trials, 350 s: modes 8 +- 0, high
quality 0.978 +- 0.00063, KL 0.00488 +- 0.00041.
"""

from configs import common


def get_config():
    config = common.mixture("ring")
    config.steps = 20_000
    common.flow_matching(config)
    return config
