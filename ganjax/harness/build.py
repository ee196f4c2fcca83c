"""From a config to values: data set, networks, method."""

from collections.abc import Mapping
from typing import Any

from ml_collections import ConfigDict

from ganjax import data, networks
from ganjax.data import Dataset
from ganjax.harness.config import with_values
from ganjax.lookup import Read, find
from ganjax.methods.common import with_ema
from ganjax.networks.precision import with_precision
from ganjax.types import Method


def dataset(config: ConfigDict) -> Dataset:
    """The data of a config, with images resized to the shape that its networks take."""
    return data.load(config.data, tuple(config.data.image_shape) or None)


def method(
    config: ConfigDict, dataset: Dataset, axis_name: str | None = None, values: Mapping[str, Any] | None = None
) -> Method:
    """The method of a config, with some of its leaves replaced by `values` (a sweep's, perhaps traced).

    Raises:
      UserError: for an unknown method, network, or field of one; for a key of the config that the method needs and
        has not, or one of `method` that it does not read.
    """
    config = with_values(config, values or {})
    modules = {
        role: with_precision(
            networks.make(role, net, x_shape=dataset.x_shape, axis_name=axis_name),
            config.get("precision", "float32"),
        )
        for role, net in config.networks.items()
    }
    name = config.method.name
    options = Read(config.method, "config.method", name)
    given = Read({**config, "method": options}, "config", name)
    built = find("ganjax.methods", options.name, "make")(given, modules, axis_name)
    options.check()
    # A traced decay cannot be compared with 0: a swept average is always on.
    averaged = not isinstance(config.ema, float) or config.ema > 0
    return with_ema(built, config.ema) if averaged else built
