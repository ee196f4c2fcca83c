"""Terms by name: `ganjax.terms.<name>` has a `make(config)` that returns a `ganjax.types.Term`."""

import inspect
from collections.abc import Mapping
from typing import Any

from ganjax.errors import UserError
from ganjax.lookup import check_arguments, find
from ganjax.types import Term


def make(config: Mapping[str, Any] | None, side: str, axis_name: str | None = None) -> tuple[Term, ...]:
    """The terms that a config adds to one player's loss.

    Args:
      config: `method.terms`: side -> name -> the term's arguments; None or {} has none.
      side: "discriminator" or "generator".
      axis_name: the device axis, for terms whose networks have batch norm; or None.

    Raises:
      UserError: for an unknown side, term or argument.
    """
    config = config or {}
    for given in config:
        if given not in ("discriminator", "generator"):
            raise UserError(f"config.method.terms has the sides discriminator and generator, not {given!r}")
    return tuple(_term(name, dict(options), axis_name) for name, options in (config.get(side) or {}).items())


def _term(name: str, options: dict[str, Any], axis_name: str | None) -> Term:
    function = find("ganjax.terms", name, "make")
    check_arguments(f"config.method.terms.{name}", function, options, hidden=("axis_name",))
    supplied = {"axis_name": axis_name} if "axis_name" in inspect.signature(function).parameters else {}
    return function(**options, **supplied)
