"""The maximum mean discrepancy to fresh draws of the data: for points whose density is not at hand."""

import numpy as np
from sklearn.metrics.pairwise import rbf_kernel

from ganjax.errors import UserError
from ganjax.metrics.finite import all_finite

# As many samples and draws as a kernel matrix is made of.
_MOST = 2_000


def mmd(first: np.ndarray, second: np.ndarray, bandwidth: float) -> float:
    """Squared maximum mean discrepancy of x [n, d] and y [m, d], kernel exp(-|.|² / bandwidth) (Gretton et al. 2012,
    Eq. 5, the biased estimate: never negative); NaN where a coordinate is not finite."""

    def mean(a, b):
        return rbf_kernel(a, b, gamma=1 / bandwidth).mean()

    first, second = np.asarray(first, np.float64), np.asarray(second, np.float64)
    if not all_finite(first, second):
        return float("nan")
    return float(mean(first, first) + mean(second, second) - 2 * mean(first, second))


def require(dataset) -> None:
    """Raises UserError where the data are not points of which there is no end of fresh draws."""
    if len(dataset.x_shape) != 1 or "train" in dataset.info:
        raise UserError(
            "the metric 'mmd' needs points that are drawn afresh (noisy_ring, ring, ...); others: 'points'"
        )


def evaluate(dataset, samples, config_eval) -> dict[str, float]:
    """mmd: of samples [n, d], at most 2,000 of them, and 2,000 draws of the data, with a bandwidth of .1.

    Of true samples it is not 0 but (1/n + 1/m)(1 - E k), .0009 on the noisy ring: compare it with `controls`.

    Raises:
      UserError: the data are not points.
    """
    import jax

    require(dataset)
    draws = np.asarray(dataset.sample(jax.random.key(7), _MOST)["x"])
    return {"mmd": mmd(np.asarray(samples)[:_MOST], draws, 0.1)}
