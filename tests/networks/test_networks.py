import jax
import jax.numpy as jnp
import numpy as np
import pytest

from ganjax.networks import classifier, dcgan, mlp, stacked, stacked_authors, stacked_sig

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
        "head": discriminator.apply(d, features, method="head"),
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


@pytest.mark.parametrize("name", ["mlp_image", "dcgan_8"])
def test_values(name):
    out = jax.jit(lambda key: everything(*PAIRS[name], key))(jax.random.key(0))
    assert np.abs(out["x"]).max() <= 1
    np.testing.assert_allclose(out["head"], out["logits"], atol=1e-6)
    # With running averages an example does not depend on the rest of its batch.
    np.testing.assert_allclose(out["running_first"], out["running"][:1], atol=1e-5)


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
