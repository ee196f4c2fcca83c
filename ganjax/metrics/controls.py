"""Samples whose scores are known beforehand: the best that there are, and what no metric may take for a model."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import jax
import numpy as np

from ganjax.errors import UserError
from ganjax.metrics.neighbours import LEAST, thinned

Selection = Callable[[Any, int], np.ndarray]
REAL, TRAINING, POINTS = "real held-out images", "training images", "true samples"


class Control(NamedTuple):
    """Samples to be scored.

    Attributes:
      x: [n, ...], images as uint8 or in [-1, 1].
      label: the class of each; None where they have none of their own.
      index: which of the held-out images they are, [n]; None if they are no such images.
      select: (labels or None, number of images) -> the numbers of the images that this control would have of some
        others, as those of the training set; None where `index` is.
    """

    x: np.ndarray
    label: np.ndarray | None = None
    index: np.ndarray | None = None  # type: ignore[assignment]  # hides tuple.index, which is not used
    select: Selection | None = None


def blurred_noise(shape: tuple, seed: int = 0) -> np.ndarray:
    """Gaussian noise blurred by 4 pixels of 28, of unit variance, through tanh: float32 [n, H, W, C] in [-1, 1]."""
    from scipy.ndimage import gaussian_filter

    rng, out = np.random.default_rng(seed), np.empty(shape, np.float32)
    width = 4 * shape[1] / 28
    for start in range(0, len(out), 1_000):
        part = out[start : start + 1_000]
        blurred = gaussian_filter(rng.standard_normal(part.shape, np.float32), (0, width, width, 0))
        part[:] = np.tanh(blurred / blurred.std())
    return out


def fractal_noise(shape: tuple, seed: int = 0) -> np.ndarray:
    """Gradient noise in octaves (Perlin 1985), through tanh: float32 [n, H, W, C] in [-1, 1].

    Lattices of 3, 6, 12, ... cells a side, up to one cell every two pixels, each of half the amplitude of the one
    before. No classifier of `ganjax.metrics.classifier` is trained on it (`ganjax.metrics.rejects.KINDS`), while
    `blurred_noise` is of a kind that it has seen: this one says what it makes of what it has not.
    """
    n, height, width, channels = shape
    rng, out = np.random.default_rng((13, seed)), np.empty(shape, np.float32)
    for start in range(0, n, 1_000):
        part = np.zeros(out[start : start + 1_000].shape)
        cells, amplitude = 3, 1.0
        while 2 * cells <= max(height, width):
            part += amplitude * _octave(rng, part.shape, cells)
            cells, amplitude = 2 * cells, amplitude / 2
        out[start : start + 1_000] = np.tanh(part / part.std())
    return out


def _octave(rng, shape, cells):
    """Gradient noise [n, H, W, C] over a lattice of cells x cells; it is 0 at the lattice's points."""
    n, height, width, channels = shape
    angle = rng.uniform(0, 2 * np.pi, (n, cells + 1, cells + 1, channels))
    slopes = np.sin(angle), np.cos(angle)
    y, x = ((np.arange(size) + 0.5) / size * cells for size in (height, width))
    top, left = y.astype(int), x.astype(int)
    v, u = (y - top)[:, None, None], (x - left)[:, None]

    def fade(t):
        return t**3 * (t * (6 * t - 15) + 10)

    def corner(down, right):
        place = (slice(None), (top + down)[:, None], left + right)
        return slopes[0][place] * (v - down) + slopes[1][place] * (u - right)

    upper, lower = (corner(down, 0) * (1 - fade(u)) + corner(down, 1) * fade(u) for down in (0, 1))
    return upper * (1 - fade(v)) + lower * fade(v)


def _has_first_mode(dataset, label):
    """Whether it has the first class, [n]: in stacks in the first channel, of attributes the first one."""
    if label.ndim == 2:
        return label[:, 0] > 0
    return label // (dataset.info["digits"]["n_classes"] ** 2 if "digits" in dataset.info else 1) == 0


def halves(index: np.ndarray, reference: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(the even ones of a control's `index`, the reference [n, d] of all odd held-out images): no image meets itself.

    Raises:
      UserError: either are too few for three neighbours.
    """
    even, odd = index[index % 2 == 0], reference[1::2]
    if min(len(even), len(odd)) < LEAST:
        raise UserError(
            f"controls are one half of the held-out images beside the other, of {LEAST} at least: "
            f"here {len(even)} beside {len(odd)}"
        )
    return even, odd


def training_images(dataset) -> tuple[np.ndarray, np.ndarray | None]:
    """(x [N, ...], label or None) of all training images, in `info['order']` where they may be sorted by class."""
    x, label = dataset.info["train"]()
    order = dataset.info.get("order")
    if order is None:
        return x, label
    return x[order], None if label is None else label[order]


def _training_images(dataset, n):
    if dataset.stream is not None:  # all of them may not fit
        batch = dataset.stream(0, 0, n)
        return Control(batch["x"], batch.get("label"))
    x, label = training_images(dataset)
    return Control(thinned(x, n), None if label is None else thinned(label, n))


def of_images(dataset, n: int) -> Iterator[tuple[str, Control]]:
    """(label, `Control`) of images, at most n each.

    real held-out images: as many as there are. Training images: against the held-out ones as samples are, so what a
    memory of the training set gets; a network that judges them was trained on them too. One mode missing: held-out
    images without the first class; of stacks, without it in the first channel, so that 900 of 1000 modes are there;
    not without labels. Collapsed: the first held-out image, n times. Blurred noise, and fractal noise:
    `blurred_noise`, `fractal_noise`.
    """
    x, label = dataset.info["test"]()

    def held_out(select: Selection):
        index = select(label, len(x))[:n]
        return Control(x[index], None if label is None else label[index], index, select)

    yield REAL, held_out(lambda _, size: np.arange(size))
    yield TRAINING, _training_images(dataset, n)
    if label is not None:
        yield "one mode missing", held_out(lambda label, _: np.flatnonzero(~_has_first_mode(dataset, label)))
    yield "collapsed", held_out(lambda *_: np.zeros(n, int))
    yield "blurred noise", Control(blurred_noise((n, *dataset.x_shape)))
    yield "fractal noise", Control(fractal_noise((n, *dataset.x_shape)))


def _points(dataset, key, n: int, seed: int) -> np.ndarray:
    """n training points [n, d] of the key, or of the seed where they are streamed."""
    batch = dataset.sample(key, n) if dataset.stream is None else dataset.stream(seed, 0, n)
    return np.asarray(batch["x"])


def of_points(dataset, n: int, seed: int) -> Iterator[tuple[str, Control]]:
    """(label, `Control`) of points, n each.

    True samples. Collapsed: draws of the first mode, or one point n times where the modes are not known. Gaussian
    noise: with the mean and the covariance of the data.
    """
    x = _points(dataset, jax.random.fold_in(jax.random.key(11), seed), n, seed)
    yield POINTS, Control(x)
    rng, info = np.random.default_rng((11, seed)), dataset.info
    one = np.repeat(x[:1], n, 0)
    if "means" in info:
        one = info["means"][0] + np.broadcast_to(info["std"], len(info["means"]))[0] * rng.standard_normal(x.shape)
    yield "collapsed", Control(one)
    many = _points(dataset, jax.random.key(12), 10_000, 0)
    covariance = np.atleast_2d(np.cov(many, rowvar=False))
    yield "Gaussian noise", Control(rng.multivariate_normal(many.mean(0), covariance, n))
