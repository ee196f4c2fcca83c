"""ganjax: implicit generative models that do not drop modes, as pure functions over one state."""

import importlib
from typing import TYPE_CHECKING

from ganjax.types import Estimator, Method, Term, TrainState

if TYPE_CHECKING:
    from ganjax.harness.fit import fit

__version__ = "0.1.0"
__all__ = ["Estimator", "Method", "Term", "TrainState", "fit"]


_IMPORTED_LATE = {"fit": "ganjax.harness.fit"}  # name -> the module that has it


def __getattr__(name: str):
    """`ganjax.fit`, which is imported when it is first used, as it needs what checkpoints and metrics need."""
    if name not in _IMPORTED_LATE:
        raise AttributeError(f"module 'ganjax' has no attribute {name!r}")
    return getattr(importlib.import_module(_IMPORTED_LATE[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
