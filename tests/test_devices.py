"""What is averaged over the devices before it is used, against the same of all their examples at once."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from ganjax.errors import UserError
from ganjax.losses import adversarial
from ganjax.parallel import compile_step, default_mode, value_and_pgrad
from ganjax.unroll import implicit_adjoint
from tests.test_terms import context, make

N = 4


def test_the_adjoint_is_of_all_devices(x64):
    """Each has a Hessian of its own: the system is that of their mean."""
    square = jax.random.normal(jax.random.key(0), (N, 3, 3))
    hessians = square @ square.swapaxes(1, 2) + jnp.eye(3)
    outer = jnp.array([1.0, -2.0, 0.5])

    def solve(hessian):
        return implicit_adjoint(lambda phi: hessian @ phi, jnp.zeros(3), outer, damping=0.2, axis_name="i")

    solutions, _ = jax.pmap(solve, "i")(hessians)
    expected = np.linalg.solve(hessians.mean(0) + 0.2 * np.eye(3), outer)
    np.testing.assert_allclose(solutions, np.tile(expected, (N, 1)), rtol=1e-8)


def test_the_automatic_weight_is_of_all_devices(x64):
    ctx = context(n=8)
    adversarial = jnp.linspace(0.1, 2.0, 8)
    term = make("generator", semi_implicit={"weight": "auto", "sigma": 0.5})
    start = term.init(jax.random.key(0), ctx)[1]

    def loss_and_weight(real, fake, adversarial, axis_name=None):
        local = ctx._replace(real=real, fake=fake, adversarial=adversarial, axis_name=axis_name)
        losses, state, metrics = term.loss({}, start, jax.random.key(0), jnp.asarray(0), local)
        return losses, state, metrics["weight"]

    losses, state, weight = jax.jit(loss_and_weight)(ctx.real, ctx.fake, adversarial)
    parts = [v.reshape(N, 2, *v.shape[1:]) for v in (ctx.real, ctx.fake, adversarial)]
    split = jax.pmap(lambda *v: loss_and_weight(*v, axis_name="i"), "i")(*parts)
    np.testing.assert_allclose(split[0].reshape(8), losses, rtol=1e-9)
    for name, expected in state.items():
        np.testing.assert_allclose(split[1][name], np.full(N, expected), rtol=1e-9)
    np.testing.assert_allclose(split[2], np.full(N, weight), rtol=1e-9)


def test_the_donsker_varadhan_term_is_of_all_devices(x64):
    """Its losses have the mean and the gradient that those of the whole batch have, with and without an average."""
    ctx = context(n=8)._replace(loss=adversarial.wasserstein)

    def mean_and_slope(decay, real, fake, axis_name=None):
        local = ctx._replace(axis_name=axis_name, real_logits=real, fake_logits=fake)
        term = make("discriminator", donsker_varadhan={"decay": decay})
        start = {"log_sum": jnp.asarray(0.3), "weight": jnp.asarray(0.5)}

        def mean(scale):
            scaled = local._replace(fake_logits=scale * fake)
            losses, state, _ = term.loss({}, start, jax.random.key(0), jnp.asarray(0), scaled)
            return losses.mean(), state

        (value, state), slope = value_and_pgrad(mean, axis_name)(jnp.asarray(1.0))
        return value, slope, state["log_sum"]

    for decay in (0.0, 0.9):
        whole = mean_and_slope(decay, ctx.real_logits, ctx.fake_logits)
        parts = (ctx.real_logits.reshape(N, 2), ctx.fake_logits.reshape(N, 2))
        split = jax.pmap(lambda *v, decay=decay: mean_and_slope(decay, *v, axis_name="i"), "i")(*parts)
        for each, expected in zip(split, whole, strict=True):
            np.testing.assert_allclose(each, np.full(N, expected), rtol=1e-9)


def test_several_processes_are_not_of_pmap(monkeypatch):
    """It would lose a donated state at the second chunk; shard_map is the default there."""
    assert default_mode() == "pmap"
    monkeypatch.setattr(jax, "process_count", lambda: 2)
    assert default_mode() == "shard_map"
    with pytest.raises(UserError, match="--mode=pmap is of one process"):
        compile_step(lambda axis, shard: None, "pmap")
