"""Three digits side by side in one image, with unequal probabilities: 1000 modes (Che et al. 2017, Sec. 4.1.2)."""

import jax
import jax.numpy as jnp
import numpy as np
from jax.tree_util import Partial

from ganjax import data
from ganjax.data.base import Dataset
from ganjax.data.images import to_float
from ganjax.errors import UserError
from ganjax.parallel import example_keys

DIGITS = 3
SIDE = 64  # of an image whose size the networks do not say
# The probabilities of the digits 0 to 9 in each of the three places. The paper has four sets and does not print them:
# these are .04 + .6 Dirichlet(1, ..., 1) by numpy's default_rng of the seeds 1 to 4, rounded. The rarest modes have
# probabilities of 7.4e-5, 1.6e-4, 9.7e-5 and 9.7e-5: of 26,000 true samples 4.7, .3, 2.8 and .8 modes are missing.
PROBABILITIES = {
    1: (0.099, 0.057, 0.338, 0.06, 0.046, 0.139, 0.067, 0.07, 0.042, 0.082),
    2: (0.054, 0.063, 0.095, 0.115, 0.169, 0.184, 0.066, 0.059, 0.094, 0.101),
    3: (0.05, 0.077, 0.173, 0.25, 0.073, 0.065, 0.081, 0.05, 0.135, 0.046),
    4: (0.207, 0.059, 0.182, 0.046, 0.081, 0.075, 0.067, 0.107, 0.071, 0.105),
}


def layout(height: int, width: int) -> tuple[int, int, tuple[int, ...]]:
    """(side of a digit, its top row, the three left columns) in an image: a row of squares in the middle."""
    side = min(width // DIGITS, height)
    left = (width - DIGITS * side) // 2
    return side, (height - side) // 2, tuple(left + i * side for i in range(DIGITS))


def thirds(x):
    """The three squares [3, n, side, side, C] of images x [n, H, W, C] that hold a digit each.

    What lies above and below them, no pixel of which is part of a digit, is left out.
    """
    side, top, lefts = layout(*x.shape[1:3])
    return np.stack([x[:, top : top + side, left : left + side] for left in lefts])


def _place(digits, images):
    """Digits [3, n, side, side, 1] put into images [n, H, W, 1]."""
    side, top, lefts = layout(*images.shape[1:3])
    for digit, left in zip(digits, lefts, strict=True):
        images = images.at[:, top : top + side, left : left + side].set(digit)
    return images


def _draw(arrays, key, n, axis_name=None):
    classes = len(arrays["cdf"])

    def one(key):
        keys = jax.random.split(key, (DIGITS, 2))
        uniform = jax.vmap(lambda k: jax.random.uniform(k, dtype=arrays["cdf"].dtype))(keys[:, 0])
        label = jnp.minimum(jnp.searchsorted(arrays["cdf"], uniform, side="right"), classes - 1)
        within = jax.vmap(lambda k, count: jax.random.randint(k, (), 0, count, jnp.int32))(
            keys[:, 1], arrays["count"][label]
        )
        return arrays["start"][label] + within, label

    index, label = jax.vmap(one)(example_keys(key, n, axis_name))
    blank = jnp.broadcast_to(arrays["blank"], (n, *arrays["blank"].shape))
    label = (label @ jnp.array([classes**2, classes, 1])).astype(jnp.int32)
    return {"x": to_float(_place(arrays["x"][index.T], blank)), "label": label}


def _by_class(x, label, classes):
    """The images in the order of their classes, where each class starts, and how many it has."""
    order = np.argsort(label, kind="stable")
    count = np.bincount(label, minlength=classes)
    return x[order], np.cumsum(count) - count, count


def compositions(x, label, n: int, probabilities, shape: tuple, seed: int = 0):
    """n fixed images from digits x uint8 [N, s, s, 1], label [N] -> (uint8 [n, *shape], int32 [n] 100a + 10b + c)."""
    rng, classes = np.random.default_rng(seed), len(probabilities)
    x, start, count = _by_class(x, label, classes)
    drawn = rng.choice(classes, (DIGITS, n), p=probabilities)
    digits = x[start[drawn] + rng.integers(count[drawn])]
    side, top, lefts = layout(*shape[:2])
    out = np.zeros((n, *shape), np.uint8)
    for digit, left in zip(digits, lefts, strict=True):
        out[:, top : top + side, left : left + side] = digit
    return out, (drawn.T @ [classes**2, classes, 1]).astype(np.int32)


def compose(config_data, image_shape=None) -> Dataset:
    """`compositional_NAME`: each image is three draws from NAME side by side; label 100a + 10b + c.

    Each digit is resized to a third of the image's width. Images are drawn afresh on the device: a class by
    `PROBABILITIES[digit_set]`, then one of NAME's images of it.

    Args:
      config_data: 'name', what NAME needs, and 'digit_set', 1 (the default) to 4.
      image_shape: (height, width, 1); 64 x 64 if None.

    Returns:
      A `Dataset` whose info has 'digits' as stacked data have it (`ganjax.data.stacked`), of the single digits,
      'weights' [1000], the probabilities of the modes, and 'train' and 'test', each 26,000 fixed images.

    Raises:
      UserError: there is no such set; the networks do not take one channel; NAME has not ten classes, or is streamed.
    """
    name, digit_set = config_data.get("name"), config_data.get("digit_set") or 1
    if name.startswith("compositional_flipped_"):
        raise UserError(f"{name}: digits are not flipped one by one; flipped_compositional_NAME flips all three")
    if digit_set not in PROBABILITIES:
        raise UserError(f"config.data.digit_set is one of {', '.join(map(str, PROBABILITIES))}, not {digit_set!r}")
    shape = (SIDE, SIDE, 1) if image_shape is None else tuple(image_shape)
    if shape[-1] != 1:
        raise UserError(f"{name} has 1 channel, the networks take {shape[-1]}")
    side, _, _ = layout(*shape[:2])
    single = data.load({**dict(config_data), "name": name.removeprefix("compositional_")}, (side, side, 1))
    probabilities = np.asarray(PROBABILITIES[digit_set])
    classes = len(probabilities)
    if single.sample is None or single.n_classes != classes or single.info["test"] is None:
        raise UserError(f"{name}: only images of ten classes that fit on the device (data.device_bytes) will do")
    if single.info["attributes"]:
        raise UserError(f"{name}: images with attributes will not do, only those of one class each")
    train: tuple[np.ndarray, np.ndarray] = single.info["train"]()
    test: tuple[np.ndarray, np.ndarray] = single.info["test"]()
    for part, (_, label) in {"train": train, "test": test}.items():
        missing = set(range(classes)) - set(label.tolist())
        if missing:
            raise UserError(f"{name}: there is no {part} image of class {min(missing)}")
    x, start, count = _by_class(*train, classes)
    arrays = {
        "x": jnp.asarray(x),
        "start": jnp.asarray(start, jnp.int32),
        "count": jnp.asarray(count, jnp.int32),
        "blank": jnp.zeros(shape, jnp.uint8),
        "cdf": jnp.asarray(np.cumsum(probabilities), jnp.float32),
    }
    weights = np.einsum("a,b,c->abc", probabilities, probabilities, probabilities).ravel()
    info = {
        "digits": {
            "train": train,
            "test": test,
            "n_classes": classes,
            "fingerprint": single.info["fingerprint"],
        },
        "weights": weights,
        "train": lambda: compositions(*train, 26_000, probabilities, shape, seed=0),
        "test": lambda: compositions(*test, 26_000, probabilities, shape, seed=1),
        "fingerprint": f"compositional-{digit_set}-{single.info['fingerprint']}",
    }
    return Dataset(Partial(_draw, arrays), shape, classes**DIGITS, info)
