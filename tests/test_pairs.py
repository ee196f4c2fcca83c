"""ALI and VEEGAN: their losses by hand, who is trained by which, and packs of examples."""

import flax.linen as nn
import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from ganjax.errors import UserError
from ganjax.losses import adversarial
from ganjax.methods.ali import ali
from ganjax.methods.common import draw_latent
from ganjax.methods.veegan import veegan
from ganjax.networks import mlp, packed
from ganjax.parallel import example_normal


class Scale(nn.Module):
    """G(z) = a z."""

    latent_dim: int = 1

    @nn.compact
    def __call__(self, latent, label=None, *, train=True):
        return self.param("a", nn.initializers.constant(2.0), ()) * latent


class Inverse(nn.Module):
    """F(x) = b x, with variance exp(c)."""

    latent_dim: int = 1

    @nn.compact
    def __call__(self, x, *, train=True):
        b, c = (self.param(name, nn.initializers.constant(v), ()) for name, v in (("b", 0.3), ("c", -0.5)))
        return b * x, jnp.full_like(x, 0) + c


class Plane(nn.Module):
    """D(x, z) = u x + v z."""

    @nn.compact
    def __call__(self, x, latent, *, train=True):
        u, v = (self.param(name, nn.initializers.constant(w), ()) for name, w in (("u", 0.7), ("v", -0.2)))
        return (u * x + v * latent)[:, 0]


def one_step(make, **options):
    """Parameters before and after a step of unit learning rate in which D stands still."""
    method = make(
        Scale(),
        Inverse(),
        Plane(),
        generator_tx=optax.sgd(1.0),
        encoder_tx=optax.sgd(1.0),
        discriminator_tx=optax.sgd(0.0),
        **options,
    )
    x = jax.random.normal(jax.random.key(5), (6, 1))
    state = method.init(jax.random.key(0), {"x": x})
    state = jax.tree.map(lambda v: v.astype(float) if v.dtype == jnp.float32 else v, state)
    after, metrics = method.step(jax.random.key(1), state, {"x": x})
    moved = {k: jax.tree.map(lambda a, b: float(a - b), after.params[k], state.params[k]) for k in state.params}
    return moved, metrics


def test_veegan_reconstructs_latents_and_f_learns_from_that_alone(x64):
    """With e = b a z - z: F's loss has d/db = mean(e a z) / s² and d/dc = (1 - mean e² / s²) / 2."""
    moved, metrics = one_step(veegan)
    a, b, c = 2.0, 0.3, -0.5
    square = float(metrics["reconstruction"]) / (b * a - 1) ** 2  # mean z²
    s2 = np.exp(c)
    np.testing.assert_allclose(moved["encoder"]["b"], -(b * a - 1) * a * square / s2, rtol=1e-9)
    np.testing.assert_allclose(moved["encoder"]["c"], -(1 - (b * a - 1) ** 2 * square / s2) / 2, rtol=1e-9)
    # D(G(z), z) = (u a + v) z, so that mean z is known from the logits; G moves up u z and down the error.
    mean = float(metrics["fake_logits"]) / (0.7 * a - 0.2)
    np.testing.assert_allclose(moved["generator"]["a"], 0.7 * mean - (b * a - 1) * b * square / s2, rtol=1e-9)
    assert moved["discriminator"] == {"u": 0, "v": 0}


def test_ali_trains_both_with_the_roles_changed(x64):
    """D's loss with the labels exchanged: -log D(G(z), z) - log(1 - D(x, E(x)))."""
    plain, _ = one_step(ali)
    latent_key, noise_key = jax.random.split(jax.random.split(jax.random.key(1))[1])
    z = np.asarray(draw_latent(Scale(), latent_key, 6), float)
    x = np.asarray(jax.random.normal(jax.random.key(5), (6, 1)), float)
    noise = np.asarray(example_normal(noise_key, 6, (1,)), float)
    logits = 0.7 * 2 * z - 0.2 * z
    np.testing.assert_allclose(plain["generator"]["a"], np.mean(0.7 * z / (1 + np.exp(logits))), rtol=1e-5)
    logits = 0.7 * x - 0.2 * (0.3 * x + np.exp(-0.25) * noise)
    np.testing.assert_allclose(plain["encoder"]["b"], np.mean(0.2 * x / (1 + np.exp(-logits))), rtol=1e-5)

    wasserstein, metrics = one_step(ali, loss=adversarial.wasserstein)
    # G and E minimise -mean D(G(z), z) + mean D(x, E(x)).
    mean_z = float(metrics["fake_logits"]) / (0.7 * 2 - 0.2)
    np.testing.assert_allclose(wasserstein["generator"]["a"], 0.7 * mean_z, rtol=1e-9)
    np.testing.assert_allclose(wasserstein["encoder"]["b"], 0.2 * float(x.mean()), rtol=1e-6)


def test_a_pack_is_judged_as_one():
    discriminator = packed.Discriminator({"name": "mlp", "hidden": (4,)}, pack=3)
    x = jax.random.normal(jax.random.key(0), (6, 2))
    params = discriminator.init(jax.random.key(1), x[:1])
    logits = discriminator.apply(params, x)
    assert logits.shape == (6,) and params["params"]["inner"]["layers_0"]["kernel"].shape == (6, 4)
    np.testing.assert_array_equal(logits[:3], np.repeat(logits[0], 3))
    assert logits[0] != logits[3]
    by_hand = discriminator.apply(params, x[:3])
    np.testing.assert_allclose(by_hand, logits[:3], rtol=1e-6)
    # Images are joined along their channels, example by example.
    image = jnp.arange(2 * 4 * 4 * 1.0).reshape(2, 4, 4, 1)
    discriminator = packed.Discriminator({"name": "mlp", "hidden": (1,)}, pack=2)
    params = discriminator.init(jax.random.key(0), image)["params"]
    weights = params["inner"]["layers_0"]["kernel"]
    features = discriminator.apply({"params": params}, image, method="features")
    joined = np.concatenate([image[0], image[1]], -1).reshape(1, -1)
    np.testing.assert_allclose(features, np.tanh(joined @ np.asarray(weights)), atol=1e-5)
    # One example alone is no pack once the weights are there.
    for n in (1, 5):
        with pytest.raises(UserError, match=f"does not divide a batch of {n}"):
            discriminator.apply(params, x[:n])
    with pytest.raises(UserError, match="at least 1, not 0"):
        packed.Discriminator({"name": "mlp"}, pack=0).init(jax.random.key(0), x)


def test_networks_that_do_not_fit_are_refused():
    txs = dict.fromkeys(("generator_tx", "encoder_tx", "discriminator_tx"), optax.sgd(0.1))
    with pytest.raises(UserError, match="encoder.latent_dim is 2: it must be the generator's, 3"):
        ali(mlp.Generator(3, (2,)), mlp.Encoder(2), Plane(), **txs)
    with pytest.raises(UserError, match="does not take labels"):
        veegan(mlp.Generator(3, (2,), n_classes=4), mlp.Encoder(3), Plane(), **txs)
