"""f-GAN's losses and the Donsker-Varadhan term against the true divergences of two Gaussians of one dimension."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax.nn import sigmoid
from scipy.integrate import trapezoid
from scipy.optimize import minimize
from scipy.stats import norm

from ganjax import terms
from ganjax.errors import UserError
from ganjax.losses import adversarial
from ganjax.losses.f_divergences import divergences
from tests.test_terms import context, make, value

# P is N(0, 1), Q is N(MEAN, STD²).
MEAN, STD = 0.4, 1.1
X = np.linspace(-15, 15, 6001)
LOG_P, LOG_Q = norm.logpdf(X), norm.logpdf(X, MEAN, STD)
# Divergence -> (the best logit by log u, u = p / q; the u by which a logit is the best one; the activation's slope).
CRITICS = {
    "kl": (lambda r: 1 + r, lambda v: np.exp(v - 1), np.ones_like),
    "reverse_kl": (lambda r: r, np.exp, lambda v: np.exp(-v)),
    "jensen_shannon": (lambda r: r, np.exp, lambda v: sigmoid(-v)),
    "goodfellow": (lambda r: r, np.exp, lambda v: sigmoid(-v)),
    "pearson": (lambda r: 2 * jnp.expm1(r), lambda v: 1 + v / 2, np.ones_like),
    "neyman": (lambda r: 2 * r, lambda v: np.exp(v / 2), lambda v: np.exp(-v)),
    "squared_hellinger": (lambda r: r / 2, lambda v: np.exp(2 * v), lambda v: np.exp(-v)),
    "total_variation": (lambda r: 30 * jnp.sign(r), np.ones_like, lambda v: 0.5 / np.cosh(v) ** 2),
}


def gaussian_divergences(mean):
    """The true divergences of N(0, 1) and N(mean, STD²); quadrature where there is no closed form."""
    s = STD**2
    p, q = np.exp(LOG_P), norm.pdf(X, mean, STD)
    middle = (p + q) / 2
    js = trapezoid(p * np.log(p / middle) + q * np.log(q / middle), X) / 2

    def squared(a, of_b, b):  # ∫ N(a, of_b)² / N(b, ...) - 1 for the two variances in turn
        first, second = of_b
        v = 2 * second - first
        return second / np.sqrt(first * v) * np.exp((a - b) ** 2 / v) - 1

    return {
        "kl": np.log(STD) + (1 + mean**2) / (2 * s) - 0.5,
        "reverse_kl": -np.log(STD) + (s + mean**2) / 2 - 0.5,
        "jensen_shannon": 2 * js,
        "goodfellow": 2 * js - 2 * np.log(2),
        "pearson": squared(0, (1, s), mean),
        "neyman": squared(mean, (s, 1), 0),
        "squared_hellinger": 2 - 2 * np.sqrt(2 * STD / (1 + s)) * np.exp(-(mean**2) / (4 * (1 + s))),
        "total_variation": trapezoid(np.abs(p - q), X) / 2,
    }


def bound(loss, logits, log_q=LOG_Q):
    return -trapezoid(np.exp(LOG_P) * loss.real(logits) + np.exp(log_q) * loss.fake(logits), X)


def test_every_divergence_has_a_critic_in_these_tests():
    assert set(CRITICS) == set(divergences())


@pytest.mark.parametrize("name", CRITICS)
def test_a_conjugate_is_the_highest_of_all_lines_less_f(name, x64):
    """f*(g(v)) = max over u > 0 of u g(v) - f(u), for every logit."""
    divergence, u = divergences()[name], np.exp(np.linspace(-25, 12, 200_001))
    for logit in (-6.0, -3.0, -2.0, -1.0, 0.0, 0.7, 2.0):
        t = divergence.activation(jnp.float64(logit))
        highest = np.max(u * float(t) - np.asarray(divergence.f(u)))
        np.testing.assert_allclose(divergence.conjugate(t), highest, rtol=1e-4, atol=1e-4)
        np.testing.assert_allclose(divergence.conjugate_of_logit(jnp.float64(logit)), highest, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("name", CRITICS)
def test_the_best_critic_gives_the_divergence_and_another_less(name, x64):
    loss, truth = adversarial.by_name(name), gaussian_divergences(MEAN)[name]
    best = CRITICS[name][0](LOG_P - LOG_Q)
    np.testing.assert_allclose(bound(loss, best), truth, rtol=1e-3)
    assert bound(loss, jnp.roll(best, 60)) < bound(loss, best)  # the critic of P and Q moved by .3
    # The same by f itself, whose f' is the best T.
    f = divergences()[name].f
    np.testing.assert_allclose(trapezoid(np.exp(LOG_Q) * f(np.exp(LOG_P - LOG_Q)), X), truth, rtol=1e-3)


@pytest.mark.parametrize("name", CRITICS)
def test_the_slopes_are_the_closed_forms(name, x64):
    """d f*(g(v)) = u g'(v), as the derivative of f* at T = f'(u) is u; the losses and their stable form agree."""
    _, ratio, slope = CRITICS[name]
    loss, divergence, v = adversarial.by_name(name), divergences()[name], jnp.array([-1.3, -0.2, 0.4, 1.1])
    v = jnp.minimum(v, 0.6) if name in ("jensen_shannon", "goodfellow") else v
    np.testing.assert_allclose(loss.fake(v), divergence.conjugate(divergence.activation(v)), rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(jax.grad(lambda v: loss.real(v).sum())(v), -slope(v), rtol=1e-9)
    np.testing.assert_allclose(jax.grad(lambda v: loss.fake(v).sum())(v), ratio(v) * slope(v), rtol=1e-9)
    np.testing.assert_allclose(jax.grad(lambda v: loss.generator(v).sum())(v), -ratio(v) * slope(v), rtol=1e-9)
    other = adversarial.by_name(f"non_saturating_{name}")
    np.testing.assert_allclose(jax.grad(lambda v: other.generator(v).sum())(v), -slope(v), rtol=1e-9)
    extremes = jnp.array([-50.0, 50.0])
    assert all(np.isfinite(part(extremes)).all() for part in loss[:3])


@pytest.mark.parametrize("name", sorted(set(CRITICS) - {"total_variation"}))
def test_the_generators_gradient_at_the_best_critic_is_the_divergences(name, x64):
    """By the envelope theorem; the critic of the total variation is a step, and has no slope for G to follow."""
    loss, noise = adversarial.by_name(name), np.linspace(-9, 9, 4001)

    def generator_loss(mean):
        x = mean + STD * noise
        ratio = -0.5 * x**2 + 0.5 * ((x - MEAN) / STD) ** 2 + jnp.log(STD)
        return jnp.trapezoid(norm.pdf(noise) * loss.generator(CRITICS[name][0](ratio)), noise)

    up, down = (gaussian_divergences(MEAN + step)[name] for step in (1e-4, -1e-4))
    np.testing.assert_allclose(jax.grad(generator_loss)(MEAN), (up - down) / 2e-4, rtol=1e-4)


def test_goodfellow_is_minimax(x64):
    v = jnp.array([-2.0, 0.3, 5.0])
    for mine, theirs in zip(adversarial.by_name("goodfellow")[:3], adversarial.minimax[:3], strict=True):
        np.testing.assert_allclose(mine(v), theirs(v), rtol=1e-12)


@pytest.mark.parametrize("name", ["klx", 3, None, {"name": "kl"}])
def test_what_is_no_loss_is_refused_in_one_line(name):
    with pytest.raises(UserError, match="non_saturating_reverse_kl") as error:
        adversarial.by_name(name)
    assert "\n" not in str(error.value)


def critic(x):
    """log p / q of x [n, 3] by its first coordinate; a constant does not change the bound."""
    return -0.5 * x[:, 0] ** 2 + 0.5 * ((x[:, 0] - MEAN) / STD) ** 2 + 3.0


def quantiles(mean, std, n=4_000):
    column = jnp.asarray(norm.ppf((np.arange(n) + 0.5) / n, mean, std))
    return jnp.stack([column, column, column], 1)


def dv_context(scale=1.0):
    fake = quantiles(MEAN, STD)
    made = context(critic, 2)._replace(fake=fake, fake_logits=scale * critic(fake), loss=adversarial.wasserstein)
    return made._replace(real_logits=scale * critic(quantiles(0, 1)))


@pytest.mark.parametrize("decay", [0.0, 0.9])
def test_the_best_critic_gives_the_donsker_varadhan_bound(decay, x64):
    term, ctx = make("discriminator", donsker_varadhan={"decay": decay}), dv_context()
    losses, state, metrics = value(term, ctx)
    wasserstein = adversarial.wasserstein.real(ctx.real_logits) + adversarial.wasserstein.fake(ctx.fake_logits)
    truth = gaussian_divergences(MEAN)["kl"]
    np.testing.assert_allclose(-(wasserstein + losses).mean(), truth, rtol=0.01)
    np.testing.assert_allclose(metrics["bound"], truth, rtol=0.01)
    assert float(value(term, dv_context(1.1))[2]["bound"]) < float(metrics["bound"])
    generator = make("generator", donsker_varadhan={"decay": decay})
    g_losses, same, _ = value(generator, ctx._replace(real_logits=None), state=state)
    log_mean = float(np.log(np.mean(np.exp(ctx.fake_logits))))
    np.testing.assert_allclose((g_losses - ctx.fake_logits).mean(), -log_mean, rtol=1e-9)
    assert jax.tree.all(jax.tree.map(lambda a, b: a == b, same, state))


@pytest.mark.parametrize("decay", [0.0, 0.9])
def test_the_gradient_divides_by_the_moving_average(decay, x64):
    term, first, second = make("discriminator", donsker_varadhan={"decay": decay}), dv_context(0.2), dv_context()
    _, state, _ = value(term, first)

    def loss(logits):
        return (value(term, second._replace(fake_logits=logits), state=state)[0] + logits).mean()

    means = [float(np.mean(np.exp(ctx.fake_logits))) for ctx in (first, second)]
    # The averages of both batches weigh .9 * .1 and .1, over 1 - .9²; without an average the second alone counts.
    average = (0.09 * means[0] + 0.1 * means[1]) / 0.19 if decay else means[1]
    expected = np.exp(second.fake_logits) / average / len(second.fake_logits)
    np.testing.assert_allclose(jax.grad(loss)(second.fake_logits), expected, rtol=1e-6)
    np.testing.assert_allclose(loss(second.fake_logits), np.log(means[1]), rtol=1e-6)


def test_the_term_needs_wasserstein_and_a_decay():
    with pytest.raises(UserError, match="wasserstein"):
        make("discriminator", donsker_varadhan={}).init(jax.random.key(0), context())
    for decay in (1.0, -0.1, "much"):
        with pytest.raises(UserError, match="decay"):
            terms.make({"discriminator": {"donsker_varadhan": {"decay": decay}}}, "discriminator")


# What --table=f_gan's Gaussian should end at: (mean, spread) of its first coordinate, at a minimum of the divergence.
# Jensen-Shannon and Hellinger have others, as low or lower, at a component.
BEST_FITS = {
    "kl": (0.0, 2.077),
    "reverse_kl": (2.0, 0.751),
    "pearson": (-0.676, 1.990),
    "jensen_shannon": (1.233, 1.700),
    "squared_hellinger": (1.046, 1.791),
    "neyman": (2.0, 0.75),
    "total_variation": (1.570, 1.429),
}


@pytest.mark.parametrize("name", BEST_FITS)
def test_one_gaussian_fitted_to_two(name, x64):
    """By quadrature: the divergence from half N([-2, 0], .25²) and half N([2, 0], .75²), least over all Gaussians."""
    x, y = np.meshgrid(np.linspace(-9, 9, 361), np.linspace(-5, 5, 201), indexing="ij")

    def normal(mean, width, height):
        return np.exp(-0.5 * (((x - mean) / width) ** 2 + (y / height) ** 2)) / (2 * np.pi * width * height)

    p = np.maximum((normal(-2, 0.25, 0.25) + normal(2, 0.75, 0.75)) / 2, 1e-80)
    f = divergences()[name].f

    def divergence(fit):
        q = np.maximum(normal(fit[0], *np.exp(fit[1:])), 1e-80)
        return float((q * f(p / q)).sum() * 0.05**2)

    mean, spread = BEST_FITS[name]
    start = np.array([mean + 0.1, np.log(spread) + 0.1, np.log(0.65)])
    fit = minimize(divergence, start, method="Nelder-Mead", options={"xatol": 1e-4, "fatol": 1e-9})
    assert fit.success
    np.testing.assert_allclose((fit.x[0], np.exp(fit.x[1])), (mean, spread), atol=2e-3)
