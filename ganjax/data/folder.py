"""A folder of images of one's own."""

import contextlib
from pathlib import Path

import numpy as np

from ganjax.data import images
from ganjax.data.base import Dataset
from ganjax.errors import UserError
from ganjax.progress import say

# What Pillow opens besides, such as .pdf, .h5 or .mpg, is no picture that one trains on.
SUFFIXES = (
    *(".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".webp", ".avif", ".bmp", ".gif", ".tif", ".tiff"),
    *(".ppm", ".pgm", ".pbm", ".pnm", ".tga", ".jp2"),
)
_SPLITS = ("train", "test", "val", "valid", "validation")
_DEPTH_PICTURES = 16  # that are opened to see how bright they are
_TWELVE_BITS = 1 << 12


@contextlib.contextmanager
def _picture(path):
    """The picture in a file, the right way up."""
    from PIL import Image, ImageOps

    try:
        with Image.open(path) as image:
            # Damaged EXIF of a whole picture raises errors of many kinds; a picture that is not whole raises later.
            with contextlib.suppress(Exception):
                ImageOps.exif_transpose(image, in_place=True)
            yield image
    except UserError as error:
        raise UserError(f"{path}: {error}") from error
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        # Pillow reports a broken PNG as a SyntaxError. A streamed picture may be read for the first time after days.
        raise UserError(
            f"cannot read the image {path}: {error}. Put another picture in its place, of the same name, and a run "
            "goes on; without the file these are other data"
        ) from error


def _read(path, shape):
    with _picture(path) as image:
        return images.fit(image, shape)


def _shape(path):
    with _picture(path) as image:
        return image.height, image.width, 1 if image.mode in ("1", "L", "F") or image.mode[0] == "I" else 3


def _check_depth(root, paths) -> None:
    """Raises UserError where the 16-bit pictures among a few use at most 12 bits: they would be nearly black.

    A microscope's or a scanner's 12 bits are often saved so. One dark picture does not tell that, as a folder of all
    16 bits may have some: only several without a brighter one do. A warning would not do: one sees nothing wrong
    before samples are looked at.
    """
    highest = []
    for path in (paths[i] for i in np.linspace(0, len(paths) - 1, min(len(paths), _DEPTH_PICTURES)).astype(int)):
        with _picture(path) as image:
            if image.mode.startswith("I;16"):
                highest.append(int(np.asarray(image).max()))
    if highest and max(highest) < _TWELVE_BITS:
        raise UserError(
            f"the 16-bit pictures of {root} would be nearly black: {max(highest)} is their highest value, of 65535 "
            "that they may have; save them with values that reach it, or with 8 bits"
        )


def _check_splits(root, groups) -> None:
    """Raises UserError where the first-level folders are the parts of a split data set, and no classes."""
    if len(groups) > 1 and all(group.lower() in _SPLITS for group in groups):
        train = next((group for group in groups if group.lower() == "train"), groups[0])
        raise UserError(
            f"the folders of {root}, {' and '.join(groups)}, are no classes: set config.data.path={root / train} to "
            "train on these pictures alone; of these a tenth is held out, and the others are not read"
        )


def load(config_data, image_shape=None) -> Dataset:
    """All images below config_data['path']; where they lie in sub-folders, these are the labels.

    Labels number the first-level sub-folders in alphabetical order; images that lie beside sub-folders make
    the data unlabelled. Without `image_shape` all images take the first one's.

    Raises:
      UserError: there is no such folder, it has no images, one of them cannot be read, the first-level sub-folders
        are the parts of a split data set (train, test), or 16-bit pictures use no more than 12 bits.
    """
    given = config_data.get("path")
    if not given:
        raise UserError("the data set 'folder' needs config.data.path, a folder of images")
    root = Path(given).expanduser()
    if not root.is_dir():
        raise UserError(f"config.data.path: there is no folder {root}")
    # A link to a folder of images is one of the classes; rglob does not follow links further down.
    inside = (p for entry in root.iterdir() for p in ((entry, *entry.rglob("*")) if entry.is_dir() else (entry,)))
    paths = sorted(p for p in inside if p.suffix.lower() in SUFFIXES and p.is_file())
    paths = [p for p in paths if not any(part.startswith(".") for part in p.relative_to(root).parts)]
    if not paths:
        raise UserError(f"the folder {root} holds no images: no file ends in {', '.join(SUFFIXES)}")
    groups = [p.relative_to(root).parts[0] for p in paths]
    beside = [p for p in paths if p.parent == root]
    _check_splits(root, sorted(set(groups) - {p.name for p in beside}))
    classes = [] if beside else sorted(set(groups))
    if beside and len(beside) < len(paths):
        say(
            f"{root}: {len(beside)} of {len(paths)} images, such as {beside[0].name}, lie outside the sub-folders: "
            "the data have no labels"
        )
    label = np.array([classes.index(g) for g in groups], np.int32) if classes else None
    _check_depth(root, paths)
    shape = tuple(image_shape or _shape(paths[0]))

    def read(indices):
        x = np.stack([_read(paths[i], shape) for i in indices])
        return x, None if label is None else label[indices]

    return images.dataset(images.Source("folder", len(paths), shape, len(classes), read), config_data)
