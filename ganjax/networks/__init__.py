"""Networks by name: `ganjax.networks.<name>` has a class for each role that it can play."""

import dataclasses
from collections.abc import Mapping
from typing import Any

import flax.linen as nn

from ganjax.errors import UserError
from ganjax.lookup import find, nearest, with_own

__path__ = with_own(__path__, __name__)


def make(
    role: str,
    config: Mapping[str, Any],
    *,
    x_shape: tuple[int, ...] | None = None,
    axis_name: str | None = None,
    deterministic: bool | None = None,
) -> nn.Module:
    """One network: `ganjax.networks.<name>`'s class for a role, its fields from the config.

    Args:
      role: "generator", "discriminator", "encoder", ...; a decoder is a `Generator`.
      config: `name`, and the class's fields.
      x_shape, axis_name, deterministic: values of fields that no config has to give, for those classes that have
        such a field; None leaves the class's default.

    Raises:
      UserError: for an unknown network or field, or for a field that is missing.
    """
    kwargs = dict(config)
    name = kwargs.pop("name")
    kind = "Generator" if role == "decoder" else role.capitalize()
    cls = find("ganjax.networks", name, kind)
    fields = {field.name for field in dataclasses.fields(cls)} - {"parent", "name"}
    for key in kwargs:
        if key not in fields:
            raise UserError(f"config.networks: {name}.{kind} has no field {key}{nearest(key, fields)}")
    supplied = {"x_shape": x_shape, "axis_name": axis_name, "deterministic": deterministic}
    kwargs = {key: value for key, value in supplied.items() if key in fields and value is not None} | kwargs
    none = dataclasses.MISSING
    for field in dataclasses.fields(cls):
        if field.name in fields and field.name not in kwargs and field.default is field.default_factory is none:
            raise UserError(f"config.networks: {name}.{kind} needs {field.name}")
    return cls(**kwargs)
