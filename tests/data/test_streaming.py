"""Data that are larger than the device's share: their batches, and what metrics take of them."""

from types import SimpleNamespace

import jax
import numpy as np
import pytest

from ganjax import data, parallel
from ganjax.data import images
from ganjax.harness import run, streaming
from ganjax.metrics import classifier, controls
from tests import tiny_configs


def test_streaming_is_a_pure_function_of_seed_and_step():
    x = np.arange(50, dtype=np.uint8)[:, None, None, None]
    source = images.array_source("fifty", x, np.arange(50), 50, lambda: (x, np.arange(50)))
    dataset = images.dataset(source, {"device_bytes": 10})
    assert dataset.sample is None and dataset.info["train"]()[0].shape == x.shape
    batches = [dataset.stream(0, step, 10) for step in range(10)]
    assert batches[0]["x"].dtype == np.uint8 and batches[0]["label"].dtype == np.int32
    again = images.dataset(source, {"device_bytes": 10}).stream(0, 7, 10)
    np.testing.assert_array_equal(again["label"], batches[7]["label"])
    np.testing.assert_array_equal(again["x"], x[again["label"]])
    # Each epoch has every example once, in another order; another seed gives another order.
    first, second = (np.concatenate([b["label"] for b in half]) for half in (batches[:5], batches[5:]))
    assert sorted(first) == sorted(second) == list(range(50)) and (first != second).any()
    assert (dataset.stream(1, 0, 10)["label"] != batches[0]["label"]).any()


def test_some_rows_of_a_batch_are_those_of_the_whole_one_and_no_others_are_read():
    """A process reads what its own devices take, of the batch that all processes share."""
    read = []
    x = np.arange(50, dtype=np.uint8)[:, None, None, None]
    source = images.array_source("fifty", x, np.arange(50), 50, lambda: (x, np.arange(50)))
    source = source._replace(read=lambda indices, read_all=source.read: (read.extend(indices), read_all(indices))[1])
    dataset = images.dataset(source, {"device_bytes": 10})
    for batches in (1, 2):
        whole = streaming.step_batch(dataset, 0, 3, 8, batches)
        read.clear()
        own = streaming.step_batch(dataset, 0, 3, 8, batches, np.array([2, 3, 6, 7]))
        assert len(read) == 4 * batches
        for name in ("x", "label"):
            np.testing.assert_array_equal(own[name], np.take(whole[name], [2, 3, 6, 7], axis=batches - 1))
        # A stream that knows no rows is asked for the whole batch.
        plain = dataset._replace(stream=lambda seed, step, n: dataset.stream(seed, step, n))
        again = streaming.step_batch(plain, 0, 3, 8, batches, np.array([2, 3, 6, 7]))
        np.testing.assert_array_equal(again["x"], own["x"])


def test_a_process_has_the_rows_of_its_devices_in_the_order_of_the_mesh(monkeypatch):
    devices = [SimpleNamespace(process_index=process) for process in (1, 0, 1, 0)]
    monkeypatch.setattr(parallel, "_mesh", lambda devices: SimpleNamespace(devices=np.array(devices)))
    np.testing.assert_array_equal(parallel.own_rows(8, devices), [2, 3, 6, 7])
    assert parallel.own_rows(8, devices[1:2]) is None


def streamed_gan(**keys):
    config = tiny_configs.dcgan()
    config.data.device_bytes = 10
    config.update(keys)
    return config


def test_a_run_reads_the_rows_of_its_process(monkeypatch):
    whole = run.prepare(streamed_gan(), devices=jax.devices()[:1])
    monkeypatch.setattr(run, "own_rows", lambda n, devices: np.arange(n)[n // 2 :])
    half = run.prepare(streamed_gan(), devices=jax.devices()[:1])
    (_, (_, every, *_)), (_, (_, own, *_)) = (one.program(one.init()) for one in (whole, half))
    assert own["label"].shape == (1, 4)
    np.testing.assert_array_equal(own["label"], every["label"][:, 4:])


def test_images_travel_as_bytes_and_a_step_takes_floats():
    """A stream of the user's own may give floats itself, to the same numbers."""
    config = streamed_gan(log_every=3)
    bytes_sent = run.prepare(config, devices=jax.devices()[:1])
    _, (_, sent, *_) = bytes_sent.program(bytes_sent.init())
    assert sent["x"].dtype == np.uint8 and len(sent["x"]) == 3
    dataset = bytes_sent.dataset
    own = dataset._replace(stream=lambda seed, step, n: streaming.floats(dataset.stream(seed, step, n)))
    floats_sent = run.prepare(config, devices=jax.devices()[:1], dataset=own)
    metrics = [one.chunk(one.init(), 0, 3)[1] for one in (bytes_sent, floats_sent)]
    for name, values in metrics[0].items():
        np.testing.assert_allclose(values, metrics[1][name], rtol=1e-4, atol=1e-6)
    for one in (run.examples(bytes_sent, jax.random.key(0), 4), bytes_sent.step_input(0, 2)[1]):
        assert one["x"].dtype == np.float32 and -1 <= one["x"].min() < 0 < one["x"].max() <= 1


@pytest.mark.parametrize(
    "most, nbytes, expected",
    [(1_000, 1, 20), (7, 1, 7), (50, 1, 17), (21, 1, 11), (1_000, 64 << 20, 4), (6, 64 << 20, 3), (50, 1 << 30, 1)],
)
def test_a_chunk_is_bounded_by_its_bytes_and_filled_up_by_few_copies(most, nbytes, expected):
    """A step of more bytes than that goes alone."""
    dataset = SimpleNamespace(stream=lambda seed, step, n: {"x": np.zeros((n, 1), np.uint8)})
    assert streaming.chunk_length(dataset, 0, nbytes, most) == expected


@pytest.fixture
def reads(monkeypatch):
    """The lengths of all reads of 300 images of 16 bytes, of which metrics take 100 at once and blocks have 70."""
    monkeypatch.setattr(images, "SCORED_BYTES", 1_600)
    monkeypatch.setattr(images, "BLOCK", 70)
    return []


def three_hundred(reads, device_bytes):
    x = np.random.default_rng(0).integers(0, 255, (300, 4, 4, 1)).astype(np.uint8)
    label = np.arange(300) % 10
    source = images.array_source("x", x, label, 10, lambda: (x[:40], label[:40]), 40)
    read = source.read
    spied = source._replace(read=lambda indices: (reads.append(len(indices)), read(indices))[1])
    dataset = images.dataset(spied, {"device_bytes": device_bytes})
    reads.clear()
    return dataset, x, label


def test_a_judge_of_streamed_images_learns_from_as_many_as_may_be_on_the_host(reads, capsys):
    streamed, x, label = three_hundred(reads, 1)
    facts = classifier.labelled(streamed)
    assert reads == [100] and len(facts["train"][0]) == 100 == streamed.info["n_train"]
    assert "learns from 100 of the 300 training images" in capsys.readouterr().err
    known = {image.tobytes(): number for image, number in zip(x, label, strict=True)}
    assert [known[image.tobytes()] for image in facts["train"][0]] == list(facts["train"][1])
    assert len({image.tobytes() for image in facts["train"][0]}) == 100 and len(set(facts["train"][1])) == 10
    np.testing.assert_array_equal(classifier.labelled(streamed)["train"][0], facts["train"][0])
    # It is another judge than one that knows all images, which has the key that it had before.
    whole, *_ = three_hundred(reads, None)
    facts_of_all = classifier.labelled(whole)
    assert facts_of_all["fingerprint"] == whole.info["fingerprint"] == streamed.info["fingerprint"]
    assert facts["fingerprint"] == f"{streamed.info['fingerprint']}+100"
    assert classifier.identity(whole) != classifier.identity(streamed)


def test_streamed_images_that_the_host_can_hold_are_judged_as_on_the_device(reads, monkeypatch, capsys):
    monkeypatch.setattr(images, "SCORED_BYTES", 1 << 20)
    capsys.readouterr()
    (streamed, *_), (whole, *_) = (three_hundred(reads, limit) for limit in (1, None))
    facts, of_all = classifier.labelled(streamed), classifier.labelled(whole)
    assert facts["fingerprint"] == of_all["fingerprint"] and classifier.identity(streamed) == classifier.identity(
        whole
    )
    np.testing.assert_array_equal(facts["train"][0], of_all["train"][0])
    assert capsys.readouterr().err == ""


def test_all_streamed_images_are_read_in_blocks(reads):
    streamed, x, label = three_hundred(reads, 1)
    assert streamed.info["train_size"] == 300
    blocks = list(streamed.info["train_blocks"]())
    assert reads == [70, 70, 70, 70, 20]
    np.testing.assert_array_equal(np.concatenate([part for part, _ in blocks]), x)
    np.testing.assert_array_equal(np.concatenate([part for _, part in blocks]), label)


def test_controls_of_a_streamed_file_are_of_what_is_on_the_host(reads, tmp_path):
    x = np.random.default_rng(0).integers(0, 255, (300, 4, 4)).astype(np.uint8)
    np.savez(tmp_path / "a.npz", x=x, x_test=x[:9])
    streamed = data.load({"name": "npz", "path": str(tmp_path / "a.npz"), "device_bytes": 1})
    found, _ = controls.training_images(streamed)
    assert len(found) == 100 == len({image.tobytes() for image in found})
