"""Metrics of stacked digits: 1000 modes, each sample labelled channel by channel."""

import math

import numpy as np

from ganjax.errors import UserError
from ganjax.metrics import classifier as trained
from ganjax.metrics.classes import CONFIDENT
from ganjax.metrics.classifier import SURE
from ganjax.metrics.modes import count_qualified
from ganjax.metrics.scores import exp_h_y, exp_h_y_given_x, inception_score, mode_score, over_classes


def triple_inception_score(probabilities) -> float:
    """Inception score over the c³ triples, p(abc|x) = p_1(a|x) p_2(b|x) p_3(c|x), for [3, n, c].

    H(y|x) is the sum of the channels' entropies; only the marginal needs all the triples.
    """
    a, b, c = (np.asarray(p, np.float64) for p in probabilities)
    pairs = np.einsum("na,nb->nab", a, b).reshape(len(a), -1)
    marginal = (pairs.T @ c / len(a)).ravel()
    conditional = sum(math.log(exp_h_y_given_x(p)) for p in (a, b, c))
    return float(np.exp(math.log(exp_h_y(marginal[None])) - conditional))


def score(probabilities, weights=None) -> dict[str, float]:
    """All metrics of `evaluate` but the classifier's, from the channels' probabilities [3, n, c + 1], "none" last.

    weights: [c³], the modes' probabilities in the data; None for equal ones.
    """
    probabilities = np.asarray(probabilities)
    digits, spread = probabilities[..., :-1], over_classes(probabilities)
    classes = digits.shape[-1]
    labels, sure = digits.argmax(-1), digits.max(-1)
    triples = (labels[0] * classes + labels[1]) * classes + labels[2]
    means = {
        name: float(np.mean([f(p) for p in spread]))
        for name, f in [
            ("inception_score", inception_score),
            ("exp_h_y", exp_h_y),
            ("exp_h_y_given_x", exp_h_y_given_x),
        ]
    }
    return {
        **count_qualified(triples, (sure >= SURE).all(0), classes**3, weights=weights),
        **means,
        "high_quality": float(np.mean(sure > CONFIDENT)),
        "inception_score_triple": triple_inception_score(spread),
    }


def channels_mode_score(probabilities, train_marginal) -> float:
    """MODE score of single images, the mean over the channels' probabilities [3, n, c + 1]; train_marginal [c]."""
    return float(np.mean([mode_score(p, train_marginal) for p in over_classes(probabilities)]))


def require(dataset) -> None:
    """Raises UserError where the data set is not stacked."""
    if "digits" not in dataset.info or dataset.x_shape[-1] != 3:
        raise UserError("the metric 'stacked' needs stacked data (stacked_digits, stacked_mnist)")


def classifier(dataset, config_eval, *, progress=None, retrain: bool = False):
    """The classifier that the channels are judged by (`ganjax.metrics.classifier.of`)."""
    require(dataset)
    return trained.of(dataset, progress=progress, retrain=retrain)


def evaluate(dataset, samples, config_eval) -> dict[str, float]:
    """Metrics of samples [n, H, W, 3] in [-1, 1], n = 26,000 in the papers.

    The classifier of single digits knows "no digit" as well (`ganjax.metrics.rejects`). A stack qualifies when it is
    sure, with at least .9, of a digit in each of the three channels: only such a stack says which mode it is of.

    Returns:
      modes, missed, kl: of the 1000 triples, with at least one stack that qualifies; KL(P_g ‖ uniform) of those
        that do, for a perfect sampler about 999 / 2n = .019 (Du et al. 2018, Table 1). Where none does, 0 modes
        and log 1000.
      qualified: the share of stacks that do.
      inception_score, exp_h_y, exp_h_y_given_x: of single digits, averaged over the channels, hence at most
        10 (Yin & Zhou 2018, Table 2, whose scores are on this scale); "no digit" is spread over the ten
        (`ganjax.metrics.scores.over_classes`), so that for noise alone they are 1, 10 and 10.
      mode_score: likewise, to the digits of the training data. As printed it is the inception score.
      inception_score_triple: over the 1000 triples.
      high_quality: the share of single channels that are a digit with a probability above .7 (ibid.; the paper
        classifies digits, so each channel counts by itself and a stack need not have all three).
      classifier_accuracy: of the classifier, on held-out single digits; false_accepts: the share of held-out
        rejects that it is sure, with at least .9, are a digit.

    Raises:
      UserError: the data are not stacked.
    """
    require(dataset)
    judge, marginal = trained.judge(dataset)
    channels = [judge.probabilities(samples[..., c : c + 1]) for c in range(3)]
    return score(channels) | {"mode_score": channels_mode_score(channels, marginal)} | trained.diagnostics(judge)
