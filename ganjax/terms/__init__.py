"""Terms by name: `ganjax.terms.<name>` has a `make(config)` that returns a `ganjax.types.Term`."""

import inspect
from collections.abc import Mapping
from typing import Any

from ganjax.errors import UserError
from ganjax.lookup import check_arguments, find, with_own
from ganjax.types import Term

__path__ = with_own(__path__, __name__)


def make(
    config: Mapping[str, Any] | None, side: str, axis_name: str | None = None, precision: str = "float32"
) -> tuple[Term, ...]:
    """The terms that a config adds to one player's loss.

    Args:
      config: `method.terms`: side -> name -> the term's arguments; None or {} has none.
      side: "discriminator" or "generator".
      axis_name: the device axis, for terms whose networks have batch norm; or None.
      precision: what a term's networks compute in (`ganjax.networks.precision`).

    Raises:
      UserError: for an unknown side, term or argument.
    """
    config = config or {}
    for given in config:
        if given not in ("discriminator", "generator"):
            raise UserError(f"config.method.terms has the sides discriminator and generator, not {given!r}")
    shared = {"axis_name": axis_name, "precision": precision}
    return tuple(_term(name, dict(options), shared) for name, options in (config.get(side) or {}).items())


def _term(name: str, options: dict[str, Any], shared: dict[str, Any]) -> Term:
    function = find("ganjax.terms", name, "make")
    check_arguments(f"config.method.terms.{name}", function, options, hidden=tuple(shared))
    parameters = inspect.signature(function).parameters
    supplied = {key: value for key, value in shared.items() if key in parameters}
    return function(**options, **supplied)
