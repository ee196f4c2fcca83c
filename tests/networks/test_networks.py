from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from ganjax.errors import UserError
from ganjax.networks import (
    autoencoder,
    classifier,
    dcgan,
    layers,
    mlp,
    resnet,
    spectral,
    stacked,
    stacked_authors,
    stacked_sig,
    stochastic,
)
from ganjax.networks.variables import forward, init_network

PAIRS = {
    "mlp": (mlp.Generator(3, (2,), hidden=(4,)), mlp.Discriminator(hidden=(4,))),
    "mlp_image": (mlp.Generator(3, (8, 8, 1), (4,), "relu", "tanh"), mlp.Discriminator((4,), "leaky_relu")),
    "dcgan_8": (dcgan.Generator(3, (8, 8, 1), filters=2), dcgan.Discriminator(filters=2)),
    "dcgan_28": (
        dcgan.Generator(3, (28, 28, 3), filters=2),
        dcgan.Discriminator(filters=2, batch_norm=False, feature_dim=5),
    ),
    "dcgan_32": (
        dcgan.Generator(3, (32, 32, 3), filters=2, kernel=5),
        dcgan.Discriminator(filters=2, kernel=5),
    ),
    "dcgan_spectral": (
        dcgan.Generator(3, (28, 28, 1), filters=2, attention=14),
        dcgan.Discriminator(filters=2, spectral_norm=True, feature_dim=5, attention=7),
    ),
    "resnet_28": (
        resnet.Generator(3, (28, 28, 1), filters=2, attention=7, spectral_norm=True),
        resnet.Discriminator(filters=2, flat_blocks=1, attention=14),
    ),
    "resnet_32": (
        resnet.Generator(3, (32, 32, 3), filters=2),
        resnet.Discriminator(filters=2, spectral_norm=False, feature_dim=5),
    ),
    "autoencoder": (dcgan.Generator(3, (8, 8, 1), filters=2), autoencoder.Discriminator(filters=2, latent_dim=4)),
    "dcgan_64": (dcgan.Generator(3, (64, 64, 3), filters=1), dcgan.Discriminator(filters=1)),
    "stacked": (stacked.Generator(3), stacked.Discriminator(filters=(2, 4, 8))),
    "stacked_authors": (
        stacked_authors.Generator(3, hidden=4, filters=(2, 2)),
        stacked_authors.Discriminator(filters=(2, 2), hidden=4),
    ),
    "stacked_sig": (stacked_sig.Generator(3, width=0.125), stacked_sig.Discriminator(width=0.5)),
}


def everything(generator, discriminator, key):
    latent = jax.random.normal(key, (4, generator.latent_dim))
    g = generator.init(key, latent, train=True)
    x, stats = generator.apply(g, latent, train=True, mutable=["batch_stats"])
    d = discriminator.init(key, x, train=True)
    features, d_stats = discriminator.apply(d, x, train=True, method="features", mutable=["batch_stats"])
    return {
        "x": x,
        "features": features,
        "logits": discriminator.apply(d, x, train=True, mutable=["batch_stats"])[0],
        "head": discriminator.apply(d, features, method="head", mutable=["batch_stats"])[0],
        "running_x": generator.apply({**g, **stats}, latent, train=False),
        "running": discriminator.apply({**d, **d_stats}, x, train=False),
        "running_first": discriminator.apply({**d, **d_stats}, x[:1], train=False),
    }


@pytest.mark.parametrize("name", PAIRS)
def test_shapes(name):
    generator, discriminator = PAIRS[name]
    out = jax.eval_shape(lambda key: everything(generator, discriminator, key), jax.random.key(0))
    assert out["x"].shape == out["running_x"].shape == (4, *generator.x_shape)
    assert out["features"].ndim == 2
    assert out["logits"].shape == out["head"].shape == out["running"].shape == (4,)


@pytest.mark.parametrize("name", ["mlp_image", "dcgan_8", "autoencoder"])
def test_values(name):
    out = jax.jit(lambda key: everything(*PAIRS[name], key))(jax.random.key(0))
    assert np.abs(out["x"]).max() <= 1
    np.testing.assert_allclose(out["head"], out["logits"], atol=1e-6)
    # With running averages an example does not depend on the rest of its batch.
    np.testing.assert_allclose(out["running_first"], out["running"][:1], atol=1e-5)


def test_an_autoencoders_halves_have_its_filters_and_no_spectral_norm():
    energy = autoencoder.Discriminator(filters=2, latent_dim=4)
    variables = jax.eval_shape(partial(energy.init, train=False), jax.random.key(0), jnp.zeros((1, 8, 8, 1)))
    assert set(variables) == {"params"}
    assert variables["params"]["Discriminator_0"]["conv_0"]["kernel"].shape == (4, 4, 1, 2)
    assert variables["params"]["Generator_0"]["ConvTranspose_0"]["kernel"].shape == (4, 4, 4, 2)


def test_first_feature_maps():
    sizes = {8: (2, 2, 2), 16: (2, 4, 4), 28: (2, 7, 7), 32: (3, 4, 4), 48: (3, 6, 6), 64: (4, 4, 4)}
    assert {n: dcgan.stages((n, n, 3)) for n in sizes} == sizes
    for shape in ((30, 30, 3), (36, 36, 3), (2,)):
        with pytest.raises(ValueError, match="dcgan"):
            dcgan.stages(shape)


def test_generators_take_labels():
    for label in (jnp.array([0, 2, 1, 1]), jnp.ones((4, 3))):
        generator = mlp.Generator(3, (2,), hidden=(4,), n_classes=3)
        variables = generator.init(jax.random.key(0), jnp.zeros((4, 3)), label, train=True)
        assert variables["params"]["Dense_0"]["kernel"].shape == (6, 4)


def test_encoder_and_classifier():
    def shapes(network, *shape, **options):
        outputs = jax.eval_shape(
            lambda key: network.init_with_output(key, jnp.zeros(shape), **options)[0], jax.random.key(0)
        )
        return [leaf.shape for leaf in jax.tree.leaves(outputs)]

    assert shapes(mlp.Encoder(5, hidden=(4,)), 3, 2, train=True) == [(3, 5), (3, 5)]
    for size, channels in ((8, 1), (28, 3), (32, 1)):
        assert shapes(classifier.Classifier(10), 3, size, size, channels) == [(3, 10)]


def test_feature_dim():
    network = dcgan.Discriminator(feature_dim=24, filters=2)
    variables = jax.eval_shape(lambda: network.init(jax.random.key(0), jnp.zeros((2, 8, 8, 1)), train=True))
    assert variables["params"]["feature"]["kernel"].shape == (16, 24)


def test_unknown_activation():
    with pytest.raises(ValueError, match="tanhh"):
        mlp.function("tanhh")


@pytest.mark.parametrize("network", [dcgan.Discriminator, resnet.Discriminator])
def test_spectral_norm_is_the_largest_singular_value(network):
    """After its power iterations, for every kernel and the head's, to 1e-3; the output is divided by it."""
    discriminator = network(filters=3, spectral_norm=True, feature_dim=4)
    x = jax.random.normal(jax.random.key(0), (2, 8, 8, 1))
    variables = discriminator.init(jax.random.key(1), x, train=False)

    @jax.jit
    def iterate(state, _):
        _, state = discriminator.apply({**variables, **state}, x, train=True, mutable=["batch_stats"])
        return state, None

    state, _ = jax.lax.scan(iterate, {"batch_stats": variables["batch_stats"]}, length=200)
    singular_values = {path[-1].key: value for path, value in jax.tree_util.tree_leaves_with_path(state)}
    kernels = {
        "/".join(key.key for key in path): np.asarray(value).reshape(-1, value.shape[-1])
        for path, value in jax.tree_util.tree_leaves_with_path(variables["params"])
        if path[-1].key == "kernel"
    }
    assert len([name for name in singular_values if name.endswith("sigma")]) == len(kernels) > 3
    for name, kernel in kernels.items():
        np.testing.assert_allclose(singular_values[f"{name}/sigma"], np.linalg.svd(kernel)[1][0], rtol=1e-3)
    features = jax.random.normal(jax.random.key(2), (5, 4))
    head = kernels["logit/kernel"]
    logits = discriminator.apply({**variables, **state}, features, method="head")
    np.testing.assert_allclose(logits, (features @ head / np.linalg.norm(head))[:, 0], rtol=1e-3, atol=1e-5)


def test_attention_is_a_weighted_mean_of_all_places():
    x = jax.random.normal(jax.random.key(0), (2, 3, 3, 8))
    layer = spectral.SelfAttention()
    variables = layer.init(jax.random.key(1), x)
    np.testing.assert_array_equal(layer.apply(variables, x), x)  # gain 0
    params = {**variables["params"], "gain": jnp.asarray(0.7)}
    out = layer.apply({"params": params}, x)
    for b in range(2):
        flat = np.asarray(x[b]).reshape(9, 8)
        query, key, value = (flat @ params[name]["kernel"] for name in ("query", "key", "value"))
        for i in range(9):
            weight = np.exp([query[i] @ key[j] for j in range(9)])
            attended = (weight / weight.sum()) @ value
            output = flat[i] + 0.7 * attended @ params["output"]["kernel"]
            np.testing.assert_allclose(out[b].reshape(9, 8)[i], output, rtol=1e-4, atol=1e-5)


def test_attention_at_no_feature_map_is_refused():
    with pytest.raises(UserError, match=r"\[7, 14\]"):
        dcgan.Generator(3, (28, 28, 1), attention=8).init(jax.random.key(0), jnp.zeros((1, 3)), train=False)
    with pytest.raises(UserError, match=r"\[16, 8\]"):
        critic = resnet.Discriminator(filters=2, attention=32)
        jax.eval_shape(lambda key: critic.init(key, jnp.zeros((1, 32, 32, 3)), train=False), jax.random.key(0))


def test_the_evaluators_batch_norm_is_in_inference_mode():
    """What it says of an image does not depend on the others; in training it would."""
    network = resnet.Classifier(3, filters=(2, 4), blocks=1)
    x = jax.random.normal(jax.random.key(0), (6, 8, 8, 1))
    variables = network.init(jax.random.key(1), x)
    _, stats = network.apply(variables, x, train=True, mutable=["batch_stats"])
    variables = {**variables, **stats}
    together, alone = network.apply(variables, x), network.apply(variables, x[:1])
    np.testing.assert_allclose(together[:1], alone, rtol=1e-5, atol=1e-6)
    trained, _ = network.apply(variables, x, train=True, mutable=["batch_stats"])
    assert np.abs(trained - together).max() > 1e-3


def test_an_encoder_shifts_and_scales_what_it_sees():
    """Pixels of -1 and 1 as 0 and 1; of several stochastic layers the first one alone."""
    key, x = jax.random.key(0), jnp.array([[-1.0, 1.0, 1.0]])
    for plain, scaled in (
        (mlp.Encoder(2, (4,)), mlp.Encoder(2, (4,), input_scale=0.5, input_shift=1.0)),
        (
            stochastic.Encoder((3, 2), ((4,), (4,))),
            stochastic.Encoder((3, 2), ((4,), (4,)), input_scale=0.5, input_shift=1.0),
        ),
    ):
        variables = plain.init(key, x)
        for a, b in zip(plain.apply(variables, (x + 1) / 2), scaled.apply(variables, x), strict=True):
            np.testing.assert_allclose(a, b, rtol=1e-6)


def test_an_mlps_layers_are_divided_by_their_largest_singular_values():
    module = mlp.Discriminator(hidden=(5, 4), spectral_norm=True)
    x = jax.random.normal(jax.random.key(1), (8, 2))
    params, state = init_network(module, jax.random.key(0), x, train=False)
    for _ in range(100):
        logits, state = forward(module, params, state, x)
    expected = x
    for name in ("layers_0", "layers_1", "logit"):
        expected = expected @ (params[name]["kernel"] / np.linalg.norm(params[name]["kernel"], 2))
        expected = expected if name == "logit" else jnp.tanh(expected)
    np.testing.assert_allclose(logits, expected[:, 0], atol=1e-5)
    # Where nothing may be stored, as in scoring, the vectors are those of the last step.
    again, kept = forward(module, params, state, x, train=False)
    np.testing.assert_allclose(again, logits, atol=1e-6)
    assert jax.tree.all(jax.tree.map(lambda a, b: bool((a == b).all()), kept, state))


def test_he_keeps_the_size_of_activations():
    """A layer of ReLUs of unit normals has outputs of unit variance, up or down by a stride of 2."""
    x = jax.nn.relu(jax.random.normal(jax.random.key(0), (4, 16, 16, 64)))
    down = layers.Conv(64, (4, 4), (2, 2), kernel_init=dcgan.initializer("he"))
    up = layers.ConvTranspose(64, (4, 4), (2, 2), kernel_init=dcgan.initializer("he", stride=2))
    for layer in (down, up):
        y, _ = layer.init_with_output(jax.random.key(1), x)
        np.testing.assert_allclose(y[:, 2:-2, 2:-2].std(), 1, atol=0.05)
    deep = dcgan.Generator(100, (16, 16, 3), filters=32, batch_norm=False, kernel_init="he")
    images, _ = deep.init_with_output(jax.random.key(2), jax.random.normal(jax.random.key(3), (64, 100)), train=True)
    assert 0.4 < images.std() < 0.8, "tanh of about a unit normal"
    with pytest.raises(UserError, match="normal or he, not 'xavier'"):
        dcgan.initializer("xavier")
