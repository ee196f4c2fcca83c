"""scikit-learn's 1,797 real 8x8 digits, which come inside its wheel: image data without a download."""

import numpy as np

from ganjax.data import images
from ganjax.data.base import Dataset


def load(config_data, image_shape=None) -> Dataset:
    """The digits, 90 % to train on and 10 % held out by a fixed permutation; [N, 8, 8, 1] or resized."""
    from sklearn.datasets import load_digits

    bunch = load_digits()
    pixels = np.round(bunch.images * (255 / 16)).astype(np.uint8)[..., None]
    x, label = images.fit_all(pixels, image_shape), bunch.target.astype(np.int32)
    order = np.random.default_rng(0).permutation(len(x))
    train, test = order[: len(x) * 9 // 10], order[len(x) * 9 // 10 :]
    source = images.array_source("digits", x[train], label[train], 10, lambda: (x[test], label[test]))
    return images.dataset(source, config_data)
