"""Counting modes from labels."""

import numpy as np


def count_modes(labels, n_modes: int) -> dict[str, float]:
    """How many of n_modes the labels [n] (whole numbers in 0..n_modes - 1) hit, and how evenly.

    Args:
      labels: [n] whole numbers.
      n_modes: their number.

    Returns:
      'modes': those with at least one sample (Metz et al. 2017; Yin & Zhou 2018, Table 2); 'missed': the
      others; 'kl': KL(P_g ‖ uniform) in nats, which for a perfect sampler is about (n_modes - 1) / 2n.

    Raises:
      ValueError: there are no labels, or one is out of range.
    """
    labels = np.asarray(labels).ravel()
    if not labels.size or labels.min() < 0 or labels.max() >= n_modes:
        raise ValueError(f"labels must be whole numbers in 0..{n_modes - 1}, at least one")
    share = np.bincount(labels, minlength=n_modes) / labels.size
    modes = int(np.count_nonzero(share))
    kl = np.sum(share * np.log(np.where(share > 0, share * n_modes, 1)))
    return {"modes": float(modes), "missed": float(n_modes - modes), "kl": float(max(kl, 0.0))}
