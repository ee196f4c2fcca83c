"""The pictures of a table, and every evaluation of its rows, from which those of scores are drawn."""

import contextlib
import json
import pathlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from launch.rows import place

EVALUATIONS = "evaluations.jsonl"
# Figures of this module of `ganjax.harness` read a run's config.json, results.json and evaluations alone.
OF_SCORES = "metric_figures"
Lines = list[dict[str, Any]]


def evaluations_of(workdir) -> Lines:
    """The evaluations among the lines of a run's metrics.jsonl; of a run that is not there, none."""
    from ganjax.harness.writers import read_lines

    path = place(workdir) / "metrics.jsonl"
    return [line for line in read_lines(path) if "eval" in line] if path.exists() else []


def read_evaluations(folder: pathlib.Path) -> dict[str, Lines]:
    """Label -> evaluations of the rows in a table's evaluations.jsonl; of a table that has none, {}."""
    from ganjax.harness.writers import read_lines

    of: dict[str, Lines] = {}
    for line in read_lines(folder / EVALUATIONS) if (folder / EVALUATIONS).exists() else ():
        of.setdefault(line.pop("row"), []).append(line)
    return of


def write_evaluations(folder: pathlib.Path, of: Mapping[str, Lines]) -> None:
    """Writes a table's evaluations.jsonl: {"row": label, "step", "eval": {metric: [lanes]}, "seconds"} a line."""
    from ganjax.files import write_text

    lines = [{"row": label} | line for label, lines in of.items() for line in lines]
    write_text(folder / EVALUATIONS, "".join(f"{json.dumps(line)}\n" for line in lines))


def as_workdir(folder: pathlib.Path, results: Mapping[str, Any], lines: Lines) -> pathlib.Path:
    """Makes `folder` a workdir with what a table has of a run, for figures of scores; returns it."""
    from ganjax.harness.writers import write_json

    folder.mkdir(parents=True)
    write_json(folder / "config.json", results["config"])
    write_json(folder / "results.json", results)
    (folder / "metrics.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    return folder


def draw(
    table: Mapping[str, Any],
    shown: Sequence[Mapping[str, Any]],
    folder_of: Callable,
    results: Mapping[str, Mapping[str, Any]],
    evaluations: Mapping[str, Lines],
    out: pathlib.Path,
) -> None:
    """Writes a table's pictures, its `figures`, but those that would lack a row that has results.

    A picture of samples lacks a row that was not trained here, one of scores a row whose evaluations are not kept
    either.

    Args:
      shown: the rows of the table that have results. folder_of: row -> its workdir. results: label -> results.
      evaluations: label -> its evaluations, where there are any. out: the folder of the pictures.
    """
    import tempfile

    from ganjax.harness.mirror import opened
    from ganjax.lookup import find
    from ganjax.progress import say

    elsewhere = [row["label"] for row in shown if not place(folder_of(row)).exists()]
    unknown = [label for label in elsewhere if not evaluations.get(label)]
    with contextlib.ExitStack() as stack:
        stand_ins = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory()))
        runs = []
        for index, row in enumerate(shown):
            label = row["label"]
            if label in unknown:
                continue
            if label in elsewhere:
                folder = as_workdir(stand_ins / str(index), results[label], evaluations[label])
            else:
                folder = stack.enter_context(opened(folder_of(row), write=False))[0]
            runs.append((label, row.get("group", ""), folder))
        for figure in table["figures"]:
            options = dict(figure)
            module, _, name = options.pop("name").partition(".")
            lacking = unknown if module == OF_SCORES else elsewhere
            if lacking:
                rows = ", ".join(lacking)
                say(f"{module}.{name}: the pictures stay as they are: not trained here, so not to be drawn: {rows}")
            else:
                find("ganjax.harness", module, name)(runs, out, **options)
