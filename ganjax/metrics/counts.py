"""How far generated counts are from a known mass function."""

import numpy as np

from ganjax.errors import UserError


def require(dataset) -> None:
    """Raises UserError where the data are not counts with a known mass function."""
    if "mass" not in dataset.info:
        raise UserError("the metric 'counts' needs counts as its data (negative_binomial, poisson_mixture)")


def total_variation(samples: np.ndarray, mass: np.ndarray) -> float:
    """½ sum_k |share of samples at k - mass_k|, in 0..1, of samples [n, 1] and the masses [K] of 0, 1, ..., K - 1.

    Samples are rounded to whole numbers first; those outside 0..K - 1, or not finite, are all wrong. With n true
    samples it is not 0 but about sqrt(k / (2 pi n)) for k counts of any weight.
    """
    samples, mass = np.asarray(samples, np.float64).ravel(), np.asarray(mass, np.float64)
    rounded = np.rint(samples[np.isfinite(samples)])
    inside = rounded[(rounded >= 0) & (rounded < len(mass))].astype(int)
    shares = np.bincount(inside, minlength=len(mass)) / len(samples)
    return float(0.5 * (np.abs(shares - mass).sum() + 1 - len(inside) / len(samples)))


def evaluate(dataset, samples, config_eval) -> dict[str, float]:
    """tv: `total_variation` of samples [n, 1] to the data's mass function; mean, variance: of the rounded samples.

    Raises:
      UserError: the data are not counts.
    """
    require(dataset)
    rounded = np.rint(np.asarray(samples, np.float64))
    return {
        "tv": total_variation(samples, dataset.info["mass"]),
        "mean": float(rounded.mean()),
        "variance": float(rounded.var()),
    }
