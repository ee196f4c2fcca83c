"""Metrics of single images with class labels."""

import numpy as np

from ganjax.errors import UserError
from ganjax.metrics import classifier as trained
from ganjax.metrics.classifier import SURE
from ganjax.metrics.modes import count_qualified
from ganjax.metrics.scores import exp_h_y, exp_h_y_given_x, inception_score, mode_score, over_classes

# A sample is of high quality when it is classified with more than this (Yin & Zhou 2018, §5.3).
CONFIDENT = 0.7


def score(probabilities, train_marginal, coverage: float = 0.2) -> dict[str, float]:
    """All metrics of `evaluate` but the classifier's.

    Args:
      probabilities: [n, c + 1], the last of "no class". train_marginal: [c].
      coverage: see `evaluate`.
    """
    probabilities = np.asarray(probabilities)
    classes, spread = probabilities[:, :-1], over_classes(probabilities)
    sure, n_classes = classes.max(-1), classes.shape[-1]
    return {
        **count_qualified(classes.argmax(-1), sure >= SURE, n_classes, coverage * len(classes) / n_classes),
        "inception_score": float(inception_score(spread)),
        "mode_score": float(mode_score(spread, train_marginal)),
        "exp_h_y": float(exp_h_y(spread)),
        "exp_h_y_given_x": float(exp_h_y_given_x(spread)),
        "high_quality": float(np.mean(sure > CONFIDENT)),
    }


def classifier(dataset, config_eval, *, progress=None, retrain: bool = False):
    """The classifier that the samples are judged by (`ganjax.metrics.classifier.of`)."""
    return trained.of(dataset, progress=progress, retrain=retrain)


def _single(dataset):
    if "digits" in dataset.info:
        raise UserError("stacked data are scored by the metric 'stacked', not 'classes'")


def require(dataset) -> None:
    """Raises UserError where the data are not single images with class labels."""
    _single(dataset)
    trained.require(dataset)
    if dataset.info.get("attributes"):
        raise UserError("the metric 'classes' needs one class for each image; vectors of attributes: 'resnet'")


def evaluate(dataset, samples, config_eval) -> dict[str, float]:
    """Metrics of samples [n, H, W, C] in [-1, 1] by a classifier trained on the same data.

    Never to be compared with scores by Inception-v3: the classifier's accuracy goes with them instead. It knows "no
    class" as well (`ganjax.metrics.rejects`). A sample qualifies when it is sure, with at least .9, of a class.

    Returns:
      modes, missed: of the classes, with at least config_eval['coverage'] (.2) of their even share of n samples
        that qualify: one sample taken for a class by mistake does not make it covered.
      kl: KL(P_g ‖ uniform) in nats of the samples that qualify; log c where none does.
      qualified: the share that does.
      inception_score, mode_score, exp_h_y, exp_h_y_given_x: see `ganjax.metrics.scores`, "no class" being spread
        over the classes (`over_classes` there). The MODE score as printed is the inception score.
      high_quality: the share classified as one of the classes with a probability above .7.
      classifier_accuracy: on held-out images; false_accepts: the share of held-out rejects that it is sure, with
        at least .9, are of a class.

    Raises:
      UserError: the data are not single images with class labels.
    """
    require(dataset)
    judge, marginal = trained.judge(dataset)
    coverage = config_eval.get("coverage")
    coverage = 0.2 if coverage is None else coverage
    return score(judge.probabilities(samples), marginal, coverage) | trained.diagnostics(judge)
