"""Three independent grey images on the colour channels: 1000 modes from ten digits (Stacked MNIST)."""

import jax
import jax.numpy as jnp
import numpy as np
from jax.tree_util import Partial

from ganjax import data
from ganjax.data.base import Dataset
from ganjax.errors import UserError


def _draw(classes, digit, key, n, axis_name=None):
    a, b, c = (digit(k, n, axis_name) for k in jax.random.split(key, 3))
    x = jnp.concatenate([a["x"], b["x"], c["x"]], -1)
    return {"x": x, "label": (a["label"] * classes + b["label"]) * classes + c["label"]}


def stacks(x, label, n: int, classes: int = 10, seed: int = 0):
    """n fixed stacks from x [N, H, W, 1], label [N] -> ([n, H, W, 3], int32 [n] 100a + 10b + c)."""
    index = np.random.default_rng(seed).integers(len(x), size=(n, 3))
    stacked = np.moveaxis(x[index, :, :, 0], 1, -1)
    return stacked, (label[index] @ [classes**2, classes, 1]).astype(np.int32)


def stack(config_data, image_shape=None) -> Dataset:
    """`stacked_NAME`: each example is three draws from NAME, one a channel; label 100a + 10b + c.

    Stacks are drawn afresh on the device; the published runs fix 128,000 of them (Du et al. 2018, §5.2).

    `info['digits']` holds what the labelling classifier needs: 'train' and 'test' (x uint8 [N, H, W, 1],
    label [N]), 'n_classes' and 'fingerprint'; `info['train']` and `info['test']` give 26,000 fixed stacks.

    Raises:
      UserError: the networks do not take three channels; NAME is unlabelled or is too large for the device.
    """
    name = config_data.get("name")
    if image_shape is not None and image_shape[-1] != 3:
        raise UserError(f"{name} has 3 channels, the networks take {image_shape[-1]}")
    grey = None if image_shape is None else (*image_shape[:2], 1)
    single = data.load({**dict(config_data), "name": name.removeprefix("stacked_")}, grey)
    if single.sample is None or len(single.x_shape) != 3 or single.x_shape[-1] != 1:
        raise UserError(f"{name}: only grey images that fit on the device (data.device_bytes) can be stacked")
    if not single.n_classes or single.info["attributes"] or single.info["test"] is None:
        raise UserError(f"{name}: only labelled images, at least two, can be stacked")
    train: tuple[np.ndarray, np.ndarray] = single.info["train"]()
    test: tuple[np.ndarray, np.ndarray] = single.info["test"]()
    classes = single.n_classes
    digits = {"train": train, "test": test, "n_classes": classes, "fingerprint": single.info["fingerprint"]}
    info = {
        "digits": digits,
        "train": lambda: stacks(*train, 26_000, classes),
        "test": lambda: stacks(*test, 26_000, classes),
        "fingerprint": f"stacked-{single.info['fingerprint']}",
    } | {key: value for key, value in single.info.items() if key == "held_out"}
    sample = Partial(_draw, jnp.int32(classes), single.sample)
    return Dataset(sample, (*single.x_shape[:2], 3), classes**3, info)
