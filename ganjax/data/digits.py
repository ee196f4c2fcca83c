"""scikit-learn's 1,797 real 8x8 digits, which come inside its wheel: image data without a download."""

import numpy as np

from ganjax.data import images
from ganjax.data.base import Dataset


def load(config_data, image_shape=None) -> Dataset:
    """The digits, of which a tenth is held out (`ganjax.data.images.held_out`); [N, 8, 8, 1] or resized."""
    from sklearn.datasets import load_digits

    bunch = load_digits()
    pixels = np.round(bunch.images * (255 / 16)).astype(np.uint8)[..., None]
    x, label = images.fit_all(pixels, image_shape), bunch.target.astype(np.int32)
    return images.dataset(images.array_source("digits", x, label, 10), config_data)
