"""The grid search of Che et al. 2017, Table 1, on MNIST: its settings, random draws of them, and its configs."""

import itertools

import numpy as np
from ml_collections import ConfigDict

from configs import common

# What the program depends on: hidden layers and their width, of G and of D (and of E, which is as D).
SHAPES = tuple(itertools.product((2, 3, 4), (400, 800, 1600, 3200), (2, 3, 4), (256, 512, 1024)))
# What is a number to it: the rate of all networks, whether G's and D's optimisers are Adam, D's dropout. The paper
# says only that there is dropout or none: a half is ours.
POINTS = tuple(itertools.product((1e-2, 1e-3, 1e-4), (0.0, 1.0), (0.0, 1.0), (0.0, 0.5)))


def draws(shapes: int, points: int, seed: int = 0) -> list[tuple[tuple, list[tuple]]]:
    """Random draws of the grid: `shapes` of `SHAPES`, and `points` of `POINTS` for each, both without replacement.

    Each draw alone is uniform over the grid. Those of one shape are lanes of one program. Fewer shapes or points are
    the first ones of more: draws of a small budget are among those of a large one.
    """
    order = np.random.default_rng((seed, 0)).permutation(len(SHAPES))[:shapes]
    return [
        (SHAPES[i], [POINTS[j] for j in np.random.default_rng((seed, 1, i)).permutation(len(POINTS))[:points]])
        for i in order
    ]


def _optimizer() -> dict:
    return {"name": "sgd_or_adam", "learning_rate": 1e-3, "adam": 1.0, "b1": 0.5}


def gan() -> ConfigDict:
    """A GAN of MLPs on MNIST, whose optimisers and dropout are numbers."""
    config = common.images("mnist", (28, 28, 1), ("classes",), 10_000)
    config.networks.generator = {
        "name": "mlp",
        "latent_dim": 100,
        "hidden": (400, 400),
        "activation": "relu",
        "output": "tanh",
    }
    config.networks.discriminator = {"name": "mlp", "hidden": (256, 256), "activation": "leaky_relu", "dropout": 0.0}
    config.generator_tx, config.discriminator_tx = _optimizer(), _optimizer()
    config.method = {"name": "gan", "loss": "non_saturating", "critic_steps": 1}
    config.sample_every = 0
    return config


def reg_gan() -> ConfigDict:
    """`gan` with the mode regulariser at the paper's weights, .2 and .4; its encoder learns as G does."""
    config = gan()
    encoder = {"name": "mlp", "latent_dim": 100, "hidden": (256, 256), "activation": "leaky_relu"}
    term = {"encoder": encoder, "distance_weight": 0.2, "mode_weight": 0.4, "tx": _optimizer()}
    config.method.terms = {"generator": {"mode_reg": term}}
    return config


TERM = "method.terms.generator.mode_reg"


def of_shape(shape: tuple, regularised: bool, divisor: int = 1) -> dict:
    """The changes that give a config of the grid one of `SHAPES`, its widths divided by `divisor`."""
    g_layers, g_width, d_layers, d_width = shape
    judge = (d_width // divisor,) * d_layers
    changed = {"networks.generator.hidden": (g_width // divisor,) * g_layers, "networks.discriminator.hidden": judge}
    return changed | ({f"{TERM}.encoder.hidden": judge} if regularised else {})


def of_points(points: list[tuple], regularised: bool) -> dict:
    """The changes that make lanes of `POINTS`; an encoder has G's optimiser."""
    names = ["generator_tx.learning_rate", "discriminator_tx.learning_rate", "generator_tx.adam"]
    names += ["discriminator_tx.adam", "networks.discriminator.dropout"]
    rows = [(rate, rate, g_adam, d_adam, dropout) for rate, g_adam, d_adam, dropout in points]
    if regularised:
        names += [f"{TERM}.tx.learning_rate", f"{TERM}.tx.adam"]
        rows = [(*row, row[0], row[2]) for row in rows]
    return {"sweep": {", ".join(names): tuple(rows)}}
