"""The squared maximum mean discrepancy of two samples, differentiable (Gretton et al. 2012)."""

import chex
import jax.numpy as jnp

from ganjax.parallel import gather
from ganjax.types import Array

BANDWIDTHS = (1.0, 2.0, 4.0, 8.0, 16.0)  # sigma of the five kernels of MMD-GAN (Li et al. 2017, Sec. 5)


def rbf_mixture(x: Array, y: Array, bandwidths=BANDWIDTHS) -> Array:
    """sum_s exp(-|x_i - y_j|² / (2 s²)), [n, m], of x [n, d] and y [m, d]; s in units of x."""
    chex.assert_rank([x, y], 2)
    product = jnp.matmul(x, y.T, precision="highest")
    squared = jnp.square(x).sum(-1)[:, None] + jnp.square(y).sum(-1) - 2 * product
    squared = jnp.maximum(squared, 0)  # rounding can make the distance of equal points negative
    return sum((jnp.exp(-squared / (2 * s**2)) for s in bandwidths), jnp.zeros_like(squared))


def mmd_losses(x: Array, y: Array, bandwidths=BANDWIDTHS, axis_name: str | None = None) -> Array:
    """[n], whose mean is the unbiased estimate of MMD² (Gretton et al. 2012, Eq. 3), kernel `rbf_mixture`.

    The i-th is (sum_{j != i} k(x_i, x_j) + k(y_i, y_j)) / (N - 1) - 2 sum_j k(x_i, y_j) / N. The estimate can be
    negative; of two equal samples it is so.

    Args:
      x, y: [n, d], this device's part of the N examples of all devices; N is at least 2.
      bandwidths: those of the kernels, in units of x. axis_name: the device axis, or None.
    """
    chex.assert_equal_shape([x, y])
    all_x, all_y = gather(x, axis_name), gather(y, axis_name)
    n, own = len(all_x), len(bandwidths)  # k(x_i, x_i) is 1 for each kernel
    within = rbf_mixture(x, all_x, bandwidths).sum(-1) + rbf_mixture(y, all_y, bandwidths).sum(-1) - 2 * own
    return within / (n - 1) - 2 * rbf_mixture(x, all_y, bandwidths).sum(-1) / n
