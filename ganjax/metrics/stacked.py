"""Metrics of stacked digits: 1000 modes, each sample labelled channel by channel."""

import math

import numpy as np

from ganjax.errors import UserError
from ganjax.metrics import classifier as trained
from ganjax.metrics.classes import CONFIDENT
from ganjax.metrics.modes import count_modes
from ganjax.metrics.scores import exp_h_y, exp_h_y_given_x, inception_score


def triple_inception_score(probabilities) -> float:
    """Inception score over the c³ triples, p(abc|x) = p_1(a|x) p_2(b|x) p_3(c|x), for [3, n, c].

    H(y|x) is the sum of the channels' entropies; only the marginal needs all the triples.
    """
    a, b, c = (np.asarray(p, np.float64) for p in probabilities)
    pairs = np.einsum("na,nb->nab", a, b).reshape(len(a), -1)
    marginal = (pairs.T @ c / len(a)).ravel()
    conditional = sum(math.log(exp_h_y_given_x(p)) for p in (a, b, c))
    return float(np.exp(math.log(exp_h_y(marginal[None])) - conditional))


def score(probabilities) -> dict[str, float]:
    """All metrics of `evaluate` but the accuracy, from the channels' probabilities [3, n, c]."""
    classes = probabilities[0].shape[-1]
    labels = np.argmax(probabilities, -1)
    triples = (labels[0] * classes + labels[1]) * classes + labels[2]
    means = {
        name: float(np.mean([f(p) for p in probabilities]))
        for name, f in [
            ("inception_score", inception_score),
            ("exp_h_y", exp_h_y),
            ("exp_h_y_given_x", exp_h_y_given_x),
            ("high_quality", lambda p: np.mean(p.max(-1) > CONFIDENT)),
        ]
    }
    return {
        **count_modes(triples, classes**3),
        **means,
        "inception_score_triple": triple_inception_score(probabilities),
    }


def require(dataset) -> None:
    """Raises UserError where the data set is not stacked."""
    if "digits" not in dataset.info:
        raise UserError("the metric 'stacked' needs stacked data (stacked_digits, stacked_mnist)")


def classifier(dataset, config_eval, **options):
    """The classifier that the channels are judged by (`ganjax.metrics.classifier.of`)."""
    require(dataset)
    return trained.of(dataset, **options)


def evaluate(dataset, samples, config_eval) -> dict[str, float]:
    """Metrics of samples [n, H, W, 3] in [-1, 1], n = 26,000 in the papers.

    Returns:
      modes, missed, kl: of the 1000 triples, with at least one sample; KL(P_g ‖ uniform), for a perfect
        sampler about 999 / 2n = .019 (Du et al. 2018, Table 1).
      inception_score, exp_h_y, exp_h_y_given_x: of single digits, averaged over the channels, hence at most
        10 (Yin & Zhou 2018, Table 2, whose scores are on this scale).
      inception_score_triple: over the 1000 triples.
      high_quality: the share of single digits classified with a probability above .7 (ibid.; the paper
        classifies digits, so each channel counts by itself and a stack need not have all three).
      classifier_accuracy: of the classifier, on held-out single digits.

    Raises:
      UserError: the data are not stacked.
    """
    found = classifier(dataset, config_eval)
    channels = [found.probabilities(samples[..., c : c + 1]) for c in range(3)]
    return score(channels) | {"classifier_accuracy": found.accuracy}


def controls(dataset, config_eval) -> dict[str, float]:
    """What `evaluate` says of as many random stacks of held-out digits (26,000 by default)."""
    found = classifier(dataset, config_eval)
    # The digits are labelled once each and their probabilities stacked: far fewer than the stacks.
    digits = found.probabilities(dataset.info["digits"]["test"][0])
    n = int(config_eval.get("samples") or 26_000)
    index = np.random.default_rng(0).integers(len(digits), size=(3, n))
    return score(digits[index]) | {"classifier_accuracy": found.accuracy}
