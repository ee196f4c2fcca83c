"""From a config to values: data set, networks, method."""

import dataclasses
import importlib
from collections.abc import Mapping
from typing import Any

import flax.linen as nn
from ml_collections import ConfigDict

from ganjax import data
from ganjax.config import nearest, with_values
from ganjax.data import Dataset
from ganjax.errors import UserError
from ganjax.methods.common import with_ema
from ganjax.types import Method


def import_named(package: str, name: str):
    """The module `package.name`.

    Raises:
      UserError: if the package has none of that name.
    """
    try:
        return importlib.import_module(f"{package}.{name}")
    except ModuleNotFoundError as error:
        if error.name != f"{package}.{name}":
            raise
        raise UserError(f"there is no {package}.{name}") from None


def dataset(config: ConfigDict) -> Dataset:
    """The data of a config, made to the image shape that its networks take."""
    return data.load(config.data, tuple(config.data.image_shape) or None)


def network(role: str, config: Mapping[str, Any], found: Dataset, axis_name: str | None) -> nn.Module:
    """One network: `ganjax.networks.<name>`'s class for a role, its fields from the config.

    The shape of the data and the device axis are filled in where the module has a field for them. A
    decoder is a `Generator`.

    Raises:
      UserError: for an unknown network or field.
    """
    kwargs = dict(config)
    name = kwargs.pop("name")
    module = import_named("ganjax.networks", name)
    kind = "Generator" if role == "decoder" else role.capitalize()
    if not hasattr(module, kind):
        raise UserError(f"ganjax.networks.{name} has no {kind} (config.networks.{role})")
    cls = getattr(module, kind)
    fields = {field.name for field in dataclasses.fields(cls)} - {"parent", "name"}
    for key in kwargs:
        if key not in fields:
            raise UserError(f"config.networks.{role}: {name}.{kind} has no field {key}{nearest(key, fields)}")
    known = {"x_shape": found.x_shape, "axis_name": axis_name}
    return cls(**({key: value for key, value in known.items() if key in fields} | kwargs))


def method(
    config: ConfigDict, found: Dataset, axis_name: str | None = None, values: Mapping[str, Any] | None = None
) -> Method:
    """The method of a config, with some of its leaves replaced by `values` (a sweep's, perhaps traced)."""
    if values:
        config = with_values(config, values)
    networks = {role: network(role, net, found, axis_name) for role, net in config.networks.items()}
    module = import_named("ganjax.methods", config.method.name)
    if not hasattr(module, "make"):
        raise UserError(f"ganjax.methods.{config.method.name} is no method: it has no make")
    made = module.make(config, networks, axis_name)
    # A traced decay cannot be compared with 0: a swept average is always on.
    averaged = not isinstance(config.ema, float) or config.ema > 0
    return with_ema(made, config.ema) if averaged else made
