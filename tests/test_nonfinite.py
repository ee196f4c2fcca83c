"""Numbers that are not finite: where they began, and what they do to other lanes; numbers that are only huge."""

import chex
import jax
import jax.numpy as jnp
import numpy as np
import pytest

from ganjax.errors import UserError
from ganjax.harness import nonfinite
from ganjax.harness import train as loop
from ganjax.harness.nonfinite import grown, origin
from ganjax.harness.run import lane, prepare
from ganjax.harness.train import train
from tests import tiny_configs

ONE = jax.devices()[:1]


def test_the_origin_is_an_operation_or_an_input():
    """Through loops, branches, inner functions and gradients; what is masked again is none."""

    def masked(x):
        return jnp.where(x > 0, jnp.log(jnp.maximum(x, 0)), 0.0).sum()

    assert origin(masked, x=jnp.array([0.0, 1.0])) is None
    assert origin(lambda x: jnp.exp(x) - jnp.exp(x), x=jnp.array(1000.0)).startswith("exp")
    assert origin(lambda data: data["x"] + 1, data={"x": np.array([1.0, np.nan])}) == "data.x"

    def looped(x):
        def body(carry, t):
            carry = jax.lax.cond(t == 2, lambda c: jnp.sqrt(c - 10), lambda c: c * 1.0, carry)
            return carry, carry

        carry, _ = jax.lax.scan(body, x, jnp.arange(4))
        return jax.lax.while_loop(lambda c: c[0] < 3, lambda c: (c[0] + 1, c[1] * 2), (0, carry))[1]

    assert origin(jax.jit(looped), x=jnp.array(1.0)).startswith("sqrt")
    # The gradient of a root at 0: the value itself is finite.
    root = jax.grad(lambda x: jnp.sqrt(x).sum())
    assert origin(lambda x: jnp.sqrt(x).sum(), x=jnp.zeros(2)) is None
    assert origin(root, x=jnp.zeros(2)).startswith("div")
    values = jnp.array([3.0, -1.0])
    assert origin(lambda x: jax.lax.scan(lambda c, v: (c, jnp.sqrt(v)), 0, x)[1], x=values).startswith("sqrt")


def test_the_step_the_operation_and_the_layer_are_named(tmp_path, monkeypatch):
    """A kernel of the generator that becomes huge in step 2: its layer overflows in step 3."""
    config = tiny_configs.gan()
    config.steps, config.log_every, config.checkpoint_every = 6, 3, 6

    def spoilt(*args, **kwargs):
        run = prepare(*args, **kwargs)

        def chunk(state, start, stop):
            state, metrics = run.chunk(state, start, stop)
            if start <= 1 < stop:
                layer = state.params["generator"]["Dense_1"]
                layer["kernel"] = jnp.full_like(layer["kernel"], 3e38)
            return state, metrics

        return run._replace(chunk=chunk)

    monkeypatch.setattr(loop, "prepare", spoilt)
    with pytest.raises(UserError, match=r"non-finite: \w+ at step 3; nothing was saved yet; --debug_nans=1 says"):
        train(config, tmp_path / "a", devices=ONE)
    where = r"first dot_general in jvp\(Generator\)/Dense_1 \(ganjax/networks/layers.py:\d+\) at step 3; nothing"
    with pytest.raises(UserError, match=rf"non-finite: \w+, {where}"):
        train(config, tmp_path / "b", devices=ONE, debug_nans=True)


def test_steps_that_stay_finite_are_taken_once(tmp_path, monkeypatch):
    """--debug_nans takes steps again only where a lane has failed."""
    config = tiny_configs.gan()
    config.steps, config.log_every, taken = 6, 3, []

    def counted(*args, **kwargs):
        run = prepare(*args, **kwargs)

        def chunk(state, start, stop):
            taken.extend(range(start, stop))
            return run.chunk(state, start, stop)

        return run._replace(chunk=chunk)

    monkeypatch.setattr(loop, "prepare", counted)
    train(config, tmp_path, devices=ONE, debug_nans=True)
    assert taken == [*range(6)]


def test_lanes_that_fail_do_not_change_the_others(tmp_path):
    """By a bit: the same program, with a rate that overflows in one lane and with one that does not."""
    states = []
    for bad in (1e-3, 1e39):
        config = tiny_configs.gan()
        config.steps = 4
        config.generator_tx = {"name": "sgd", "learning_rate": 1e-3}
        config.sweep["generator_tx.learning_rate"] = (1e-3, bad, 1e-2)
        run = prepare(config, devices=ONE)
        states.append(jax.device_get(run.chunk(run.init(), 0, 4)[0]))
    assert nonfinite.non_finite_parts(states[0]) == {}
    assert nonfinite.non_finite_parts(states[1]) == {1: "params.discriminator.layers_0.bias"}
    for index in (0, 2):
        chex.assert_trees_all_equal(*(lane(state, index) for state in states))


def test_what_is_huge_in_every_lane_is_told(tmp_path, capsys):
    first = {"loss": [0.1, 20.0], "the parameters": [1.0, 1.0]}
    assert grown(first, {"loss": [2e6, 1e7], "other": [1e9, 1e9]}) is None, "20 has not grown so much"
    assert grown(first, {"loss": [2e6, -3e7]}) == "loss"
    assert grown(first, {"loss": [2e6, 0.0]}, failed={1}) == "loss"
    assert grown(first, {"loss": [2e6, 0.0], "the parameters": [0.0, 2e6]}) == "loss", "each lane in its own way"
    assert grown(first, {"loss": [2e6, 0.0]}, failed={0, 1}) is None
    config = tiny_configs.gan()
    config.generator_tx = {"name": "sgd", "learning_rate": 1e12}
    assert train(config, tmp_path, devices=ONE)["step"] == 3
    said = [line for line in capsys.readouterr().err.splitlines() if "warning" in line]
    assert (
        len(said) == 1
        and "every lane has diverged: the largest parameter has grown 1,000,000 times and more by step 3" in said[0]
    )
