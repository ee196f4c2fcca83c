"""Scores of points of which there is nothing but examples: distances to those that are held out of the training."""

import math

import numpy as np

from ganjax.errors import UserError
from ganjax.metrics.finite import all_finite
from ganjax.metrics.mmd import mmd
from ganjax.metrics.neighbours import LEAST, precision_recall, require_held_out, thinned

_MOST = 5_000  # points of either kind
_MOST_PAIRS = 2_000  # points of either kind that a whole kernel matrix is made of
_PROJECTIONS = 128


def require(dataset) -> None:
    """Raises UserError where the data are not points, or too few of them are held out."""
    if len(dataset.x_shape) != 1 or "test" not in dataset.info:
        raise UserError("the metric 'points' needs points of one's own (config.data.name=npz)")
    require_held_out(dataset, "points", "points")


def check(config_eval) -> None:
    """Raises UserError for too few samples for three neighbours."""
    if config_eval.get("samples", LEAST) < LEAST:
        raise UserError(f"the metric 'points' needs config.eval.samples of at least {LEAST}")


def median_bandwidth(x: np.ndarray) -> float:
    """The median squared distance between two points of x [n, d] (Gretton et al. 2012, Sec. 8); 1 where it is 0."""
    from scipy.spatial.distance import pdist

    return float(np.median(pdist(x, "sqeuclidean"))) or 1.0


def sliced_wasserstein(first: np.ndarray, second: np.ndarray, seed: int = 0) -> float:
    """The Wasserstein distance of order 1 of x [n, d] and y [m, d] along a line, mean over 128 random directions.

    It is in the unit of the points (Bonneel et al. 2015, of order 1 in place of 2). Of one coordinate it is
    the Wasserstein distance itself.
    """
    from scipy.stats import wasserstein_distance

    first, second = np.asarray(first, np.float64), np.asarray(second, np.float64)
    directions = np.random.default_rng(seed).standard_normal((_PROJECTIONS, first.shape[1]))
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    return float(np.mean([wasserstein_distance(first @ line, second @ line) for line in directions]))


def evaluate(dataset, samples, config_eval) -> dict[str, float]:
    """Metrics of samples [n, d] to the held-out points, at most 5,000 of either.

    Returns:
      mmd: the squared `ganjax.metrics.mmd.mmd` of at most 2,000 of either, its bandwidth the held-out points'
        `median_bandwidth`. Of true samples it is not 0 but of the order of 1/n + 1/m.
      sliced_wasserstein: in the unit of the points.
      precision, recall: `ganjax.metrics.neighbours`, of equally many.
      All NaN where a sample is not finite.

    Raises:
      UserError: the data are not points, or too few are held out.
    """
    require(dataset)
    samples = np.asarray(samples, np.float64)
    if not all_finite(samples):
        return dict.fromkeys(("mmd", "sliced_wasserstein", "precision", "recall"), math.nan)
    samples, real = thinned(samples, _MOST), thinned(np.asarray(dataset.info["test"]()[0], np.float64), _MOST)
    few, fewer = thinned(samples, _MOST_PAIRS), thinned(real, _MOST_PAIRS)
    n = min(len(samples), len(real))
    precision, recall = precision_recall(thinned(real, n), thinned(samples, n))
    return {
        "mmd": mmd(few, fewer, median_bandwidth(fewer)),
        "sliced_wasserstein": sliced_wasserstein(samples, real),
        "precision": precision,
        "recall": recall,
    }
