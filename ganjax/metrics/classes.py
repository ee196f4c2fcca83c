"""Metrics of single images with class labels."""

import numpy as np

from ganjax.errors import UserError
from ganjax.metrics import classifier as trained
from ganjax.metrics.modes import count_modes
from ganjax.metrics.scores import exp_h_y, exp_h_y_given_x, inception_score, mode_score

# A sample is of high quality when it is classified with more than this (Yin & Zhou 2018, §5.3).
CONFIDENT = 0.7


def score(probabilities, train_marginal) -> dict[str, float]:
    """All metrics of `evaluate` but the accuracy, from p(y|x) [n, c] and the train marginal [c]."""
    return {
        **count_modes(np.argmax(probabilities, -1), probabilities.shape[-1]),
        "inception_score": float(inception_score(probabilities)),
        "mode_score": float(mode_score(probabilities, train_marginal)),
        "exp_h_y": float(exp_h_y(probabilities)),
        "exp_h_y_given_x": float(exp_h_y_given_x(probabilities)),
        "high_quality": float(np.mean(probabilities.max(-1) > CONFIDENT)),
    }


def classifier(dataset, config_eval, **options):
    """The classifier that the samples are judged by (`ganjax.metrics.classifier.of`)."""
    return trained.of(dataset, **options)


def _classifier(dataset):
    if "digits" in dataset.info:
        raise UserError("stacked data are scored by the metric 'stacked', not 'classes'")
    facts = trained.labelled(dataset)
    marginal = np.bincount(facts["train"][1], minlength=dataset.n_classes) / len(facts["train"][1])
    return trained.digit_classifier(**facts), marginal, facts["test"][0]


def require(dataset) -> None:
    """Raises UserError where the data are not labelled images."""
    trained.require(dataset)


def evaluate(dataset, samples, config_eval) -> dict[str, float]:
    """Metrics of samples [n, H, W, C] in [-1, 1] by a classifier trained on the same data.

    Never to be compared with scores by Inception-v3: the classifier's accuracy goes with them instead.

    Returns:
      modes, missed, kl: of the classes, with at least one sample; KL(P_g ‖ uniform) in nats.
      inception_score, mode_score, exp_h_y, exp_h_y_given_x: see `ganjax.metrics.scores`.
      high_quality: the share classified with a probability above .7.
      classifier_accuracy: on held-out images.

    Raises:
      UserError: the data are not single images with class labels.
    """
    found, marginal, _ = _classifier(dataset)
    return score(found.probabilities(samples), marginal) | {"classifier_accuracy": found.accuracy}


def controls(dataset, config_eval) -> dict[str, float]:
    """What `evaluate` says of the held-out images, at most config_eval['samples'] of them."""
    found, marginal, x = _classifier(dataset)
    x = x[: config_eval.get("samples") or len(x)]
    return score(found.probabilities(x), marginal) | {"classifier_accuracy": found.accuracy}
