"""Counting modes from labels."""

import math

import numpy as np


def count_modes(labels, n_modes: int, least: float = 1, weights=None) -> dict[str, float]:
    """How many of n_modes the labels [n] (whole numbers in 0..n_modes - 1) hit, and how evenly.

    Args:
      labels: [n] whole numbers.
      n_modes: their number.
      least: how many samples make a mode covered.
      weights: [n_modes], the modes' probabilities in the data; None for equal ones.

    Returns:
      'modes': those with at least that many samples, by default one (Metz et al. 2017; Yin & Zhou 2018, Table 2);
      'missed': the others; 'kl': KL(P_g ‖ P_data) in nats, P_data being `weights`, which for a perfect sampler is
      about (n_modes - 1) / 2n.

    Raises:
      ValueError: there are no labels, or one is out of range.
    """
    labels = np.asarray(labels).ravel()
    if not labels.size or labels.min() < 0 or labels.max() >= n_modes:
        raise ValueError(f"labels must be whole numbers in 0..{n_modes - 1}, at least one")
    counts = np.bincount(labels, minlength=n_modes)
    share = counts / labels.size
    modes = int(np.sum(counts >= max(least, 1)))
    expected = np.full(n_modes, 1 / n_modes) if weights is None else np.asarray(weights)
    kl = np.sum(share * np.log(np.where(share > 0, share / expected, 1)))
    return {"modes": float(modes), "missed": float(n_modes - modes), "kl": float(max(kl, 0.0))}


def count_qualified(labels, qualified, n_modes: int, least: float = 1, weights=None) -> dict[str, float]:
    """`count_modes` of those labels [n] that are `qualified` [n] (booleans), and their share.

    Where none is, no mode is covered, and 'kl' is the largest there is: that of the rarest mode alone.

    Returns:
      'modes', 'missed', 'kl', and 'qualified': the share in 0..1.
    """
    qualified = np.asarray(qualified, bool)
    if not qualified.any():
        rarest = 1 / n_modes if weights is None else np.min(weights)
        return {"modes": 0.0, "missed": float(n_modes), "kl": math.log(1 / rarest), "qualified": 0.0}
    return count_modes(np.asarray(labels)[qualified], n_modes, least, weights) | {
        "qualified": float(qualified.mean())
    }
