"""Rows that launch.benchmark measures: what they are called, their files, and the loop that measures every config."""

import json
import pathlib
from collections.abc import Callable

from ganjax.errors import UserError
from launch import cli


def label(row: dict) -> str:
    """The config of a row, and what was changed in it."""
    overrides = "".join(f" {key}={value}" for key, value in sorted(row.get("overrides", {}).items()))
    return row["config"] + overrides


def rate(statistic: dict) -> str:
    """The median of a row's rate, with the slowest and the fastest."""
    return f"{statistic['median']:.3g} ({statistic['min']:.3g}-{statistic['max']:.3g})"


def read(path: pathlib.Path | str) -> dict:
    """What is in a file that launch.benchmark --json wrote; its "rows" are the measurements.

    Raises:
      UserError: if it is not one.
    """
    try:
        facts = json.loads(pathlib.Path(path).read_text())
        for row in facts["rows"]:
            if "error" not in row:
                label(row), row["mode"], rate(row["steps_per_second"])
        return facts
    except OSError as error:
        raise UserError(f"cannot read {path}: {error.strerror or error}") from None
    except (ValueError, KeyError, TypeError):
        raise UserError(f"{path} is not a file of launch.benchmark --json") from None


def configs() -> list[str]:
    """The files of all configs that come with ganjax, as rows name them."""
    return [f"configs/{name}.py" for name in sorted(cli.shipped())]


def every(
    path: pathlib.Path | None, arguments: list[str], measure: Callable[[str, bool], dict | None]
) -> tuple[list[dict], bool]:
    """(the rows of every config, whether all were tried); `path` has them after each.

    What `path` has a rate of is not measured again, so that a call that is cut off loses one row and the same call
    goes on. What failed is tried again, last.

    Args:
      path: None: the rows are not kept. arguments: of launch.benchmark, the same for all rows of a file.
      measure: (config, whether it was tried before) -> its row, with the "error" where it failed; None where the time
        is over.

    Raises:
      UserError: `path` has something else, or rows of other arguments, or cannot be written.
    """
    from ganjax.files import writing_to
    from ganjax.harness.writers import write_json

    fresh: dict = {"rows": [], "arguments": arguments}
    facts = read(path) if path is not None and path.exists() else fresh
    changed = any(row.get("overrides") for row in facts["rows"])  # of a config by itself, in a file without arguments
    if facts.get("arguments", None if changed else []) != arguments:
        raise UserError(f"{path} has rows of other flags than {' '.join(arguments) or 'none'}: give another file")
    rows = {row["config"]: row for row in facts["rows"]}
    left = [config for config in configs() if "error" in rows.get(config, {"error": ""})]
    for config in sorted(left, key=rows.__contains__):
        row = measure(config, config in rows)
        if row is None:
            return list(rows.values()), False
        rows[config] = row
        if path is not None:
            with writing_to(path):
                write_json(path, {"arguments": arguments, "rows": list(rows.values())})
    return list(rows.values()), True
