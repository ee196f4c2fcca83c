"""Arrays by name from the files that weights are published in: .pth, .npz and .safetensors.

Nothing in a file is executed. A .pth is a pickle, which could name any function to be called on loading: here it may
name the rebuilding of a tensor, the storages' types and OrderedDict, and anything else is an error.
"""

import collections
import hashlib
import io
import json
import math
import pickle
import zipfile
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ganjax.errors import UserError

_MAGIC = 0x1950A86A20F9469CFC6C  # of the .pth files of PyTorch before 1.6
_TYPES = {
    "HalfStorage": "<f2",
    "FloatStorage": "<f4",
    "DoubleStorage": "<f8",
    "ByteStorage": "u1",
    "IntStorage": "<i4",
    "LongStorage": "<i8",
    "BoolStorage": "?",
}
_SAFE = {"F16": "<f2", "F32": "<f4", "F64": "<f8", "U8": "u1", "I32": "<i4", "I64": "<i8", "BOOL": "?"}


class _Type(NamedTuple):
    dtype: str


class _Storage(NamedTuple):
    dtype: str
    key: str


class _Tensor(NamedTuple):
    """A tensor whose storage is not read yet; sizes and strides in elements."""

    storage: _Storage
    offset: int
    size: tuple
    stride: tuple


def _tensor(storage, offset, size, stride, *_):
    return _Tensor(storage, offset, tuple(size), tuple(stride))


def _parameter(tensor, *_):
    return tensor


class _Unpickler(pickle.Unpickler):
    """Unpickles tensors as `_Tensor`, and refuses whatever a state dict has no need of."""

    def find_class(self, module, name):
        if (module, name) == ("collections", "OrderedDict"):
            return collections.OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return _tensor
        if (module, name) == ("torch._utils", "_rebuild_parameter"):
            return _parameter
        if module == "torch" and name in _TYPES:
            return _Type(_TYPES[name])
        raise ValueError(f"it names {module}.{name}, which no weights need")

    def persistent_load(self, pid):
        kind, storage_type, key, *_ = pid
        if kind != "storage" or not isinstance(storage_type, _Type):
            raise ValueError("it refers to something that is no storage")
        return _Storage(storage_type.dtype, str(key))


def _array(tensor: _Tensor, storage: np.ndarray) -> np.ndarray:
    """A copy of the part of a storage that is the tensor: never a view beyond the storage's end."""
    offset, size, stride = tensor.offset, tensor.size, tensor.stride
    numbers = (offset, *size, *stride)
    if len(size) != len(stride) or any(not isinstance(n, int) or n < 0 for n in numbers):
        raise ValueError("a tensor's size makes no sense")
    if 0 in size:
        return np.zeros(size, storage.dtype)
    last = offset + sum((n - 1) * step for n, step in zip(size, stride, strict=True))
    if last >= len(storage) or math.prod(size) > len(storage):
        raise ValueError("a tensor is larger than its storage")
    bytes_ = tuple(step * storage.itemsize for step in stride)
    return np.lib.stride_tricks.as_strided(storage[offset:], size, bytes_).copy()


def _named(content, storage_of) -> dict[str, np.ndarray]:
    if not isinstance(content, dict):
        raise ValueError("it holds no dictionary of tensors")
    tensors = {name: value for name, value in content.items() if isinstance(value, _Tensor)}
    if not tensors or not all(isinstance(name, str) for name in tensors):
        raise ValueError("it holds no dictionary of tensors")
    return {name: _array(value, storage_of(value.storage)) for name, value in tensors.items()}


def _zipped(data: bytes) -> dict[str, np.ndarray]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        (pickled,) = (name for name in archive.namelist() if name.rpartition("/")[2] == "data.pkl")
        folder = pickled.removesuffix("data.pkl")
        order = f"{folder}byteorder"
        if order in archive.namelist() and archive.read(order) != b"little":
            raise ValueError("its numbers are big-endian")
        content = _Unpickler(io.BytesIO(archive.read(pickled))).load()

        def storage_of(storage):
            return np.frombuffer(archive.read(f"{folder}data/{storage.key}"), storage.dtype)

        return _named(content, storage_of)


def _legacy(data: bytes) -> dict[str, np.ndarray]:
    """PyTorch before 1.6, as the usual FID weights: pickles one after another, then the storages."""
    file = io.BytesIO(data)
    magic, _, _, content, keys = (_Unpickler(file).load() for _ in range(5))
    if magic != _MAGIC:
        raise ValueError("it is no file of PyTorch")
    pending = {t.storage.key: t.storage for t in content.values() if isinstance(t, _Tensor)}
    storages = {}
    for key in map(str, keys):
        dtype = np.dtype(pending[key].dtype)
        count = int.from_bytes(file.read(8), "little")
        storages[key] = np.frombuffer(file.read(count * dtype.itemsize), dtype, count)
    return _named(content, lambda storage: storages[storage.key])


def _safetensors(data: bytes) -> dict[str, np.ndarray]:
    length = int.from_bytes(data[:8], "little")
    header, body = json.loads(data[8 : 8 + length]), data[8 + length :]
    out = {}
    for name, facts in header.items():
        if name != "__metadata__":
            start, stop = facts["data_offsets"]
            out[name] = np.frombuffer(body[start:stop], _SAFE[facts["dtype"]]).reshape(facts["shape"])
    return out


def _npz(data: bytes) -> dict[str, np.ndarray]:
    with np.load(io.BytesIO(data), allow_pickle=False) as archive:
        return {name: archive[name] for name in archive.files}


def read(path) -> tuple[dict[str, np.ndarray], str]:
    """(name -> array [...] of any shape, SHA-256 digest of the file) of a .pth, .npz or .safetensors file.

    Raises:
      UserError: there is no such file, it is damaged or no such file, or its pickle names anything but tensors.
    """
    path = Path(path).expanduser()
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UserError(f"cannot read the weights {path}: {error.strerror or error}") from None
    readers = {".npz": _npz, ".safetensors": _safetensors, ".pth": _zipped, ".pt": _zipped}
    if path.suffix not in readers:
        raise UserError(f"weights are a .pth, .npz or .safetensors file, not {path.name}")
    reader = readers[path.suffix]
    if reader is _zipped and not data.startswith(b"PK"):
        reader = _legacy
    try:
        return reader(data), hashlib.sha256(data).hexdigest()
    except Exception as error:  # a damaged file may fail anywhere in its reader
        raise UserError(f"{path} holds no weights that can be read: {error}") from None
