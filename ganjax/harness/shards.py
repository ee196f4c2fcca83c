"""Parts of a search that other machines may run, and what they make together."""

import json
import pathlib
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ganjax.errors import UserError
from ganjax.files import writing_to
from ganjax.harness.config import hyperparameters
from ganjax.harness.differences import differences, scored_otherwise
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

    Every draw has values of its own of what is searched. A length that follows the steps may be another one, and not
    be there in one alone; nor may a file.
    """
    searched = {name for entry in new.get("search", {}) for name in hyperparameters(entry)}
    for key, was, now in (*differences(old, new), *scored_otherwise(old, new)):
        of_machine = key.endswith((*FOLLOW_STEPS, *FILES)) and bool(was) == bool(now)
        if not key.startswith("sweep.") and key not in searched and not of_machine:
            yield key, was, now


def _of_others(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """(name, old, new) of what tells two searches apart, of results as `ganjax.harness.tune.tune` returns them."""
    for name in ("search", "metric", "metrics_version"):
        if old.get(name) != new.get(name):
            yield name, old.get(name), new.get(name)
    asked = [{"halvings": 0} | results.get("asked", {}) for results in (old, new)]  # earlier versions halved nothing
    if asked[0] != asked[1]:
        yield "asked", *asked
    for name, was, now in changed(old.get("config", {}), new.get("config", {})):
        if name != "data.path":  # one machine may find the same data by TFDS_DATA_DIR
            yield f"config.{name}", was, now


def check_same(file: pathlib.Path, search: Mapping[str, Any]) -> None:
    """Raises UserError where `file` is there and is another one's than that of `search`: its draws would be lost.

    Args:
      search: of what `ganjax.harness.tune.tune` returns, the config, the search, the metric and what was asked. By
        another version of the metrics the same search may be made again.
    """
    if file.exists():
        old, new = read_json(file), json.loads(json.dumps(search))
        version = {"metrics_version": old.get("metrics_version")}
        for name, was, now in _of_others(old, new | version):
            raise UserError(f"{file} holds another search ({name} {was}, not {now}): give another --out")


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
        for name, was, now in _of_others(first, other):
            raise UserError(f"{file} is of another search ({name} {now}, not {was}): remove it")
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
