"""Terms against hand-computed values on linear players, and what a config may say of them."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from ganjax import terms
from ganjax.errors import UserError
from ganjax.losses import likelihood
from ganjax.methods.gan import Context

SLOPE = np.array([0.6, -1.1, 2.0])


def context(critic=lambda x: x @ SLOPE + 0.3, n=5):
    keys = jax.random.split(jax.random.key(0))
    real, fake = jax.random.normal(keys[0], (n, 3)), jax.random.normal(keys[1], (n, 3))
    return Context(
        real, fake, None, fake, critic(real), critic(fake), jnp.full(n, 0.7), lambda z: z, critic, axis_name=None
    )


def value(term, given, step=0, state=None):
    params, first = term.init(jax.random.key(1), given)
    return term.loss(params, first if state is None else state, jax.random.key(2), jnp.asarray(step), given)


def make(side, **config):
    return terms.make({side: config}, side)[0]


def test_the_gradient_penalty_of_a_linear_critic(x64):
    losses, _, told = value(make("discriminator", gradient_penalty={"weight": 10.0}), context())
    slope = np.linalg.norm(SLOPE)
    np.testing.assert_allclose(losses, np.full(5, 10 * (slope - 1) ** 2), rtol=1e-9)
    np.testing.assert_allclose(told["slope"], slope, rtol=1e-9)


def test_the_gradient_penalty_is_between_the_examples_and_an_examples_own(x64):
    """On |x|²/2 the slope is |y|, so the penalty tells where y is; images are one example each."""
    given = context(lambda x: 0.5 * jnp.square(x).reshape(len(x), -1).sum(-1))
    given = given._replace(real=given.real.reshape(5, 3, 1, 1), fake=2.0 * jnp.ones((5, 3, 1, 1)))
    losses, _, _ = value(make("discriminator", gradient_penalty={"weight": 1.0, "target": 0.0}), given)
    share = np.linspace(0, 1, 2001)[:, None, None]
    path = share * np.asarray(given.real).reshape(1, 5, 3) + (1 - share) * 2.0
    squared = (path**2).sum(-1)
    assert (np.asarray(losses) >= squared.min(0) - 1e-6).all() and (np.asarray(losses) <= squared.max(0) + 1e-6).all()
    assert len(np.unique(np.round(losses, 6))) == 5


def test_a_dead_critic_has_a_gradient(x64):
    term = make("discriminator", gradient_penalty={})

    def loss(w):
        return value(term, context(lambda x: x @ w))[0].mean()

    assert np.isfinite(jax.grad(loss)(jnp.zeros(3))).all()


def test_roth_of_a_linear_critic(x64):
    given, term = context(), make("discriminator", roth={"weight": 2.0, "final": 0.01, "decay_steps": 100})
    squared = SLOPE @ SLOPE
    real, fake = (1 / (1 + np.exp(-np.asarray(v))) for v in (given.real_logits, given.fake_logits))
    for step, gamma in ((0, 2.0), (50, 0.2), (100, 0.02)):
        losses, _, _ = value(term, given, step)
        np.testing.assert_allclose(losses, gamma / 2 * ((1 - real) ** 2 + fake**2) * squared, rtol=1e-6)


def test_the_semi_implicit_term_is_the_bound_and_auto_the_ratio(x64):
    given = context()
    matrix = np.array(
        [[float(likelihood.normal_log_prob(x[None], t[None], 0.25)[0]) for t in given.fake] for x in given.real]
    )
    bound = np.asarray(likelihood.sig_cross_entropy(jnp.asarray(matrix)))
    losses, _, _ = value(make("generator", semi_implicit={"weight": 3.0, "sigma": 0.5}), given)
    np.testing.assert_allclose(losses, 3 * bound, rtol=1e-9)
    term = make("generator", semi_implicit={"weight": "auto", "sigma": 0.5})
    losses, state, told = value(term, given)
    np.testing.assert_allclose(told["weight"], 0.7 / np.abs(bound).mean(), rtol=1e-9)
    # Where the adversarial loss grows tenfold the weight follows slowly.
    _, _, later = value(term, given._replace(adversarial=jnp.full(5, 7.0)), state=state)
    assert told["weight"] < later["weight"] < 10 * told["weight"]


@pytest.mark.parametrize(
    ("config", "match"),
    [
        ({"critic": {}}, "not 'critic'"),
        ({"discriminator": {"penalty": {}}}, "there is no ganjax.terms.penalty"),
        ({"discriminator": {"gradient_penalty": {"wieght": 1.0}}}, "did you mean weight"),
        ({"discriminator": {"semi_implicit": {"weight": "some"}}}, "a number or 'auto'"),
        ({"discriminator": {"semi_implicit": {"sigma": 0.0}}}, "sigma > 0"),
    ],
)
def test_wrong_terms_are_named(config, match):
    with pytest.raises(UserError, match=match):
        terms.make(config, "discriminator")
