"""The classifier behind the image metrics: trained once for a data set, then read from the user's cache."""

import dataclasses
import hashlib
import os
import tempfile
import time
import warnings
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import serialization

from ganjax.data.images import to_float
from ganjax.errors import UserError
from ganjax.losses.labels import correct, label_loss
from ganjax.networks.classifier import Classifier
from ganjax.writers import Progress, say

# Part of the cache's key: to be raised with any change to how the classifier is trained.
VERSION = 1
_BATCH = 128
_EXAMPLES = 360_000  # to train on, over all epochs; small data sets take fewer, _EPOCHS each
_EPOCHS = 60
_EVAL_BATCH = 512


@dataclasses.dataclass(frozen=True)
class TrainedClassifier:
    """A classifier with its parameters.

    Attributes:
      module: the flax module.
      variables: its parameters and batch statistics.
      accuracy: on the test images it was given, in 0..1; of attributes, where labels are vectors.
      seconds: how long it took to train.
      attributes: whether it was trained on vectors of attributes in place of classes.
    """

    module: Any
    variables: Any
    accuracy: float
    seconds: float
    attributes: bool = False

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


def cache_directory() -> Path:
    """$GANJAX_CACHE, or $XDG_CACHE_HOME/ganjax, or ~/.cache/ganjax."""
    if os.environ.get("GANJAX_CACHE"):
        return Path(os.environ["GANJAX_CACHE"]).expanduser()
    return Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "ganjax"


def _shifted(key, x, reach):
    """Each image of x [B, H, W, C] moved by up to `reach` pixels either way; the border is repeated."""
    padded = jnp.pad(x, ((0, 0), (reach, reach), (reach, reach), (0, 0)), "edge")
    offsets = jax.random.randint(key, (len(x), 2), 0, 2 * reach + 1)
    return jax.vmap(lambda image, o: jax.lax.dynamic_slice(image, (*o, 0), x.shape[1:]))(padded, offsets)


def _train(module, x, label, progress):
    """Adam with a cosine schedule, on x uint8 [N, H, W, C], label [N]; returns the variables."""
    batch = min(_BATCH, len(x))
    per_epoch = len(x) // batch
    epochs = max(1, min(_EPOCHS, round(_EXAMPLES / len(x))))
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
        found = kept["variables"]
        same = jax.tree.structure(expected) == jax.tree.structure(found) and all(
            a.shape == b.shape and np.isfinite(b).all()
            for a, b in zip(jax.tree.leaves(expected), jax.tree.leaves(found), strict=True)
        )
        trained = TrainedClassifier(
            module, found, float(kept["accuracy"]), float(kept["seconds"]), bool(kept.get("attributes", False))
        )
        return trained if same else None
    except Exception:  # whatever is wrong with the file, the answer is to train again
        return None


def _keep(path, classifier):
    content = {k: getattr(classifier, k) for k in ("variables", "accuracy", "seconds", "attributes")}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Written aside and moved: another process never reads half a file.
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(serialization.msgpack_serialize(content))
            temporary.replace(path)
        except BaseException:
            temporary.unlink()
            raise
    except OSError as error:
        warnings.warn(f"the trained classifier is not kept: {error} (set GANJAX_CACHE)", stacklevel=3)


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
    train, test, n_classes: int, fingerprint: str, *, progress=None, retrain: bool = False, module=None
) -> TrainedClassifier:
    """A classifier of labelled images, from the cache or trained now (`Classifier` on digits: a minute, two cores).

    Trained with random shifts of up to two pixels of 28. The cache's key is the data's fingerprint, the
    network and `VERSION`.

    Args:
      train: (x uint8 [N, H, W, C], label [N]).
      test: likewise, for the accuracy only.
      n_classes: their number.
      fingerprint: of the data.
      progress: (epochs done, epochs in all) -> None, called before the first epoch of a training and after
        each; None: a bar.
      retrain: train even if there is one in the cache.
      module: a flax module instead of `Classifier(n_classes)`: (x [B, H, W, C], train=) -> logits [B, c].
    """
    module = Classifier(n_classes) if module is None else module
    x, label = train
    facts = repr((VERSION, fingerprint, n_classes, x.shape, repr(module)))
    name = hashlib.sha256(facts.encode()).hexdigest()[:24]
    path = cache_directory() / f"classifier-v{VERSION}-{name}.msgpack"
    kept = None if retrain else _restored(path, module, x.shape[1:])
    if kept is not None:
        return kept
    if progress is None:
        say(f"training the {type(module).__name__} that scores these images; it will be kept in {path.parent}")
        progress = _shown()
    start = time.monotonic()
    label = np.asarray(label)
    attributes = label.ndim > 1
    variables = _train(module, x, label.astype(np.float32 if attributes else np.int32), progress)
    seconds = time.monotonic() - start
    unmeasured = TrainedClassifier(module, variables, 0.0, seconds, attributes)
    classifier = dataclasses.replace(unmeasured, accuracy=unmeasured.agreement(*test))
    _keep(path, classifier)
    return classifier


def require(dataset) -> None:
    """Raises UserError where the data are not labelled images."""
    if dataset.n_classes == 0 or len(dataset.x_shape) != 3:
        raise UserError("this metric needs a classifier, and so labelled images")


def labelled(dataset, attributes: bool = False):
    """What the classifier of a data set is trained on: {'train', 'test', 'n_classes', 'fingerprint'}.

    For stacked data these are the single images. Where there is no test split, every tenth training image
    of a fixed permutation is held out.

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
    test = dataset.info["test"]() if dataset.info.get("test") is not None else (None, None)
    if test[1] is None:
        order = np.random.default_rng(0).permutation(len(x))
        held_out, rest = order[::10], np.delete(order, np.s_[::10])
        test, x, label = (x[held_out], label[held_out]), x[rest], label[rest]
    facts = {"n_classes": dataset.n_classes, "fingerprint": dataset.info["fingerprint"]}
    return {"train": (x, label), "test": test, **facts}


def of(dataset, *, progress=None, retrain: bool = False) -> TrainedClassifier:
    """The classifier that labels a data set's samples; for stacked data, one channel of them at a time.

    Raises:
      UserError: the data have no class labels or are not images.
    """
    return digit_classifier(**labelled(dataset), progress=progress, retrain=retrain)
