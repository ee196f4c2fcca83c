"""Scores of any images, with labels or without, in the features of a network that has learned nothing.

The network's weights are random, and the same in every run: it knows no data set better than another (random features
are used so by Naeem et al. 2020). The scores are comparable with one another on the same data, and with nothing else:
no published Fréchet distance is in these features.
"""

import functools

import jax
import numpy as np

from ganjax.errors import UserError
from ganjax.metrics.classifier import TrainedClassifier, identity
from ganjax.metrics.controls import halves
from ganjax.metrics.frechet import frechet_distance
from ganjax.metrics.kid import kid
from ganjax.metrics.neighbours import LEAST, precision_recall, require_held_out, thinned
from ganjax.networks.resnet import Classifier

_SEED = 0


def require(dataset) -> None:
    """Raises UserError where the data are not images, or too few of them are held out."""
    if len(dataset.x_shape) != 3:
        raise UserError("the metric 'random_features' needs images")
    require_held_out(dataset, "random_features")


def check(config_eval) -> None:
    """Raises UserError for too few samples for three neighbours."""
    if config_eval.get("samples", LEAST) < LEAST:
        raise UserError(f"the metric 'random_features' needs config.eval.samples of at least {LEAST}")


@functools.lru_cache(maxsize=2)
def network(x_shape: tuple) -> TrainedClassifier:
    """The network for images of one shape: `ganjax.networks.resnet.Classifier` as it is initialised, 64 features.

    Its batch norm, of averages that nothing has moved, leaves its inputs alone.
    """
    module = Classifier(1, filters=(16, 32, 64), blocks=1, stride=2)
    variables = jax.jit(module.init)(jax.random.key(_SEED), np.zeros((1, *x_shape), np.float32))
    return TrainedClassifier(module, variables, accuracy=float("nan"), seconds=0.0)


_READY = {}  # one process scores the same data many times: which data -> features of their held-out images


def _reference(dataset) -> np.ndarray:
    key = identity(dataset)
    if key not in _READY:
        _READY.clear()
        _READY[key] = network(dataset.x_shape).features(dataset.info["test"]()[0])
    return _READY[key]


def _score(features, reference):
    n = min(len(features), len(reference))
    precision, recall = precision_recall(thinned(reference, n), thinned(features, n))
    return {
        "fid_random": frechet_distance(features, reference),
        "kid_random": kid(features, reference),
        "precision_random": precision,
        "recall_random": recall,
    }


def evaluate(dataset, samples, config_eval) -> dict[str, float]:
    """Metrics of samples [n, H, W, C] in [-1, 1] to the held-out images, in the features of `network`.

    Returns:
      fid_random, kid_random: `ganjax.metrics.frechet` and `ganjax.metrics.kid`.
      precision_random, recall_random: `ganjax.metrics.neighbours`, of as many samples as held-out images.

    Raises:
      UserError: the data are not images, or too few are held out.
    """
    require(dataset)
    return _score(network(dataset.x_shape).features(samples), _reference(dataset))


def evaluate_control(dataset, control, config_eval) -> dict[str, float]:
    """What `evaluate` says of held-out images (`controls.Control`): the even ones beside the odd ones."""
    require(dataset)
    reference = _reference(dataset)
    even, odd = halves(control.index, reference)
    return _score(reference[even], odd)
