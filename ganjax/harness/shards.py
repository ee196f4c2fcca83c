"""Parts of a search that other machines may run, and what they make together."""

import pathlib
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ganjax.errors import UserError
from ganjax.files import writing_to
from ganjax.harness.config import differences, sampled_otherwise
from ganjax.harness.writers import read_json, write_json

# Lengths that a config may have as shares of its `steps`, which each part measures for itself.
FOLLOW_STEPS = (".decay_steps", ".anneal_steps", ".autoencoder_steps", ".warmup_steps")
# The files of a machine.
FILES = ("data.path", "eval.inception")


def parse(text: str) -> tuple[int, int]:
    """(index, parts) of "3/16", from 1 on.

    Raises:
      UserError: for anything else.
    """
    match = re.fullmatch(r"(\d+)/(\d+)", text)
    index, parts = map(int, match.groups()) if match else (0, 0)
    if not 1 <= index <= parts:
        raise UserError(f"--shard is a part and their number, as 3/16, not {text!r}")
    return index, parts


def file_of(out: pathlib.Path, shard: tuple[int, int]) -> pathlib.Path:
    """The file of one part of a search whose draws belong into `out`: `out` itself if there is one part."""
    index, parts = shard
    return out if parts == 1 else out.with_suffix("") / f"{index}_of_{parts}.json"


def changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """(key, old, new) of what two searches, as plain configs, do otherwise, but for points, steps and files.

    A length that follows the steps may be another one, and not be there in one alone; nor may a file.
    """
    for key, was, now in (*differences(old, new), *sampled_otherwise(old, new)):
        of_machine = key.endswith((*FOLLOW_STEPS, *FILES)) and bool(was) == bool(now)
        if not key.startswith("sweep.") and not of_machine:
            yield key, was, now


def merge(out: pathlib.Path, parts: int, loss: Callable[[dict], tuple]) -> list[int]:
    """Writes `out` from the files of all parts, if all are there.

    Args:
      out: the search's file. parts: how many. loss: a draw -> what sorts the best first.

    Returns:
      The parts that are missing; `out` is written if none is.

    Raises:
      UserError: for a file of another search, or that cannot be read.
    """
    files = {index: file_of(out, (index, parts)) for index in range(1, parts + 1)}
    missing = [index for index, file in files.items() if not file.exists()]
    if missing or parts == 1:
        return missing
    results = {file: read_json(file) for file in files.values()}
    first, *others = results.values()
    for file, other in results.items():
        for name in ("search", "metric", "metrics_version", "asked"):
            if other[name] != first[name]:
                raise UserError(f"{file} is of another search ({name} {other[name]}, not {first[name]}): remove it")
        for name, was, now in changed(first["config"], other["config"]):
            if name == "data.path":  # one machine may find the same data by TFDS_DATA_DIR
                continue
            raise UserError(f"{file} is of another search (config.{name} {now}, not {was}): remove it")
    (key,) = first["config"]["sweep"]
    sweep = {key: [point for part in results.values() for point in part["config"]["sweep"][key]]}
    whole = {
        **first,
        "config": {**first["config"], "sweep": sweep},
        "draws": sorted((draw for part in results.values() for draw in part["draws"]), key=loss),
        "steps": max(part["steps"] for part in results.values()),
        "seconds": sum(part["seconds"] for part in results.values()),
        "environments": [part["environment"] for part in results.values()],
    }
    with writing_to(out):
        write_json(out, whole)
    return []
