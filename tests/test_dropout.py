"""Dropout in a discriminator, and an optimiser that a number chooses: what a grid search sweeps."""

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from ganjax import optimizers
from ganjax.dropout import dropped, drops
from ganjax.methods.common import judge
from ganjax.networks import mlp
from ganjax.parallel import example_keys


def test_dropped_units_are_zero_and_the_others_make_up_for_them():
    keys = example_keys(jax.random.key(0), 400)
    x = jnp.broadcast_to(jnp.arange(1.0, 51.0), (400, 50))
    out = np.asarray(dropped(x, keys, 0.3))
    mask = out != 0
    np.testing.assert_allclose(out[mask], (np.asarray(x) / 0.7)[mask], rtol=1e-6)
    assert mask.mean() == pytest.approx(0.7, abs=4 * np.sqrt(0.21 / mask.size))
    assert (mask[0] != mask[1]).any(), "each example has a mask of its own"
    np.testing.assert_array_equal(dropped(x[:7], keys[:7], 0.3), out[:7])
    np.testing.assert_array_equal(dropped(x[:2], keys[:2], jnp.float32(0)), x[:2])


def test_a_swept_rate_is_on():
    assert not drops(mlp.Discriminator()) and not drops(mlp.Generator(2, (3,)))
    assert drops(mlp.Discriminator(dropout=0.1)) and drops(mlp.Discriminator(dropout=jnp.float32(0)))


def test_a_discriminator_drops_where_a_game_asks_and_nowhere_else():
    x = jax.random.normal(jax.random.key(0), (6, 3))
    plain = mlp.Discriminator((8, 7), "relu")
    params = plain.init(jax.random.key(1), x)["params"]
    dropping = mlp.Discriminator((8, 7), "relu", dropout=0.5)

    def judged(module, key):
        return judge(module, params, {}, x, key=key)[:2]

    logits, features = judged(dropping, jax.random.key(2))
    # By hand: a mask a layer and an example.
    keys = example_keys(jax.random.split(jax.random.key(2))[1], 6)
    expected = x
    for index, width in enumerate((8, 7)):
        layer = params[f"layers_{index}"]
        expected = jax.nn.relu(expected @ layer["kernel"] + layer["bias"])
        masks = jnp.stack([jax.random.bernoulli(jax.random.fold_in(key, index), 0.5, (width,)) for key in keys])
        expected = 2 * masks * expected
    np.testing.assert_allclose(features, expected, rtol=1e-5)
    np.testing.assert_allclose(
        logits, (expected @ params["logit"]["kernel"] + params["logit"]["bias"])[:, 0], rtol=1e-5
    )
    full = judged(plain, jax.random.key(2))
    for outputs in (judged(dropping, None), judged(mlp.Discriminator((8, 7), "relu", dropout=jnp.float32(0)), KEY)):
        np.testing.assert_allclose(outputs[0], full[0], rtol=1e-6)
    np.testing.assert_allclose(dropping.apply({"params": params}, x, train=True), full[0], rtol=1e-6)


KEY = jax.random.key(5)


@pytest.mark.parametrize("adam, theirs", [(1.0, optax.adam(0.1, b1=0.5)), (0.0, optax.sgd(0.1))])
def test_the_number_chooses_the_optimiser(adam, theirs):
    params = {"w": jnp.array([1.0, -2.0])}
    ours = optimizers.make({"name": "sgd_or_adam", "learning_rate": 0.1, "adam": adam, "b1": 0.5})
    traced = jax.jit(lambda a: optimizers.sgd_or_adam(0.1, a, b1=0.5).update(params, ours.init(params))[0])(adam)
    states, expected_state = ours.init(params), theirs.init(params)
    for step in range(3):
        gradient = {"w": jnp.array([0.3, -4.0]) * (step + 1)}
        updates, states = ours.update(gradient, states)
        expected, expected_state = theirs.update(gradient, expected_state)
        np.testing.assert_allclose(updates["w"], expected["w"], rtol=1e-6)
    first = theirs.update(params, theirs.init(params))[0]
    np.testing.assert_allclose(traced["w"], first["w"], rtol=1e-6)
