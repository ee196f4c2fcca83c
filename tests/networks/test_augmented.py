"""Differentiable augmentation of what a discriminator sees."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from ganjax import networks
from ganjax.dropout import takes_keys
from ganjax.errors import UserError
from ganjax.methods.common import judge
from ganjax.networks import augmented, dcgan, mlp
from ganjax.parallel import example_keys

BODY = {"name": "dcgan", "filters": 2, "batch_norm": False}
KEYS = jax.random.split(jax.random.key(0), 300)
IMAGES = jax.random.uniform(jax.random.key(1), (6, 8, 8, 3), minval=-1.0)


def test_colours_change_pixel_by_pixel_as_the_paper_says():
    for key in KEYS[:5]:
        image, expected = np.asarray(IMAGES[0], np.float64), np.zeros((8, 8, 3))
        brightness, saturation, contrast = np.asarray(jax.random.uniform(key, (3,)), np.float64)
        mean = image.mean() + brightness - 0.5
        for i in range(8):
            for j in range(8):
                grey = sum(image[i, j]) / 3 + brightness - 0.5
                for c in range(3):
                    saturated = grey + 2 * saturation * (image[i, j, c] + brightness - 0.5 - grey)
                    expected[i, j, c] = mean + (0.5 + contrast) * (saturated - mean)
        np.testing.assert_allclose(augmented.color(key, IMAGES[0]), expected, rtol=1e-5, atol=1e-6)


def test_translations_are_all_shifts_of_up_to_an_eighth():
    image = np.asarray(IMAGES[0])
    shifts = {}
    for down in (-1, 0, 1):
        for right in (-1, 0, 1):
            padded = np.pad(image, ((1, 1), (1, 1), (0, 0)))
            shifts[down, right] = padded[1 + down : 9 + down, 1 + right : 9 + right]
    moved = np.asarray(jax.vmap(augmented.translation, (0, None))(KEYS, IMAGES[0]))
    counts = {shift: sum(np.array_equal(x, expected) for x in moved) for shift, expected in shifts.items()}
    assert sum(counts.values()) == 300 and min(counts.values()) > 10


def test_a_hole_is_half_as_wide_and_high_and_anywhere():
    holed = np.asarray(jax.vmap(augmented.cutout, (0, None))(KEYS, jnp.ones((8, 6, 2))))
    assert set(np.unique(holed)) == {0, 1}
    for image in holed:
        rows, columns = (np.flatnonzero((image == 0).any(axes)) for axes in ((1, 2), (0, 2)))
        assert (image[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] == 0).all()
        assert (image == 0).sum() == 2 * len(rows) * len(columns)
        assert len(rows) <= 4 and len(columns) <= 3
    assert (holed == 0).any(0).all(), "every pixel is in some hole"
    assert ((holed == 0).sum((1, 2, 3)) == 2 * 4 * 3).any()
    # Three of the eight places of four rows reach the first row: those whose centre, the third, is 0, 1 or 2.
    assert (holed[:, 0] == 0).any((1, 2)).mean() == pytest.approx(3 / 8, abs=0.1)


def test_the_body_sees_augmented_images_where_there_are_keys():
    module, body = augmented.Discriminator(BODY), dcgan.Discriminator(filters=2, batch_norm=False)
    params = module.init(jax.random.key(2), IMAGES)["params"]
    (inner,) = params.values()
    logits, features, _ = judge(module, params, {}, IMAGES, key=jax.random.key(3))
    keys = example_keys(jax.random.split(jax.random.key(3))[1], 6)
    own = jax.vmap(lambda key: jax.random.fold_in(key, 2**31 - 1))(keys)
    seen = jnp.stack(
        [
            augmented.cutout(
                jax.random.fold_in(key, 2),
                augmented.translation(jax.random.fold_in(key, 1), augmented.color(jax.random.fold_in(key, 0), image)),
            )
            for key, image in zip(own, IMAGES, strict=True)
        ]
    )
    np.testing.assert_allclose(
        features, body.apply({"params": inner}, seen, train=True, method="features"), rtol=1e-5
    )
    np.testing.assert_allclose(logits, body.apply({"params": inner}, seen, train=True), rtol=1e-5)
    plain = body.apply({"params": inner}, IMAGES, train=True)
    np.testing.assert_allclose(judge(module, params, {}, IMAGES, key=None)[0], plain, rtol=1e-6)
    assert np.abs(np.asarray(logits - plain)).min() > 1e-5

    def of_brightness(amount):
        return judge(module, params, {}, IMAGES + amount, key=jax.random.key(3))[0].sum()

    difference = (of_brightness(1e-2) - of_brightness(-1e-2)) / 2e-2
    np.testing.assert_allclose(jax.grad(of_brightness)(0.0), difference, rtol=2e-2)


def test_what_cannot_be_augmented_is_refused():
    assert takes_keys(augmented.Discriminator(BODY)) and not takes_keys(mlp.Discriminator())
    assert augmented.Discriminator(BODY | {"n_classes": 7}).n_classes == 7
    with pytest.raises(UserError, match="policy: 'colour' is none of color, translation, cutout"):
        augmented.Discriminator(BODY, policy=("colour",)).init(jax.random.key(0), IMAGES)
    with pytest.raises(UserError, match="judges images"):
        augmented.Discriminator({"name": "mlp"}).init(jax.random.key(0), jnp.zeros((2, 3)))
    for wrapper in ("conditional", "packed", "pairs"):
        classes = {"n_classes": 3} if wrapper == "conditional" else {}
        outer = networks.make(
            "discriminator", {"name": wrapper, "body": {"name": "augmented", "body": BODY}, **classes}
        )
        latent = (jnp.zeros((6, 2)),) if wrapper == "pairs" else ()
        with pytest.raises(UserError, match=f"'{wrapper}' (draws no|cannot)"):
            outer.init(jax.random.key(0), IMAGES, *latent, method="features")
    inside = networks.make("discriminator", {"name": "augmented", "body": {"name": "packed", "body": BODY}})
    assert inside.init_with_output(jax.random.key(0), IMAGES[:2], train=True)[0].shape == (2,)
