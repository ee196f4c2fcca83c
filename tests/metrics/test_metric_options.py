"""What a metric takes from its data and from its config."""

import jax
import numpy as np
import pytest

from ganjax.data import load
from ganjax.data.base import Dataset
from ganjax.errors import UserError
from ganjax.metrics import mixtures, moments


def test_a_mixtures_weights_and_the_coverage_of_the_config_count():
    """100 samples of weights 3 and 1, 75 and 25 expected: the other way round there are 25 and 75."""
    means = np.array([[0.0, 0.0], [10.0, 0.0]])
    data = Dataset(None, (2,), 0, {"means": means, "std": 1.0, "weights": np.array([0.75, 0.25])})
    samples = np.repeat(means, [25, 75], axis=0)
    expected = mixtures.evaluate_mixture(samples, means, 1.0, weights=[3, 1])
    assert mixtures.evaluate(data, samples, {})["kl"] == expected["kl"] > 0.4
    found = {c: mixtures.evaluate(data, samples, {"coverage": c})["modes"] for c in (0.3, 0.4)}
    assert found == {0.3: 2, 0.4: 1}


def test_moments_are_of_the_first_coordinate():
    """Those of `two_widths` are 0 and the root of 4 + (.25² + .75²) / 2."""
    data = load({"name": "two_widths"})
    samples = np.asarray(data.sample(jax.random.key(0), 100_000)["x"])
    found = moments.evaluate(data, samples, {})
    np.testing.assert_allclose([found["mean"], found["spread"]], [0, np.sqrt(4.3125)], atol=0.02)
    with pytest.raises(UserError, match="points"):
        moments.require(Dataset(None, (8, 8, 1), 0, {}))
