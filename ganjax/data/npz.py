"""Arrays of one's own from a NumPy .npz file."""

import os
import zipfile
from pathlib import Path

import numpy as np

from ganjax.data import images
from ganjax.data.base import Dataset
from ganjax.errors import UserError


def _first(arrays, *names):
    return next((arrays[name] for name in names if name in arrays), None)


def _pixels(x, path):
    x = x[..., None] if x.ndim == 3 else x
    if x.ndim != 4 or x.shape[-1] not in (1, 3):
        raise UserError(f"{path}: images must be [N, H, W] or [N, H, W, 1 or 3], vectors [N, d], not {list(x.shape)}")
    low, high = x.min(initial=0), x.max(initial=0)
    if np.issubdtype(x.dtype, np.integer) and high == 1:
        raise UserError(f"{path}: pixels of whole numbers are in 0..255, and 1 is nearly black; these are 0 and 1")
    if x.dtype == np.uint8:
        return x
    if np.issubdtype(x.dtype, np.integer) and low >= 0 and high <= 255:
        return x.astype(np.uint8)
    if np.issubdtype(x.dtype, np.floating) and low >= -1 and high <= 1:
        return np.round((x if low >= 0 else (x + 1) / 2) * 255).astype(np.uint8)
    raise UserError(
        f"{path}: pixels must be whole numbers in 0..255, or floats in [0, 1] or in [-1, 1]; "
        f"these are {x.dtype} in [{low}, {high}]"
    )


def _vectors(x, path):
    real = np.issubdtype(x.dtype, np.integer) or np.issubdtype(x.dtype, np.floating)
    if not (real and np.isfinite(x).all()):
        raise UserError(f"{path}: x [N, d] must be finite numbers")
    return x.astype(np.float32)


def _examples(x, path, image_shape):
    return _vectors(x, path) if x.ndim == 2 else images.fit_all(_pixels(x, path), image_shape)


def _labels(label, x, path):
    if label is None:
        return None
    if label.ndim not in (1, 2) or len(label) != len(x):
        raise UserError(f"{path}: {len(x)} examples, but labels of shape {list(label.shape)}")
    if label.shape[1:] == (1,) and np.issubdtype(label.dtype, np.integer):
        label = label[:, 0]  # a column of classes, as Keras has them
    if label.ndim == 1 and not (np.issubdtype(label.dtype, np.integer) and label.min(initial=0) >= 0):
        raise UserError(f"{path}: labels must be whole numbers from 0, not {label.dtype}")
    return label.astype(np.int32 if label.ndim == 1 else np.float32)


def _n_classes(label, path):
    """Of the training examples' labels. Raises UserError where a class below the largest has no example."""
    if label is None:
        return 0
    if label.ndim == 2:
        return label.shape[1]
    counts = np.bincount(label)
    absent = np.flatnonzero(counts == 0)
    if len(absent):
        raise UserError(f"{path}: no example has the label {absent[0]}: number the classes from 0, without gaps")
    return len(counts)


def _check_held_out(label, label_test, n_classes: int, path) -> None:
    """Raises UserError for held-out labels that are none of the training labels' classes, or no such attributes."""
    if label is None or label_test is None:
        return
    if label.shape[1:] != label_test.shape[1:]:
        raise UserError(
            f"{path}: a label is of shape {list(label.shape[1:])}, of the held-out {list(label_test.shape[1:])}"
        )
    if label.ndim == 1 and label_test.max(initial=0) >= n_classes:
        raise UserError(f"{path}: the labels are 0 to {n_classes - 1}, but a held-out one is {label_test.max()}")


def _memory() -> float:
    """The bytes of this machine's memory; infinite where the system does not say."""
    names = getattr(os, "sysconf_names", {})
    known = "SC_PHYS_PAGES" in names and "SC_PAGE_SIZE" in names
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") if known else float("inf")


def _check_size(path: Path) -> None:
    """Raises MemoryError for an archive that unpacks to more than there is: a few bytes may stand for any number."""
    with zipfile.ZipFile(path) as archive:
        size = sum(member.file_size for member in archive.infolist())
    if size > _memory():
        raise MemoryError(f"it unpacks to {size / 2**30:.3g} GiB, and this machine has {_memory() / 2**30:.3g}")


def _random_order(n: int) -> np.ndarray:
    """A permutation [n] that is always the same."""
    return np.random.default_rng(0).permutation(n)


def load(config_data, image_shape=None) -> Dataset:
    """The file config_data['path'], with an array 'x' or 'images' and optionally 'label' or 'labels'.

    x is [N, d] (vectors, taken as they are), or [N, H, W(, C)] with pixels in 0..255, [0, 1] or [-1, 1].
    Labels are [N] whole numbers from 0, or [N, c] attributes. 'x_test' or 'images_test', and 'label_test'
    or 'labels_test', are the held-out examples; those without labels are of no use where the others have some, and
    a tenth of the latter is held out instead. A file may have its examples by class: held-out ones of its own are put
    into a fixed random order, and `info['order']` is one for controls to take the training examples in.

    Raises:
      UserError: there is no such file, or it does not hold these arrays.
    """
    given = config_data.get("path")
    if not given:
        raise UserError("the data set 'npz' needs config.data.path, a .npz file")
    path = Path(given).expanduser()
    if not path.is_file():
        raise UserError(f"config.data.path: there is no file {path}")
    try:
        _check_size(path)
        with np.load(path, allow_pickle=False) as arrays:
            arrays = dict(arrays)
    except (OSError, ValueError, EOFError, TypeError, AttributeError, MemoryError, zipfile.BadZipFile) as error:
        raise UserError(f"cannot read {path} as a .npz file: {error}") from error
    x = _first(arrays, "x", "images")
    if x is None:
        raise UserError(f"{path} has no array 'x' or 'images', only: {', '.join(arrays) or 'nothing'}")
    x = _examples(x, path, image_shape)
    label = _labels(_first(arrays, "label", "labels", "y"), x, path)
    n_classes = _n_classes(label, path)
    test, n_test, x_test = None, 0, _first(arrays, "x_test", "images_test")
    if x_test is not None:
        x_test = _examples(x_test, path, image_shape)
        if x_test.shape[1:] != x.shape[1:]:
            raise UserError(f"{path}: an example of x has the shape {x.shape[1:]}, of x_test {x_test.shape[1:]}")
        label_test = _labels(_first(arrays, "label_test", "labels_test", "y_test"), x_test, path)
        _check_held_out(label, label_test, n_classes, path)
        if label is None or label_test is not None:
            order = _random_order(len(x_test))
            x_test, label_test = x_test[order], None if label_test is None else label_test[order]
            test, n_test = lambda: (x_test, label_test), len(x_test)
    found = images.dataset(images.array_source("npz", x, label, n_classes, test, n_test), config_data)
    if test is None:
        return found
    return found._replace(info={**found.info, "order": _random_order(found.info["n_train"])})
