"""Rows that launch.benchmark measures: what they are called, their files, and the loop that measures every config."""

import json
import pathlib
from collections.abc import Callable

from ganjax.errors import UserError
from ganjax.progress import say
from launch import cli


def label(row: dict) -> str:
    """The config of a row, and what was changed in it."""
    overrides = "".join(f" {key}={value}" for key, value in sorted(row.get("overrides", {}).items()))
    return row["config"] + overrides


def rate(statistic: dict) -> str:
    """The median of a row's rate, with the slowest and the fastest."""
    return f"{statistic['median']:.3g} ({statistic['min']:.3g}-{statistic['max']:.3g})"


def machine(row: dict) -> str:
    """What a row was measured on."""
    return f"{row.get('n_devices')} x {row.get('device')}, jax {row.get('jax')}"


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


def check_own(path: pathlib.Path, config: str) -> None:
    """Raises UserError where `path` has other results than rates of `config` alone, which these would replace."""
    try:
        text = path.read_text()
        facts = json.loads(text) if text else {"rows": []}
        own = list(facts) == ["rows"] and all(row["config"] == config for row in facts["rows"])
    except FileNotFoundError:
        return
    except (OSError, ValueError, TypeError, KeyError):
        own = False
    if not own:
        raise UserError(f"{path} has other results than rates of {config}: give another --json")


def configs() -> list[str]:
    """The files of all configs that come with ganjax, as rows name them."""
    return [f"configs/{name}.py" for name in sorted(cli.shipped())]


def kept(path: pathlib.Path | None, arguments: list[str]) -> list[dict]:
    """The rows of a file of `every`; none where there is no file.

    Raises:
      UserError: `path` has something else, or was measured with other arguments.
    """
    if path is None or not path.exists():
        return []
    facts = read(path)
    if facts.get("arguments") != arguments:
        old, new = (" ".join(given) or "no flags" for given in (facts.get("arguments", ()), arguments))
        was = f"with {old}" if "arguments" in facts else "one config at a time"
        raise UserError(f"{path} was measured {was}, not with {new}: remove or rename it")
    return facts["rows"]


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
      UserError: as `kept`, or `path` cannot be written.
    """
    from ganjax.files import writing_to
    from ganjax.harness.writers import write_json

    rows = {row["config"]: row for row in kept(path, arguments)}
    left = [config for config in configs() if "error" in rows.get(config, {"error": ""})]
    if machines := {machine(row) for row in rows.values() if "error" not in row}:
        count = len(configs()) - len(left)
        say(f"{path} has {count} rates, which stay, of {'; '.join(sorted(machines))}; {len(left)} configs are left")
    for config in sorted(left, key=rows.__contains__):
        row = measure(config, config in rows)
        if row is None:
            return list(rows.values()), False
        rows[config] = row
        if path is not None:
            with writing_to(path):
                write_json(path, {"arguments": arguments, "rows": list(rows.values())})
    return list(rows.values()), True
