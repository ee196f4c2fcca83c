"""Discriminators that see labels, and the labels that a game gives them."""

import flax.linen as nn
import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from ganjax import networks
from ganjax.errors import UserError
from ganjax.harness import build
from ganjax.methods.game import play
from ganjax.networks.layers import label_vector
from ganjax.networks.mlp import Generator
from ganjax.networks.variables import forward, init_network
from tests.tiny_configs import METHODS

X = jax.random.normal(jax.random.key(1), (6, 2))
LABEL = jnp.array([0, 2, 1, 1, 0, 2])


def conditional(**more):
    body = {"name": "mlp", "hidden": (5,)}
    return networks.make("discriminator", {"name": "conditional", "body": body, "n_classes": 3, **more})


def test_the_projection_is_the_bodys_logit_and_a_product():
    module = conditional(joint="projection")
    params, _ = init_network(module, jax.random.key(0), X[:1], LABEL[:1], train=False)
    logits, _ = forward(module, params, {}, X, LABEL)
    body = networks.make("discriminator", {"name": "mlp", "hidden": (5,)})
    plain, _ = forward(body, params["inner"], {}, X)
    features, _ = forward(body, params["inner"], {}, X, method="features")
    rows = params["embedding"]["kernel"][LABEL]  # V y of a one-hot y
    np.testing.assert_allclose(logits, [p + r @ f for p, r, f in zip(plain, rows, features, strict=True)], rtol=1e-5)


@pytest.mark.parametrize(
    ("body", "normalised"),
    [({"name": "resnet", "filters": 2}, True), ({"name": "dcgan", "filters": 2}, False)],
)
def test_the_projection_is_normalised_as_the_body_is_by_default(body, normalised):
    """Also where the body's config does not say so: a ResNet's layers are."""
    x, label = jnp.zeros((2, 16, 16, 3)), LABEL[:2]
    module = conditional(body=body, joint="projection")
    variables = jax.eval_shape(lambda key: module.init(key, x, label, train=False), jax.random.key(0))
    of_norms = [str(path) for path, _ in jax.tree_util.tree_leaves_with_path(variables.get("batch_stats", {}))]
    assert any("embedding" in path for path in of_norms) == normalised
    assert any("logit" in path for path in of_norms) == normalised


@pytest.mark.parametrize("joint", ["concatenation", "projection"])
def test_logits_depend_on_the_label_and_features_do_not(joint):
    module = conditional(joint=joint)
    params, _ = init_network(module, jax.random.key(0), X[:1], LABEL[:1], train=False)
    logits, _ = forward(module, params, {}, X, LABEL)
    other, _ = forward(module, params, {}, X, (LABEL + 1) % 3)
    assert (jnp.abs(logits - other) > 1e-4).all()
    # A vector of attributes is a label too: one-hot ones are classes.
    np.testing.assert_array_equal(forward(module, params, {}, X, label_vector(LABEL, 3))[0], logits)
    features, _ = forward(module, params, {}, X, method="features")
    np.testing.assert_allclose(module.apply({"params": params}, features, LABEL, method="head"), logits, rtol=1e-6)


class ByClass(nn.Module):
    """D(x, y) = w_y x, so that every label counts."""

    n_classes: int = 3

    def setup(self):
        self.w = self.param("w", lambda _: jnp.array([1.0, -2.0, 3.0]))

    def features(self, x, *, train=True):
        return x[:, :1]

    def head(self, features, label):
        return self.w[label] * features[:, 0]

    def __call__(self, x, label, *, train=True):
        return self.head(self.features(x, train=train), label)


def test_a_game_judges_real_examples_and_samples_with_the_labels_of_the_batch():
    generator = Generator(3, (2,), hidden=(4,), n_classes=3)
    txs = dict(generator_tx=optax.sgd(0.1), discriminator_tx=optax.sgd(0.0))
    game = play(generator, ByClass(), **txs)
    batch, key = {"x": X, "label": LABEL}, jax.random.key(3)
    state = game.init(jax.random.key(0), batch)
    w = np.array([1.0, -2.0, 3.0])[LABEL]
    _, metrics = game.critic(key, state, batch)
    _, fake, _ = game.fakes(state.params, state.model_state, jax.random.split(key, 4)[0], batch)
    real, of_samples = w * X[:, 0], w * fake[:, 0]
    np.testing.assert_allclose(metrics["real_logits"], real.mean(), rtol=1e-5)
    np.testing.assert_allclose(metrics["fake_logits"], of_samples.mean(), rtol=1e-5)
    expected = (jax.nn.softplus(-real) + jax.nn.softplus(of_samples)).mean()
    np.testing.assert_allclose(metrics["discriminator_loss"], expected, rtol=1e-5)
    _, fake, _ = game.fakes(state.params, state.model_state, jax.random.split(key, 5)[0], batch)
    value, _ = game.generator_loss({"generator": state.params["generator"]}, state, key, batch)
    np.testing.assert_allclose(value, jax.nn.softplus(-w * fake[:, 0]).mean(), rtol=1e-5)


def test_terms_judge_with_the_labels_too():
    """A gradient penalty: the gradient of w_y x is w_y."""
    from ganjax import terms
    from ganjax.methods.game import GameOptions

    penalty = terms.make({"discriminator": {"r1": {"weight": 2.0}}}, "discriminator")
    game = play(
        Generator(3, (2,), hidden=(4,), n_classes=3),
        ByClass(),
        generator_tx=optax.sgd(0.1),
        discriminator_tx=optax.sgd(0.0),
        options=GameOptions(discriminator_terms=penalty),
    )
    batch = {"x": X, "label": LABEL}
    plain = play(
        Generator(3, (2,), hidden=(4,), n_classes=3),
        ByClass(),
        **{"generator_tx": optax.sgd(0.1), "discriminator_tx": optax.sgd(0.0)},
    )
    losses = [
        g.critic(jax.random.key(3), g.init(jax.random.key(0), batch), batch)[1]["discriminator_loss"]
        for g in (game, plain)
    ]
    squares = np.array([1.0, -2.0, 3.0])[LABEL] ** 2
    np.testing.assert_allclose(losses[0] - losses[1], squares.mean(), rtol=1e-4)  # weight / 2 of each


def test_wrong_labels_are_one_line():
    with pytest.raises(UserError, match="n_classes is 3: it must be the generator's, 0"):
        play(Generator(3, (2,)), conditional(), generator_tx=optax.sgd(1.0), discriminator_tx=optax.sgd(1.0))
    with pytest.raises(UserError, match="joint must be concatenation or projection, not 'project'"):
        init_network(conditional(joint="project"), jax.random.key(0), X, LABEL, train=False)
    config = METHODS["mdgan"]()
    config.networks.discriminator = {"name": "conditional", "body": config.networks.discriminator, "n_classes": 10}
    method, batch = build.method(config, build.dataset(config)), build.dataset(config).sample(jax.random.key(0), 8)
    with pytest.raises(UserError, match="conditional needs a label"):
        jax.eval_shape(method.init, jax.random.key(0), jax.tree.map(lambda x: jnp.stack([x, x]), batch))
