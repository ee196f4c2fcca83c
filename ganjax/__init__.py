"""ganjax: implicit generative models that do not drop modes, as pure functions over one state."""

from ganjax.types import Estimator, Method, Term, TrainState

__version__ = "0.1.0"
__all__ = ["Estimator", "Method", "Term", "TrainState"]
