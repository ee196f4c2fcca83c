"""Scores from a classifier's probabilities: inception score, MODE score and their two halves.

All run on the host in float64 and take 0 log 0 as 0.
"""

import numpy as np

# Below this a marginal counts as zero: it keeps the MODE score of a generator that misses a class finite.
_TINY = 1e-12


def _entropy(p):
    return -np.sum(p * np.log(np.where(p > 0, p, 1)), -1)


def _checked(probabilities):
    p = np.asarray(probabilities, np.float64)
    if p.ndim != 2 or not len(p):
        raise ValueError(f"probabilities must be [n, c] with n > 0, not {list(p.shape)}")
    return p


def _kl(p, q):
    return -_entropy(p) - np.sum(p * np.log(np.maximum(q, _TINY)), -1)


def over_classes(probabilities) -> np.ndarray:
    """p(y|x) [..., c] over the classes, of probabilities [..., c + 1] whose last is that of "no class".

    The last is spread evenly over the classes: an image that is none of them tells nothing about its class, and so
    has the H(y|x) of a uniform p. Noise alone has an inception score of 1, and noise among real images lowers it.
    """
    p = np.asarray(probabilities, np.float64)
    return p[..., :-1] + p[..., -1:] / (p.shape[-1] - 1)


def exp_h_y(probabilities) -> np.ndarray:
    """exp H(y) [] of the mean of p(y|x) [n, c]: how many classes the samples cover, in 1..c."""
    return np.exp(_entropy(_checked(probabilities).mean(0)))


def exp_h_y_given_x(probabilities) -> np.ndarray:
    """exp E_x H(y|x) [], p(y|x) [n, c]: how many classes one sample could belong to, in 1..c."""
    return np.exp(_entropy(_checked(probabilities)).mean())


def inception_score(probabilities) -> np.ndarray:
    """exp E_x KL(p(y|x) ‖ p*(y)) [], with p* the mean of p(y|x) [n, c]; in 1..c (Salimans et al. 2016).

    It is exp_h_y / exp_h_y_given_x, and also the MODE score as printed (Che et al. 2017, Eq. 4): for the
    train marginal p, E_x KL(p(y|x) ‖ p) - KL(p* ‖ p) = E_x KL(p(y|x) ‖ p*) whatever p is.

    Raises:
      ValueError: `probabilities` is not [n, c] with n > 0.
    """
    p = _checked(probabilities)
    return np.exp(_entropy(p.mean(0)) - _entropy(p).mean())


def mode_score(probabilities, train_marginal) -> np.ndarray:
    """exp(E_x KL(p(y|x) ‖ p) - KL(p ‖ p*)) [], p the train marginal [c], p* the mean of p(y|x) [n, c].

    Departs from Che et al. 2017, Eq. 4 in the direction of the second divergence: with theirs, KL(p* ‖ p),
    p cancels out (see `inception_score`). This one falls when a class of the training data is missed.

    Raises:
      ValueError: `probabilities` is not [n, c] with n > 0, or `train_marginal` is not [c].
    """
    p = _checked(probabilities)
    train = np.asarray(train_marginal, np.float64)
    if train.shape != p.shape[1:]:
        raise ValueError(f"train_marginal must be [{p.shape[1]}], not {list(train.shape)}")
    return np.exp(_kl(p, train).mean() - _kl(train, p.mean(0)))
