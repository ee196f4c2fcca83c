"""Images of which every draw is mirrored, left to right, as often as not."""

from collections.abc import Callable
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
from jax.tree_util import Partial

from ganjax import data
from ganjax.data.base import Dataset, streamed
from ganjax.errors import UserError
from ganjax.parallel import example_keys


def _flipped(batch, mirrored, where):
    """A batch with those of its images mirrored for which `mirrored` [n] holds; `where` is of NumPy or of JAX."""
    return {**batch, "x": where(mirrored[:, None, None, None], batch["x"][:, :, ::-1], batch["x"])}


def _draw(upright, key, n, axis_name=None):
    which, how = jax.random.split(key)
    batch = upright(which, n, axis_name)
    return _flipped(batch, jax.vmap(jax.random.bernoulli)(example_keys(how, n, axis_name)), jnp.where)


def _stream(upright: Callable, seed, step, n, rows=None):
    batch = streamed(upright, seed, step, n, rows)
    mirrored = np.random.default_rng((int(seed), int(step))).random(n) < 0.5
    return _flipped(batch, mirrored if rows is None else mirrored[rows], np.where)


def flip(config_data, image_shape=None) -> Dataset:
    """`flipped_NAME`: an image of NAME is mirrored, left to right, with probability 1/2 in every batch anew.

    The images of `info['train']` and `info['test']`, by which samples are scored, are not. The fingerprint is NAME's,
    so that the same network judges the samples of both.

    Raises:
      UserError: NAME has no images.
    """
    name = config_data.get("name")
    upright = data.load({**dict(config_data), "name": name.removeprefix("flipped_")}, image_shape)
    if len(upright.x_shape) != 3:
        raise UserError(f"{name}: only images can be flipped")
    if upright.stream is not None:
        return upright._replace(stream=partial(_stream, upright.stream))
    return upright._replace(sample=Partial(_draw, upright.sample))
