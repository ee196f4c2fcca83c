"""TensorFlow Datasets: what is read of a set that is prepared here by hand, without TensorFlow."""

import io
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from ganjax import data
from ganjax.data import images
from ganjax.errors import UserError


class Records:
    """What TFDS gives for a split: records by index, images as encoded. `reads` are the lengths of the bulk reads."""

    def __init__(self, labels):
        self.labels, self.reads = labels, []
        self.dataset_info = SimpleNamespace(full_name="own/1.0.0")

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, index):
        file = io.BytesIO()
        Image.fromarray(np.full((4, 4), index, np.uint8)).save(file, "png")
        return {"image": file.getvalue(), "label": self.labels[index]}

    def __getitems__(self, indices):
        self.reads.append(len(indices))
        return [self[i] for i in indices]


@pytest.fixture
def prepare(tmp_path, monkeypatch):
    """(labels of each split, keys of config.data) -> (the data set, its splits); an image is as grey as its index."""
    tfds = pytest.importorskip("tensorflow_datasets")
    (tmp_path / "own" / "1.0.0").mkdir(parents=True)
    (tmp_path / "own" / "1.0.0" / "dataset_info.json").write_text("{}")

    def made(splits, **config):
        features = {"image": tfds.features.Image(shape=(4, 4, 1)), "label": tfds.features.ClassLabel(num_classes=3)}
        records = {name: Records(labels) for name, labels in splits.items()}
        info = SimpleNamespace(features=features, splits=splits, full_name="own/1.0.0")
        builder = SimpleNamespace(info=info, as_data_source=lambda split, decoders: records[split])
        monkeypatch.setattr(tfds, "builder_from_directory", lambda directory: builder)
        return data.load({"name": "own", "path": str(tmp_path), **config}), records

    return made


def test_records_are_read_in_blocks(prepare, monkeypatch):
    """Whole splits too: the encoded records of all may be more than the memory."""
    monkeypatch.setattr(images, "BLOCK", 8)
    dataset, records = prepare({"train": [i % 3 for i in range(20)], "test": [i % 3 for i in range(12)]})
    for part, name in (("train", "train"), ("test", "test")):
        x, label = dataset.info[part]()
        np.testing.assert_array_equal(x[:, 0, 0, 0], np.arange(len(records[name])))
        np.testing.assert_array_equal(label, records[name].labels)
        assert max(records[name].reads) == 8 and x.dtype == np.uint8 and label.dtype == np.int32


def test_held_out_are_examples_whose_labels_are_known(prepare):
    """Those of a contest's test split are all -1: "validation" is taken then, or else a tenth is held out."""
    known, secret = [0, 1, 2, 1], [-1] * 5
    dataset, _ = prepare({"train": known, "test": secret, "validation": [2, 0]})
    assert (
        list(dataset.info["test"]()[1]) == [2, 0] and dataset.info["n_test"] == 2 and "held_out" not in dataset.info
    )
    for splits in ({"test": secret}, {"test": secret, "validation": secret}, {"test": []}):
        dataset, _ = prepare({"train": known, **splits})
        assert dataset.info["held_out"].startswith("1 of the 4 examples"), splits
        assert min(dataset.info["test"]()[1]) >= 0
    dataset, _ = prepare({"train": known, "test": [1, 2, 0], "validation": [2]})
    assert list(dataset.info["test"]()[1]) == [1, 2, 0]


def test_held_out_examples_without_a_label_are_left_out(prepare):
    dataset, _ = prepare({"train": [0, 1], "test": [2, -1, 1]})
    x, label = dataset.info["test"]()
    assert list(label) == [2, 1] and list(x[:, 0, 0, 0]) == [0, 2]


def test_a_training_example_without_a_label_is_refused(prepare):
    with pytest.raises(
        UserError, match=r"'own', label in the split train, is -1, which is no class: set config\.data"
    ):
        prepare({"train": [0, 1, -1, 2], "test": [0]})


def test_a_split_without_labels_is_trained_on_without(prepare, capsys):
    """As STL-10's "unlabelled". A label that is asked for is not given up."""
    dataset, _ = prepare({"train": [-1] * 4, "test": [0, 1]})
    assert dataset.n_classes == 0 and dataset.info["train"]()[1] is None and dataset.info["n_test"] == 2
    assert "own: the split train has no labels: its label is below 0" in capsys.readouterr().err
    with pytest.raises(UserError, match="which is no class"):
        prepare({"train": [-1] * 4, "test": [0, 1]}, label="label")
