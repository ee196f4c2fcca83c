"""Divergences of one-dimensional mixtures by quadrature, and of two shifted normals in any dimension."""

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


def of_shifted_normals(distance: float) -> dict[str, float]:
    """Divergences of P = N(0, I) and Q = N(mu, I) of any dimension, |mu| = `distance`; KL and JS in nats.

    The ratio p / q depends on one direction alone, so the dimension does not matter. The names, and what each is a
    divergence of, are those of `ganjax.losses.f_divergences`; `donsker_varadhan` is a bound of KL(P || Q).
    """
    square = distance**2
    x = np.linspace(-12, distance + 12, 20_001)
    twice_js = float(2 * js(x, norm.logpdf(x), norm.logpdf(x, distance)))
    chi_square = float(np.expm1(square))
    return {
        "donsker_varadhan": square / 2,
        "kl": square / 2,
        "reverse_kl": square / 2,
        "jensen_shannon": twice_js,
        "goodfellow": twice_js - 2 * float(np.log(2)),
        "pearson": chi_square,
        "neyman": chi_square,
        "squared_hellinger": float(-2 * np.expm1(-square / 8)),
        "total_variation": float(2 * norm.cdf(distance / 2) - 1),
    }
