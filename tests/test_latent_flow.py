"""Flow matching on codes of a Gaussian: with x ~ N(.4, .15²) and q(z | x) = N(2 x, .07) they are N(MEAN, STD²)."""

import flax.linen as nn
import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from ganjax.errors import UserError
from ganjax.harness.run import prepare
from ganjax.losses import bounds
from ganjax.methods.latent import latent_model
from ganjax.methods.latent_flow import latent_flow
from tests import tiny_configs
from tests.players import only, to_float64
from tests.test_flow_matching import MEAN, STD, Best


class Encoder(nn.Module):
    """x -> (slope x, log .07); the slope, 2, is a parameter."""

    latent_dim: int = 1

    @nn.compact
    def __call__(self, x, *, train=True):
        slope = self.param("slope", nn.initializers.constant(2.0), ())
        return slope * x, jnp.full_like(x, np.log(0.07))


class Decoder(nn.Module):
    latent_dim: int = 1

    @nn.compact
    def __call__(self, latent, *, train=True):
        return 0.5 * latent + self.param("shift", nn.initializers.zeros, ())


def method_of(velocity_rate=0.1, rate=0.0, autoencoder_steps=0, std=STD, code_noise=1.0):
    return latent_flow(
        latent_model(Encoder(), Decoder(), variance=0.01),
        bounds.elbo(),
        Best(std=std),
        tx=optax.sgd(rate),
        velocity_tx=optax.sgd(velocity_rate),
        autoencoder_steps=autoencoder_steps,
        code_noise=code_noise,
    )


def data(n):
    return {"x": 0.4 + 0.15 * jax.random.normal(jax.random.key(0), (n, 1))}


@pytest.mark.parametrize("code_noise", [1.0, 0.5, 0.0])
def test_the_flow_rests_where_it_is_the_best_for_the_codes(code_noise, x64):
    """Codes are N(MEAN, .3² + code_noise² .07): there the error is their std pi / 2."""
    std = float(np.sqrt(0.3**2 + code_noise**2 * 0.07))
    method, batch = method_of(std=std, code_noise=code_noise), data(100_000)
    state = to_float64(method.init(jax.random.key(1), batch))
    state, metrics = jax.jit(method.step)(jax.random.key(2), state, batch)
    assert metrics["velocity_error"] == pytest.approx(std * np.pi / 2, rel=0.03)
    assert only(state.params["velocity"]) == pytest.approx(1, abs=2e-3) and state.step == 1
    samples = np.asarray(method.sample(jax.random.key(3), state, 4_000))
    assert samples.mean() == pytest.approx(0.5 * MEAN, abs=0.02), "decoded"
    assert samples.std() == pytest.approx(0.5 * std, rel=0.06)


def test_the_vae_learns_as_if_there_were_no_flow(x64):
    """The ELBO of one x given its draw of z is quadratic in the parameters; the velocity changes nothing in it."""
    n, key = 200_000, jax.random.key(2)
    batch = data(n)
    states = []
    for start in (1.0, 5.0):
        method = method_of(rate=1e-3, autoencoder_steps=1)
        state = to_float64(method.init(jax.random.key(1), batch))
        state = state._replace(params={**state.params, "velocity": {"c": jnp.float64(start)}})
        states.append(jax.jit(method.step)(key, state, batch)[0])
    slopes = [only(state.params["estimator"]["encoder"]) for state in states]
    assert slopes[0] == slopes[1] != 2.0
    # d/dslope of -(x - slope x / 2 - noise / 2)² / .02 - slope² x² / 2, whose mean over the noise is at slope = 2:
    # -slope x². The noise moves it by 50 · .13 · .43 / sqrt(n), a sixtieth of that.
    expected = 2 - 1e-3 * 2 * float((batch["x"] ** 2).mean())
    assert slopes[0] == pytest.approx(expected, abs=4 * 1e-3 * 50 * 0.13 * 0.43 / np.sqrt(n))


def test_a_negative_noise_of_the_codes_is_refused():
    config = tiny_configs.latent_flow()
    config.method.code_noise = -0.5
    with pytest.raises(UserError, match="code_noise must be at least 0, not -0.5"):
        prepare(config)


def test_several_layers_of_latents_are_refused():
    several = latent_model(Encoder(), Decoder())._replace(latent_dims=(1, 1))
    with pytest.raises(UserError, match="one stochastic layer"):
        latent_flow(
            several, bounds.elbo(), Best(), tx=optax.sgd(0.1), velocity_tx=optax.sgd(0.1), autoencoder_steps=1
        )


def test_the_vae_learns_first_and_then_the_flow_alone():
    """The other part rests, its optimiser too, and is logged all the same."""
    method, batch = method_of(rate=1e-2, autoencoder_steps=2), data(32)
    states = [method.init(jax.random.key(1), batch)]
    for i in range(4):
        state, metrics = jax.jit(method.step)(jax.random.key(i), states[-1], batch)
        states.append(state)
        assert set(metrics) == {"bound", "velocity_error"} and all(np.isfinite(value) for value in metrics.values())
    slopes = [only(state.params["estimator"]["encoder"]) for state in states]
    velocities = [only(state.params["velocity"]) for state in states]
    assert slopes[0] != slopes[1] != slopes[2] == slopes[3] == slopes[4]
    assert velocities[0] == velocities[1] == velocities[2] != velocities[3] != velocities[4]
    assert [int(state.step) for state in states] == [0, 1, 2, 3, 4]
