"""Arrays and images as data sets: on the device as uint8 where they fit, streamed where they do not."""

import hashlib
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax.tree_util import Partial

from ganjax.data.base import Dataset
from ganjax.errors import UserError
from ganjax.parallel import example_keys

DEVICE_BYTES = 2 << 30
SCORED_BYTES = 1 << 30  # of the training examples of streamed data, for metrics that take all of them at once
BLOCK = 1_000  # examples that are read together, where all of them may not fit
_MODES = {1: "L", 3: "RGB"}
_FINGERPRINT_EXAMPLES = 1024


class Source(NamedTuple):
    """Examples by index, on the host.

    Attributes:
      name: what the fingerprint and the messages call it.
      size: the number of examples.
      x_shape: the shape of one.
      n_classes: 0 without labels.
      read: indices [n] -> (x [n, *x_shape], label [n] or [n, c] or None); x is uint8 for images, float32
        for anything else.
      test: () -> (x, label or None) of the held-out examples; None: `dataset` holds some out.
      n_test: the number of those.
    """

    name: str
    size: int
    x_shape: tuple
    n_classes: int
    read: Callable
    test: Callable | None = None
    n_test: int = 0


def array_source(name, x, label, n_classes, test=None, n_test=0) -> Source:
    """A `Source` over arrays x [N, ...] and label [N] (or None)."""

    def read(indices):
        return x[indices], None if label is None else label[indices]

    return Source(name, len(x), x.shape[1:], n_classes, read, test, n_test)


def to_float(x):
    """uint8 pixels -> float32 in [-1, 1]; anything else is taken as float32 as it is. NumPy in, NumPy out."""
    # Not x / 127.5 - 1, which XLA fuses to a value above 1.
    return (x.astype("float32") - 127.5) / 127.5 if x.dtype == np.uint8 else x.astype("float32")


def fit(image, shape) -> np.ndarray:
    """A Pillow image -> uint8 [H, W, C]: grey or RGB, on white where it is transparent, centre-cropped, bilinear.

    Raises:
      UserError: `shape` does not have 1 or 3 channels, or a pixel has 32 bits.
    """
    from PIL import Image, ImageOps

    height, width, channels = shape
    if channels not in _MODES:
        raise UserError(f"images can be made grey (1 channel) or RGB (3 channels), not {channels} channels")
    if image.mode.startswith("I;16"):  # Pillow clips what is above 255
        image = Image.fromarray((np.asarray(image) >> 8).astype(np.uint8))
    elif image.mode in ("I", "F"):
        raise UserError("images of 32 bits a pixel have no scale that is known: save them with 8 or 16")
    if image.has_transparency_data:  # what lies under it is not to be seen: on white, as a page shows it
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    image = image.convert(_MODES[channels])
    if image.size != (width, height):
        image = ImageOps.fit(image, (width, height), Image.Resampling.BILINEAR)
    return np.asarray(image).reshape(shape)


def fit_all(x, shape=None) -> np.ndarray:
    """uint8 [N, h, w, c] -> uint8 [N, *shape], each as by `fit`; None keeps the shape."""
    from PIL import Image

    if shape is None or x.shape[1:] == tuple(shape):
        return x
    out = [fit(Image.fromarray(a.squeeze(-1) if a.shape[-1] == 1 else a), shape) for a in x]
    return np.stack(out) if out else np.zeros((0, *shape), np.uint8)


def fingerprint(source: Source) -> str:
    """sha256 over the name, size and shape, and up to 1,024 evenly spaced examples with their labels."""
    indices = np.linspace(0, source.size - 1, min(source.size, _FINGERPRINT_EXAMPLES)).astype(int)
    x, label = source.read(indices)
    facts = (source.name, source.size, tuple(source.x_shape), source.n_classes)
    digest = hashlib.sha256(repr(facts).encode())
    digest.update(np.ascontiguousarray(x).tobytes())
    if label is not None:
        digest.update(np.ascontiguousarray(label).tobytes())
    return digest.hexdigest()


def held_out(source: Source) -> Source:
    """The same without a tenth of its examples, which become its test set: by a fixed permutation, at least one.

    Metrics must not be measured against the very examples that were trained on. A single example stays where it is.
    """
    if source.size < 2:
        return source
    order, first = np.random.default_rng(0).permutation(source.size), source.size * 9 // 10
    kept, held = order[:first], order[first:]
    return source._replace(
        size=first,
        read=lambda indices: source.read(kept[indices]),
        test=lambda: source.read(held),
        n_test=len(held),
    )


def draw(arrays: dict[str, jax.Array], key: jax.Array, n: int, axis_name: str | None = None) -> dict[str, jax.Array]:
    """Draws a batch with replacement.

    Args:
      arrays: name -> [size, ...], "x" among them.

    Returns:
      name -> [n, ...]: "x" as floats (`to_float`), the others as they are.
    """
    size = len(arrays["x"])
    keys = example_keys(key, n, axis_name)
    indices = jax.vmap(lambda key: jax.random.randint(key, (), 0, size, jnp.int32))(keys)
    batch = {name: a[indices] for name, a in arrays.items()}
    return batch | {"x": to_float(batch["x"])}


def _typed(label):
    return label.astype(np.int32 if label.ndim == 1 else np.float32)


@lru_cache(maxsize=8)
def _epochs(size, seed, n):
    import grain

    # Each epoch is shuffled anew, and batch number `step` can be asked for directly: resuming needs no state.
    return grain.MapDataset.range(size).seed(seed).shuffle().repeat().batch(n)


def _stream(source, seed, step, n, rows=None):
    indices = np.asarray(_epochs(source.size, int(seed), int(n))[int(step)])
    x, label = source.read(indices if rows is None else indices[rows])
    return {"x": x} | ({} if label is None else {"label": _typed(label)})


def some_of(size: int, most: int) -> np.ndarray:
    """At most that many of the numbers 0 .. size - 1, in ascending order: all, or always the same choice."""
    # Not evenly spaced ones: examples may have their classes in turn.
    return np.arange(size) if size <= most else np.sort(np.random.default_rng(0).choice(size, most, replace=False))


def _blocks(source: Source) -> Iterator[tuple]:
    for start in range(0, source.size, BLOCK):
        yield source.read(np.arange(start, min(start + BLOCK, source.size)))


def _training_examples(source: Source, nbytes: int) -> dict:
    """What `Dataset.info` says of training examples that are streamed; `nbytes` are those of one of them."""
    some = some_of(source.size, max(1, SCORED_BYTES // nbytes))
    return {
        "train": partial(source.read, some),
        "n_train": len(some),
        "train_size": source.size,
        "train_blocks": partial(_blocks, source),
    }


def dataset(source: Source, config_data) -> Dataset:
    """The `Dataset` over a source: on the device, or streamed if larger than config_data's 'device_bytes'.

    Where the source has no test set, a tenth is held out: see `held_out`.

    Raises:
      UserError: there is no example.
    """
    if source.size == 0:
        raise UserError(f"{source.name}: there is no example in it")
    own_test, every = source.test is not None, source.size
    source = source if own_test else held_out(source)
    limit = config_data.get("device_bytes")
    x, label = source.read(np.arange(1))
    info = {"fingerprint": fingerprint(source), "test": source.test, "n_test": source.n_test}
    info["attributes"] = label is not None and label.ndim > 1
    if not own_test:
        info["held_out"] = f"{every - source.size} of the {every} examples of {source.name}"
    if source.size * x.nbytes > (DEVICE_BYTES if limit is None else limit):
        info |= _training_examples(source, x.nbytes)
        return Dataset(None, tuple(source.x_shape), source.n_classes, info, partial(_stream, source))
    x, label = source.read(np.arange(source.size))
    info |= {"train": lambda: (x, label), "n_train": source.size}
    if not own_test and source.test is not None:
        test = source.test()  # now: what cannot be read is to be told before the training
        info["test"] = lambda: test
    arrays = {"x": jnp.asarray(x)} | ({} if label is None else {"label": jnp.asarray(_typed(label))})
    return Dataset(Partial(draw, arrays), tuple(source.x_shape), source.n_classes, info)
