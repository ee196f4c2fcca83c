"""What metrics of a model, rather than of its samples, are given."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from ganjax.data.images import to_float
from ganjax.errors import UserError


class Model(NamedTuple):
    """The functions of a trained `ganjax.types.Method`, of one state; None where the method has none.

    Attributes:
      log_weight: (key, x [B, ...], n) -> [n, B]. encode: (key, x) -> [B, d]. latent_dims: as the method has them.
      features: (key, x) -> [n, d].
    """

    log_weight: Callable | None = None
    encode: Callable | None = None
    latent_dims: tuple[int, ...] = ()
    features: Callable | None = None

    @classmethod
    def of(cls, method, state) -> "Model":
        """The model that a method has learned."""

        def bound(function):
            return None if function is None else lambda key, *args: function(key, state, *args)

        return cls(bound(method.log_weight), bound(method.encode), method.latent_dims, bound(method.features))


def held_out(dataset, most: int = 0) -> np.ndarray:
    """The held-out examples [n, ...] as a model takes them, at most `most` of them (0: all).

    Of data that are drawn without end, `most` draws, or 1,000, that are always the same.
    """
    import jax

    if "test" not in dataset.info:
        return np.asarray(dataset.sample(jax.random.key(7), most or 1_000)["x"])
    x = dataset.info["test"]()[0]
    return to_float(x[: most or len(x)])


def require_held_out(dataset) -> None:
    """Raises UserError where the data have no example that was not trained on."""
    if dataset.info.get("test", dataset) is None:
        raise UserError("there are no held-out examples to measure the model on")


def whole_number(config_eval, metric: str, name: str, default: int, least: int) -> int:
    """`config_eval[metric][name]`, or `default`.

    Raises:
      UserError: it is no whole number of at least `least`.
    """
    value = (config_eval.get(metric) or {}).get(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise UserError(f"config.eval.{metric}.{name} must be a whole number of at least {least}, not {value!r}")
    return value
