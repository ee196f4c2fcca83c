"""Scores by Inception-v3, that can be compared with the literature's; its weights are a file that the user names.

They join the metrics of a run whose `config.eval.inception` names the usual PyTorch FID weights (.pth, or the same
arrays as .npz or .safetensors). Images are rounded to 8 bits, as those that others read from PNG files.
"""

import functools
import hashlib
import math
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import jax
import numpy as np

from ganjax.data.images import to_float
from ganjax.errors import UserError
from ganjax.files import cache_directory, replacing
from ganjax.metrics import weights
from ganjax.metrics.finite import all_finite
from ganjax.metrics.frechet import frechet_distance
from ganjax.metrics.kid import kid
from ganjax.metrics.neighbours import precision_recall, thinned
from ganjax.metrics.scores import inception_score
from ganjax.networks.inception import Inception, from_pytorch
from ganjax.progress import Progress

_BATCH = 50
_SPLITS = 10  # over which the inception score is averaged (Salimans et al. 2016)
_KID = 60_000  # training images at most: the kernel's time grows with their square, its mean does not depend on them
_SCORES = ("fid", "inception_score", "kid", "precision_inception", "recall_inception")
_VERSION = 1  # of the features that are kept: to be raised with any change to them


class Loaded(NamedTuple):
    """Inception-v3 with weights.

    Attributes:
      variables: of `ganjax.networks.inception.Inception`. sha256: the file's digest.
    """

    variables: dict
    sha256: str


@functools.lru_cache(maxsize=1)
def _load(path: Path, changed: int) -> Loaded:
    arrays, digest = weights.read(path)
    try:
        return Loaded(from_pytorch(arrays), digest)
    except ValueError as error:
        raise UserError(f"{path} holds the weights of another network than FID's Inception-v3: {error}") from None


def load(config_eval) -> Loaded:
    """The network of the file that `config_eval['inception']` names.

    Raises:
      UserError: no file is named, it cannot be read, or holds another network.
    """
    path = config_eval.get("inception")
    if not path:
        raise UserError("the metric 'inception' needs the FID weights: config.eval.inception=FILE")
    path = Path(path).expanduser()
    return _load(path, path.stat().st_mtime_ns if path.exists() else 0)


def check(config_eval) -> None:
    """Raises UserError where there is no such network, or too few samples."""
    load(config_eval)
    if config_eval.get("samples", _SPLITS) < _SPLITS:
        raise UserError(f"the metric 'inception' needs config.eval.samples of at least {_SPLITS}")


def require(dataset) -> None:
    """Raises UserError where the data are not images, grey or RGB."""
    if len(dataset.x_shape) != 3 or dataset.x_shape[-1] not in (1, 3):
        raise UserError("the metric 'inception' needs images, grey or RGB")


_apply = jax.jit(Inception().apply)


def _rounded(x):
    x = np.asarray(x)
    x = x if x.dtype == np.uint8 else np.clip(np.round(x * 127.5 + 127.5), 0, 255).astype(np.uint8)
    return np.repeat(x, 3, -1) if x.shape[-1] == 1 else x


def _embedded(variables, blocks: Iterable[np.ndarray], n: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """What `embed` says of each batch of the n images that come in blocks."""
    progress, done = Progress(n, label="Inception-v3", unit="image"), 0
    for x in blocks:
        for start in range(0, len(x), _BATCH):
            part = to_float(_rounded(x[start : start + _BATCH]))
            filled = np.concatenate([part, np.zeros((_BATCH - len(part), *part.shape[1:]), np.float32)])
            features, logits = (np.asarray(made)[: len(part)] for made in _apply(variables, filled))
            yield features, logits
            done += len(part)
            progress.update(done)
    progress.close()


def embed(variables, x) -> tuple[np.ndarray, np.ndarray]:
    """(features [n, 2048], logits [n, 1008]) float32 of images [n, H, W, C], uint8 or in [-1, 1], in batches."""
    features, logits = zip(*_embedded(variables, [x], len(x)), strict=True)
    return np.concatenate(features), np.concatenate(logits)


def _training_images(dataset) -> tuple[Iterable[np.ndarray], int]:
    """(blocks of all training images, their number); of streamed data one block alone is on the host at a time."""
    if "train_blocks" in dataset.info:
        return (x for x, _ in dataset.info["train_blocks"]()), dataset.info["train_size"]
    x, _ = dataset.info["train"]()
    return [x], len(x)


def _reference(dataset, loaded: Loaded) -> np.ndarray:
    """The features of the training images, from the user's cache or made and kept there."""
    facts = repr((_VERSION, dataset.info["fingerprint"], dataset.x_shape, loaded.sha256))
    path = cache_directory() / f"inception-{hashlib.sha256(facts.encode()).hexdigest()[:24]}.npy"
    try:
        return np.load(path, allow_pickle=False)
    except (OSError, ValueError):
        features = np.concatenate([part for part, _ in _embedded(loaded.variables, *_training_images(dataset))])
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as partial:
            np.save(partial, features)
    except OSError:
        pass  # it is made again next time
    return features


def _probabilities(logits):
    p = np.exp(logits.astype(np.float64) - logits.max(-1, keepdims=True))
    return p / p.sum(-1, keepdims=True)


def evaluate(dataset, samples, config_eval) -> dict[str, float]:
    """Metrics of samples [n, H, W, C] in [-1, 1]; 50,000 of them in the literature.

    Returns:
      fid: the Fréchet distance of the features to those of the training images (Heusel et al. 2017).
      inception_score: the mean over ten splits of the samples (Salimans et al. 2016).
      kid: `ganjax.metrics.kid` to the training images, to 60,000 of them at most.
      precision_inception, recall_inception: `ganjax.metrics.neighbours`, of as many training images as samples.
      All NaN where a sample is not finite.

    Raises:
      UserError: the data are not images, or there are no such weights.
    """
    require(dataset)
    loaded = load(config_eval)
    if not all_finite(samples):  # what is not would be rounded to black images
        return dict.fromkeys(_SCORES, math.nan)
    features, logits = embed(loaded.variables, samples)
    reference = _reference(dataset, loaded)
    precision, recall = precision_recall(thinned(reference, len(features)), features)
    splits = np.array_split(_probabilities(logits), _SPLITS)
    return {
        "fid": frechet_distance(features, reference),
        "inception_score": float(np.mean([inception_score(part) for part in splits])),
        "kid": kid(features, thinned(reference, _KID)),
        "precision_inception": precision,
        "recall_inception": recall,
    }
