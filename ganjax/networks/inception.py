"""Inception-v3 as the Fréchet inception distance has it (Szegedy et al. 2016; weights of Heusel et al. 2017).

It is the network of TensorFlow's graph of 2015-12-05, which differs from later ones in three places: average pools
do not count the border's zeros, the last block has a maximum pool in an average pool's place, and there are 1,008
logits. Layers have the names of the PyTorch form of these weights, so that each can be mapped to the other.
"""

from collections.abc import Mapping
from functools import partial

import flax.linen as nn
import jax
import jax.numpy as jnp
import numpy as np

from ganjax.networks.layers import Conv, Dense

SIDE = 299  # of the images that it takes
FEATURES, LOGITS = 2048, 1008

_max_pool = partial(nn.max_pool, window_shape=(3, 3))


def _mean_pool(x):
    return nn.avg_pool(x, (3, 3), (1, 1), "SAME", count_include_pad=False)


def _halved(x):
    return _max_pool(x, strides=(2, 2))


def _widest(x):
    return _max_pool(x, strides=(1, 1), padding="SAME")


class Unit(nn.Module):
    """Convolution without bias, batch norm by its averages, ReLU: [B, H, W, C] -> [B, H', W', features].

    Stride 1 keeps the size unless `padding` says otherwise.
    """

    features: int
    size: tuple[int, int]
    stride: int = 1
    padding: str = "SAME"

    @nn.compact
    def __call__(self, x):
        strides = (self.stride, self.stride)
        x = Conv(self.features, self.size, strides, self.padding, use_bias=False, name="conv")(x)
        return nn.relu(nn.BatchNorm(use_running_average=True, epsilon=1e-3, name="bn")(x))


# A branch is a list of units one after another, (name, features, kernel): "/2" after the kernel is a stride of 2
# without padding. A pair in the place of a unit: both, side by side.
def _block_a(pooled):
    return (
        [("branch1x1", 64, "1x1")],
        [("branch5x5_1", 48, "1x1"), ("branch5x5_2", 64, "5x5")],
        [("branch3x3dbl_1", 64, "1x1"), ("branch3x3dbl_2", 96, "3x3"), ("branch3x3dbl_3", 96, "3x3")],
        [_mean_pool, ("branch_pool", pooled, "1x1")],
    )


_BLOCK_B = (
    [("branch3x3", 384, "3x3/2")],
    [("branch3x3dbl_1", 64, "1x1"), ("branch3x3dbl_2", 96, "3x3"), ("branch3x3dbl_3", 96, "3x3/2")],
    [_halved],
)


def _block_c(width):
    deep = [("1", width, "1x1"), ("2", width, "7x1"), ("3", width, "1x7"), ("4", width, "7x1"), ("5", 192, "1x7")]
    return (
        [("branch1x1", 192, "1x1")],
        [("branch7x7_1", width, "1x1"), ("branch7x7_2", width, "1x7"), ("branch7x7_3", 192, "7x1")],
        [(f"branch7x7dbl_{number}", *rest) for number, *rest in deep],
        [_mean_pool, ("branch_pool", 192, "1x1")],
    )


_BLOCK_D = (
    [("branch3x3_1", 192, "1x1"), ("branch3x3_2", 320, "3x3/2")],
    [
        ("branch7x7x3_1", 192, "1x1"),
        ("branch7x7x3_2", 192, "1x7"),
        ("branch7x7x3_3", 192, "7x1"),
        ("branch7x7x3_4", 192, "3x3/2"),
    ],
    [_halved],
)


def _block_e(pool):
    def both(name):
        return (f"{name}a", 384, "1x3"), (f"{name}b", 384, "3x1")

    return (
        [("branch1x1", 320, "1x1")],
        [("branch3x3_1", 384, "1x1"), both("branch3x3_2")],
        [("branch3x3dbl_1", 448, "1x1"), ("branch3x3dbl_2", 384, "3x3"), both("branch3x3dbl_3")],
        [pool, ("branch_pool", 192, "1x1")],
    )


_STEM = (
    ("Conv2d_1a_3x3", 32, "3x3/2"),
    ("Conv2d_2a_3x3", 32, "3x3/1"),
    ("Conv2d_2b_3x3", 64, "3x3"),
    _halved,
    ("Conv2d_3b_1x1", 80, "1x1"),
    ("Conv2d_4a_3x3", 192, "3x3/1"),
    _halved,
)
_BLOCKS = {
    "Mixed_5b": _block_a(32),
    "Mixed_5c": _block_a(64),
    "Mixed_5d": _block_a(64),
    "Mixed_6a": _BLOCK_B,
    "Mixed_6b": _block_c(128),
    "Mixed_6c": _block_c(160),
    "Mixed_6d": _block_c(160),
    "Mixed_6e": _block_c(192),
    "Mixed_7a": _BLOCK_D,
    "Mixed_7b": _block_e(_mean_pool),
    "Mixed_7c": _block_e(_widest),
}


def _unit(name, features, kernel):
    size, _, stride = kernel.partition("/")
    height, width = map(int, size.split("x"))
    return Unit(features, (height, width), int(stride or 1), "VALID" if stride else "SAME", name=name)


def _chain(x, steps):
    for step in steps:
        if callable(step):
            x = step(x)
        elif isinstance(step[0], tuple):
            x = jnp.concatenate([_unit(*one)(x) for one in step], -1)
        else:
            x = _unit(*step)(x)
    return x


class Mixed(nn.Module):
    """Branches side by side: [B, H, W, C] -> [B, H', W', C']."""

    branches: tuple

    @nn.compact
    def __call__(self, x):
        return jnp.concatenate([_chain(x, branch) for branch in self.branches], -1)


class Inception(nn.Module):
    """images [B, H, W, 3] in [-1, 1] -> (features [B, 2048], logits [B, 1008]).

    Images are resized to 299 by 299, bilinear and without antialiasing, as `pytorch-fid` does. The logits are without
    their biases, as those of the inception score's authors (Salimans et al. 2016).
    """

    @nn.compact
    def __call__(self, x):
        x = jax.image.resize(x, (len(x), SIDE, SIDE, x.shape[-1]), "bilinear", antialias=False)
        x = _chain(x, _STEM)
        for name, branches in _BLOCKS.items():
            x = Mixed(branches, name=name)(x)
        features = x.mean((1, 2))
        return features, Dense(LOGITS, use_bias=False, name="fc")(features)


def expected() -> dict:
    """Shapes of the network's variables, {"params", "batch_stats"}."""
    image = jax.ShapeDtypeStruct((1, SIDE, SIDE, 3), jnp.float32)
    return jax.eval_shape(Inception().init, jax.random.key(0), image)


def _foreign(path: tuple[str, ...]) -> str:
    """The PyTorch name of a variable: ("params", "Mixed_5b", "branch1x1", "bn", "scale") -> "...bn.weight"."""
    names = {"kernel": "weight", "scale": "weight", "bias": "bias", "mean": "running_mean", "var": "running_var"}
    return ".".join((*path[1:-1], names[path[-1]]))


def from_pytorch(arrays: Mapping[str, np.ndarray]) -> dict:
    """The variables of `Inception` from the PyTorch form: "Mixed_5b.branch1x1.conv.weight" -> array [out, in, H, W].

    Names that it has no use for (counters of batches, the biases of the logits, auxiliary heads) are ignored.

    Raises:
      ValueError: one is missing, has another shape, or is not finite; it says which.
    """

    def variable(path, shape):
        path = tuple(key.key for key in path)
        name = _foreign(path)
        if name not in arrays:
            raise ValueError(f"there is no {name}")
        value = np.asarray(arrays[name], np.float32)
        value = value.transpose(2, 3, 1, 0) if value.ndim == 4 else value.T
        if value.shape != shape.shape:
            raise ValueError(f"{name} has the shape {np.shape(arrays[name])}, not this network's")
        if not np.isfinite(value).all():
            raise ValueError(f"{name} is not finite")
        return value

    return jax.tree_util.tree_map_with_path(variable, expected())
