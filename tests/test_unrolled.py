"""Unrolled GAN from a config, step by step, where every number of a step has a closed form."""

import chex
import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest
from ml_collections import ConfigDict

from ganjax import splice
from ganjax.errors import UserError
from ganjax.losses import adversarial
from ganjax.methods import unrolled
from ganjax.methods.game import GameOptions, play
from ganjax.networks import mlp
from ganjax.parallel import compile_step
from ganjax.types import Term
from tests.players import THETA, Line, Point, W, descend, one_step, only, sigmoid, to_float64

COMMITTED, AHEAD, ETA, DECAY, STEPS = 0.05, 0.11, 0.7, 0.5, 3
X = np.array([2.0, 1.0, -0.5, 1.5])


def generators_part(w, dw, theta):
    """(w theta - 1)² / 2 and its slope in theta, w having the slope dw."""
    return 0.5 * (w * theta - 1) ** 2, (w * theta - 1) * (w + theta * dw)


def saddle(w, dw, theta):
    """Minus D's loss, (w x - 1)² / 2 + (w theta)² / 2, and its slope in theta."""
    value = 0.5 * np.mean((w * X - 1) ** 2) + 0.5 * (w * theta) ** 2
    return -value, -(np.mean(X * (w * X - 1)) * dw + w * theta * (w + theta * dw))


@pytest.mark.parametrize(("surrogate", "loss_of"), [("generator", generators_part), ("saddle", saddle)])
def test_steps_from_a_config_are_the_closed_form(surrogate, loss_of, x64):
    """Samples theta against D(x) = w x with the losses of least squares.

    D's loss has the slope mean x (w x - 1) + w theta². After one committed step and K of another rate, which go on
    from its momentum, G descends the surrogate at w^K, which is a function of theta.
    """
    config = ConfigDict(
        {
            "generator_tx": {"name": "sgd", "learning_rate": ETA},
            "discriminator_tx": {"name": "sgd", "learning_rate": COMMITTED, "momentum": DECAY},
            "unroll_tx": {"name": "sgd", "learning_rate": AHEAD, "momentum": DECAY},
            "method": {"name": "unrolled", "loss": "least_squares", "unroll_steps": STEPS}
            | {"surrogate": surrogate, "remat": False},
        }
    )
    method = unrolled.make(config, {"generator": Point(), "discriminator": Line()})
    batch = {"x": jnp.asarray(X)[:, None]}
    state = to_float64(method.init(jax.random.key(0), batch))
    step = jax.jit(method.step)
    theta, w, momentum = 0.25, 0.6, 0.0
    for t in range(2):
        state, metrics = step(jax.random.key(t), state, batch)

        def gradient(w, theta=theta):
            return np.mean(X * (w * X - 1)) + w * theta**2

        def slopes(w, theta=theta):
            return np.mean(X**2) + theta**2, 2 * w * theta

        w, momentum, _ = descend(gradient, slopes, w, momentum, COMMITTED, 1, DECAY)
        ahead, _, slope = descend(gradient, slopes, w, momentum, AHEAD, STEPS, DECAY)
        loss, gradient_of_g = loss_of(ahead, slope, theta)
        theta -= ETA * gradient_of_g
        for value, expected in (
            (state.params["discriminator"], w),
            (state.opt_state["discriminator"], momentum),
            (state.params["generator"], theta),
            (metrics["generator_loss"], loss),
        ):
            assert only(value) == pytest.approx(expected, rel=1e-12)


def test_the_generator_descends_the_value_of_the_game_at_the_discriminator_ahead(x64):
    """Metz et al. 2016, Eq. 10, with log D: by differences of f(theta, w^K(theta)), the updates written out."""
    log_d, log_not_d = (lambda logit: -np.logaddexp(0, -logit)), (lambda logit: -np.logaddexp(0, logit))

    def value_ahead(theta, w):
        for _ in range(STEPS):
            w += AHEAD * (np.mean(X * (1 - sigmoid(w * X))) - theta * sigmoid(w * theta))
        return np.mean(log_d(w * X)) + log_not_d(w * theta)

    committed = W + COMMITTED * (np.mean(X * (1 - sigmoid(W * X))) - THETA * sigmoid(W * THETA))
    gradient = (value_ahead(THETA + 1e-5, committed) - value_ahead(THETA - 1e-5, committed)) / 2e-5
    for loss in (adversarial.minimax, adversarial.non_saturating):
        method = unrolled.unrolled(
            Point(),
            Line(),
            generator_tx=optax.sgd(ETA),
            discriminator_tx=optax.sgd(COMMITTED),
            unroll_tx=optax.sgd(AHEAD),
            unroll_steps=STEPS,
            options=GameOptions(loss=loss),
        )
        state, metrics = one_step(method, {"x": jnp.asarray(X)[:, None]})
        assert only(metrics["generator_loss"]) == pytest.approx(value_ahead(THETA, committed), rel=1e-12)
        assert only(state.params["generator"]) == pytest.approx(THETA - ETA * gradient, rel=1e-8)


def test_a_surrogate_that_there_is_not_is_refused():
    txs = dict(generator_tx=optax.sgd(ETA), discriminator_tx=optax.sgd(AHEAD))
    with pytest.raises(UserError, match=r"config\.method\.surrogate is one of saddle, generator, not 'f'"):
        unrolled.unrolled(Point(), Line(), surrogate="f", **txs)


def test_what_terms_of_the_discriminator_learn_is_unrolled_with_it():
    """G's step of K = 1 is that against D and the term as one more step of both leaves them."""

    def loss(params, state, key, step, context):
        del key, step
        fake = context.fake_features.mean(-1)
        return params["scale"] * fake + (params["scale"] - 1) ** 2, state, {}

    term = Term(lambda key, context: ({"scale": jnp.ones(())}, {}), loss, optax.sgd(0.5), name="scale")
    options = GameOptions(discriminator_terms=(term,), generator_terms=(term,))
    generator, discriminator = mlp.Generator(3, (2,), hidden=(5,)), mlp.Discriminator(hidden=(6,))
    txs = dict(generator_tx=optax.sgd(1.0), discriminator_tx=optax.sgd(0.5), options=options)
    batch = {"x": jax.random.normal(jax.random.key(1), (8, 2))}
    method = unrolled.unrolled(generator, discriminator, unroll_steps=1, **txs)
    zero_sum = options._replace(loss=options.loss._replace(zero_sum=True))
    game = play(generator, discriminator, **txs | {"options": zero_sum})
    state, key = method.init(jax.random.key(0), batch), jax.random.key(1)
    critic_key, generator_key, ahead_key = jax.random.split(key, 3)
    committed, _ = game.critic(critic_key, state, batch)

    def surrogate(theta):
        now = committed._replace(params={**committed.params, "generator": theta})
        ahead, _ = game.critic(jax.random.split(ahead_key, 1)[0], now, batch)
        return game.generator_loss({"generator": theta}, ahead, generator_key, batch)[0]

    gradient = jax.grad(surrogate)(state.params["generator"])
    expected = jax.tree.map(lambda theta, slope: theta - slope, state.params["generator"], gradient)
    after, _ = method.step(key, state, batch)
    chex.assert_trees_all_close(after.params["generator"], expected, atol=1e-6)
    assert after.params["scale"] == committed.params["scale"] != state.params["scale"]


@pytest.mark.parametrize("mode", ["pmap", "shard_map"])
def test_a_diagnostic_of_a_transform_has_no_gradient_on_several_devices(mode, x64):
    """Its gradient is 0 times infinity, and it travels beside those of D's numbers [], which `Line` has."""
    x = jnp.asarray(X)[None, :, None]

    def make(axis_name, shard):
        options = GameOptions(feature_tx=splice.make({"name": "svgd", "bandwidth": 2.0}, axis_name))
        txs = dict(generator_tx=optax.sgd(ETA), discriminator_tx=optax.sgd(AHEAD))
        # Of a generator with noise: samples that are one value for all devices are none to splice under shard_map.
        players = mlp.Generator(3, (1,), hidden=(4,)), Line()
        method = unrolled.unrolled(*players, unroll_steps=2, options=options, axis_name=axis_name, **txs)

        def f(key, stream):
            batch = {"x": stream[0]}
            return method.step(jax.random.key(1), to_float64(method.init(key, batch)), batch)

        return f

    def after(mode, n):
        return jax.device_get(compile_step(make, mode, jax.devices()[:n], stream_axis=1)(jax.random.key(0), x))

    alone, several = after("jit", 1), after(mode, 2)
    chex.assert_tree_all_finite((several[0].params, several[1]))
    chex.assert_trees_all_close(several[0].params, alone[0].params, rtol=0, atol=1e-10)
    chex.assert_trees_all_close(several[1], alone[1], rtol=0, atol=1e-10)
