"""How close a few particles are to a mixture whose density is known: KL by kernel density, MMD, variance."""

import numpy as np

from ganjax.errors import UserError
from ganjax.metrics.mmd import mmd


def require(dataset) -> None:
    """Raises UserError where the data are not a mixture in one or two dimensions."""
    if "means" not in dataset.info or dataset.x_shape[0] > 2:
        raise UserError("the metric 'particles' needs a mixture in one or two dimensions")


def log_density(info, x: np.ndarray) -> np.ndarray:
    """The log density [n] of a mixture's `Dataset.info` at x [n, d]."""
    from scipy.special import logsumexp

    means, d = np.asarray(info["means"], np.float64), x.shape[1]
    std = np.broadcast_to(info["std"], len(means)).astype(np.float64)
    squared = ((x[:, None] - means) ** 2).sum(-1)
    log = -0.5 * squared / std**2 - d * (np.log(std) + 0.5 * np.log(2 * np.pi))
    return logsumexp(log, axis=1, b=np.asarray(info["weights"], np.float64))


def kl_by_kde(samples: np.ndarray, info) -> float:
    """KL(q ‖ p) in nats, q a kernel density estimate of samples [n, d] with Scott's bandwidth, by quadrature.

    It does not tend to 0 for few particles, whose estimate is wider than what they were drawn from: compare it with
    the same number of draws from p.
    """
    from scipy.stats import gaussian_kde

    samples = np.asarray(samples, np.float64)
    d = samples.shape[1]
    try:
        estimate = gaussian_kde(samples.T)
    except (np.linalg.LinAlgError, ValueError):
        return float("inf")  # all particles on a line or a point, or no more of them than dimensions
    centre, reach = samples.mean(0), 6 * samples.std(0) + 6 * np.sqrt(np.diag(estimate.covariance))
    axes = [np.linspace(c - r, c + r, 120) for c, r in zip(centre, reach, strict=True)]
    points = np.stack(np.meshgrid(*axes, indexing="ij"), -1).reshape(-1, d)
    q = estimate(points.T)
    cell = np.prod([axis[1] - axis[0] for axis in axes])
    where = q > 1e-300
    return float((q[where] * (np.log(q[where]) - log_density(info, points[where]))).sum() * cell)


def _reference(dataset, n=1_000):
    import jax

    return np.asarray(dataset.sample(jax.random.key(0), n)["x"])


def evaluate(dataset, samples, config_eval) -> dict[str, float]:
    """Metrics of samples [n, d]; a particle that is among them several times counts once.

    Returns:
      kl: `kl_by_kde`. mmd: to 1,000 draws of the target, with a bandwidth of 1. variance: mean over the coordinates.

    Raises:
      UserError: the particles have not the data's shape.
    """
    require(dataset)
    samples = np.unique(np.asarray(samples, np.float64), axis=0)
    if samples.shape[1:] != tuple(dataset.x_shape):
        raise UserError(f"the particles have shape {list(samples.shape[1:])}, the data {list(dataset.x_shape)}")
    return {
        "kl": kl_by_kde(samples, dataset.info),
        "mmd": mmd(samples, _reference(dataset), 1.0),
        "variance": float(np.var(np.asarray(samples, np.float64), axis=0).mean()),
    }
