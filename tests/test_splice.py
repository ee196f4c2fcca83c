"""A transform at the features: plain gradients where it is the identity, in every layout, and where it acts."""

import chex
import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from ganjax import parallel, splice, stein
from ganjax.errors import UserError
from tests.test_parity import states_after
from tests.tiny_configs import METHODS, dcgan


@pytest.mark.parametrize("mode", parallel.MODES)
def test_the_identity_changes_nothing(mode, x64):
    _, plain, plain_metrics = states_after(dcgan(), mode, 2)
    config = dcgan()
    config.method.feature_tx = {"name": "sgd"}
    _, spliced, metrics = states_after(config, mode, 2)
    chex.assert_trees_all_close(spliced, plain, rtol=0, atol=1e-10)
    chex.assert_trees_all_close(metrics, plain_metrics, rtol=0, atol=1e-10)


@pytest.mark.parametrize("method", ["unrolled", "lbt_gan", "ali"])
def test_every_method_with_a_discriminator_takes_one(method, x64):
    """SVGD in the place of plain gradients moves both players elsewhere."""
    _, plain, _ = states_after(METHODS[method](), "jit", 1)
    config = METHODS[method]()
    config.method.feature_tx = {"name": "svgd"}
    _, transformed, _ = states_after(config, "jit", 1)
    chex.assert_tree_all_finite(transformed.params)
    difference = jax.tree.map(lambda a, b: jnp.abs(a - b).max(), transformed.params, plain.params)
    assert max(jax.tree.leaves(difference["discriminator"])) > 1e-4
    assert max(jax.tree.leaves(difference["generator"])) > 1e-4


@pytest.mark.parametrize("method", ["gan", "unrolled", "lbt_gan"])
def test_both_steps_tell_what_their_transforms_found(method):
    config = METHODS[method]()
    plain = states_after(config, "jit", 1)[2]
    config.method.feature_tx = {"name": "svgd"}
    config.method.sample_tx = {"name": "lsvgd", "bandwidth": 1e-6, "noise": "independent"}  # nobody's neighbour
    metrics = {name: float(value.mean()) for name, value in states_after(config, "jit", 1)[2].items()}
    where = ("real", "fake", "generator", "sample")
    assert set(metrics) - set(plain) == {f"{place}_{name}" for place in where for name in stein.DIAGNOSTICS}
    for place in where:
        assert metrics[f"{place}_effective_sample_size"] == pytest.approx(config.batch_size)
    assert metrics["sample_neighbours"] == 1 < metrics["generator_neighbours"]
    assert metrics["sample_noise_to_signal"] > 0 == metrics["generator_noise_to_signal"]


def test_games_over_pairs_tell_what_their_transforms_found():
    config = METHODS["ali"]()
    config.method.feature_tx = {"name": "svgd"}
    metrics = states_after(config, "jit", 1)[2]
    for place in ("real", "fake", "generator_real", "generator_fake"):
        neighbours = metrics[f"{place}_neighbours"]
        assert (neighbours > 1).all() and (neighbours <= config.batch_size).all()


def test_the_body_gets_what_the_transform_returns_and_the_head_its_own(x64):
    n, d = 6, 3
    keys = jax.random.split(jax.random.key(0), 4)
    x, body, head = (jax.random.normal(k, s) for k, s in zip(keys, ((n, 2), (2, d), (d,)), strict=False))
    tx, key = splice.lsvgd(0.7, noise="independent", step_size=0.3), keys[3]

    def loss(params, probe):
        features = splice.splice(jnp.tanh(x @ params["body"]), tx, key, probe)
        return jnp.mean(jnp.cos(features @ params["head"]))

    params = {"body": body, "head": head}
    grads, diagnostics = jax.grad(loss, (0, 1))(params, splice.probe_of(tx))

    features, pull = jax.vjp(lambda body: jnp.tanh(x @ body), body)
    own = jax.grad(lambda f, h: jnp.cos(f @ h).sum())(features, head)
    move, expected = stein.lsvgd_move(key, features, -own, bandwidth=0.7, noise="independent", step_size=0.3)
    np.testing.assert_allclose(grads["body"], pull(-move / 0.3)[0], atol=1e-12)
    np.testing.assert_allclose(grads["head"], jax.grad(lambda h: jnp.cos(features @ h).mean())(head), atol=1e-12)
    chex.assert_trees_all_close(diagnostics, expected)


def test_any_optax_transform_may_be_spliced():
    x = jnp.arange(6.0).reshape(3, 2)
    half = jax.grad(lambda x: jnp.mean(splice.splice(x, optax.scale(0.5), jax.random.key(0)).sum(-1)))(x)
    np.testing.assert_allclose(half, jnp.full((3, 2), 1 / 6), rtol=1e-6)


def test_a_wrong_transform_is_named():
    with pytest.raises(UserError, match="one of sgd, svgd, lsvgd"):
        splice.make({"name": "langevin"})
    with pytest.raises(UserError, match="sample_tx.*bandwidth"):
        splice.make({"name": "svgd", "bandwith": 1.0}, where="sample_tx")


def test_a_configs_transform_is_changed_by_its_name_alone():
    options = {"bandwidth": 0.7, "noise": "joint", "temperature": 0.1, "step_size": 0.5}
    x, gradients = jnp.arange(6.0).reshape(3, 2), jnp.ones((3, 2))
    moved = {}
    for name in ("sgd", "svgd", "lsvgd"):
        tx = splice.make({"name": name, **options})
        moved[name], _ = tx.update(gradients, tx.init(x), x, key=jax.random.key(0))
    plain = splice.svgd(0.7)
    np.testing.assert_array_equal(moved["sgd"], gradients)
    np.testing.assert_array_equal(moved["svgd"], plain.update(gradients, plain.init(x), x, key=jax.random.key(1))[0])
    assert np.abs(moved["lsvgd"] - moved["svgd"]).max() > 1e-3
