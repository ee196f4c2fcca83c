"""Metrics on Gaussian mixtures whose centres are known: coverage, quality, and the shape of each mode."""

import math

import numpy as np

from ganjax.errors import UserError

# Of a mode's variance, added to the fitted one: a mode collapsed to a point keeps a finite divergence.
_JITTER = 1e-4
_RADIUS = 3.0


def _tail(d):
    """The share of a d-dimensional Gaussian beyond three standard deviations; exp(-4.5) for d = 2."""
    from scipy.stats import chi2

    return math.exp(-(_RADIUS**2) / 2) if d == 2 else float(chi2.sf(_RADIUS**2, d))


def _fits(offsets, nearest, k):
    """Counts [k], means [k, d] and covariances [k, d, d] (maximum likelihood) of the offsets by mode."""
    d = offsets.shape[1]
    counts = np.bincount(nearest, minlength=k)
    n = np.maximum(counts, 1)
    means = np.stack([np.bincount(nearest, offsets[:, i], k) for i in range(d)], 1) / n[:, None]
    second = np.empty((k, d, d))
    for i in range(d):
        for j in range(i, d):
            second[:, i, j] = second[:, j, i] = np.bincount(nearest, offsets[:, i] * offsets[:, j], k) / n
    return counts, means, second - means[:, :, None] * means[:, None, :]


def _intra_mode_kls(means, covariances):
    """KL(N(0, I) ‖ N(m, S)) and KL(N(m, S) ‖ N(0, I)), each [k], for means [k, d], covariances [k, d, d]."""
    # By eigenvalues: one far outlier makes S singular in float64 whatever the jitter.
    values, vectors = np.linalg.eigh(covariances)
    values = np.maximum(values, 0) + _JITTER
    along = np.einsum("ki,kij->kj", means, vectors) ** 2
    logs = np.log(values).sum(1)
    forward = ((1 / values + along / values - 1).sum(1) + logs) / 2
    reverse = ((values + along - 1).sum(1) - logs) / 2
    return forward, reverse


def evaluate_mixture(samples, means, std, *, weights=None, coverage=0.2) -> dict[str, float]:
    """How well samples cover the mixture Σ_k weights_k N(means_k, std_k² I) (Du et al. 2018, §5.1).

    A sample is of high quality within three standard deviations of its nearest centre; one that is not
    finite is not. d is 2 in the papers; any other is taken too.

    Args:
      samples: [n, d].
      means: [k, d].
      std: one standard deviation, or [k].
      weights: [k]; None for equal ones.
      coverage: the share of its expected count of samples above which a mode's high-quality samples make it
        covered: .2 (Du et al. 2018); .5 is the rule of Yin & Zhou 2018, above 1,000 of 50,000 for 25 modes.

    Returns:
      modes: the number covered.
      high_quality: the share of high quality, in 0..1.
      kl: KL(P_g ‖ P_data) in nats over k + 1 bins, the last "not of high quality", whose mass in the data
        is exp(-4.5) in two dimensions (Yin & Zhou 2018, §5.2). The bins of P_data are those of modes that do not
        overlap: where they do, draws that lie nearest to another mode count there, and perfect samples do not come
        to 0, but to 3.0e-3 on `bimodal` and 4.1e-4 on `line`.
      intra_mode_kl: KL(true ‖ fitted) in nats, for a Gaussian fitted to all samples that are nearest to a
        mode, averaged over the modes with more than two; NaN if there is none. Each fitted variance is
        raised by 1e-4 of the true one. Modes that overlap are cut where the next one is nearer: perfect samples come
        to .053 on `bimodal`.
      intra_mode_kl_reverse: KL(fitted ‖ true), likewise.
      intra_mode_kl_median, intra_mode_kl_reverse_median: the median of either over the covered modes with more than
        two samples; NaN if there is none. The mean has no bound: one mode that is a ridge, or a point, or that few
        far samples are nearest to, decides it.
      skipped_modes: the number with two samples or fewer.

    Raises:
      ValueError: the shapes do not fit, or there are no samples.
    """
    from scipy.spatial import cKDTree

    samples, means = np.asarray(samples, np.float64), np.asarray(means, np.float64)
    k, d = means.shape
    if samples.ndim != 2 or samples.shape[1] != d or not len(samples):
        raise ValueError(f"samples must be [n, {d}] with n > 0, not {list(samples.shape)}")
    weights = np.full(k, 1 / k) if weights is None else np.asarray(weights, np.float64) / np.sum(weights)
    std = np.broadcast_to(np.asarray(std, np.float64), (k,))
    n = len(samples)
    # Beyond this a square overflows; so far out a sample tells no more than a non-finite one.
    samples = samples[np.all(np.abs(samples) < 1e100, axis=1)]
    distance, nearest = cKDTree(means).query(samples)
    good = np.bincount(nearest[distance <= _RADIUS * std[nearest]], minlength=k)
    shares = np.append(good, n - good.sum()) / n
    expected = np.append(weights * (1 - _tail(d)), _tail(d))
    kl = np.sum(shares * np.log(np.where(shares > 0, shares / expected, 1)))
    counts, centres, covariances = _fits((samples - means[nearest]) / std[nearest, None], nearest, k)
    kept = counts > 2
    covered = good > coverage * weights * n
    forward, reverse = _intra_mode_kls(centres[kept], covariances[kept])
    typical = covered[kept]
    return {
        "modes": float(np.sum(covered)),
        "high_quality": float(good.sum() / n),
        "kl": float(max(kl, 0.0)),
        "intra_mode_kl": float(forward.mean()) if kept.any() else math.nan,
        "intra_mode_kl_reverse": float(reverse.mean()) if kept.any() else math.nan,
        "intra_mode_kl_median": float(np.median(forward[typical])) if typical.any() else math.nan,
        "intra_mode_kl_reverse_median": float(np.median(reverse[typical])) if typical.any() else math.nan,
        "skipped_modes": float(np.sum(~kept)),
    }


def require(dataset) -> None:
    """Raises UserError where the data set is not a mixture."""
    if "means" not in dataset.info:
        raise UserError("the metric 'mixtures' needs a mixture as its data (ring, grid, ...)")


def evaluate(dataset, samples, config_eval) -> dict[str, float]:
    """`evaluate_mixture` of samples [n, d] on a mixture's own centres; 'coverage' may be in config_eval.

    Raises:
      UserError: the data set is not a mixture.
    """
    require(dataset)
    facts = dataset.info
    coverage = config_eval.get("coverage")
    coverage = 0.2 if coverage is None else coverage
    return evaluate_mixture(samples, facts["means"], facts["std"], weights=facts["weights"], coverage=coverage)
