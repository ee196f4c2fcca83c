"""An address for tests: gs:// is a folder of this machine, by a file system of fsspec's kind."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

STAND_IN = """
import os
import fsspec
from fsspec.implementations.local import LocalFileSystem

class StandIn(LocalFileSystem):
    protocol = ("gcs", "gs")
    cachable = False

    def __init__(self, finalize_on_close=True, **options):
        super().__init__(auto_mkdir=True, **options)

    @classmethod
    def _strip_protocol(cls, path):
        path = os.fspath(path)
        return ROOT + path.removeprefix("gs://b") if path.startswith("gs://") else path

fsspec.register_implementation("gcs", StandIn, clobber=True)
fsspec.register_implementation("gs", StandIn, clobber=True)
"""


@contextlib.contextmanager
def stand_in(folder: Path) -> Iterator[Path]:
    """gs://b is `folder`/bucket; of a process with `folder` in its PYTHONPATH too."""
    from etils.epath import backend

    root = folder / "bucket"
    root.mkdir()
    text = STAND_IN.replace("ROOT", repr(str(root)))
    (folder / "sitecustomize.py").write_text(text)
    exec(text, {"__name__": "stand_in"})
    backend.fsspec_backend._get_filesystem.cache_clear()
    yield root
    backend.fsspec_backend._get_filesystem.cache_clear()
