"""Data that are larger than the device's share: their batches, and what metrics take of them."""

import numpy as np

from ganjax.data import images


def test_streaming_is_a_pure_function_of_seed_and_step():
    x = np.arange(50, dtype=np.uint8)[:, None, None, None]
    source = images.array_source("fifty", x, np.arange(50), 50, lambda: (x, np.arange(50)))
    dataset = images.dataset(source, {"device_bytes": 10})
    assert dataset.sample is None and dataset.info["train"]()[0].shape == x.shape
    batches = [dataset.stream(0, step, 10) for step in range(10)]
    assert batches[0]["x"].dtype == np.float32 and batches[0]["label"].dtype == np.int32
    again = images.dataset(source, {"device_bytes": 10}).stream(0, 7, 10)
    np.testing.assert_array_equal(again["label"], batches[7]["label"])
    np.testing.assert_array_equal(again["x"], images.to_float(x[again["label"]]))
    # Each epoch has every example once, in another order; another seed gives another order.
    first, second = (np.concatenate([b["label"] for b in half]) for half in (batches[:5], batches[5:]))
    assert sorted(first) == sorted(second) == list(range(50)) and (first != second).any()
    assert (dataset.stream(1, 0, 10)["label"] != batches[0]["label"]).any()
