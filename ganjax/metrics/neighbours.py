"""Precision and recall of samples by nearest neighbours in a feature space (Kynkäänniemi et al. 2019)."""

from collections.abc import Iterator

import numpy as np

from ganjax.errors import UserError
from ganjax.metrics.finite import all_finite

LEAST = 4  # examples: three neighbours, and the point itself
# Entries of the matrix of distances that are held at a time.
_BLOCK = 4_000_000


def require_held_out(dataset, metric: str, examples: str = "images") -> None:
    """Raises UserError where fewer than `LEAST` examples are held out of the training."""
    if dataset.info["test"] is None or dataset.info.get("n_test", LEAST) < LEAST:
        raise UserError(f"the metric {metric!r} needs {LEAST} held-out {examples}, so 31 without a test set")


def _distances(first: np.ndarray, second: np.ndarray) -> Iterator[tuple[int, np.ndarray]]:
    """(row at which a block begins, its squared distances [b, m]) of [n, d] to [m, d], a few rows at a time.

    What is no more than the rounding of two squares is 0: a copy has no distance to its original.
    """
    squares = (second**2).sum(1)
    rows = max(1, _BLOCK // len(second))
    for start in range(0, len(first), rows):
        block = first[start : start + rows]
        scale = (block**2).sum(1)[:, None] + squares
        distances = scale - 2 * block @ second.T
        yield start, np.where(distances > 1e-12 * scale, distances, 0.0)


def _radii(x: np.ndarray, k: int) -> np.ndarray:
    """The squared distance of each point of x [n, d] to its k-th nearest neighbour, itself not counted: [n]."""
    radii = np.empty(len(x))
    for start, distances in _distances(x, x):
        rows = np.arange(len(distances))
        distances[rows, start + rows] = np.inf
        radii[start + rows] = np.partition(distances, k - 1, axis=1)[:, k - 1]
    return radii


def _covered(points: np.ndarray, centres: np.ndarray, k: int) -> float:
    """The share of points [n, d] that lie in a ball around one of the centres [m, d] up to its k-th neighbour."""
    radii = _radii(centres, k)
    inside = sum((distances <= radii).any(1).sum() for _, distances in _distances(points, centres))
    return float(inside / len(points))


def thinned(x: np.ndarray, most: int) -> np.ndarray:
    """At most that many of x [n, ...], evenly spaced."""
    return x[np.linspace(0, len(x) - 1, min(len(x), most)).astype(int)]


def precision_recall(real, generated, k: int = 3) -> tuple[float, float]:
    """(precision, recall) of generated features [m, d] beside real ones [n, d] (ibid., Eq. 1 and 2).

    Precision is the share of generated points within the balls around the real ones, each of which reaches to its
    k-th nearest real neighbour; recall is the share of real points within those around the generated. Both depend on
    n and m: compare equal numbers. Both are NaN where a feature is not finite. Memory is that of a few million
    distances.

    Raises:
      ValueError: the features are not [n, d] and [m, d], or either has no more than k rows.
    """
    real, generated = np.asarray(real, np.float64), np.asarray(generated, np.float64)
    if real.ndim != 2 or generated.ndim != 2 or real.shape[1] != generated.shape[1]:
        raise ValueError(f"features must be [n, d] and [m, d], not {real.shape} and {generated.shape}")
    if min(len(real), len(generated)) <= k or k < 1:
        raise ValueError(f"{k} neighbours need more than {k} rows, not {len(real)} and {len(generated)}")
    if not all_finite(real, generated):
        return float("nan"), float("nan")
    centre = real.mean(0)  # differences of large numbers lose digits
    real, generated = real - centre, generated - centre
    return _covered(generated, real, k), _covered(real, generated, k)
