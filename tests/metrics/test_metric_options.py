"""What a metric takes from its data and from its config."""

import numpy as np

from ganjax.data.base import Dataset
from ganjax.metrics import mixtures


def test_a_mixtures_weights_and_the_coverage_of_the_config_count():
    """100 samples of weights 3 and 1, 75 and 25 expected: the other way round there are 25 and 75."""
    means = np.array([[0.0, 0.0], [10.0, 0.0]])
    data = Dataset(None, (2,), 0, {"means": means, "std": 1.0, "weights": np.array([0.75, 0.25])})
    samples = np.repeat(means, [25, 75], axis=0)
    expected = mixtures.evaluate_mixture(samples, means, 1.0, weights=[3, 1])
    assert mixtures.evaluate(data, samples, {})["kl"] == expected["kl"] > 0.4
    found = {c: mixtures.evaluate(data, samples, {"coverage": c})["modes"] for c in (0.3, 0.4)}
    assert found == {0.3: 2, 0.4: 1}
