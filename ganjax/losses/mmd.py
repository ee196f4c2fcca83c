"""The squared maximum mean discrepancy of two samples, differentiable (Gretton et al. 2012)."""

from collections.abc import Callable

import chex
import jax
import jax.numpy as jnp

from ganjax.parallel import gather
from ganjax.types import Array

BANDWIDTHS = (1.0, 2.0, 4.0, 8.0, 16.0)  # sigma of the five kernels of MMD-GAN (Li et al. 2017, Sec. 5)


def _squared_distances(x: Array, y: Array) -> Array:
    chex.assert_rank([x, y], 2)
    product = jnp.matmul(x, y.T, precision="highest")
    squared = jnp.square(x).sum(-1)[:, None] + jnp.square(y).sum(-1) - 2 * product
    return jnp.maximum(squared, 0)  # rounding can make the distance of equal points negative


def rbf_mixture(x: Array, y: Array, bandwidths=BANDWIDTHS) -> Array:
    """sum_s exp(-|x_i - y_j|² / (2 s²)), [n, m], of x [n, d] and y [m, d]; s in units of x."""
    squared = _squared_distances(x, y)
    return sum((jnp.exp(-squared / (2 * s**2)) for s in bandwidths), jnp.zeros_like(squared))


def inverse_multiquadratic(x: Array, y: Array) -> Array:
    """c / (c + |x_i - y_j|²), [n, m], of x [n, d] and y [m, d], c = 2d (Tolstikhin et al. 2018, Sec. 4)."""
    scale = 2 * x.shape[-1]
    return scale / (scale + _squared_distances(x, y))


def mmd_losses(x: Array, y: Array, kernel: Callable = rbf_mixture, axis_name: str | None = None) -> Array:
    """[n], whose mean is the unbiased estimate of MMD² (Gretton et al. 2012, Eq. 3).

    The i-th is (sum_{j != i} k(x_i, x_j) + k(y_i, y_j)) / (N - 1) - 2 sum_j k(x_i, y_j) / N. The estimate can be
    negative; of two equal samples it is so.

    Args:
      x, y: [n, d], this device's part of the N examples of all devices; N is at least 2.
      kernel: (x [n, d], y [m, d]) -> [n, m], a function of x_i - y_j. axis_name: the device axis, or None.
    """
    chex.assert_equal_shape([x, y])
    all_x, all_y = gather(x, axis_name), gather(y, axis_name)
    # Far from the origin squares lose the digits of a distance; the kernel is of differences alone.
    middle = jax.lax.stop_gradient(all_x.mean(0))
    x, y, all_x, all_y = (points - middle for points in (x, y, all_x, all_y))
    n, origin = len(all_x), jnp.zeros_like(x[:1])
    within = kernel(x, all_x).sum(-1) + kernel(y, all_y).sum(-1) - 2 * kernel(origin, origin)[0]  # less k(x_i, x_i)
    return within / (n - 1) - 2 * kernel(x, all_y).sum(-1) / n
