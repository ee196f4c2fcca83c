"""A folder of images of one's own."""

from pathlib import Path

import numpy as np

from ganjax.data import images
from ganjax.data.base import Dataset
from ganjax.errors import UserError
from ganjax.progress import say


def _read(path, shape):
    from PIL import Image

    try:
        with Image.open(path) as image:
            return images.fit(image, shape)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        # Pillow reports a broken PNG as a SyntaxError.
        raise UserError(f"cannot read the image {path}: {error}") from error


def _shape(path):
    from PIL import Image

    try:
        with Image.open(path) as image:
            return image.height, image.width, 1 if image.mode in ("1", "L", "F") or image.mode[0] == "I" else 3
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise UserError(f"cannot read the image {path}: {error}") from error


def load(config_data, image_shape=None) -> Dataset:
    """All images below config_data['path']; where they lie in sub-folders, these are the labels.

    Labels number the first-level sub-folders in alphabetical order; images that lie beside sub-folders make
    the data unlabelled. Without `image_shape` all images take the first one's.

    Raises:
      UserError: there is no such folder, it has no images, or one of them cannot be read.
    """
    from PIL import Image

    given = config_data.get("path")
    if not given:
        raise UserError("the data set 'folder' needs config.data.path, a folder of images")
    root = Path(given).expanduser()
    if not root.is_dir():
        raise UserError(f"config.data.path: there is no folder {root}")
    known = Image.registered_extensions()
    # A link to a folder of images is one of the classes; rglob does not follow links further down.
    inside = (p for entry in root.iterdir() for p in ((entry, *entry.rglob("*")) if entry.is_dir() else (entry,)))
    paths = sorted(p for p in inside if p.suffix.lower() in known and p.is_file())
    paths = [p for p in paths if not any(part.startswith(".") for part in p.relative_to(root).parts)]
    if not paths:
        raise UserError(f"the folder {root} holds no images")
    groups = [p.relative_to(root).parts[0] for p in paths]
    beside = [p for p in paths if p.parent == root]
    classes = [] if beside else sorted(set(groups))
    if beside and len(beside) < len(paths):
        say(
            f"{root}: {len(beside)} of {len(paths)} images, such as {beside[0].name}, lie outside the sub-folders: "
            "the data have no labels"
        )
    label = np.array([classes.index(g) for g in groups], np.int32) if classes else None
    shape = tuple(image_shape or _shape(paths[0]))

    def read(indices):
        x = np.stack([_read(paths[i], shape) for i in indices])
        return x, None if label is None else label[indices]

    return images.dataset(images.Source("folder", len(paths), shape, len(classes), read), config_data)
