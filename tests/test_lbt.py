"""LBT-GAN from a config, step by step, where every number of a step has a closed form."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from ml_collections import ConfigDict

from ganjax.harness import build
from ganjax.methods import lbt
from tests import tiny_configs
from tests.players import Line, Point, descend, only, to_float64

COMMITTED, AHEAD, ETA, DECAY = 0.1, 0.23, 0.7, 0.5
INNER, UNROLLED, WEIGHT, LAMBDA, W = 3, 2, 0.8, 0.3, 0.6
X = np.array([2.0, 3.0, 1.0, 4.5])


def config(remat):
    return ConfigDict(
        {
            "generator_tx": {"name": "sgd", "learning_rate": ETA},
            "discriminator_tx": {"name": "sgd", "learning_rate": 0.0},
            "estimator_tx": {"name": "sgd", "learning_rate": COMMITTED, "momentum": DECAY},
            "unroll_tx": {"name": "sgd", "learning_rate": AHEAD, "momentum": DECAY},
            "method": {
                "name": "lbt",
                "inner_steps": INNER,
                "unroll_steps": UNROLLED,
                "teaching_weight": WEIGHT,
                "teaching_start": 1,
                "adversarial_weight": LAMBDA,
                "loss": "wasserstein",
                "remat": remat,
                "estimator": {"name": "gaussian", "variance": 1.0},
            },
        }
    )


@pytest.mark.parametrize("remat", [False, True])
def test_steps_from_a_config_are_the_closed_form(remat, x64):
    """Samples theta teach N(phi, 1), beside D(x) = w x that stands still; all is told by the config.

    The student's loss has the slope phi - theta. After M committed steps and K of another rate, which go on from
    their momentum, theta moves by eta (weight (mean x - phi^K) dphi^K/dtheta + lambda w), the first summand from
    step `teaching_start` on.
    """
    method = lbt.make(config(remat), {"generator": Point(), "discriminator": Line(W)})
    batch = {"x": jnp.asarray(X)[:, None]}
    state = to_float64(method.init(jax.random.key(0), batch))
    step = jax.jit(method.step)
    theta, phi, momentum = 0.25, 0.0, 0.0
    for t in range(3):
        state, metrics = step(jax.random.key(t), state, batch)

        def gradient(phi, theta=theta):
            return phi - theta

        path = gradient, lambda phi: (1.0, -1.0)
        phi, momentum, _ = descend(*path, phi, momentum, COMMITTED, INNER, DECAY)
        ahead, _, slope = descend(*path, phi, momentum, AHEAD, UNROLLED, DECAY)
        theta += ETA * ((t >= 1) * WEIGHT * (X.mean() - ahead) * slope + LAMBDA * W)
        for value, expected in (
            (state.params["estimator"], phi),
            (state.opt_state["estimator"], momentum),
            (state.params["generator"], theta),
            (state.params["discriminator"], W),
            (metrics["log_prob_data"], -0.5 * np.mean((X - ahead) ** 2) - 0.5 * np.log(2 * np.pi)),
        ):
            assert only(value) == pytest.approx(expected, rel=1e-12)


def test_the_weight_of_the_game_scales_what_a_gradient_transform_returns():
    """SVGD at D's features repels by itself: a weight of 0 is a game that is off, one of .5 half its move."""
    after = {}
    for weight in (0.0, 0.5, 1.0):
        changed = tiny_configs.METHODS["lbt_gan"]()
        changed.generator_tx = {"name": "sgd", "learning_rate": 1.0}
        changed.method.feature_tx = {"name": "svgd", "bandwidth": 1.0, "noise": "none", "weights": "uniform"}
        changed.method.update(adversarial_weight=weight, teaching_weight=0.0)
        data = build.dataset(changed)
        method, batch = build.method(changed, data), data.sample(jax.random.key(5), 8)
        state = method.init(jax.random.key(0), batch)
        moved, _ = jax.jit(method.step)(jax.random.key(1), state, batch)
        move = jax.tree.map(lambda new, old: new - old, moved.params["generator"], state.params["generator"])
        after[weight] = np.concatenate([np.ravel(leaf) for leaf in jax.tree.leaves(move)])
    assert not after[0.0].any() and np.abs(after[1.0]).max() > 1e-4
    np.testing.assert_allclose(after[0.5], after[1.0] / 2, atol=1e-6)
