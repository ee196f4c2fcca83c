"""Losses against hand-computed values, and their derivatives."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax.test_util import check_grads

from ganjax.errors import UserError
from ganjax.losses import adversarial, likelihood

LOG2, LOG3 = np.log(2), np.log(3)
# At logits 0 and log 3: D = 1/2 and 3/4.
EXPECTED = {
    "minimax": ([LOG2, np.log(4 / 3)], [LOG2, 2 * LOG2], [-LOG2, -2 * LOG2]),
    "non_saturating": ([LOG2, np.log(4 / 3)], [LOG2, 2 * LOG2], [LOG2, np.log(4 / 3)]),
    "least_squares": ([0.5, 0.5 * (LOG3 - 1) ** 2], [0, 0.5 * LOG3**2], [0.5, 0.5 * (LOG3 - 1) ** 2]),
    "wasserstein": ([0, -LOG3], [0, LOG3], [0, -LOG3]),
    "hinge": ([1, 0], [1, 1 + LOG3], [0, -LOG3]),
    "energy": ([0, -LOG3], [0, 0.3 * LOG3], [0, -LOG3]),
    "relativistic": ([LOG2, np.log(4 / 3)], [0, 0], [LOG2, np.log(4 / 3)]),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_adversarial_losses(name, x64):
    loss, logits = adversarial.by_name(name), jnp.array([0.0, LOG3])
    for part, expected in zip((loss.real, loss.fake, loss.generator), EXPECTED[name], strict=True):
        np.testing.assert_allclose(part(logits), expected, atol=1e-12)
        np.testing.assert_allclose(jax.jit(jax.vmap(part))(logits[:, None])[:, 0], expected, atol=1e-12)
        check_grads(part, (jnp.array([-0.7, 0.3, 2.0]),), order=2, modes=["rev"])
        assert np.isfinite(part(jnp.array([-1e4, 1e4]))).all()


def test_the_relativistic_loss_is_of_the_pairs(x64):
    """-log sigmoid of the difference within each pair, for both players; other losses are sums."""
    loss, real, fake = adversarial.relativistic, [0.0, LOG3, -1.0], [LOG3, -2.0, 0.5]
    pairs = [(r, f) for i, r in enumerate(real) for j, f in enumerate(fake) if i == j]
    logits = jnp.array(real), jnp.array(fake)
    np.testing.assert_allclose(
        loss.of_discriminator(*logits), [np.log(1 + np.exp(f - r)) for r, f in pairs], rtol=1e-12
    )
    np.testing.assert_allclose(
        loss.of_generator(*logits[::-1]), [np.log(1 + np.exp(r - f)) for r, f in pairs], rtol=1e-12
    )
    shifted = loss.of_discriminator(logits[0] + 5, logits[1] + 5)
    np.testing.assert_allclose(shifted, loss.of_discriminator(*logits), rtol=1e-12)
    check_grads(loss.of_discriminator, logits, order=2, modes=["rev"])
    for name in set(EXPECTED) - {"relativistic"}:
        other = adversarial.by_name(name)
        np.testing.assert_array_equal(other.of_discriminator(*logits), other.real(logits[0]) + other.fake(logits[1]))
        np.testing.assert_array_equal(other.of_generator(logits[1]), other.generator(logits[1]))


def test_optimal_discriminator_gives_the_js_divergence(x64):
    """V(D*, G) = -2 log 2 + 2 JS(p, q) (Goodfellow et al. 2014, Theorem 1), on a discrete space."""
    p, q = np.array([0.5, 0.3, 0.2]), np.array([0.1, 0.6, 0.3])
    logits = jnp.log(p / q)
    value = -(p * adversarial.minimax.real(logits) + q * adversarial.minimax.fake(logits)).sum()
    m = (p + q) / 2
    js = 0.5 * (p * np.log(p / m)).sum() + 0.5 * (q * np.log(q / m)).sum()
    np.testing.assert_allclose(value, -2 * LOG2 + 2 * js, rtol=1e-12)


def test_unknown_loss_names_those_there_are():
    with pytest.raises(UserError, match="hinge"):
        adversarial.by_name("hing")
    with pytest.raises(UserError):
        adversarial.by_name("softplus")
    with pytest.raises(UserError, match="MDGAN judges single examples"):
        adversarial.require_single(adversarial.relativistic, "MDGAN")


def test_probabilities_are_refused_shapes_are_checked():
    with pytest.raises(AssertionError):
        adversarial.hinge.real(jnp.zeros((2, 1)))
    with pytest.raises(AssertionError):
        likelihood.normal_log_prob(jnp.zeros((2, 1)), jnp.zeros((2, 2)), 1.0)


def test_log_densities_against_scipy(x64):
    from scipy import stats

    rng = np.random.default_rng(0)
    x, mean = rng.normal(size=(2, 4, 3))
    np.testing.assert_allclose(
        likelihood.normal_log_prob(jnp.array(x), jnp.array(mean), 0.3),
        stats.norm.logpdf(x, mean, np.sqrt(0.3)).sum(-1),
        rtol=1e-12,
    )
    bits, logits = rng.integers(0, 2, (4, 3)), rng.normal(size=(4, 3))
    np.testing.assert_allclose(
        likelihood.bernoulli_log_prob(jnp.array(bits, float), jnp.array(logits)),
        stats.bernoulli.logpmf(bits, 1 / (1 + np.exp(-logits))).sum(-1),
        rtol=1e-12,
    )
    log_variance = rng.normal(size=(4, 3))
    kl = 0.5 * (mean**2 + np.exp(log_variance) - 1 - log_variance).sum(-1)
    np.testing.assert_allclose(likelihood.normal_kl(jnp.array(mean), jnp.array(log_variance)), kl, rtol=1e-12)


def test_normal_kl_against_monte_carlo(x64):
    mean, log_variance = jnp.array([[0.5, -1.0]]), jnp.array([[0.3, -0.7]])
    noise = jax.random.normal(jax.random.key(0), (200_000, 2))
    z = mean + jnp.exp(log_variance / 2) * noise
    ratio = -0.5 * (noise**2 + log_variance).sum(-1) + 0.5 * (z**2).sum(-1)  # log q - log p, constants cancel
    np.testing.assert_allclose(
        likelihood.normal_kl(mean, log_variance)[0], ratio.mean(), atol=5 * ratio.std() / 200_000**0.5
    )


def test_sig_cross_entropy_is_the_double_loop(x64):
    log_prob = jax.random.normal(jax.random.key(1), (3, 4))
    expected = [-np.log(np.mean([np.exp(float(v)) for v in row])) for row in log_prob]
    np.testing.assert_allclose(likelihood.sig_cross_entropy(log_prob), expected, rtol=1e-12)
    huge = likelihood.sig_cross_entropy(jnp.array([[-1e5, -1e5 + 1.0]]))
    np.testing.assert_allclose(huge, 1e5 - np.log((1 + np.e) / 2), rtol=1e-12)
