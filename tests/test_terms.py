"""Terms against hand-computed values on linear players, and what a config may say of them."""

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from ganjax import terms
from ganjax.errors import UserError
from ganjax.losses import adversarial, likelihood
from ganjax.methods.context import Context
from ganjax.methods.gan import gan
from ganjax.networks import mlp

SLOPE = np.array([0.6, -1.1, 2.0])


def context(critic=lambda x: x @ SLOPE + 0.3, n=5):
    keys = jax.random.split(jax.random.key(0))
    real, fake = jax.random.normal(keys[0], (n, 3)), jax.random.normal(keys[1], (n, 3))
    return Context(
        real=real,
        fake=fake,
        label=None,
        n_classes=4,
        latent=fake,
        real_features=real,
        fake_features=fake,
        real_logits=critic(real),
        fake_logits=critic(fake),
        adversarial=jnp.full(n, 0.7),
        loss=adversarial.non_saturating,
        generate=lambda z, statistics: (z, statistics),
        discriminate=critic,
        judge=lambda x: (critic(x), x),
        statistics={},
        axis_name=None,
    )


def value(term, ctx, step=0, state=None):
    params, first = term.init(jax.random.key(1), ctx)
    return term.loss(params, first if state is None else state, jax.random.key(2), jnp.asarray(step), ctx)


def make(side, **config):
    return terms.make({side: config}, side)[0]


def test_the_gradient_penalty_of_a_linear_critic(x64):
    losses, _, metrics = value(make("discriminator", gradient_penalty={"weight": 10.0}), context())
    slope = np.linalg.norm(SLOPE)
    np.testing.assert_allclose(losses, np.full(5, 10 * (slope - 1) ** 2), rtol=1e-9)
    np.testing.assert_allclose(metrics["slope"], slope, rtol=1e-9)


def test_the_gradient_penalty_is_between_the_examples_and_an_examples_own(x64):
    """On |x|²/2 the slope is |y|, so the penalty tells where y is; images are one example each."""
    ctx = context(lambda x: 0.5 * jnp.square(x).reshape(len(x), -1).sum(-1))
    ctx = ctx._replace(real=ctx.real.reshape(5, 3, 1, 1), fake=2.0 * jnp.ones((5, 3, 1, 1)))
    losses, _, _ = value(make("discriminator", gradient_penalty={"weight": 1.0, "target": 0.0}), ctx)
    share = np.linspace(0, 1, 2001)[:, None, None]
    path = share * np.asarray(ctx.real).reshape(1, 5, 3) + (1 - share) * 2.0
    squared = (path**2).sum(-1)
    assert (np.asarray(losses) >= squared.min(0) - 1e-6).all() and (np.asarray(losses) <= squared.max(0) + 1e-6).all()
    assert len(np.unique(np.round(losses, 6))) == 5


def test_a_dead_critic_has_a_gradient(x64):
    term = make("discriminator", gradient_penalty={})

    def loss(w):
        return value(term, context(lambda x: x @ w))[0].mean()

    assert np.isfinite(jax.grad(loss)(jnp.zeros(3))).all()


def test_r1_and_r2_are_the_slopes_at_the_data_and_at_the_samples(x64):
    """On |x|²/2 the slope is x."""
    ctx = context(lambda x: 0.5 * jnp.square(x).sum(-1))
    for name, x in (("r1", ctx.real), ("r2", ctx.fake)):
        losses, _, metrics = value(make("discriminator", **{name: {"weight": 3.0}}), ctx)
        squared = np.square(x).sum(-1)
        np.testing.assert_allclose(losses, 1.5 * squared, rtol=1e-9)
        np.testing.assert_allclose(metrics["squared_slope"], squared.mean(), rtol=1e-9)
    losses, _, _ = value(make("discriminator", r1={"weight": 3.0}), context())
    np.testing.assert_allclose(losses, np.full(5, 1.5 * SLOPE @ SLOPE), rtol=1e-9)
    both, _, _ = value(make("discriminator", r1_r2={"weight": 3.0}), ctx)
    np.testing.assert_allclose(both, 1.5 * (np.square(ctx.real).sum(-1) + np.square(ctx.fake).sum(-1)), rtol=1e-9)


@pytest.mark.parametrize("name", ["r1", "r2", "gradient_penalty", "roth"])
def test_a_penalty_of_packs_is_that_of_the_packs_as_examples(name, x64):
    """D judges pairs of points: one penalty a pair, of the gradient with respect to both points."""

    def critic(pairs):
        return 0.5 * jnp.square(pairs).sum(-1) + pairs @ jnp.arange(6.0)

    def of_points(x):
        return jnp.repeat(critic(x.reshape(-1, 6)), 2)

    term, points = make("discriminator", **{name: {}}), context(of_points, 8)
    if name == "gradient_penalty":  # the shares are an example's own, so that the ends are to be one
        points = points._replace(fake=points.real)
    packs = points._replace(fake_features=points.fake.reshape(4, 6))
    pairs = packs._replace(real=packs.real.reshape(4, 6), fake=packs.fake.reshape(4, 6), discriminate=critic)
    (losses, _, metrics), (expected, _, of_pairs) = value(term, packs), value(term, pairs)
    np.testing.assert_allclose(losses, np.repeat(expected, 2), rtol=1e-9)
    for metric, of_pair in of_pairs.items():
        np.testing.assert_allclose(metrics[metric], of_pair, rtol=1e-9)


@pytest.mark.parametrize("name", ["r1", "r2", "r1_r2", "gradient_penalty", "roth"])
def test_a_lazy_penalty_is_the_eager_one_in_the_mean_over_an_interval(name, x64):
    eager, lazy = (make("discriminator", **{name: {"interval": interval}}) for interval in (1, 4))
    ctx = context(lambda x: 0.5 * jnp.square(x).sum(-1))
    losses_of = jax.jit(lambda step: value(lazy, ctx, step)[0])
    losses = np.array([losses_of(step) for step in range(8)])
    assert losses.any(1).tolist() == [True, False, False, False] * 2
    np.testing.assert_allclose(losses.mean(0), value(eager, ctx)[0], rtol=1e-12)
    for interval in (0, 2.0):
        with pytest.raises(UserError, match=f"the interval of {name}"):
            make("discriminator", **{name: {"interval": interval}})


def test_roth_of_a_linear_critic(x64):
    ctx, term = context(), make("discriminator", roth={"weight": 2.0, "final": 0.01, "decay_steps": 100})
    squared = SLOPE @ SLOPE
    real, fake = (1 / (1 + np.exp(-np.asarray(v))) for v in (ctx.real_logits, ctx.fake_logits))
    for step, gamma in ((0, 2.0), (50, 0.2), (100, 0.02)):
        losses, _, _ = value(term, ctx, step)
        np.testing.assert_allclose(losses, gamma / 2 * ((1 - real) ** 2 + fake**2) * squared, rtol=1e-6)


def test_the_semi_implicit_term_is_the_bound_and_auto_the_ratio(x64):
    ctx = context()
    matrix = np.array(
        [[float(likelihood.normal_log_prob(x[None], t[None], 0.25)[0]) for t in ctx.fake] for x in ctx.real]
    )
    bound = np.asarray(likelihood.sig_cross_entropy(jnp.asarray(matrix)))
    losses, _, _ = value(make("generator", semi_implicit={"weight": 3.0, "sigma": 0.5}), ctx)
    np.testing.assert_allclose(losses, 3 * bound, rtol=1e-9)
    flag, _, _ = value(make("generator", semi_implicit={"weight": "3.0", "sigma": 0.5}), ctx)
    np.testing.assert_array_equal(flag, losses)  # a flag in the place of "auto" is text
    term = make("generator", semi_implicit={"weight": "auto", "sigma": 0.5})
    losses, state, metrics = value(term, ctx)
    np.testing.assert_allclose(metrics["weight"], 0.7 / np.abs(bound).mean(), rtol=1e-9)
    # Where the adversarial loss grows tenfold the weight follows slowly.
    _, _, later = value(term, ctx._replace(adversarial=jnp.full(5, 7.0)), state=state)
    assert metrics["weight"] < later["weight"] < 10 * metrics["weight"]


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


def auxiliary(ctx, side="discriminator", **config):
    """(losses, metrics, gradient of the mean loss in the head's kernel) of a head with weights 0, .1, .2, ..."""
    term = make(side, auxiliary=config)
    params, _ = term.init(jax.random.key(0), ctx)
    params = jax.tree.map(lambda p: jnp.arange(p.size, dtype=float).reshape(p.shape) / 10, params)

    def mean(params):
        losses, _, metrics = term.loss(params, {}, jax.random.key(1), jnp.asarray(0), ctx)
        return losses.mean(), (losses, metrics)

    gradient, (losses, metrics) = jax.grad(mean, has_aux=True)(params)
    return losses, metrics, gradient["kernel"]


@pytest.mark.parametrize("generated", [False, True])
def test_the_auxiliary_head_is_a_classifier_of_the_features(generated, x64):
    label = jnp.array([0, 3, 1, 1, 2])
    ctx = context()._replace(label=label)
    losses, metrics, gradient = auxiliary(ctx, weight=2.0, generated=generated)
    kernel, bias = np.arange(12).reshape(3, 4) / 10, np.arange(4) / 10

    def entropy(features):
        logits = np.asarray(features) @ kernel + bias
        return np.log(np.exp(logits).sum(-1)) - logits[np.arange(5), label], (logits.argmax(-1) == label).mean()

    expected, right = entropy(ctx.real_features)
    if generated:
        expected = expected + entropy(ctx.fake_features)[0]
    np.testing.assert_allclose(losses, 2 * expected, rtol=1e-9)
    assert metrics["accuracy"] == pytest.approx(right)
    assert np.abs(gradient).max() > 0.01


def test_the_generators_side_leaves_the_head_alone(x64):
    ctx = context()._replace(label=jnp.array([0, 3, 1, 1, 2]), real_features=None, real_logits=None)
    losses, metrics, gradient = auxiliary(ctx, "generator")
    assert (np.asarray(losses) > 0).all() and "generated_accuracy" in metrics
    np.testing.assert_array_equal(gradient, 0)


def test_attributes_are_classified_each_by_itself(x64):
    label = jnp.array([[0, 1, 0, 1]] * 5, float)
    ctx = context()._replace(label=label)
    losses, metrics, _ = auxiliary(ctx)
    logits = np.asarray(ctx.real_features) @ (np.arange(12).reshape(3, 4) / 10) + np.arange(4) / 10
    each = np.log1p(np.exp(-np.where(label > 0, logits, -logits)))
    np.testing.assert_allclose(losses, each.sum(-1), rtol=1e-9)
    assert metrics["accuracy"] == pytest.approx(((logits > 0) == (np.asarray(label) > 0)).mean())


def test_what_the_auxiliary_head_needs(x64):
    labelled = context()._replace(label=jnp.array([0, 3, 1, 1, 2]))
    for ctx in (context(), labelled._replace(n_classes=0)):
        with pytest.raises(UserError, match="labels"):
            auxiliary(ctx)
    with pytest.raises(UserError, match="packs"):
        auxiliary(labelled._replace(real_features=labelled.real_features[:2]))
    generator, discriminator = mlp.Generator(3, (2,), hidden=(5,), n_classes=4), mlp.Discriminator(hidden=(6,))
    txs = dict(generator_tx=optax.sgd(0.1), discriminator_tx=optax.sgd(0.1))
    with pytest.raises(UserError, match="among the discriminator's"):
        gan(generator, discriminator, generator_terms=(make("generator", auxiliary={}),), **txs)
