"""Flow matching (Lipman et al. 2023) on the 5 x 5 grid of Gaussians, with the networks of SIG's comparison.

  python -m launch.train --config=configs/grid25/flow_matching.py --workdir=runs/grid25_flow_matching

The same command with --config.method.euler_steps=4 scores the trained run with four steps a sample.

With 10,000 steps of seed 1 a rate of 1e-2 had 25 modes and .845 high quality, 3e-3 25 and .787; with 20,000 of seed
1000, 1e-3 had 9 and .435. Measured by itself, in no table: 20,000 steps of seed 1000, 87 s on a
core of a 2-core CPU that other work shared: with 100 steps of Euler's method modes 25 of 25, high quality .835, KL
.306; with 4 modes 9, high quality .497; with 1, which gives the data's mean (a mode here), modes 1.

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: 5 x 5
(velocity_tx 0.00642): 54,912 steps, 5 trials, 95 s: modes 25 +- 0, high quality 0.955 +- 0.0029, KL 0.0314 +-
0.0044; uneven 5 x 5 (velocity_tx 0.00641): 60,848 steps, 5 trials, 105 s: modes 25 +- 0, high quality 0.956 +-
0.0032, KL 0.0294 +- 0.0043.

The same draws by `launch.reproduce --table=coverage_long`: 5 x 5: 164,736 steps, 5 trials, 338 s: modes 25 +- 0,
high quality 0.961 +- 0.004, KL 0.023 +- 0.0049; uneven 5 x 5: 182,544 steps, 5 trials, 430 s: modes 25 +- 0, high
quality 0.968 +- 0.0032, KL 0.0153 +- 0.0036.
After finals, by `launch.reproduce --table=coverage_finals`: 5 x 5, the fourth draw of its search (velocity_tx
0.00378): 164,736 steps, 5 trials, 339 s: modes 25 +- 0, high quality 0.965 +- 0.002, KL 0.0183 +- 0.0022; uneven 5
x 5, the fourth draw of its search (velocity_tx 0.00378): 182,544 steps, 5 trials, 341 s: modes 25 +- 0, high
quality 0.971 +- 0.0033, KL 0.0117 +- 0.0037.
"""

from configs import common, sig


def get_config():
    config = sig.grid()
    config.steps = 20_000
    common.flow_matching(config)
    config.velocity_tx.learning_rate = 1e-2
    return config
