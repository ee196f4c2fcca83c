"""Weights from files: the four formats, files that would run something, and files of another network."""

import collections
import io
import json
import os
import pickle
import sys
import types
import zipfile
from pathlib import Path

import numpy as np
import pytest

from ganjax.errors import UserError
from ganjax.metrics import weights

ARRAYS = {
    "a.weight": np.arange(24, dtype=np.float32).reshape(2, 3, 4),
    "b": np.array([1.5, -2.5], np.float64),
    "n": np.array(7),
}


class Storage:
    def __init__(self, key, values):
        self.key, self.values = key, values


class Tensor:
    """What PyTorch pickles of a tensor, with a storage that is longer than it, and any stride."""

    def __init__(self, key, array, offset=0, stride=None):
        values = np.concatenate([np.zeros(offset, array.dtype), array.ravel()])
        self.storage, self.offset, self.size = Storage(key, values), offset, array.shape
        steps = tuple(s // array.itemsize for s in np.ascontiguousarray(array).reshape(array.shape).strides)
        self.stride = steps if stride is None else stride

    def __reduce__(self):
        rebuild = sys.modules["torch._utils"]._rebuild_tensor_v2
        return rebuild, (self.storage, self.offset, self.size, self.stride, False, collections.OrderedDict())


class Pickler(pickle.Pickler):
    def persistent_id(self, thing):
        if isinstance(thing, Storage):
            kind = {"f4": "FloatStorage", "f8": "DoubleStorage", "i8": "LongStorage"}[thing.values.dtype.str[1:]]
            return "storage", getattr(sys.modules["torch"], kind), thing.key, "cpu", thing.values.size


def pickled(thing):
    file = io.BytesIO()
    Pickler(file, 2).dump(thing)
    return file.getvalue()


@pytest.fixture
def torch(monkeypatch):
    """Enough of PyTorch's names for pickles to hold them."""
    made, utils = types.ModuleType("torch"), types.ModuleType("torch._utils")
    for name in ("FloatStorage", "DoubleStorage", "LongStorage"):
        setattr(made, name, type(name, (), {"__module__": "torch"}))

    def _rebuild_tensor_v2():
        raise AssertionError("nothing of a file is called")

    _rebuild_tensor_v2.__module__, _rebuild_tensor_v2.__qualname__ = "torch._utils", "_rebuild_tensor_v2"
    utils._rebuild_tensor_v2, made._utils = _rebuild_tensor_v2, utils
    monkeypatch.setitem(sys.modules, "torch", made)
    monkeypatch.setitem(sys.modules, "torch._utils", utils)


def tensors(**changed):
    content = collections.OrderedDict((k, Tensor(str(i), v, offset=i)) for i, (k, v) in enumerate(ARRAYS.items()))
    content.update(changed)
    return content


def save_zip(path, content, data=None):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("weights/data.pkl", pickled(content) if data is None else data)
        for tensor in content.values():
            if isinstance(tensor, Tensor):
                archive.writestr(f"weights/data/{tensor.storage.key}", tensor.storage.values.tobytes())


def save_legacy(path, content):
    storages = {t.storage.key: t.storage.values for t in content.values()}
    parts = [pickled(x) for x in (0x1950A86A20F9469CFC6C, 1001, {"little_endian": True}, content, list(storages))]
    parts += [len(values).to_bytes(8, "little") + values.tobytes() for values in storages.values()]
    path.write_bytes(b"".join(parts))


def save_npz(path, content):
    np.savez(path, **ARRAYS)


def save_safetensors(path, content):
    header, body = {"__metadata__": {"format": "pt"}}, b""
    for name, array in ARRAYS.items():
        dtype = {"f4": "F32", "f8": "F64", "i8": "I64"}[array.dtype.str[1:]]
        offsets = [len(body), len(body) + array.nbytes]
        header[name] = {"dtype": dtype, "shape": array.shape, "data_offsets": offsets}
        body += array.tobytes()
    text = json.dumps(header).encode()
    path.write_bytes(len(text).to_bytes(8, "little") + text + body)


@pytest.mark.parametrize(
    "name, save",
    [
        ("zip.pth", save_zip),
        ("zip.pt", save_zip),
        ("old.pth", save_legacy),
        ("w.npz", save_npz),
        ("w.safetensors", save_safetensors),
    ],
)
def test_arrays_come_back(torch, tmp_path, name, save):
    import hashlib

    save(tmp_path / name, tensors())
    found, digest = weights.read(tmp_path / name)
    assert set(found) == set(ARRAYS) and digest == hashlib.sha256((tmp_path / name).read_bytes()).hexdigest()
    for key, value in ARRAYS.items():
        np.testing.assert_array_equal(found[key], value)
        assert found[key].dtype == value.dtype


def test_a_transposed_tensor_comes_back(torch, tmp_path):
    save_zip(tmp_path / "w.pth", tensors(t=Tensor("9", np.arange(6.0).reshape(2, 3), 2, (1, 2))))
    found, _ = weights.read(tmp_path / "w.pth")
    np.testing.assert_array_equal(found["t"], [[0, 2, 4], [1, 3, 5]])


class Command:
    def __init__(self, function, *args):
        self.call = function, args

    def __reduce__(self):
        return self.call


@pytest.mark.parametrize("save", [save_zip, save_legacy])
@pytest.mark.parametrize("function", [os.system, eval, Path.touch, getattr, pickle.loads])
def test_a_file_that_names_a_function_is_refused_and_not_run(torch, tmp_path, save, function):
    marker = tmp_path / "ran"
    argument = {os.system: f"touch {marker}", eval: f"open({str(marker)!r}, 'w')", Path.touch: marker}.get(function)
    content = {"w": Command(function, argument)}
    path = tmp_path / "w.pth"
    if save is save_zip:
        save_zip(path, {}, pickled(content))
    else:
        path.write_bytes(pickled(0x1950A86A20F9469CFC6C) + pickled(content))
    with pytest.raises(UserError, match="names .*no weights need") as error:
        weights.read(path)
    assert not marker.exists() and "\n" not in str(error.value)


@pytest.mark.parametrize(
    "offset, size, stride",
    [(0, (5,), (1,)), (3, (2,), (1,)), (0, (2, 2), (3, 1)), (-1, (2,), (1,)), (0, (2,), (-1,)), (0, (9**9,), (0,))],
)
def test_a_tensor_beyond_its_storage_is_refused(torch, tmp_path, offset, size, stride):
    tensor = Tensor("0", np.arange(4, dtype=np.float32))
    tensor.offset, tensor.size, tensor.stride = offset, size, stride
    save_zip(tmp_path / "w.pth", {"w": tensor})
    with pytest.raises(UserError, match="tensor"):
        weights.read(tmp_path / "w.pth")


@pytest.mark.parametrize("name", ["w.pth", "w.npz", "w.safetensors", "w.bin"])
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 half of a file", b"\x80\x02}."])
def test_damaged_files_are_one_line(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UserError, match="weights"):
        weights.read(tmp_path / name)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(UserError, match="cannot read the weights"):
        weights.read(tmp_path / "w.pth")


def test_objects_in_an_npz_are_refused(tmp_path):
    np.savez(tmp_path / "w.npz", w=np.array([Command(os.system, f"touch {tmp_path / 'ran'}")], object))
    with pytest.raises(UserError, match="weights"):
        weights.read(tmp_path / "w.npz")
    assert not (tmp_path / "ran").exists()
