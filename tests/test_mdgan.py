"""MDGAN and VAE/GAN, GANs with an encoder, where a step has a closed form."""

import chex
import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from ganjax.errors import UserError
from ganjax.harness import build
from ganjax.losses import adversarial
from ganjax.methods.mdgan import mdgan
from ganjax.methods.vae_gan import balance, vae_gan
from ganjax.parallel import example_normal
from tests import tiny_configs
from tests.players import SCALE, THETA, B, C, Code, Point, Scaled, W, one_step, only, sigmoid

ETA, RATE, SLOW = 0.1, 0.05, 0.2  # of G, D and E
L1, L2 = 0.3, 0.7
X = np.array([[2.0, 1.0, -0.5, 1.5], [0.3, 0.9, 1.1, -0.6]])


@pytest.mark.parametrize("distance", ["pixels", "features"])
def test_mdgan_is_figure_8_line_by_line(distance, x64):
    """Least squares; line 3 moves G and E by D_1, line 7 G alone by D_2, which calls reconstructions real."""
    method = mdgan(
        Point(start=THETA),
        Code(),
        Scaled(W),
        generator_tx=optax.sgd(ETA),
        encoder_tx=optax.sgd(SLOW),
        discriminator_tx=optax.sgd(RATE),
        loss=adversarial.least_squares,
        distance_weight=L1,
        mode_weight=L2,
        distance=distance,
    )
    after, told = one_step(method, {"x": jnp.asarray(X)[..., None]})
    (x, y), s, theta, b, first, second = X, SCALE, THETA, B, W, W
    factor = 1.0 if distance == "pixels" else s**2
    r = theta + b * x
    first -= RATE * (np.mean(s * x * (first * s * x - 1)) + first * np.mean((s * r) ** 2))
    along = L1 * 2 * factor * (r - x) + L2 * (first * s * r - 1) * first * s
    theta, b = theta - ETA * along.mean(), b - SLOW * np.mean(along * x)
    r = theta + b * y
    second -= RATE * (np.mean(s * r * (second * s * r - 1)) + second * (s * theta) ** 2)
    theta -= ETA * (second * s * theta - 1) * second * s
    expected = {"discriminator": first, "encoder": b, "diffusion_discriminator": second, "generator": theta}
    for name, value in expected.items():
        assert only(after.params[name]) == pytest.approx(value, rel=1e-12), name
    assert {"discriminator/loss", "diffusion_discriminator/loss", "distance", "mode"} <= set(told)


def vae_gan_step(**options):
    method = vae_gan(
        Point(start=THETA),
        Code(deterministic=False),
        Scaled(W),
        generator_tx=optax.sgd(ETA, momentum=0.9),
        encoder_tx=optax.sgd(SLOW),
        discriminator_tx=optax.sgd(RATE, momentum=0.9),
        **options,
    )
    return one_step(method, {"x": jnp.asarray(X[0])[:, None]})


def test_vae_gan_is_algorithm_1(x64):
    gamma, x, s = 0.4, X[0], SCALE
    after, told = vae_gan_step(likelihood_weight=gamma, margin=10.0)
    noise = np.asarray(example_normal(jax.random.split(jax.random.key(1))[1], 4, (1,)))[:, 0]
    deviation = np.exp(C / 2)
    r = THETA + B * x + deviation * noise
    apart = s**2 * (r - x)
    of_data, of_codes, of_prior = (sigmoid(W * s * v) for v in (x, r, THETA))
    b = B - SLOW * np.mean(B * x**2 + apart * x)
    c = C - SLOW * np.mean(0.5 * (np.exp(C) - 1) + apart * deviation * noise / 2)
    theta = THETA - ETA * (gamma * apart.mean() - W * s * (of_codes.mean() + of_prior))
    w = W - RATE * s * np.mean((of_data - 1) * x + of_codes * r + of_prior * THETA)
    np.testing.assert_allclose(after.params["encoder"]["b"], b, rtol=1e-6)
    np.testing.assert_allclose(after.params["encoder"]["c"], c, rtol=1e-6)
    assert only(after.params["generator"]) == pytest.approx(theta, rel=1e-6)
    assert only(after.params["discriminator"]) == pytest.approx(w, rel=1e-6)
    assert told["discriminator_learns"] == told["generator_learns"] == 1


def test_the_equilibrium_rule():
    """(D's loss of data, of samples) -> who learns, at .68 +- .35."""
    cases = {
        (0.7, 0.7): (True, True),
        (0.3, 0.7): (False, True),
        (0.7, 0.3): (False, True),
        (1.1, 0.7): (True, False),
        (0.7, 1.1): (True, False),
        (0.3, 1.1): (True, True),  # both would pause
        (0.34, 1.02): (True, True),
    }
    for (real, generated), expected in cases.items():
        found = balance(jnp.asarray(real), jnp.asarray(generated), 0.68, 0.35)
        assert tuple(map(bool, found)) == expected, (real, generated)


@pytest.mark.parametrize(("equilibrium", "paused"), [(2.0, "discriminator"), (0.0, "generator")])
def test_who_pauses_keeps_its_parameters_and_moments(equilibrium, paused, x64):
    free, _ = vae_gan_step(margin=10.0)
    after, told = vae_gan_step(equilibrium=equilibrium, margin=0.1)
    (going,) = {"generator", "discriminator"} - {paused}
    assert told[f"{paused}_learns"] == 0 and told[f"{going}_learns"] == 1
    assert only(after.opt_state[paused]) == 0 != only(free.opt_state[paused])
    assert only(after.params[paused]) == {"generator": THETA, "discriminator": W}[paused]
    for name in (going, "encoder"):
        chex.assert_trees_all_equal(after.params[name], free.params[name])


@pytest.mark.parametrize(
    ("method", "changes", "match"),
    [
        ("mdgan", {"networks.encoder.latent_dim": 2}, "encoder.latent_dim is 2: it must be the generator's, 3"),
        ("mdgan", {"method.mode_weight": -1.0}, "mode_weight must not be negative"),
        ("mdgan", {"method.distance": "none"}, "one of pixels, features"),
        ("mdgan", {"networks.generator.n_classes": 10}, "does not take labels"),
        ("vae_gan", {"networks.encoder.latent_dim": 2}, "encoder.latent_dim is 2: it must be the generator's, 3"),
        ("vae_gan", {"networks.encoder.deterministic": True}, "VAE/GAN needs the variance"),
        ("vae_gan", {"method.likelihood_weight": -1.0}, "likelihood_weight must be at least 0"),
        ("vae_gan", {"method.margin": -0.1}, "margin must be at least 0"),
    ],
)
def test_mistakes_in_the_methods_are_named(method, changes, match):
    config = tiny_configs.METHODS[method]()
    config.networks.generator.n_classes = 0
    config.update_from_flattened_dict(changes)
    with pytest.raises(UserError, match=match):
        build.method(config, build.dataset(config))


@pytest.mark.parametrize("method", ["mdgan", "vae_gan"])
def test_dropout_that_gets_no_masks_is_refused(method):
    config = tiny_configs.METHODS[method]()
    config.networks.discriminator = {"name": "mlp", "hidden": (4,), "dropout": 0.5}
    with pytest.raises(UserError, match="GAN drops no units of D: .*dropout must be 0"):
        build.method(config, build.dataset(config))


@pytest.mark.parametrize("method", ["mdgan", "vae_gan"])
def test_what_a_method_lacks_is_named(method):
    config = tiny_configs.METHODS[method]()
    config.method.terms = {"generator": {"semi_implicit": {}}}
    with pytest.raises(UserError, match="config.method.terms: .* has none"):
        build.method(config, build.dataset(config))
    del config.method["terms"], config.networks["encoder"]
    with pytest.raises(UserError, match="needs config.networks.encoder"):
        build.method(config, build.dataset(config))
