"""Whether what is scored are numbers: samples of a run may overflow."""

import numpy as np


def all_finite(*arrays: np.ndarray) -> bool:
    """Whether every number of these arrays of any shape is finite: scores are NaN where one is not."""
    return all(bool(np.isfinite(array).all()) for array in arrays)
