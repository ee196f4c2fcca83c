"""LBT with an autoregressive student on the 5 x 5 grid of Gaussians, with the networks of SIG's comparison.

  python -m launch.train --config=configs/grid25/lbt.py --workdir=runs/grid25_lbt

The student is that of the 10 x 10 grid (configs/grid/lbt.py), with its lattice and its input scaled to these data.
The rates here were not searched; those of its own search are below.

Measured by `launch.reproduce --table=frontier` (mean +- standard error): LBT: 1,050 steps, 3 trials: modes 0.33 +-
0.33, high quality 0.058 +- 0.024, which is early.

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: 5 x 5
(estimator_tx 0.0133, generator_tx 0.000121, unroll_tx 0.00642): 2,136 steps, 5 trials, 101 s: modes 0.2 +- 0.2,
high quality 0.0648 +- 0.0079, KL 4.07 +- 0.046; uneven 5 x 5 (estimator_tx 0.0133, generator_tx 0.000121, unroll_tx
0.00642): 2,376 steps, 5 trials, 110 s: modes 0.4 +- 0.4, high quality 0.0669 +- 0.013, KL 4.05 +- 0.059.

The same draws by `launch.reproduce --table=coverage_long`: 5 x 5: 6,408 steps, 5 trials, 394 s: modes 0.4 +- 0.24,
high quality 0.0581 +- 0.007, KL 4.1 +- 0.034; uneven 5 x 5: 7,128 steps, 5 trials, 451 s: modes 0 +- 0, high
quality 0.0581 +- 0.0056, KL 4.08 +- 0.032.
After finals, by `launch.reproduce --table=coverage_finals`: 5 x 5, the third draw of its search (estimator_tx
0.00378, generator_tx 0.000466, unroll_tx 0.000126): 6,408 steps, 5 trials, 324 s: modes 0 +- 0, high quality 0.0617
+- 0.011, KL 4.03 +- 0.078.
"""

from configs import common, sig


def get_config():
    config = sig.grid()
    config.steps = 3_000
    common.lbt(config, inner_steps=4, variance=0.001, learning_rates=(1e-2, 1e-2))
    config.method.unroll_steps = 2
    common.histogram(config, spread=4.8, input_scale=2.5)
    common.search(config, "generator_tx", "estimator_tx", "unroll_tx")
    return config
