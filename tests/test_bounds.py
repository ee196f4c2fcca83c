"""Objectives of latent-variable models against closed forms and quadrature on linear Gaussian models."""

from functools import partial

import flax.linen as nn
import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest
from scipy import stats
from scipy.integrate import trapezoid

from ganjax import networks
from ganjax.errors import UserError
from ganjax.losses import bounds
from ganjax.losses.mmd import inverse_multiquadratic, mmd_losses
from ganjax.methods import iwae, vae
from ganjax.methods.latent import bernoulli, bound_estimator, latent_model
from ganjax.networks import mlp, stochastic
from ganjax.parallel import value_and_pgrad
from tests.players import to_float64
from tests.test_methods import NOISE, POSTERIOR_VARIANCE, Line, Posterior, W, log_marginal

wae_losses = partial(mmd_losses, kernel=inverse_multiquadratic)
X = np.linspace(-2, 2, 3)[:, None]
SCALE = 3.0  # the posterior's variance over that of the true one
EPSILON = np.linspace(-9, 9, 2001)


def estimate(objective, samples, keys=1, **options):
    """The objective of the linear Gaussian model, [3]: its mean over keys."""
    model = latent_model(Posterior(SCALE), Line(), variance=NOISE)
    estimator = bound_estimator(model, objective, samples, **options)
    params = estimator.init(jax.random.key(0), X)
    bound = jax.jit(jax.vmap(lambda key: estimator.log_prob(params, key, X)))
    return bound(jax.random.split(jax.random.key(1), keys)).mean(0)


def weights():
    """(density of the noise, log w [3, n], log p(x | z) [3, n]) on a lattice of the noise of z ~ q(z | x)."""
    x, std = np.asarray(X), np.sqrt(SCALE * POSTERIOR_VARIANCE)
    mean = POSTERIOR_VARIANCE * W / NOISE * x
    z = mean + std * EPSILON
    likelihood = stats.norm.logpdf(x, W * z, np.sqrt(NOISE))
    return stats.norm.pdf(EPSILON), likelihood + stats.norm.logpdf(z) - stats.norm.logpdf(z, mean, std), likelihood


def integral(values):
    return trapezoid(values, EPSILON, axis=-1)


def expected_iwae(k):
    """E log (1/k) sum_i w_i, as E log S = ∫ (e^-t - E e^-tS) dt / t and E e^-tS is a power of one integral."""
    density, log_w, _ = weights()
    u = np.linspace(-30, 90, 600)[:, None]  # of t = e^u; the weights go down to e^-80
    exact = np.asarray(log_marginal(X))
    rows = []
    for row, log_p in zip(log_w, exact, strict=True):
        transform = integral(density * np.exp(-np.exp(u + row - log_p) / k)) ** k
        rows.append(log_p + trapezoid(np.exp(-np.exp(u[:, 0])) - transform, u[:, 0]))
    return np.array(rows)


def test_the_bounds_rise_to_the_likelihood(x64):
    """ELBO <= IWAE-5 <= IWAE-50 <= log p(x), each as its closed form or quadrature says."""
    exact = np.asarray(log_marginal(X))
    elbo = exact - 0.5 * (SCALE - 1 - np.log(SCALE))
    np.testing.assert_allclose(expected_iwae(1), elbo, atol=1e-6)
    expected = [elbo, expected_iwae(5), expected_iwae(50), exact]
    assert all((low + 1e-3 < high).all() for low, high in zip(expected, expected[1:], strict=False))
    for objective, k, value in zip(
        (bounds.elbo(), bounds.iwae(), bounds.iwae()), (5, 5, 50), expected[:3], strict=True
    ):
        np.testing.assert_allclose(estimate(objective, k, keys=2_000), value, atol=0.03)


def test_renyi_is_the_integral(x64):
    density, log_w, _ = weights()
    for alpha in (0.5, -1.0):
        truth = np.log(integral(density * np.exp((1 - alpha) * log_w))) / (1 - alpha)
        np.testing.assert_allclose(estimate(bounds.renyi(alpha), 20_000), truth, atol=0.03)


def test_renyis_limits_are_the_elbo_and_iwae(x64):
    one = estimate(bounds.renyi(1.0), 8)
    np.testing.assert_allclose(estimate(bounds.renyi(1.001), 8), one, atol=0.02)
    np.testing.assert_allclose(estimate(bounds.renyi(0.999), 8), one, atol=0.02)
    np.testing.assert_allclose(estimate(bounds.renyi(0.0), 8), estimate(bounds.iwae(), 8), rtol=1e-12)
    assert (one + 0.1 < estimate(bounds.renyi(0.0), 8)).all()
    np.testing.assert_allclose(estimate(bounds.renyi(1.0), 1), estimate(bounds.iwae(), 1), rtol=1e-12)
    slopes = jax.jit(jax.grad(bounds.power_mean))(jnp.array([0.1, 2.0]), 1.0)
    np.testing.assert_allclose(slopes, [0.5, 0.5], rtol=1e-12)  # and no NaN of the branch that is not taken


@pytest.mark.parametrize("beta", [0.3, 1.0])
def test_robust_is_the_integral(beta, x64):
    density, _, likelihood = weights()
    fit = (1 + 1 / beta) * (integral(density * np.exp(beta * likelihood)) - 1)
    normaliser = (2 * np.pi * NOISE) ** (-beta / 2) / np.sqrt(1 + beta)
    mean, variance = POSTERIOR_VARIANCE * W / NOISE * np.asarray(X)[:, 0], SCALE * POSTERIOR_VARIANCE
    kl = 0.5 * (mean**2 + variance - 1 - np.log(variance))
    np.testing.assert_allclose(estimate(bounds.robust(beta), 20_000), fit - (normaliser - 1) - kl, atol=0.04)


def test_robust_is_the_elbo_at_a_beta_of_zero(x64):
    np.testing.assert_allclose(estimate(bounds.robust(1e-7), 8), estimate(bounds.elbo(), 8), rtol=1e-5)


def test_the_mmd_is_the_double_loop(x64):
    q, p = jax.random.normal(jax.random.key(0), (2, 4, 3))
    k = lambda a, b: 6 / (6 + ((a - b) ** 2).sum())  # noqa: E731
    pairs = [(i, j) for i in range(4) for j in range(4)]
    apart = [(i, j) for i, j in pairs if i != j]
    same = sum(k(q[i], q[j]) + k(p[i], p[j]) for i, j in apart) / 12
    expected = same - 2 * sum(k(q[i], p[j]) for i, j in pairs) / 16
    np.testing.assert_allclose(wae_losses(q, p).mean(), expected, rtol=1e-12)

    def mean(scale, q, p, axis_name=None):
        return value_and_pgrad(lambda s: (wae_losses(s * q, p, axis_name=axis_name).mean(), {}), axis_name)(scale)

    (whole, _), slope = mean(jnp.asarray(1.3), q, p)
    split = jax.pmap(lambda q, p: mean(jnp.asarray(1.3), q, p, "i"), "i")(q[:, None], p[:, None])
    np.testing.assert_allclose(split[0][0], np.full(4, whole), rtol=1e-9)
    np.testing.assert_allclose(split[1], np.full(4, slope), rtol=1e-9)


def test_wae_is_the_likelihood_less_the_mmd(x64):
    latent, prior = jax.random.normal(jax.random.key(0), (2, 4, 3))
    draw = bounds.Draw(jnp.arange(4.0), jnp.zeros(4), jnp.ones(4), lambda beta: 0, latent, lambda: prior)
    expected = 1.5 - 7 * wae_losses(latent, prior).mean()
    np.testing.assert_allclose(bounds.wae_mmd(7.0).value(draw).mean(), expected, rtol=1e-12)


def images(objective, samples, chunk=None, axis_name=None):
    layers = {"latent_dims": (3, 2), "hidden": ((6,), (5,))}
    model = latent_model(stochastic.Encoder(**layers), stochastic.Generator(x_shape=(4,), **layers), bernoulli)
    return bound_estimator(model, objective, samples, chunk, axis_name)


@pytest.mark.parametrize(
    "objective", [bounds.elbo(), bounds.iwae(), bounds.renyi(0.5)], ids=["elbo", "iwae", "renyi"]
)
def test_chunks_do_not_change_the_numbers(objective, x64):
    x = 2.0 * jax.random.bernoulli(jax.random.key(2), 0.5, (4, 4)) - 1
    params = to_float64(images(objective, 6).init(jax.random.key(0), x))

    def value_and_grad(chunk, x, axis_name=None):
        estimator = images(objective, 6, chunk, axis_name)
        loss = lambda params: (estimator.log_prob(params, jax.random.key(1), x).mean(), {})  # noqa: E731
        (value, _), grad = value_and_pgrad(loss, axis_name)(params)
        return value, grad

    whole = jax.jit(partial(value_and_grad, None))(x)
    close = partial(np.testing.assert_allclose, rtol=1e-9, atol=1e-12)
    jax.tree.map(close, jax.jit(partial(value_and_grad, 2))(x), whole)
    if objective.alpha == 0:
        split = jax.pmap(lambda x: value_and_grad(2, x, "i"), "i")(x[:, None])
        jax.tree.map(lambda a, b: close(a[3], b), split, whole)


def test_memory_does_not_grow_with_the_samples():
    encoder, decoder = mlp.Encoder(2, hidden=(64,)), mlp.Generator(2, (64,), hidden=(64,))
    x = jnp.ones((8, 64))

    def held(samples, chunk):
        estimator = vae.vae_estimator(encoder, decoder, variance=1.0, samples=samples, chunk=chunk)
        params = estimator.init(jax.random.key(0), x)
        grad = jax.grad(lambda params: estimator.log_prob(params, jax.random.key(1), x).sum())
        return jax.jit(grad).lower(params).compile().memory_analysis().temp_size_in_bytes

    assert held(800, 8) < 1.2 * held(80, 8) < 0.5 * held(80, None)


class Upwards(nn.Module):
    """The true posteriors of z_0 given x = W z_0 + noise, and of z_1 given z_0 = z_1 / 2 + noise of variance 3/4."""

    latent_dims: tuple = (1, 1)

    def layer(self, below, index, *, train):
        means, variances = (POSTERIOR_VARIANCE * W / NOISE, 0.5), (POSTERIOR_VARIANCE, 0.75)
        return means[index] * below, jnp.full_like(below, np.log(variances[index]))

    @nn.compact
    def __call__(self, x, *, train):
        self.param("unused", nn.initializers.zeros, ())


class Downwards(Line):
    latent_dims: tuple = (1, 1)

    def layer(self, above, index, *, train):
        return above / 2, jnp.full_like(above, np.log(0.75))


def test_two_layers_with_the_true_posterior_are_exact(x64):
    """z_0 is N(0, 1), so that x has the density of the model with one layer; every weight is p(x)."""
    method = iwae.iwae(Upwards(), Downwards(), tx=optax.sgd(0.1), variance=NOISE, samples=2)
    state = method.init(jax.random.key(0), {"x": X})
    exact = np.asarray(log_marginal(X))
    np.testing.assert_allclose(method.log_weight(jax.random.key(1), state, X, 4), np.tile(exact, (4, 1)), rtol=1e-9)
    np.testing.assert_allclose(method.log_prob(jax.random.key(1), state, X), exact, rtol=1e-9)
    samples = method.sample(jax.random.key(2), state, 20_000)
    np.testing.assert_allclose(samples.var(), W**2 + NOISE, rtol=0.05)
    codes = jax.vmap(lambda key: method.encode(key, state, X))(jax.random.split(jax.random.key(3), 400))
    code = POSTERIOR_VARIANCE * W / NOISE * np.asarray(X)[:, 0]
    np.testing.assert_allclose(codes[..., 0], np.tile(code, (400, 1)), rtol=1e-9)
    np.testing.assert_allclose(codes[..., 1].mean(0), code / 2, atol=0.05)


def test_two_layers_are_burdas_networks():
    layers = {"name": "stochastic", "latent_dims": (100, 50), "hidden": ((200, 200), (100, 100))}
    encoder = networks.make("encoder", layers)
    decoder = networks.make("decoder", layers, x_shape=(28, 28, 1))
    model = latent_model(encoder, decoder, bernoulli)
    params = jax.eval_shape(model.init, jax.random.key(0), jnp.zeros((1, 28, 28, 1)))
    kernels = sorted(leaf.shape for leaf in jax.tree.leaves(params) if leaf.ndim == 2)
    up = [(784, 200), (200, 200), (200, 100), (200, 100), (100, 100), (100, 100), (100, 50), (100, 50)]
    down = [(50, 100), (100, 100), (100, 100), (100, 100), (100, 200), (200, 200), (200, 784)]
    assert kernels == sorted(up + down)


def test_an_objective_that_is_no_bound_reports_the_elbo(x64):
    options = dict(tx=optax.sgd(0.1), variance=NOISE)
    robust = vae.vae(Posterior(SCALE), Line(), objective=bounds.robust(0.5), **options)
    plain = vae.vae(Posterior(SCALE), Line(), **options)
    state, key = robust.init(jax.random.key(0), {"x": X}), jax.random.key(1)
    np.testing.assert_allclose(robust.log_prob(key, state, X), plain.log_prob(key, state, X), rtol=1e-12)


@pytest.mark.parametrize(
    "config, message",
    [
        ({"name": "elb"}, "elbo, renyi, iwae, robust, wae_mmd"),
        ({"alpha": 0.5}, "None"),
        ({"name": "renyi", "alfa": 0.5}, "did you mean alpha"),
        ({"name": "renyi", "alpha": "half"}, "number"),
        ({"name": "robust", "beta": 0.0}, "positive"),
    ],
)
def test_what_is_no_objective_is_refused_in_one_line(config, message):
    with pytest.raises(UserError, match=message) as error:
        bounds.make(config)
    assert "\n" not in str(error.value)


def test_layers_and_chunks_must_fit():
    with pytest.raises(UserError, match="chunk"):
        images(bounds.elbo(), 5, 2)
    alphas = (0.5, 0, -0.5, jnp.asarray(-0.5))
    assert [bounds.renyi(alpha).lower_bound for alpha in alphas] == [True, True, False, False]
    with pytest.raises(UserError, match="latent_dims"):
        latent_model(stochastic.Encoder(), mlp.Generator(2, (2,)))
    for network in (stochastic.Encoder((3, 2, 1)), stochastic.Generator((3, 2, 1)), stochastic.Encoder((), ())):
        with pytest.raises(UserError, match="hidden widths"):
            jax.eval_shape(lambda x, network=network: network.init(jax.random.key(0), x), jnp.ones((1, 3)))
