"""Divergences of one-dimensional mixtures by quadrature."""

import numpy as np
from scipy.integrate import trapezoid
from scipy.special import logsumexp
from scipy.stats import norm


def mixture_log_density(x, means, std: float = 1.0) -> np.ndarray:
    """log of the even mixture of N(mean, std²) at x [n]; `means` [..., k] -> [..., n]."""
    means = np.asarray(means, float)[..., None]
    return logsumexp(norm.logpdf(np.asarray(x), means, std), axis=-2) - np.log(means.shape[-2])


def kl(x, log_p, log_q) -> np.ndarray:
    """KL(p ‖ q) in nats, of log densities [..., n] on an even lattice x [n] that holds p's mass."""
    return trapezoid(np.exp(log_p) * (log_p - log_q), x, axis=-1)


def js(x, log_p, log_q) -> np.ndarray:
    """The Jensen-Shannon divergence in nats, in [0, log 2]; as `kl`."""
    middle = np.logaddexp(log_p, log_q) - np.log(2)
    return (kl(x, log_p, middle) + kl(x, log_q, middle)) / 2
