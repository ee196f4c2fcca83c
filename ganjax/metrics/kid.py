"""The kernel inception distance (Bińkowski et al. 2018)."""

import numpy as np

_ROWS = 1_000  # of the kernel matrix, at a time


def _kernel_sum(first, second, same: bool) -> float:
    """The sum of (x·y / d + 1)³ over all pairs of rows of [n, d] and [m, d], but of a row with itself if `same`."""
    total = 0.0
    for start in range(0, len(first), _ROWS):
        block = first[start : start + _ROWS]
        linear = block @ second.T / first.shape[1] + 1
        kernel = linear * linear * linear  # numpy's third power takes six times as long
        total += kernel.sum()
        if same:
            rows = np.arange(len(block))
            total -= kernel[rows, start + rows].sum()
    return total


def kid(first, second) -> float:
    """The squared maximum mean discrepancy of features [n, d] and [m, d] by the kernel (x·y / d + 1)³ (ibid., Eq. 4).

    The unbiased estimate over all rows: 0 in the mean where both are of one distribution, and so at times negative.
    Unlike the Fréchet distance's its mean does not depend on n and m.

    Raises:
      ValueError: the features are not [n > 1, d] and [m > 1, d].
    """
    first, second = np.asarray(first, np.float64), np.asarray(second, np.float64)
    n, m = len(first), len(second)
    if first.ndim != 2 or first.shape[1:] != second.shape[1:] or min(n, m) < 2:
        raise ValueError(f"features must be [n > 1, d] alike, not {first.shape} and {second.shape}")
    within = _kernel_sum(first, first, True) / (n * (n - 1)) + _kernel_sum(second, second, True) / (m * (m - 1))
    return float(within - 2 * _kernel_sum(first, second, False) / (n * m))
