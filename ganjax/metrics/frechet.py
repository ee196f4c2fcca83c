"""The Fréchet distance between Gaussians fitted to two sets of features."""

import numpy as np

from ganjax.metrics.finite import all_finite


def frechet_distance(first: np.ndarray, second: np.ndarray) -> float:
    """|m1 - m2|² + tr(C1 + C2 - 2 (C1 C2)^½) of features [n, d] and [m, d] (Dowson & Landau 1982, Eq. 4).

    (C1 C2)^½ has the trace of (C1^½ C2 C1^½)^½, which is symmetric, so that no complex root can come out.
    NaN where a feature is not finite.

    Raises:
      ValueError: fewer than two rows, or not equally many columns.
    """
    first, second = np.asarray(first, np.float64), np.asarray(second, np.float64)
    if min(len(first), len(second)) < 2 or first.shape[1:] != second.shape[1:] or first.ndim != 2:
        raise ValueError(f"features must be [n > 1, d] alike, not {first.shape} and {second.shape}")
    if not all_finite(first, second):
        return float("nan")
    difference = first.mean(0) - second.mean(0)
    c1, c2 = (np.atleast_2d(np.cov(x, rowvar=False)) for x in (first, second))
    values, vectors = np.linalg.eigh(c1)
    root = vectors * np.sqrt(np.maximum(values, 0)) @ vectors.T
    cross = np.sqrt(np.maximum(np.linalg.eigvalsh(root @ c2 @ root), 0)).sum()
    return float(max(difference @ difference + np.trace(c1) + np.trace(c2) - 2 * cross, 0.0))
