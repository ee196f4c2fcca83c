"""Methods by likelihood: which way they climb, what they observe, and how many theta SIG compares."""

import itertools
import types

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest
from scipy import stats
from scipy.integrate import trapezoid

from ganjax.errors import UserError
from ganjax.harness import build
from ganjax.methods import latent, sig, vae
from ganjax.methods.common import fit
from ganjax.methods.gaussian import gaussian_estimator
from tests import tiny_configs
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


def test_tempered_observations_are_powers_of_the_density(x64):
    """p(x)^(1/T), normalised: by a lattice for the normal one, by both outcomes for Bernoulli's."""
    temperature, output = 0.4, np.array([[0.3], [-1.2]])
    _, sample, _ = latent.normal(0.25, temperature)
    moved = sample({}, output, np.ones_like(output)) - output
    lattice = np.linspace(-9, 9, 3001)
    power = stats.norm.pdf(lattice, 0, 0.5) ** (1 / temperature)
    np.testing.assert_allclose(
        moved**2, trapezoid(lattice**2 * power, lattice) / trapezoid(power, lattice), rtol=1e-9
    )
    _, sample, _ = latent.bernoulli(None, temperature)
    ones, zeros = (stats.bernoulli.pmf(bit, 1 / (1 + np.exp(-output))) ** (1 / temperature) for bit in (1, 0))
    np.testing.assert_allclose(sample({}, output, 0 * output), (ones - zeros) / (ones + zeros), rtol=1e-12)


@pytest.mark.parametrize("name", ["vae", "latent_flow"])
def test_a_config_may_temper_samples_and_reconstructions(name):
    """By T = .5, whose logits are twice those of T = 1."""
    config = {"vae": tiny_configs.vae, "latent_flow": tiny_configs.latent_flow}[name]()
    config.method.observation = "bernoulli"
    plain, tempered = config, config.copy_and_resolve_references()
    tempered.method.observation_temperature = 0.5
    dataset = types.SimpleNamespace(x_shape=(2,))
    x, logits = jnp.array([[0.5, -0.3]]), []
    for one in (plain, tempered):
        method = build.method(one, dataset)
        state = method.init(jax.random.key(0), {"x": x})
        drawn = method.sample(jax.random.key(1), state, 3), method.reconstruct(jax.random.key(1), state, x)
        logits.append(2 * jnp.arctanh(jnp.concatenate(drawn)))
    np.testing.assert_allclose(logits[1], 2 * logits[0], rtol=1e-3, atol=1e-5)
    config.method.observation_temperature = 0.0
    with pytest.raises(UserError, match="observation_temperature must be above 0"):
        build.method(config, dataset)


@pytest.mark.parametrize("name", ["vae", "latent_flow", "lbt", "vae_gan"])
@pytest.mark.parametrize("noise", ["uniform", "unit_uniform"])
def test_latents_of_another_law_than_the_priors_are_refused(name, noise):
    """The divergence is to N(0, I): samples would be drawn from where the codes are not."""
    config, role = tiny_configs.METHODS[name](), "generator" if name == "vae_gan" else "decoder"
    mlp = {"name": "mlp", "latent_dim": config.networks.encoder.latent_dim, "hidden": (4,)}
    for law in ("normal", noise):
        config.networks[role] = mlp | {"noise": law}
        if law == "normal":
            build.method(config, build.dataset(config))
    match = f"^config.networks.{role}.noise must be 'normal', not '{noise}': [^\n]*N\\(0, I\\)$"
    with pytest.raises(UserError, match=match):
        build.method(config, build.dataset(config))


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
