"""Gaussian mixtures; all but the noisy ring have known centres, on which mode coverage can be counted exactly."""

import jax
import jax.numpy as jnp
import numpy as np
from jax.tree_util import Partial

from ganjax.data.base import Dataset
from ganjax.parallel import example_keys

__all__ = ("ring", "grid", "grid25", "uneven_grid25", "six_gaussians", "line", "bimodal", "two_widths", "noisy_ring")


def _draw(means, std, cdf, key, n, axis_name=None):
    def one(key):
        which, noise = jax.random.split(key)
        # One uniform and a search, not a categorical: that would cost k Gumbels for each example.
        index = jnp.searchsorted(cdf, jax.random.uniform(which, dtype=cdf.dtype), side="right")
        index = jnp.minimum(index, len(cdf) - 1)
        return means[index] + std[index] * jax.random.normal(noise, means.shape[1:], means.dtype)

    return {"x": jax.vmap(one)(example_keys(key, n, axis_name))}


def mixture(means, std, weights=None) -> Dataset:
    """Σ_k weights_k N(means_k, std_k² I).

    Args:
      means: [k, d] centres.
      std: one standard deviation, or one for each component [k].
      weights: [k], normalised here; None for equal weights.

    Returns:
      An unlabelled `Dataset` with x_shape (d,).
    """
    means = np.asarray(means, np.float32)
    k, d = means.shape
    weights = np.full(k, 1 / k) if weights is None else np.asarray(weights, np.float64) / np.sum(weights)
    stds = np.broadcast_to(np.asarray(std, np.float32), (k,))
    cdf = np.cumsum(weights).astype(np.float32)
    sample = Partial(_draw, jnp.asarray(means), jnp.asarray(stds), jnp.asarray(cdf))
    info = {"means": means, "std": float(std) if np.ndim(std) == 0 else stds, "weights": weights}
    return Dataset(sample, (d,), 0, info)


def _circle(k, radius):
    # Without the end point: with it the first and the last centre coincide, and one mode is lost.
    angles = np.linspace(0, 2 * np.pi, k, endpoint=False)
    return radius * np.stack([np.cos(angles), np.sin(angles)], 1)


def _square(side, spacing):
    ticks = spacing * (np.arange(side) - (side - 1) / 2)
    return np.stack(np.meshgrid(ticks, ticks, indexing="ij"), -1).reshape(-1, 2)


def ring() -> Dataset:
    """Eight Gaussians of std .1 on a circle of radius 1 (Du et al. 2018, §5: diag(.1, .1) is a std)."""
    return mixture(_circle(8, 1.0), 0.1)


def grid() -> Dataset:
    """10x10 Gaussians, spacing .2, std .01 (Du et al. 2018, §5)."""
    return mixture(_square(10, 0.2), 0.01)


def grid25() -> Dataset:
    """5x5 Gaussians, spacing 2, std .05 (Yin & Zhou 2018, §5.2; the std is that of its baselines' code)."""
    return mixture(_square(5, 2.0), 0.05)


def uneven_grid25() -> Dataset:
    """`grid25` whose columns 1, 3 and 5 have twice the mass of 2 and 4 (Yin & Zhou 2018, Fig. 3a)."""
    return mixture(_square(5, 2.0), 0.05, np.repeat([2.0, 1.0, 2.0, 1.0, 2.0], 5))


def six_gaussians() -> Dataset:
    """Six Gaussians of std .1 on a circle of radius 5 (Che et al. 2017, Appendix C)."""
    return mixture(_circle(6, 5.0), 0.1)


def line() -> Dataset:
    """½N(-3, 1) + ½N(3, 1), one-dimensional (Du et al. 2018, Fig. 1)."""
    return mixture([[-3.0], [3.0]], 1.0)


def bimodal() -> Dataset:
    """½N([-1, 0], .5 I) + ½N([1, 0], I), variances (Wang et al., LSVGD in GANs, Fig. 1; the text's means)."""
    return mixture([[-1.0, 0.0], [1.0, 0.0]], np.sqrt([0.5, 1.0]))


def two_widths() -> Dataset:
    """½N([-2, 0], .25² I) + ½N([2, 0], .75² I), for a fit by one Gaussian (as Nowozin et al. 2016, Table 3)."""
    return mixture([[-2.0, 0.0], [2.0, 0.0]], [0.25, 0.75])


def _draw_ring(std, key, n, axis_name=None):
    def one(key):
        where, noise = jax.random.split(key)
        angle = jax.random.uniform(where, maxval=2 * jnp.pi)
        return jnp.stack([jnp.cos(angle), jnp.sin(angle)]) + std * jax.random.normal(noise, (2,))

    return {"x": jax.vmap(one)(example_keys(key, n, axis_name))}


def noisy_ring() -> Dataset:
    """Points of the unit circle with Gaussian noise of std .1: a mixture of as many (Yin & Zhou 2018, Fig. 1c)."""
    return Dataset(Partial(_draw_ring, 0.1), (2,), 0, {})
