"""Any image data set of TensorFlow Datasets, read without TensorFlow and without the network."""

import io
import os
import re
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from ganjax.data import images
from ganjax.data.base import Dataset
from ganjax.errors import UserError
from ganjax.progress import say


def _directory(name, data_dir) -> Path | None:
    """The prepared version of `name[/config][:version]` below data_dir (its newest), or None."""
    base, _, version = name.partition(":")
    root = data_dir / base
    if not root.is_dir():
        return None
    info = "dataset_info.json"
    versions = [*root.glob(f"*/{info}")] or [*root.glob(f"*/*/{info}")]
    versions = [p.parent for p in versions if not version or p.parent.name == version]
    configs = sorted({p.parent for p in versions})
    if len(configs) > 1:
        names = ", ".join(f"{base}/{p.name}" for p in configs)
        raise UserError(f"the data set {base!r} is there in several configurations; name one of: {names}")
    return max(versions, key=lambda p: [int(part) for part in re.findall(r"\d+", p.name)], default=None)


def _missing(tfds, name, data_dir) -> UserError:
    # TFDS itself reports a data set that was never prepared as a NotImplementedError about TFRECORD files.
    known = tfds.list_builders(with_community_datasets=False)
    base = re.split("[/:]", name)[0]
    if base not in known:
        return UserError(
            f"there is no data set {name!r}: it is neither one of ganjax's, nor one of TensorFlow Datasets, "
            f"nor prepared in {data_dir}"
        )
    return UserError(f"the data set {name!r} is not in {data_dir}; {_how(name, data_dir)}")


def _how(name, data_dir):
    return (
        f"prepare it with: pip install -e '.[prepare]' && "
        f"python -m tensorflow_datasets.scripts.cli.main build {name} --data_dir={data_dir} "
        f"--file_format=array_record (or set config.data.path or TFDS_DATA_DIR)"
    )


def _image_key(tfds, features, name):
    keys = [k for k, f in features.items() if isinstance(f, tfds.features.Image)]
    if not keys:
        raise UserError(f"the data set {name!r} has no image feature, only: {', '.join(features)}")
    key = "image" if "image" in keys else keys[0]
    if np.dtype(features[key].np_dtype) != np.uint8:
        raise UserError(f"the images of {name!r} are {features[key].np_dtype}, not uint8")
    return key


def _label_key(tfds, features, wanted) -> tuple[str | None, tuple[str, ...]]:
    """(the feature that is the label, or None; of a dictionary of flags the names of those wanted, in order)."""
    if wanted is None:
        labels = [k for k, f in features.items() if isinstance(f, tfds.features.ClassLabel)]
        return "label" if "label" in labels else labels[0] if labels else None, ()
    key, _, flags = wanted.partition("/")
    if key not in features:
        raise UserError(f"config.data.label: no feature {key!r}, only: {', '.join(features)}")
    every = sorted(features[key].keys()) if hasattr(features[key], "keys") else []
    names = tuple(flags.split(",")) if flags else tuple(every)
    for name in names:
        if name not in every:
            known = ", ".join(every) or "one value"
            raise UserError(f"config.data.label: {key!r} has no flag {name!r}, only: {known}")
    return key, names


def _label(value, flags):
    # A dictionary of flags (CelebA's attributes) is a vector of them.
    return np.array([value[flag] for flag in flags], np.float32) if flags else np.int32(value)


def _read(source, image_key, label_key, flags, shape, indices):
    from PIL import Image

    # Bulk reads: item by item takes twice as long. The images come encoded, for Pillow to resize; in blocks, as the
    # encoded ones of all may be more than the host's memory.
    x, label = np.empty((len(indices), *shape), np.uint8), []
    try:
        for start in range(0, len(indices), images.BLOCK):
            records = source.__getitems__([int(i) for i in indices[start : start + images.BLOCK]])
            for place, record in enumerate(records, start):
                x[place] = images.fit(Image.open(io.BytesIO(record[image_key])), shape)
                label.append(label_key and _label(record[label_key], flags))
    except (OSError, ValueError, RuntimeError) as error:
        raise UserError(f"a record of {source.dataset_info.full_name} cannot be read: {error}") from error
    return x, None if label_key is None else np.stack(label)


def _has_labels(source, label_key) -> bool:
    """Whether the first record of a split has a class: where labels are kept secret all of them are -1."""
    return len(source) > 0 and int(source[0][label_key]) >= 0


def _held_out(open_split, splits, label_key) -> Any:
    """The first of some splits, as `open_split` opens it, that has labels if any are wanted; None where none has."""
    for split in splits:
        source = open_split(split)
        if label_key is None or _has_labels(source, label_key):
            return source
    return None


def load(config_data, image_shape=None) -> Dataset:
    """The data set `name`, `name/config` or `name:version`, prepared in config_data['path'].

    Without a path the directory is the environment's TFDS_DATA_DIR, or TFDS's default. 'split' is a TFDS
    split ("train", "train[:90%]"); the held-out examples are the split "test", or else "validation", or,
    where neither is there with labels that are known, a tenth of the others (`images.dataset`). 'label' is a feature;
    a dictionary of flags is a vector of them in the order of their names, or of some of them in the order
    given, as in "attributes/Male,Smiling".

    Raises:
      UserError: it has not been prepared there, has no images, or not such a split or label, or a label is below 0.
    """
    name = config_data.get("name")
    try:
        import tensorflow_datasets as tfds
    except ImportError as error:
        raise UserError(f"the data set {name!r} needs tensorflow-datasets: {error}") from error
    given = config_data.get("path") or os.environ.get("TFDS_DATA_DIR") or "~/tensorflow_datasets"
    data_dir = Path(given).expanduser()
    # A name with an address or '..' in it would make TFDS look elsewhere, some of it on the network.
    plain = re.fullmatch(r"\w[\w.-]*(/\w[\w.-]*)?(:[\w.]+)?", name)
    directory = _directory(name, data_dir) if plain else None
    if directory is None:
        raise _missing(tfds, name, data_dir)
    try:
        builder = tfds.builder_from_directory(directory)
        features, splits = builder.info.features, builder.info.splits
        image_key = _image_key(tfds, features, name)
        label_key, flags = _label_key(tfds, features, config_data.get("label") or None)
        decoders = {image_key: tfds.decode.SkipDecoding()}
        asked = config_data.get("split") or "train"
        open_split = partial(builder.as_data_source, decoders=decoders)
        source = open_split(split=asked)
        if label_key and not flags and not config_data.get("label") and not _has_labels(source, label_key):
            say(f"{name}: the split {asked} has no labels: its {label_key} is below 0")
            label_key = None
        # A split that is trained on is no test set: a tenth of it is held out then (`images.dataset`).
        trained_on = set(re.split(r"[^\w]", asked))
        trained_on |= set(splits) if "all" in trained_on else set()
        own = [split for split in ("test", "validation") if split in splits and split not in trained_on]
        test_source = _held_out(open_split, own, None if flags else label_key)
    except NotImplementedError as error:
        how = _how(name, data_dir)
        raise UserError(f"{directory} cannot be read at random; remove it and {how}") from error
    except UserError:
        raise
    except Exception as error:  # TFDS, protobuf and array_record each have their own for a damaged file
        reason = (str(error) or type(error).__name__).splitlines()[0]
        raise UserError(f"cannot read {name!r} from {directory}: {reason}") from error
    shape = image_shape or features[image_key].shape
    if None in shape:
        raise UserError(f"the images of {name!r} have no common size; set the image size of the networks")
    if label_key and not flags and not hasattr(features[label_key], "num_classes"):
        raise UserError(f"config.data.label: {label_key} of {name!r} is not a label of classes")
    n_classes = 0 if not label_key else len(flags) or features[label_key].num_classes
    read = partial(_read, image_key=image_key, label_key=label_key, flags=flags, shape=tuple(shape))

    def known(label):
        return np.ones(len(label), bool) if flags else label >= 0

    def examples(indices):
        x, label = read(source, indices=indices)
        if label is not None and not known(label).all():
            raise UserError(
                f"the label of an example of {name!r}, {label_key} in the split {asked}, is {label.min()}, which is "
                "no class: set config.data.split to one whose labels are known, or config.data.label to another one"
            )
        return x, label

    def everything():
        x, label = read(test_source, indices=range(len(test_source)))
        if label is None or known(label).all():
            return x, label
        return x[known(label)], label[known(label)]

    return images.dataset(
        images.Source(
            f"{builder.info.full_name}:{asked}",
            len(source),
            tuple(shape),
            n_classes,
            examples,
            everything if test_source is not None else None,
            len(test_source) if test_source is not None else 0,
        ),
        config_data,
    )
