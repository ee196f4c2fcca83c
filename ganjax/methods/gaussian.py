"""The weakest of LBT's students: one Gaussian with a learned mean (Du et al. 2018, Appendix D and Fig. 7)."""

import jax.numpy as jnp

from ganjax.losses.likelihood import normal_log_prob
from ganjax.types import Estimator


def gaussian_estimator(variance: float = 1.0) -> Estimator:
    """log N(x; c, variance I), c learned from 0, of x's shape."""

    def log_prob(params, key, x):
        del key
        return normal_log_prob(x, jnp.broadcast_to(params["mean"], x.shape), variance)

    return Estimator(lambda key, x: {"mean": jnp.zeros(x.shape[1:])}, log_prob)


def make_estimator(config, networks, axis_name=None) -> Estimator:
    """The estimator of `method.estimator.name = "gaussian"`; `variance` is its config's."""
    del networks, axis_name
    return gaussian_estimator(config.variance)
