"""Scores by a residual network that is trained on the data themselves (LSVGD, Sec. V-B).

Not Inception-v3: the scores are comparable with one another on the same data, and with nothing else. The network's
batch norm runs on its averages, so a sample's score does not depend on the others'.
"""

import math

import numpy as np

from ganjax.errors import UserError
from ganjax.files import cache_directory
from ganjax.lookup import check_arguments
from ganjax.metrics import classifier as trained
from ganjax.metrics.controls import halves
from ganjax.metrics.finite import all_finite
from ganjax.metrics.frechet import frechet_distance
from ganjax.metrics.kid import kid
from ganjax.metrics.modes import count_modes
from ganjax.metrics.neighbours import LEAST, precision_recall, require_held_out, thinned
from ganjax.metrics.scores import exp_h_y, inception_score, mode_score
from ganjax.networks.resnet import Classifier


def require(dataset) -> None:
    """Raises UserError where the data are not labelled images, are stacked, or too few of them are held out."""
    if "digits" in dataset.info:
        raise UserError("stacked data are scored by the metric 'stacked', not 'resnet'")
    trained.require(dataset)
    require_held_out(dataset, "resnet")


def check(config_eval) -> None:
    """Raises UserError for a wrong field of `config_eval['evaluator']`, or too few samples for three neighbours."""
    given = config_eval.get("evaluator") or {}
    check_arguments("config.eval.evaluator", Classifier, given, hidden=("n_classes", "parent", "name"))
    if config_eval.get("samples", LEAST) < LEAST:
        raise UserError(f"the metric 'resnet' needs config.eval.samples of at least {LEAST}")


def classifier(dataset, config_eval, *, progress=None, retrain: bool = False) -> trained.TrainedClassifier:
    """The residual network of `config_eval['evaluator']` (fields of `ganjax.networks.resnet.Classifier`), trained."""
    require(dataset)
    return _ready(dataset, config_eval, progress=progress, retrain=retrain)[0]


def _module(dataset, config_eval):
    return Classifier(dataset.n_classes, **dict(config_eval.get("evaluator") or {}))


def intra_class_variance(features: np.ndarray, label: np.ndarray) -> float:
    """The variance of features [n, d] within a class, mean over d and over the classes of label [n] with two samples.

    With attributes [n, c] in label's place all samples are one class.
    """
    label = label if label.ndim == 1 else np.zeros(len(features))
    groups = [features[label == c] for c in np.unique(label)]
    variances = [np.asarray(group, np.float64).var(0, ddof=1).mean() for group in groups if len(group) > 1]
    return float(np.mean(variances)) if variances else float("nan")


_READY = {}  # one process scores the same data many times: (data, network, cache's folder) -> what _ready returns


def _ready(dataset, config_eval, *, progress=None, retrain: bool = False):
    """(classifier, held-out images, their labels, their features, the share of each class among training images)."""
    module = _module(dataset, config_eval)
    key = trained.identity(dataset), repr(module), cache_directory()
    if retrain or key not in _READY:
        facts = trained.labelled(dataset, attributes=True)
        judge = trained.digit_classifier(**facts, module=module, progress=progress, retrain=retrain)
        x, label = facts["test"]
        marginal = None
        if not judge.attributes:
            counts = np.bincount(facts["train"][1], minlength=dataset.n_classes)
            marginal = counts / counts.sum()
        _READY.clear()
        _READY[key] = judge, x, np.asarray(label), judge.features(x), marginal
    return _READY[key]


def _score(judge, x, labels, reference, marginal):
    scores = _scores(judge, x, labels, reference, marginal)
    if all_finite(x):
        return scores
    # argmax calls what is not a number class 0: it would be a mode.
    return dict.fromkeys(scores, math.nan) | {"classifier_accuracy": judge.accuracy}


def _scores(judge, x, labels, reference, marginal):
    probabilities, features = judge.probabilities(x), judge.features(x)
    precision, recall = precision_recall(thinned(reference, len(features)), features)
    out = {
        "fid_resnet": frechet_distance(features, reference),
        "kid_resnet": kid(features, reference),
        "precision_resnet": precision,
        "recall_resnet": recall,
        "classifier_accuracy": judge.accuracy,
    }
    if labels is not None:
        out["accuracy"] = judge.agreement(x, labels)
    if judge.attributes:
        return out | {"variance": intra_class_variance(features, np.zeros((len(x), 1)))}
    classes = probabilities.argmax(-1)
    asked = classes if labels is None else np.asarray(labels)
    if labels is not None:
        out["worst_class_accuracy"] = min(float((classes[asked == c] == c).mean()) for c in np.unique(asked))
    return out | {
        **count_modes(classes, probabilities.shape[-1]),
        "inception_score": float(inception_score(probabilities)),
        "mode_score": float(mode_score(probabilities, marginal)),
        "exp_h_y": float(exp_h_y(probabilities)),
        "variance": intra_class_variance(features, asked),
    }


def evaluate(dataset, samples, config_eval, labels=None) -> dict[str, float]:
    """Metrics of samples [n, H, W, C] in [-1, 1].

    Args:
      labels: what they were asked to be, [n] or [n, c]; None for an unconditional generator.

    Returns:
      inception_score, mode_score, exp_h_y. modes, missed, kl: of every sample's likeliest class, one sample being
        enough (`ganjax.metrics.modes.count_modes`); `ganjax.metrics.classes` asks for more. Not of attributes.
      accuracy: the share classified as they were asked to be. worst_class_accuracy: of the class where it is lowest;
        not of attributes. Neither without labels.
      variance: of the features within a class, the one asked for or else the one found.
      fid_resnet, kid_resnet: Fréchet and kernel distance to the held-out images, in the features of this network.
      precision_resnet, recall_resnet: `ganjax.metrics.neighbours` in these features, of as many held-out images as
        samples where there are so many.
      classifier_accuracy: of the network, on held-out images.
      All but the last are NaN where a sample is not finite.

    Raises:
      UserError: the data are not single images with labels.
    """
    require(dataset)
    judge, _, _, reference, marginal = _ready(dataset, config_eval)
    return _score(judge, samples, labels, reference, marginal)


def evaluate_control(dataset, control, config_eval) -> dict[str, float]:
    """What `evaluate` says of held-out images (`controls.Control`): of the even ones, the odd ones being reference.

    An image is not to be measured against itself.
    """
    require(dataset)
    judge, x, label, reference, marginal = _ready(dataset, config_eval)
    even, odd = halves(control.index, reference)
    return _score(judge, x[even], label[even], odd, marginal)
