"""Where points are along their first coordinate, and how widely."""

import numpy as np

from ganjax.errors import UserError


def require(dataset) -> None:
    """Raises UserError where the data are not points."""
    if len(dataset.x_shape) != 1:
        raise UserError("the metric 'moments' needs points")


def evaluate(dataset, samples, config_eval) -> dict[str, float]:
    """mean and spread: mean and standard deviation of the first coordinate of samples [n, d].

    Raises:
      UserError: the data are not points.
    """
    require(dataset)
    first = np.asarray(samples, np.float64)[:, 0]
    return {"mean": float(first.mean()), "spread": float(first.std())}
