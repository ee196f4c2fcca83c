"""Methods by likelihood: which way they climb, what they observe, and how many theta SIG compares."""

import itertools

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest
from scipy import stats
from scipy.integrate import trapezoid

from ganjax.methods import latent, sig, vae
from ganjax.methods.common import fit
from ganjax.methods.gaussian import gaussian_estimator
from tests.players import Point
from tests.test_methods import NOISE, POSTERIOR_VARIANCE, Line, Posterior, W


def test_fit_climbs_the_likelihood(x64):
    """Of N(c, 1) the slope in c is mean x - c."""
    init, step, _ = fit(gaussian_estimator(1.0), optax.sgd(0.1), None, "bound")
    x = jnp.array([[2.0], [3.0], [1.0], [4.5]])
    state, metrics = jax.jit(step)(jax.random.key(0), init(jax.random.key(0), {"x": x}), {"x": x})
    np.testing.assert_allclose(state.params["estimator"]["mean"], [0.1 * x.mean()], rtol=1e-12)
    np.testing.assert_allclose(metrics["bound"], stats.norm.logpdf(x).mean(), rtol=1e-12)
    assert state.step == 1


def test_observation_models(x64):
    rng = np.random.default_rng(0)
    output, noise, x = rng.normal(size=(3, 4, 2))
    for params, variance in (({}, 0.25), ({"log_variance": jnp.log(0.25)}, None)):
        log_prob, sample, log_power = latent.normal(variance)
        lattice = np.linspace(-9, 9, 3001)
        power = trapezoid(stats.norm.pdf(lattice, 0, 0.5) ** 1.3, lattice) ** 2
        np.testing.assert_allclose(log_power(params, jnp.asarray(output), 0.3), np.full(4, np.log(power)), rtol=1e-9)
        np.testing.assert_allclose(sample(params, output, noise), output + 0.5 * noise, rtol=1e-12)
        expected = stats.norm.logpdf(x, output, 0.5).sum(-1)
        np.testing.assert_allclose(log_prob(params, jnp.asarray(output), jnp.asarray(x)), expected, rtol=1e-12)
    log_prob, sample, log_power = latent.bernoulli()
    probability = 1 / (1 + np.exp(-output))
    np.testing.assert_allclose(sample({}, output, noise), 2 * probability - 1, rtol=1e-12)
    every = sum(
        stats.bernoulli.pmf(pair, probability).prod(-1) ** 1.3 for pair in itertools.product((0, 1), repeat=2)
    )
    np.testing.assert_allclose(log_power({}, jnp.asarray(output), 0.3), np.log(every), rtol=1e-9)
    bits = rng.integers(0, 2, (4, 2))
    expected = stats.bernoulli.logpmf(bits, probability).sum(-1)
    np.testing.assert_allclose(log_prob({}, jnp.asarray(output), jnp.asarray(2.0 * bits - 1)), expected, rtol=1e-12)


def test_codes_are_the_posteriors_mean(x64):
    """Of z given x = W z + noise; a reconstruction is W times that, without noise."""
    method = vae.vae(Posterior(), Line(), tx=optax.sgd(0.1), variance=NOISE)
    x = jnp.linspace(-2, 2, 5)[:, None]
    state = method.init(jax.random.key(0), {"x": x})
    code = POSTERIOR_VARIANCE * W / NOISE * x
    np.testing.assert_allclose(method.encode(jax.random.key(1), state, x), code, rtol=1e-12)
    np.testing.assert_allclose(method.reconstruct(jax.random.key(1), state, x), W * code, rtol=1e-12)
    np.testing.assert_allclose(method.decode(jax.random.key(1), state, x), W * x, rtol=1e-12)


@pytest.mark.parametrize("mixing_samples", [None, 12])
def test_sig_has_its_number_of_theta_and_its_step(mixing_samples):
    """A layer whose log density is the number of theta, and a hundred for every step taken: H_M is minus that."""

    def log_matrix(x, theta, step):
        return jnp.full((len(x), len(theta)), len(theta) + 100.0 * step)

    layer = sig.Layer(lambda output: output, log_matrix, lambda key, theta: theta)
    method = sig.sig(Point(), tx=optax.sgd(0.1), layer=layer, mixing_samples=mixing_samples)
    batch = {"x": jnp.zeros((5, 1))}
    state, step = method.init(jax.random.key(0), batch), jax.jit(method.step)
    for t in range(2):
        state, metrics = step(jax.random.key(t), state, batch)
        np.testing.assert_allclose(metrics["cross_entropy"], -((mixing_samples or 5) + 100 * t), rtol=1e-6)
