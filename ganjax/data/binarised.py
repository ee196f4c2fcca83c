"""Grey images of black and white pixels, drawn afresh from their intensities (Burda et al. 2016, Sec. 5)."""

import jax
import jax.numpy as jnp
import numpy as np
from jax.tree_util import Partial

from ganjax import data
from ganjax.data.base import Dataset
from ganjax.errors import UserError
from ganjax.parallel import example_keys


def _draw(grey, key, n, axis_name=None):
    which, how = jax.random.split(key)
    batch = grey(which, n, axis_name)
    chance = (batch["x"] + 1) / 2
    keys = example_keys(how, n, axis_name)
    white = jax.vmap(lambda key, p: jax.random.bernoulli(key, p))(keys, chance)
    return {**batch, "x": jnp.where(white, 1.0, -1.0)}


def fixed(x, seed: int) -> np.ndarray:
    """One binarisation of grey images x, uint8 [N, H, W, C] -> uint8 of 0 and 255, always the same."""
    chance = np.asarray(x, np.float32) / 255
    return np.where(np.random.default_rng(seed).random(x.shape, np.float32) < chance, 255, 0).astype(np.uint8)


def binarise(config_data, image_shape=None) -> Dataset:
    """`binarised_NAME`: a pixel of NAME of intensity p in 0..1 is 1 with probability p, anew in every batch, else -1.

    The images of `info['train']` and `info['test']` are binarised once, with fixed seeds.

    Raises:
      UserError: NAME has no images, or is too large for the device.
    """
    name = config_data.get("name")
    grey = data.load({**dict(config_data), "name": name.removeprefix("binarised_")}, image_shape)
    if grey.sample is None or len(grey.x_shape) != 3:
        raise UserError(f"{name}: only images that fit on the device (data.device_bytes) can be binarised")

    def binarised(part, seed):
        x, label = part()
        return fixed(x, seed), label

    info = {**grey.info, "fingerprint": f"binarised-{grey.info['fingerprint']}"}
    for seed, part in enumerate(("train", "test")):
        if info.get(part) is not None:
            info[part] = Partial(binarised, info[part], seed)
    return grey._replace(sample=Partial(_draw, grey.sample), info=info)
