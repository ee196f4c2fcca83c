"""Pixels that are drawn from their intensities."""

import jax
import numpy as np
import pytest

from ganjax import data
from ganjax.data.images import to_float
from ganjax.errors import UserError


def test_pixels_are_drawn_by_their_intensity_anew():
    grey, dataset = (data.load({"name": name}, (8, 8, 1)) for name in ("digits", "binarised_digits"))
    assert dataset.x_shape == (8, 8, 1) and dataset.info["fingerprint"] != grey.info["fingerprint"]
    draws = dataset.sample(jax.random.key(0), 20_000)
    assert set(np.unique(draws["x"])) == {-1, 1} and draws["label"].max() == 9
    mean = to_float(grey.info["train"]()[0]).mean(0)
    np.testing.assert_allclose(draws["x"].mean(0), mean, atol=0.04)
    again = dataset.sample(jax.random.key(1), 20_000)["x"]
    assert (np.asarray(again) != np.asarray(draws["x"])).mean() > 0.05


def test_the_held_out_images_are_binarised_once():
    grey, dataset = (data.load({"name": name}, (8, 8, 1)) for name in ("digits", "binarised_digits"))
    x, label = dataset.info["test"]()
    assert x.dtype == np.uint8 and set(np.unique(x)) == {0, 255}
    np.testing.assert_array_equal(x, dataset.info["test"]()[0])
    of_grey, same = grey.info["test"]()
    np.testing.assert_array_equal(label, same)
    assert (x[of_grey == 0] == 0).all() and (x[of_grey == 255] == 255).all()
    np.testing.assert_allclose(x.mean(), of_grey.mean(), rtol=0.03)


def test_points_are_refused():
    with pytest.raises(UserError, match="binarised_ring: only images"):
        data.load({"name": "binarised_ring"})
