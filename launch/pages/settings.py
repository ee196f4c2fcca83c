"""The settings of a run: its config, and how it differs from the configs that it may have started from."""

import importlib
import json
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element

from launch import cli
from launch.pages.html import details, element, table

MISSING = "–"


def leaves(config: Mapping[str, Any]) -> dict[str, Any]:
    """Dotted key -> value of a config as a results.json has it (tuples are lists)."""
    from ganjax.harness.config import flatten

    return flatten(json.loads(json.dumps(config, default=str)))


def written(value: Any) -> str:
    """A value as the page shows it."""
    return MISSING if value is None else json.dumps(value, ensure_ascii=False)


def shipped() -> dict[str, dict[str, Any]]:
    """Short name -> `leaves` of every config that comes with ganjax."""
    from ganjax.harness.config import plain

    configs = {}
    for name in cli.shipped():
        if not name.endswith("__init__"):
            module = importlib.import_module(f"configs.{name.replace('/', '.')}")
            configs[name] = leaves(plain(module.get_config()))
    return configs


def changes(config: Mapping[str, Any], other: Mapping[str, Any]) -> list[tuple[str, Any, Any]]:
    """(key, value, value in other) where two `leaves` differ; None where one lacks the key.

    A key that the version which wrote a config did not know yet has the value that gives what was before.
    """
    from ganjax.harness.differences import ADDED

    def value(leaves_, key, other_leaves):
        return leaves_[key] if key in leaves_ else ADDED.get(key) if key in other_leaves else None

    keys = sorted({*config, *other})
    both = ((key, value(config, key, other), value(other, key, config)) for key in keys)
    return [(key, one, two) for key, one, two in both if one != two]


def nearest(config: Mapping[str, Any], candidates: Mapping[str, Mapping[str, Any]]) -> str:
    """The name of the candidate that differs from `config` (both `leaves`) in the fewest keys."""
    return min(candidates, key=lambda name: len(changes(config, candidates[name])))


def settings(config: Mapping[str, Any], candidates: Mapping[str, Mapping[str, Any]], name: str = "") -> list[Element]:
    """The section of a page about a run's config.

    Args:
      config: as its results.json has it.
      candidates: `shipped()`.
      name: of the candidate that the run started from; '': the nearest.
    """
    from ganjax.harness.config import default, plain

    config_leaves = leaves(config)
    if set(config) == {"fit"}:
        return [
            element("p", "Trained by ganjax.fit, which takes a method and no config; the arguments that it stores:"),
            table(("key", "value"), [(key, written(value)) for key, value in config_leaves.items()], "keys"),
        ]
    begun = name if name in candidates else nearest(config_leaves, candidates)
    differing = changes(config_leaves, candidates[begun])
    basis = leaves(plain(default()))
    defaults = changes(config_leaves, basis)
    word = "its config" if begun == name else "the nearest of the configs that come with ganjax"
    if differing:
        rows = [(key, written(one), written(two)) for key, one, two in differing]
        first = [
            element("p", "Different from ", element("code", begun), f", {word}:"),
            table(("key", "this run", begun), rows, "keys"),
        ]
    else:
        first = [element("p", "The same as ", element("code", begun), f", {word}.")]
    rows = [(key, written(one), written(two)) for key, one, two in defaults]
    return [
        *first,
        details(
            f"Different from what every config starts with: {len(rows)} keys",
            table(("key", "this run", "default"), rows, "keys"),
        ),
        details(
            f"All of the config: {len(config_leaves)} keys",
            table(("key", "value"), [(key, written(value)) for key, value in sorted(config_leaves.items())], "keys"),
        ),
    ]
