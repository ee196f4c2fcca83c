r"""Unrolled GAN (K = 5) on Stacked MNIST, 1000 modes (LBT, Table 1).

  python -m launch.train --config=configs/stacked_mnist/unrolled.py --workdir=runs/stacked_mnist_unrolled \
      --config.data.path=DIR

In `launch.reproduce --table=stacked_mnist` (one seed, 1,580 steps, as a step was reckoned at nine of DCGAN's,
measured 13.5 on a slower machine; 1,586 s of one CPU core) it has no mode and an inception score of 1.00 (1.14 after
395 steps). D's loss is 1.30 after 400 steps and below .002 from step 1,200 on, where the value of the game is nearly
flat for G (no gradient was measured): its samples are strokes as of digits under a checkerboard. Two settings were
tried for a quarter of the steps, on seed 0: the row's, the best draw of its search at 8 x 8 pixels, had an inception
score of 1.15, that with the rates of ALI's search 1.00. A lower rate of D was not tried.

With `--config.method.surrogate=generator --config.method.loss=non_saturating`, G's own part of the game at D^K: no
mode either in 1,302 s, at the best draw of its own search, D's loss below .002 from step 600 on.
"""

from configs import stacks


def get_config():
    config = stacks.unrolled("stacked_mnist")
    config.steps = 25_000
    return config
