r"""Flow matching (Lipman et al. 2023) with a small U-Net on Stacked MNIST.

  python -m launch.train --config=configs/stacked_mnist/flow_matching.py --workdir=runs/stacked_mnist_flow_matching \
      --config.data.path=DIR

Measured by `launch.reproduce --table=stacked_mnist` (one CPU core, one seed): 20,000 steps, 4,715 s, and 17 minutes
to sample and score 26,000 stacks: 346 modes, KL 1.16, 1.8 % of the stacks qualify (real digits: 1000, .029, 89 %).
990 modes within an hour of two cores are NOT reached. A channel looked at alone is a legible digit in half the
cases and loose strokes otherwise; channels do not mix. The loss hardly falls at the end (547 a stack after 10,000
steps, 509 after 15,000, 503): a larger network is to be tried. What was tried, by the loss after 80 to 95 s of a
core that was shared: batch 64 at 1e-3 .44 a pixel, batch 32 .39, at 2e-3 .37; maps of 14 and 7 pixels alone (32 and
64 or 128 channels) .46 to .62; three blocks at 7 pixels in place of one .46 at 1e-3. Without biases in the blocks
`launch.benchmark` has 3.92 steps a second in place of 3.36.
"""

from configs import stacks


def get_config():
    config = stacks.flow_matching("stacked_mnist")
    config.steps = 20_000
    return config
