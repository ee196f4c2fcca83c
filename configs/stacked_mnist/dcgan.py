r"""DCGAN with the small networks on Stacked MNIST, 1000 modes (LBT, Table 1).

  python -m launch.train --config=configs/stacked_mnist/dcgan.py --workdir=runs/stacked_mnist_dcgan \
      --config.data.path=DIR

  python -m launch.tune --config=configs/stacked_mnist/dcgan.py --draws=8 --seconds=900 \
      --metric=modes,inception_score --config.eval.samples=2000 --out=results/tuning/stacked_mnist_dcgan.json

Measured by `launch.reproduce --table=stacked_mnist` (one CPU core, one seed) at the rates of the best of eight
draws of 3,913 steps each (G 2.88e-3, D 1.63e-3): 21,000 steps, 571 s: no mode, no stack qualifies. The samples are
coloured blots (results/stacked_mnist/dcgan.png); the inception score of single digits is 1.15 after 7,000 steps,
1.53 after 14,000 and 1.08 at the end, where noise has 1 and real digits 9.4. With SIG's DCGAN of size M and batch
norm 10,000 steps cover 272 modes (`--table=sig_stacked_mnist`): these networks are too small, or their training too
short, for digits. The other games of this table were not run with them.
"""

from configs import stacks


def get_config():
    config = stacks.gan("stacked_mnist")
    config.steps = 25_000
    return config
