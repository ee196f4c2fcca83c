"""Counts whose mass function is known, with the mixing density that a Poisson layer has to find."""

from collections.abc import Callable

import jax
import jax.numpy as jnp
import numpy as np
from jax.tree_util import Partial

from ganjax.data.base import Dataset
from ganjax.parallel import example_keys

__all__ = ("negative_binomial", "poisson_mixture")

# Counts that are listed; what is left out has a mass below 1e-15.
_LISTED = 512


def _draw(cdf, key, n, axis_name=None):
    uniform = jax.vmap(lambda k: jax.random.uniform(k, dtype=cdf.dtype))(example_keys(key, n, axis_name))
    index = jnp.searchsorted(cdf, uniform, side="right")
    return {"x": jnp.minimum(index, len(cdf) - 1).astype(jnp.float32)[:, None]}


def counts(mass: Callable[[np.ndarray], np.ndarray], mixing: Callable) -> Dataset:
    """Independent draws of one count, as x [n, 1] float32.

    Args:
      mass: counts [k] -> probabilities [k].
      mixing: (NumPy generator, n) -> n draws of the rate theta, of which x ~ Poisson(theta).

    Returns:
      A `Dataset` whose info has 'mass', the probabilities of 0, 1, ..., and 'mixing'.
    """
    probabilities = np.asarray(mass(np.arange(_LISTED)), np.float64)
    cdf = jnp.asarray(np.cumsum(probabilities) / probabilities.sum(), jnp.float32)
    return Dataset(Partial(_draw, cdf), (1,), 0, {"mass": probabilities, "mixing": mixing})


def negative_binomial() -> Dataset:
    """NegBin(2, .5): Poisson whose rate is Gamma(2, scale 1) (Yin & Zhou 2018, Fig. 1a)."""
    from scipy.stats import nbinom

    return counts(lambda k: nbinom.pmf(k, 2, 0.5), lambda rng, n: rng.gamma(2.0, 1.0, n))


def poisson_mixture() -> Dataset:
    """½ Poisson(10) + ½ NegBin(.2, .9) (Yin & Zhou 2018, Fig. 1f).

    The paper gives no convention for NegBin(r, p): here Poisson whose rate is Gamma(r, scale p / (1 - p)), that is
    scipy's nbinom(.2, .1). The other reading has 98 % of its mass on 0.
    """
    from scipy.stats import nbinom, poisson

    def mixing(rng, n):
        return np.where(rng.random(n) < 0.5, 10.0, rng.gamma(0.2, 9.0, n))

    return counts(lambda k: 0.5 * poisson.pmf(k, 10) + 0.5 * nbinom.pmf(k, 0.2, 0.1), mixing)
