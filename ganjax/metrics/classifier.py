"""The classifier behind the image metrics: trained once for a data set, then read from the user's cache."""

import dataclasses
import hashlib
import math
import time
import warnings
from functools import cached_property, lru_cache, partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import serialization

from ganjax.data.images import to_float
from ganjax.errors import UserError
from ganjax.files import cache_directory, replacing
from ganjax.losses.labels import correct, label_loss
from ganjax.metrics import rejects
from ganjax.networks.classifier import Classifier
from ganjax.progress import Progress, say

# Part of the cache's key: to be raised with any change to how the classifier is trained.
VERSION = 1
FILES = f"classifier-v{VERSION}-*.msgpack"  # in the cache
_BATCH = 128
_EXAMPLES = 360_000  # to train on, over all epochs; small data sets take fewer, _EPOCHS each
_EPOCHS = 60
_EVAL_BATCH = 512
_HELD_OUT_REJECTS = 5_000
# A sample is of a class when its probability is at least this.
SURE = 0.9


@dataclasses.dataclass(frozen=True)
class TrainedClassifier:
    """A classifier with its parameters.

    Attributes:
      module: the flax module.
      variables: its parameters and batch statistics.
      accuracy: on the test images it was given, in 0..1; of attributes, where labels are vectors.
      seconds: how long it took to train.
      false_accepts: the share of held-out rejects that it is `SURE` are of a class; NaN where it knows no rejects.
      attributes: whether it was trained on vectors of attributes in place of classes.
      test: a digest of those test images and their labels.
    """

    module: Any
    variables: Any
    accuracy: float
    seconds: float
    attributes: bool = False
    false_accepts: float = math.nan
    test: str = ""

    @cached_property
    def digest(self) -> str:
        """24 hexadecimal digits, of the parameters and batch statistics: another classifier has others."""
        return _digest_of_arrays(jax.tree.leaves(self.variables))

    @cached_property
    def _probabilities(self):
        link = jax.nn.sigmoid if self.attributes else jax.nn.softmax
        return jax.jit(lambda variables, x: link(self.module.apply(variables, x, train=False)))

    @cached_property
    def _features(self):
        apply = partial(self.module.apply, train=False, method="features")
        return jax.jit(lambda variables, x: apply(variables, x))

    def probabilities(self, x) -> np.ndarray:
        """p(y|x) [n, c] float32 for images x [n, H, W, C] in [-1, 1] (or uint8), in batches."""
        return self._over(self._probabilities, x)

    def features(self, x) -> np.ndarray:
        """What the last layer sees of such images, [n, d] float32."""
        return self._over(self._features, x)

    def agreement(self, x, label) -> float:
        """The share of images [n, H, W, C] that are classified as label [n]; of attributes, where it is [n, c]."""
        # Less a half, probabilities have the order of logits, and those of attributes their signs.
        return float(correct(jnp.asarray(self.probabilities(x)) - 0.5, jnp.asarray(label)).mean())

    def _over(self, function, x):
        out = []
        for start in range(0, len(x), _EVAL_BATCH):
            part = to_float(np.asarray(x[start : start + _EVAL_BATCH]))
            # Every batch is filled up to one size, so that there is one compilation.
            filled = np.concatenate([part, np.zeros((_EVAL_BATCH - len(part), *part.shape[1:]), np.float32)])
            out.append(np.asarray(function(self.variables, filled))[: len(part)])
        return np.concatenate(out)


def _shifted(key, x, reach):
    """Each image of x [B, H, W, C] moved by up to `reach` pixels either way; the border is repeated."""
    padded = jnp.pad(x, ((0, 0), (reach, reach), (reach, reach), (0, 0)), "edge")
    offsets = jax.random.randint(key, (len(x), 2), 0, 2 * reach + 1)
    return jax.vmap(lambda image, o: jax.lax.dynamic_slice(image, (*o, 0), x.shape[1:]))(padded, offsets)


def _with_rejects(x, label, n_classes):
    """The training set x [N, H, W, C], label [N] and a quarter of it softened; of all, a fifth are rejects."""
    again = np.arange(0, len(x), 4)
    none = rejects.rejects(x, label, (len(x) + len(again)) // 4, 0)
    return (
        np.concatenate([x, rejects.softened(x[again], 2), none]),
        np.concatenate([label, label[again], np.full(len(none), n_classes)]),
    )


def _train(module, x, label, progress, examples):
    """Adam with a cosine schedule, on x uint8 [N, H, W, C], label [N]; returns the variables."""
    batch = min(_BATCH, len(x))
    per_epoch = len(x) // batch
    epochs = max(1, min(_EPOCHS, round(examples / len(x))))
    reach = max(1, round(x.shape[1] / 14))  # two pixels of 28
    tx = optax.adam(optax.cosine_decay_schedule(2e-3, epochs * per_epoch))
    variables = dict(module.init(jax.random.key(0), to_float(x[:1]), train=False))
    params = variables.pop("params")
    x, label = jnp.asarray(x), jnp.asarray(label)

    def loss(params, state, key, images, labels):
        shift, dropout = jax.random.split(key)
        logits, state = module.apply(
            {"params": params, **state},
            to_float(_shifted(shift, images, reach)),
            train=True,
            mutable=list(state),
            rngs={"dropout": dropout},
        )
        return label_loss(logits, labels).mean(), state

    def step(data, carry, inputs):
        params, state, opt_state = carry
        indices, key = inputs
        images, labels = data[0][indices], data[1][indices]
        gradients, state = jax.grad(loss, has_aux=True)(params, state, key, images, labels)
        updates, opt_state = tx.update(gradients, opt_state, params)
        return (optax.apply_updates(params, updates), state, opt_state), None

    @partial(jax.jit, donate_argnums=0)
    def epoch(carry, data, key):
        order, noise = jax.random.split(key)
        indices = jax.random.permutation(order, len(data[0]))[: per_epoch * batch].reshape(per_epoch, batch)
        return jax.lax.scan(partial(step, data), carry, (indices, jax.random.split(noise, per_epoch)))[0]

    carry = params, variables, tx.init(params)
    progress(0, epochs)
    for i in range(epochs):
        carry = epoch(carry, (x, label), jax.random.fold_in(jax.random.key(1), i))
        jax.block_until_ready(carry)
        progress(i + 1, epochs)
    params, state, _ = carry
    return jax.tree.map(np.asarray, {"params": params, **state})


def _restored(path, module, shape):
    """The cached classifier; None if there is none, or the file is damaged or of another shape."""
    try:
        kept = serialization.msgpack_restore(path.read_bytes())
        image = jax.ShapeDtypeStruct((1, *shape), jnp.float32)
        expected = dict(jax.eval_shape(partial(module.init, train=False), jax.random.key(0), image))
        variables = kept["variables"]
        structure: Any = jax.tree.structure(expected)  # its type has no `==` in jaxlib's stubs
        same = structure == jax.tree.structure(variables) and all(
            a.shape == b.shape and np.isfinite(b).all()
            for a, b in zip(jax.tree.leaves(expected), jax.tree.leaves(variables), strict=True)
        )
        trained = TrainedClassifier(
            module,
            variables,
            float(kept["accuracy"]),
            float(kept["seconds"]),
            bool(kept.get("attributes", False)),
            float(kept.get("false_accepts", math.nan)),
            str(kept.get("test", "")),
        )
        return trained if same else None
    except Exception:  # whatever is wrong with the file, the answer is to train again
        return None


def _keep(path, classifier):
    names = ("variables", "accuracy", "seconds", "attributes", "false_accepts", "test")
    content = {name: getattr(classifier, name) for name in names}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as partial:
            partial.write_bytes(serialization.msgpack_serialize(content))
    except OSError as error:
        warnings.warn(f"the trained classifier is not kept: {error} (set GANJAX_CACHE)", stacklevel=3)


def digest_of_file(path) -> str:
    """The `digest` of a cached classifier; "" where there is no such file, or it is damaged."""
    try:
        return _digest_of_arrays(jax.tree.leaves(serialization.msgpack_restore(path.read_bytes())["variables"]))
    except Exception:  # as in `_restored`
        return ""


def _digest_of_arrays(arrays) -> str:
    digest = hashlib.sha256()
    for part in map(np.asarray, arrays):
        digest.update(repr((part.shape, str(part.dtype))).encode())
        digest.update(np.ascontiguousarray(part).tobytes())
    return digest.hexdigest()[:24]


def _digest(x, label=None) -> str:
    return _digest_of_arrays((x, 0 if label is None else label))


def _measured(classifier: TrainedClassifier, test, digest: str, reject_class: bool) -> TrainedClassifier:
    """The classifier with its `accuracy`, and `false_accepts` if it knows rejects, on the images `test`."""
    x, label = test
    facts: dict[str, Any] = {"accuracy": classifier.agreement(x, label), "test": digest}
    if reject_class:
        held_out = rejects.rejects(x, label, _HELD_OUT_REJECTS, 1)
        sure = classifier.probabilities(held_out)[:, :-1].max(-1) >= SURE
        facts["false_accepts"] = float(sure.mean())
    return dataclasses.replace(classifier, **facts)


def _shown():
    """A `progress` that shows a bar of epochs, or a line a minute."""
    bars = []

    def progress(done, total):
        if not bars:
            bars.append(Progress(total, label="classifier", unit="epoch"))
        bars[0].update(done)
        if done == total:
            bars[0].close()

    return progress


def digit_classifier(
    train,
    test,
    n_classes: int,
    fingerprint: str,
    *,
    reject_class: bool = False,
    progress=None,
    retrain: bool = False,
    module=None,
) -> TrainedClassifier:
    """A classifier of labelled images, from the cache or trained now (`Classifier` on digits: a minute, two cores).

    Trained with random shifts of up to two pixels of 28. The cache's key is the data's fingerprint, the
    network and `VERSION`. One that was measured on another test set is measured again.

    Args:
      train: (x uint8 [N, H, W, C], label [N]).
      test: likewise, for the accuracy only.
      n_classes: their number.
      fingerprint: of the data.
      reject_class: it learns a last class more, "none of these", from `ganjax.metrics.rejects`.
      progress: (epochs done, epochs in all) -> None, called before the first epoch of a training and after
        each; None: a bar.
      retrain: train even if there is one in the cache.
      module: a flax module instead of `Classifier(n_classes)`: (x [B, H, W, C], train=) -> logits [B, c].
    """
    module = Classifier(n_classes + reject_class) if module is None else module
    x, label = train
    fingerprint += f"+rejects-v{rejects.VERSION}" if reject_class else ""
    facts = repr((VERSION, fingerprint, n_classes, x.shape, repr(module)))
    name = hashlib.sha256(facts.encode()).hexdigest()[:24]
    path = cache_directory() / FILES.replace("*", name)
    kept = None if retrain else _restored(path, module, x.shape[1:])
    digest = _digest(*test)
    if kept is not None:
        if kept.test != digest:
            kept = _measured(kept, test, digest, reject_class)
            _keep(path, kept)
        return kept
    if progress is None:
        say(f"training the {type(module).__name__} that scores these images; it will be kept in {path.parent}")
        progress = _shown()
    start = time.monotonic()
    label = np.asarray(label)
    attributes = label.ndim > 1
    if reject_class:
        x, label = _with_rejects(x, label, n_classes)
    examples = _EXAMPLES * len(x) // len(train[0])  # the images themselves as often as without a reject class
    variables = _train(module, x, label.astype(np.float32 if attributes else np.int32), progress, examples)
    seconds = time.monotonic() - start
    unmeasured = TrainedClassifier(module, variables, 0.0, seconds, attributes)
    classifier = _measured(unmeasured, test, digest, reject_class)
    _keep(path, classifier)
    return classifier


def require(dataset) -> None:
    """Raises UserError where the data are not labelled images."""
    if dataset.n_classes == 0 or len(dataset.x_shape) != 3 or dataset.info["test"] is None:
        raise UserError(
            "this metric needs a classifier, and so labelled images, at least two: the sub-folders of a folder are "
            "labels, 'label' of an .npz file, config.data.label of a TFDS set"
        )


def labelled(dataset, attributes: bool = False):
    """What the classifier of a data set is trained on: {'train', 'test', 'n_classes', 'fingerprint'}.

    For stacked data these are the single images. Of streamed data it may be some of the training images alone, which
    is said (`ganjax.data.images.SCORED_BYTES`).

    Args:
      attributes: whether vectors of attributes will do for labels.

    Raises:
      UserError: the data have no class labels or are not images.
    """
    if "digits" in dataset.info:
        return dataset.info["digits"]
    require(dataset)
    x, label = dataset.info["train"]()
    if label.ndim != 1 and not attributes:
        raise UserError("this metric needs one class for each image, not a vector of attributes")
    size = dataset.info.get("train_size", len(x))
    if len(x) < size:
        say(f"the network that judges samples learns from {len(x)} of the {size} training images, which are streamed")
    facts = {"n_classes": dataset.n_classes, "fingerprint": _fingerprint(dataset)}
    return {"train": (x, label), "test": dataset.info["test"](), **facts}


def _fingerprint(dataset) -> str:
    """Of the images that the classifier is trained on: of streamed data these may be some of them."""
    if "digits" in dataset.info:
        return dataset.info["digits"]["fingerprint"]
    fingerprint, n = dataset.info["fingerprint"], dataset.info.get("n_train")
    return fingerprint if dataset.info.get("train_size", n) == n else f"{fingerprint}+{n}"


class Judge(NamedTuple):
    """The classifier of a data set, and the share [c] of each class among its training examples."""

    classifier: TrainedClassifier
    marginal: np.ndarray


@lru_cache(maxsize=1)
def _digest_of(read) -> str:
    return _digest(*read())


def identity(dataset) -> tuple:
    """What two data sets of one process are told apart by: training images, held-out images and their shape."""
    digits = dataset.info.get("digits")
    of_test = _digest(*digits["test"]) if digits else _digest_of(dataset.info["test"])
    return _fingerprint(dataset), of_test, dataset.x_shape


# One process scores the same data many times, and neither reads them nor compiles the classifier again:
# (`identity`, folder of the cache) -> Judge.
_READY: dict[tuple, Judge] = {}


def judge(dataset, *, progress=None, retrain: bool = False) -> Judge:
    """The classifier that labels a data set's samples, or finds them of no class: its last one.

    For stacked data it takes one channel at a time.

    Raises:
      UserError: the data have no class labels or are not images.
    """
    require(dataset)
    key = identity(dataset), cache_directory()
    if retrain or key not in _READY:
        facts = labelled(dataset)
        classifier = digit_classifier(**facts, reject_class=True, progress=progress, retrain=retrain)
        counts = np.bincount(facts["train"][1], minlength=facts["n_classes"])
        _READY.clear()
        _READY[key] = Judge(classifier, counts / counts.sum())
    return _READY[key]


def of(dataset, *, progress=None, retrain: bool = False) -> TrainedClassifier:
    """The classifier of `judge`."""
    return judge(dataset, progress=progress, retrain=retrain).classifier


def diagnostics(classifier: TrainedClassifier) -> dict[str, float]:
    """The metrics that say how far the classifier itself, one of `of`, is to be trusted."""
    return {"classifier_accuracy": classifier.accuracy, "false_accepts": classifier.false_accepts}
