"""Data sets by name: mixtures, counts, digits, stacked digits, folders, .npz files, TensorFlow Datasets."""

import importlib
import importlib.util

from ganjax.addresses import fetch, is_remote
from ganjax.data import counts, mixtures
from ganjax.data.base import Dataset
from ganjax.errors import UserError
from ganjax.lookup import with_own

__path__ = with_own(__path__, __name__)
__all__ = ("Dataset", "load")

# How a name begins -> the module and its function that make such data from those of the rest of the name.
PREFIXES = {
    "stacked_": ("stacked", "stack"),
    "compositional_": ("compositional", "compose"),
    "binarised_": ("binarised", "binarise"),
    "flipped_": ("flipped", "flip"),
}


def load(config_data, image_shape: tuple | None = None) -> Dataset:
    """The data set that a config names.

    A name is looked for in this order: a function of `ganjax.data.mixtures` or `counts`; `stacked_NAME`, which stacks
    three images of NAME; `compositional_NAME`, which puts three side by side; `binarised_NAME`, whose pixels are
    black or white; `flipped_NAME`, whose images are mirrored as often as not; a module of `ganjax.data` that has a
    `load`; a data set of TensorFlow Datasets.

    Args:
      config_data: mapping with 'name', and optionally 'path' (the folder, the .npz file, the TFDS directory; or
        the address of one, such as gs://bucket/x.npz, which is copied once),
        'split' (TFDS, default "train"), 'label' (TFDS: the feature to take as the label), 'digit_set' (of
        `compositional_NAME`) and 'device_bytes' (what may be kept on the device, default 2 GiB; larger data are
        streamed).
      image_shape: (height, width, channels) that the networks take; images are cropped to its aspect ratio,
        resized, and made grey or RGB. None keeps them as they are. Mixtures ignore it.

    Raises:
      UserError: there is no such data set, or it cannot be read.
    """
    name = config_data.get("name")
    if not name or not isinstance(name, str):
        raise UserError(f"config.data.name must name a data set, not {name!r}")
    if is_remote(config_data.get("path") or ""):
        config_data = {**config_data, "path": str(fetch(config_data["path"]))}
    for analytic in (mixtures, counts):
        if name in analytic.__all__:
            return getattr(analytic, name)()
    for prefix, (module, function) in PREFIXES.items():
        if name.startswith(prefix):
            return getattr(importlib.import_module(f"ganjax.data.{module}"), function)(config_data, image_shape)
    module = f"ganjax.data.{name}"
    if not name.isidentifier() or name.startswith("_") or importlib.util.find_spec(module) is None:
        module = "ganjax.data.tfds_images"
    loader = getattr(importlib.import_module(module), "load", None)
    if loader is None:
        raise UserError(f"there is no data set {name!r}")
    return loader(config_data, image_shape)
