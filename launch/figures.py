"""The pictures of a table, and every evaluation of its rows, from which those of scores are drawn."""

import contextlib
import json
import pathlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from launch.rows import place, trained_here

EVALUATIONS = "evaluations.jsonl"
# Figures of this module of `ganjax.harness` read a run's config.json, results.json and evaluations alone.
OF_SCORES = "metric_figures."
Lines = list[dict[str, Any]]


def end_at(results: Mapping[str, Any], lines: Lines) -> bool:
    """Whether evaluations are those of the run with these results: the last one has its step and its scores."""
    if not lines or lines[-1]["step"] != results["step"]:
        return False
    scores = lines[-1]["eval"]
    return all(entry["trials"] == scores[name] for name, entry in results["metrics"].items() if name in scores)


def from_the_start(lines: Lines, eval_every: int, steps: int) -> bool:
    """Whether a run's first evaluation is among `lines`: it is dropped where a run was scored again."""
    return bool(lines) and lines[0]["step"] <= (eval_every or steps)


def evaluations_of(workdir, results: Mapping[str, Any], kept: Lines | None = None) -> Lines:
    """The evaluations in a run's metrics.jsonl, or else those that a table has `kept`.

    Those that are not of the run with `results` are none, as those of a run that was cut off.
    """
    from ganjax.harness.writers import finite, read_lines

    path, results = place(workdir) / "metrics.jsonl", finite(results)
    own = [line for line in read_lines(path) if "eval" in line] if path.exists() else []
    return next((lines for lines in (own, kept or []) if end_at(results, lines)), [])


def read_evaluations(folder: pathlib.Path, results: Mapping[str, Mapping[str, Any]]) -> dict[str, Lines]:
    """Label -> the evaluations in a table's evaluations.jsonl, of the rows with `results`, label -> results.

    Those that are not of a run with these results are left out, as where one of both files is of an earlier call.
    """
    from ganjax.harness.writers import read_lines

    of: dict[str, Lines] = {}
    for line in read_lines(folder / EVALUATIONS) if (folder / EVALUATIONS).exists() else ():
        if isinstance(line.get("eval"), dict):
            of.setdefault(str(line.pop("row", "")), []).append(line)
    return {label: lines for label, lines in of.items() if label in results and end_at(results[label], lines)}


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

    A picture of samples lacks a row that was not trained here, one of scores a row whose evaluations are not known;
    those of `ganjax.harness.metric_figures.OF_RESULTS` need no evaluations.

    Args:
      shown: the rows of the table that have results. folder_of: row -> its workdir. results: label -> results.
      evaluations: label -> those of the row's run that are known; of others the workdir's are read.
      out: the folder of the pictures.
    """
    import tempfile

    from ganjax.harness.metric_figures import OF_RESULTS
    from ganjax.harness.mirror import opened
    from ganjax.lookup import find
    from ganjax.progress import say

    labels, groups = zip(*((row["label"], row.get("group", "")) for row in shown), strict=True)
    elsewhere = [row["label"] for row in shown if not trained_here(folder_of(row), results[row["label"]])]
    known = [evaluations.get(row["label"]) or evaluations_of(folder_of(row), results[row["label"]]) for row in shown]
    unknown = [label for label, lines in zip(labels, known, strict=True) if not lines]

    def stand_ins(stack):
        folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory()))
        return [
            as_workdir(folder / str(index), results[label], lines)
            for index, (label, lines) in enumerate(zip(labels, known, strict=True))
        ]

    def workdirs(stack):
        return [stack.enter_context(opened(folder_of(row), write=False))[0] for row in shown]

    def needs(figure):
        name = figure["name"]
        if not name.startswith(OF_SCORES):
            return "workdirs"
        return "results" if name.removeprefix(OF_SCORES) in OF_RESULTS else "evaluations"

    for what, lacking, folders_in in (
        ("results", [], stand_ins),
        ("evaluations", unknown, stand_ins),
        ("workdirs", elsewhere, workdirs),
    ):
        figures = [figure for figure in table["figures"] if needs(figure) == what]
        if not figures:
            continue
        if lacking:
            names, rows = ", ".join(figure["name"] for figure in figures), ", ".join(lacking)
            say(f"{names}: the pictures stay as they are: not trained here, so not to be drawn: {rows}")
            continue
        with contextlib.ExitStack() as stack:
            runs = list(zip(labels, groups, folders_in(stack), strict=True))
            for figure in figures:
                options = dict(figure)
                find("ganjax.harness", *options.pop("name").split("."))(runs, out, **options)
