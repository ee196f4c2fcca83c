"""Reg-GAN's term where a step has a closed form, and the two kinds of batch statistics."""

import chex
import flax.linen as nn
import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from ganjax import terms
from ganjax.errors import UserError
from ganjax.harness import build
from ganjax.losses import adversarial
from ganjax.losses.distance import squared_distance
from ganjax.methods.common import with_ema
from ganjax.methods.game import GameOptions
from ganjax.methods.gan import gan
from ganjax.methods.unrolled import unrolled
from ganjax.networks import mlp, packed
from ganjax.networks.layers import batch_norm
from ganjax.terms import mode_reg
from tests import tiny_configs
from tests.players import SCALE, THETA, B, Code, Line, Point, Scaled, W, one_step, only, sigmoid

ETA, RATE, SLOW = 0.1, 0.05, 0.2  # of G, D and E
L1, L2 = 0.3, 0.7
X = np.array([2.0, 1.0, -0.5, 1.5])
# The derivative of the generator's part of each loss in the logit.
SLOPES = {
    "non_saturating": lambda l: -sigmoid(-l),  # noqa: E741
    "minimax": lambda l: -sigmoid(l),  # noqa: E741
    "least_squares": lambda l: l - 1,  # noqa: E741
    "wasserstein": lambda l: -np.ones_like(l),  # noqa: E741
    "hinge": lambda l: -np.ones_like(l),  # noqa: E741
}


class Bent(nn.Module):
    """E(x) = tanh(b x), whose batches differ by more than batch norm takes away."""

    latent_dim: int = 1

    @nn.compact
    def __call__(self, x, *, train=True):
        return jnp.tanh(self.param("b", nn.initializers.constant(B), ()) * x)


def regularised(encoder=None, **options):
    options = {"distance_weight": L1, "mode_weight": L2, "tx": {"name": "sgd", "learning_rate": SLOW}} | options
    return mode_reg.make(Code() if encoder is None else encoder, **options)


def reg_gan(rate=RATE, loss="least_squares", term=None):
    txs = {"generator_tx": optax.sgd(ETA), "discriminator_tx": optax.sgd(rate)}
    terms = (regularised() if term is None else term,)
    return gan(Point(start=THETA), Scaled(W), **txs, loss=adversarial.by_name(loss), generator_terms=terms)


@pytest.mark.parametrize(
    ("loss", "distance"),
    [("least_squares", "pixels"), *((loss, "features") for loss in SLOPES)],
)
def test_g_and_e_descend_the_distance_less_the_log_of_d(loss, distance, x64):
    """Samples theta, reconstructions r = theta + b x; D(x) = w s x stands still where it is not least squares."""
    rate = RATE if loss == "least_squares" else 0.0
    x, w = X, W
    after, told = one_step(reg_gan(rate=rate, loss=loss, term=regularised(distance=distance)), {"x": x[:, None]})
    w -= rate * (np.mean(SCALE * x * (w * SCALE * x - 1)) + w * (SCALE * THETA) ** 2)
    r, slope = THETA + B * x, SLOPES[loss]
    factor = 1.0 if distance == "pixels" else SCALE**2
    along = L1 * 2 * factor * (r - x) + L2 * slope(w * SCALE * r) * w * SCALE
    theta = THETA - ETA * (slope(w * SCALE * THETA) * w * SCALE + along.mean())
    assert only(after.params["discriminator"]) == pytest.approx(w, rel=1e-12)
    assert only(after.params["generator"]) == pytest.approx(theta, rel=1e-12)
    assert only(after.params["mode_reg"]) == pytest.approx(B - SLOW * np.mean(along * x), rel=1e-12)
    np.testing.assert_allclose(told["mode_reg/distance"], factor * np.mean((r - x) ** 2), rtol=1e-12)


def test_the_mode_term_draws_reconstructions_to_where_d_is_high(x64):
    """As printed, Eq. 1 and 2 would drive them away: D grows with x, so b must grow where x > 0."""
    x = np.abs(X)
    after, _ = one_step(reg_gan(rate=0.0, term=regularised(distance_weight=0.0)), {"x": x[:, None]})
    assert only(after.params["mode_reg"]) > B


def test_an_unrolled_game_takes_the_term(x64):
    """One look ahead from D's w to w': G's surrogate has the term at w', which depends on theta as well."""
    x = X
    txs = {"generator_tx": optax.sgd(ETA), "discriminator_tx": optax.sgd(RATE)}
    options = GameOptions(adversarial.least_squares, generator_terms=(regularised(),))
    method = unrolled(Point(start=THETA), Scaled(W), **txs, unroll_steps=1, surrogate="generator", options=options)
    after, _ = one_step(method, {"x": x[:, None]})

    def ahead(w, theta):
        return w - RATE * (np.mean(SCALE * x * (w * SCALE * x - 1)) + w * (SCALE * theta) ** 2)

    def surrogate(theta, b):
        w, r = ahead(ahead(W, THETA), theta), theta + b * x
        return 0.5 * (w * SCALE * theta - 1) ** 2 + np.mean(L1 * (r - x) ** 2 + L2 * 0.5 * (w * SCALE * r - 1) ** 2)

    h = 1e-5
    slope = (surrogate(THETA + h, B) - surrogate(THETA - h, B)) / (2 * h)
    assert only(after.params["generator"]) == pytest.approx(THETA - ETA * slope, rel=1e-8)
    slope = (surrogate(THETA, B + h) - surrogate(THETA, B - h)) / (2 * h)
    assert only(after.params["mode_reg"]) == pytest.approx(B - SLOW * slope, rel=1e-8)


def test_packs_have_one_distance_for_each_of_their_examples():
    """Of packs' features the mean of the repeated distances is the mean over packs."""
    discriminator = packed.Discriminator({"name": "mlp", "hidden": (3,)}, pack=2)
    x, y = jax.random.normal(jax.random.key(0), (2, 6, 1))
    params = discriminator.init(jax.random.key(1), x)

    def judge(v):
        features = discriminator.apply(params, v, method="features")
        return discriminator.apply(params, features, method="head"), features

    apart, _ = mode_reg.reconstruction_terms("features", judge, adversarial.hinge, x, y)
    expected = np.square(np.asarray(judge(x)[1] - judge(y)[1])).sum(-1)
    np.testing.assert_allclose(apart, np.repeat(expected, 2), rtol=1e-6)


def test_zero_weights_are_the_plain_gan_bit_for_bit():
    """With batch norm in G, D and E: neither the players, nor their statistics and optimisers, know of the term."""
    config = tiny_configs.reg_gan()
    config.method.terms.generator.mode_reg.update(distance_weight=0.0, mode_weight=0.0)
    plain = tiny_configs.dcgan()
    plain.ema = config.ema
    found, states = build.dataset(config), []
    batch = found.sample(jax.random.key(5), 8)
    for made in (build.method(config, found), build.method(plain, found)):
        state, step = made.init(jax.random.key(0), batch), jax.jit(made.step)
        for i in range(2):
            state, _ = step(jax.random.key(i), state, batch)
        states.append(state)
    regular, plain = states
    for name in ("generator", "discriminator"):
        for part in ("params", "model_state", "opt_state"):
            chex.assert_trees_all_equal(getattr(regular, part)[name], getattr(plain, part)[name])
    chex.assert_trees_all_equal(
        regular.model_state["ema"]["params"]["generator"], plain.model_state["ema"]["params"]["generator"]
    )


class Normed(nn.Module):
    """G(z) = norm(z) + theta, where norm is batch norm without scale and bias."""

    latent_dim: int = 1

    @nn.compact
    def __call__(self, latent, label=None, *, train: bool):
        norm = batch_norm(train, None, use_scale=False, use_bias=False)
        return norm(latent) + self.param("theta", nn.initializers.constant(THETA), (1,))


def statistics(state):
    (norm,) = state["batch_stats"].values()
    return float(norm["mean"][0]), float(norm["var"][0])


def normed(encoder):
    return gan(
        Normed(),
        Line(W),
        generator_tx=optax.sgd(ETA),
        discriminator_tx=optax.sgd(0.0),
        generator_terms=(regularised(encoder),),
    )


def test_encoded_latents_have_batch_statistics_of_their_own(x64):
    """One step from mean 0 and variance 1, a tenth of the way to the batch's: sampling has the prior's."""
    method, n = normed(Code()), 512
    x = 20 + jax.random.normal(jax.random.key(3), (n, 1)) * 9.0
    after, _ = one_step(method, {"x": x})
    mean, variance = statistics(after.model_state["mode_reg"]["generator"])
    np.testing.assert_allclose(mean, 0.1 * B * np.mean(x), rtol=1e-6)
    np.testing.assert_allclose(variance, 0.9 + 0.1 * B**2 * np.var(x), rtol=1e-6)
    of_prior = statistics(after.model_state["generator"])
    np.testing.assert_allclose(of_prior, (0, 1), atol=0.1 * 5 / np.sqrt(n))
    # A sample is (z - mean) / deviation + theta by the prior's, a reconstruction by its own.
    theta, b = only(after.params["generator"]), only(after.params["mode_reg"])
    samples = np.asarray(method.sample(jax.random.key(0), after, 20_000))
    np.testing.assert_allclose(samples.mean(), theta - of_prior[0], atol=5 / np.sqrt(20_000))
    code = method.encode(jax.random.key(0), after, x)
    np.testing.assert_allclose(code, b * x, rtol=1e-6)
    expected = (code - mean) / np.sqrt(variance + 1e-5) + theta
    np.testing.assert_allclose(method.reconstruct(jax.random.key(0), after, x), expected, rtol=1e-5)
    expected = (x - of_prior[0]) / np.sqrt(of_prior[1] + 1e-5) + theta
    np.testing.assert_allclose(method.decode(jax.random.key(0), after, x), expected, rtol=1e-5)
    # They go on from where they were.
    after, _ = jax.jit(method.step)(jax.random.key(2), after, {"x": x})
    further = statistics(after.model_state["mode_reg"]["generator"])
    np.testing.assert_allclose(further[0], 0.9 * mean + 0.1 * b * np.mean(x), rtol=1e-6)
    np.testing.assert_allclose(further[1], 0.9 * variance + 0.1 * b**2 * np.var(x), rtol=1e-6)


class NormedCode(nn.Module):
    """E(x) = norm(x) + b."""

    latent_dim: int = 1

    @nn.compact
    def __call__(self, x, *, train: bool):
        norm = batch_norm(train, None, use_scale=False, use_bias=False)
        return norm(x) + self.param("b", nn.initializers.constant(B), ())


def test_an_encoder_keeps_its_own_statistics(x64):
    x = 20 + jax.random.normal(jax.random.key(3), (64, 1)) * 9.0
    after, _ = one_step(normed(NormedCode()), {"x": x})
    mean, variance = statistics(after.model_state["mode_reg"]["encoder"])
    np.testing.assert_allclose((mean, variance), (0.1 * np.mean(x), 0.9 + 0.1 * np.var(x)), rtol=1e-6)
    # What E gives in training is normalised already.
    np.testing.assert_allclose(statistics(after.model_state["mode_reg"]["generator"]), (0.1 * B, 1), atol=1e-5)


def test_squared_distances_are_of_all_values():
    found = squared_distance(jnp.arange(12.0).reshape(2, 3, 2, 1), jnp.ones((2, 3, 2, 1)))
    np.testing.assert_array_equal(found, [1 + 0 + 1 + 4 + 9 + 16, 25 + 36 + 49 + 64 + 81 + 100])


def test_an_average_refreshes_both_statistics(x64):
    """After one step the average is the new parameters: its statistics of codes are those of the new encoder."""
    x = 1 + jax.random.normal(jax.random.key(3), (64, 1)) * 3.0
    method = with_ema(normed(Bent()), 0.9)
    after, _ = one_step(method, {"x": x})
    b, last, kept = only(after.params["mode_reg"]), after.model_state, after.model_state["ema"]["statistics"]
    assert abs(b / B - 1) > 0.01  # or the case would show nothing
    for found, slope in ((last, B), (kept, b)):
        mean, variance = statistics(found["mode_reg"]["generator"])
        np.testing.assert_allclose(mean, 0.1 * np.mean(np.tanh(slope * x)), rtol=1e-6)
    assert statistics(kept["generator"]) != statistics(last["generator"])
    expected = (np.tanh(b * x) - mean) / np.sqrt(variance + 1e-5) + only(after.params["generator"])
    np.testing.assert_allclose(method.reconstruct(jax.random.key(0), after, x), expected, rtol=1e-5)
    mean, variance = statistics(kept["generator"])
    expected = (x - mean) / np.sqrt(variance + 1e-5) + only(after.params["generator"])
    np.testing.assert_allclose(method.decode(jax.random.key(0), after, x), expected, rtol=1e-5)


def test_a_conditional_generator_reconstructs_with_labels():
    generator, encoder = mlp.Generator(3, (2,), hidden=(5,), n_classes=4), mlp.Encoder(3, (4,), deterministic=True)
    txs = dict(generator_tx=optax.sgd(0.1), discriminator_tx=optax.sgd(0.1))
    method = gan(generator, mlp.Discriminator((6,)), generator_terms=(mode_reg.make(encoder),), **txs)
    batch = {"x": jnp.ones((4, 2)), "label": jnp.arange(4)}
    state = jax.jit(method.init)(jax.random.key(0), batch)
    a, b = (
        method.reconstruct(jax.random.key(0), state, batch["x"], label) for label in (batch["label"], jnp.zeros(4))
    )
    assert a.shape == (4, 2) and (np.abs(a - b).max(1) > 1e-6).tolist() == [False, True, True, True]
    with pytest.raises(UserError, match="reconstructs with labels"):
        method.reconstruct(jax.random.key(0), state, batch["x"])


ENCODER = {"name": "mlp", "latent_dim": 2, "hidden": (4,)}


@pytest.mark.parametrize(
    ("side", "options", "match"),
    [
        ("generator", {}, "mode_reg needs an encoder"),
        ("generator", {"encoder": {}}, "mode_reg needs an encoder"),
        ("generator", {"encoder": {"name": "mlp"}}, "mlp.Encoder needs latent_dim"),
        ("generator", {"encoder": ENCODER}, "encoder.latent_dim is 2: it must be the generator's, 3"),
        ("generator", {"encoder": ENCODER, "mode_weight": -0.1}, "mode_weight must not be negative, not -0.1"),
        ("generator", {"encoder": ENCODER, "distance_weight": -1.0}, "distance_weight must not be negative"),
        ("generator", {"encoder": ENCODER, "distance": "l1"}, "one of pixels, features, not 'l1'"),
        ("discriminator", {"encoder": ENCODER | {"latent_dim": 3}}, "among the generator's terms only"),
    ],
)
def test_mistakes_in_the_term_are_named(side, options, match):
    config = tiny_configs.gan()
    config.method.terms = {side: {"mode_reg": options}}
    with pytest.raises(UserError, match=match):
        build.method(config, build.dataset(config)).init(jax.random.key(0), {"x": jnp.zeros((2, 2))})


@pytest.mark.parametrize(
    ("side", "name", "match"),
    [
        ("discriminator", "semi_implicit", "semi_implicit can be among the generator's terms only"),
        ("generator", "r1", "r1 must be among the discriminator's terms too"),
        ("generator", "gradient_penalty", "gradient_penalty must be among the discriminator's terms too"),
        ("generator", "roth", "roth must be among the discriminator's terms too"),
        ("generator", "donsker_varadhan", "donsker_varadhan must be among the discriminator's terms too"),
        ("discriminator", "donsker_varadhan", "donsker_varadhan must be among the generator's terms too"),
    ],
)
def test_a_term_that_does_nothing_on_a_side_is_refused_there(side, name, match):
    config = tiny_configs.gan()
    config.method.loss = "wasserstein"
    config.method.terms = {side: {name: {}}}
    with pytest.raises(UserError, match=match):
        build.method(config, build.dataset(config)).init(jax.random.key(0), {"x": jnp.zeros((2, 2))})


def test_a_term_knows_its_devices_axis():
    term = terms.make({"generator": {"mode_reg": {"encoder": {"name": "dcgan", "latent_dim": 3}}}}, "generator", "i")[
        0
    ]
    assert term.encoder.axis_name == "i" and term.encoder.deterministic
