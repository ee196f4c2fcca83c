"""The page of a table's folder, as `launch.reproduce` leaves it."""

import json
import pathlib
import re
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element

import numpy as np

from ganjax.errors import UserError
from launch import cli
from launch.figures import read_evaluations
from launch.markdown import means, notes, ordered
from launch.pages import charts, html, pictures
from launch.pages.html import element
from launch.pages.run import PICTURES, environment, labels, logged, lost, over_steps, read, scores
from launch.pages.settings import settings, shipped
from launch.rows import outcome, trained_here, workdir_of


def _cells(row: Mapping[str, Any], columns: Sequence[str]) -> list[list[str]]:
    """A row of the table of scores for each point of the row's sweep."""
    from ganjax.harness.config import point_label
    from ganjax.harness.evaluate import points_of

    results = row["results"]
    if results is None:
        return [[row["label"], *["–"] * len(columns), outcome(row.get("why", "")), "", ""]]
    rows, seconds = [], f"{results['seconds']:,.0f}"
    for point in points_of(results):
        label = ", ".join(filter(None, (row["label"], point_label(point["values"]))))
        cells = []
        for name in columns:
            cell, published = cli.format_statistic(point["metrics"].get(name)), row["paper"].get(name)
            cells.append(cell if published is None else f"{cell} [{published}]")
        trials = max((len(entry["trials"]) for entry in point["metrics"].values()), default=0)
        rows.append([label, *cells, f"{results['step']:,}", str(trials), seconds])
        seconds = ""  # of all points together
    return rows


def _columns(rows: Sequence[Mapping[str, Any]], table: Mapping[str, Any]) -> list[str]:
    """The table's columns, then its diagnostics; all metrics of the rows where the table is no longer there."""
    named = [*table.get("columns", ()), *table.get("diagnostics", ())]
    return named or list(dict.fromkeys(name for row in rows if row["results"] for name in row["results"]["metrics"]))


def _environments(rows: Sequence[Mapping[str, Any]]) -> list[Element]:
    """What the rows were measured on; with names of rows where they differ."""
    of: dict[str, list[str]] = {}
    for row in rows:
        if row["results"]:
            of.setdefault(json.dumps(row["results"]["environment"], sort_keys=True), []).append(row["label"])
    parts = []
    for facts, names in of.items():
        if len(of) > 1:
            parts.append(element("h3", ", ".join(names)))
        parts.append(environment(json.loads(facts)))
    return parts


def _workdirs(record: Mapping[str, Any], table: Mapping[str, Any], budget: str) -> dict[str, pathlib.Path]:
    """Label -> workdir of the rows that were trained from this folder and still are what the table has."""
    results = {row["label"]: row["results"] for row in record["rows"]}
    workdirs = {row["label"]: workdir_of(row, budget, record["table"]) for row in table.get("rows", ())}
    return {
        label: workdir
        for label, workdir in workdirs.items()
        if results.get(label) and trained_here(workdir, results[label])
    }


def _lines(row: Mapping[str, Any], workdir: pathlib.Path | None, kept: Mapping[str, list[dict]]) -> list[dict]:
    """What is known of a row's training: its run's metrics.jsonl, or else the evaluations that the table keeps."""
    return (logged(workdir) if workdir is not None else []) or kept.get(row["label"], [])


def _together(rows: Sequence[Mapping[str, Any]], lines: Mapping[str, list[dict]]) -> list[Element]:
    """Charts of the scores over training, a curve a row: of the rows that have no sweep and the same metric."""
    of: dict[str, list[charts.Curve]] = {}
    for row in rows:
        label = row["label"]
        if labels(row["results"]["config"]) == [""]:
            for name, (curve, *_) in charts.curves(lines[label], "eval", [""]).items():
                of.setdefault(name, []).append(curve._replace(label=label))
    several = {name: curves for name, curves in of.items() if max(len(np.unique(c.steps)) for c in curves) > 1}
    return [charts.grid([charts.chart(name, curves, "rows/") for name, curves in several.items()])] if several else []


def _row(row, begun: str, workdir: pathlib.Path | None, lines: list[dict], candidates, room: int) -> Element:
    """A row's settings, its curves, and its samples if its workdir is on this machine."""
    results = row["results"]
    viewer = [] if workdir is None else [pictures.samples(workdir, room)]
    parts = [*viewer, *over_steps(lines, labels(results["config"]), f"{row['label']}/")]
    parts += [element("h3", "All scores"), *scores(results), lost(results)]
    parts += [element("h3", "Config"), *settings(results["config"], candidates, begun)]
    return html.details(row["label"], element("div", *parts, data_run=True, class_="row"))


def _note(n_workdirs: int, n_curves: int, n_rows: int) -> str:
    """What the page has of its rows' training."""
    if not n_curves and not n_workdirs:
        return "The rows' workdirs are not here, so there are no samples and no curves of theirs."
    if n_curves == n_workdirs:
        return f"Samples and curves of {n_workdirs} of {n_rows} rows: those whose workdirs are below this folder."
    here = (
        f"of {n_workdirs}, those whose workdirs are below this folder"
        if n_workdirs
        else "of none: no workdir is here"
    )
    return f"Curves of {n_curves} of {n_rows} rows. Samples {here}."


def page(folder: pathlib.Path) -> str:
    """The page of a table's folder.

    Raises:
      UserError: it holds no table, or a file that cannot be read.
    """
    record = read(folder / "results.json")
    try:
        return _page(folder, record)
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise UserError(f"{folder} holds no table's results: {type(error).__name__}: {error}") from None


def _page(folder: pathlib.Path, record: Mapping[str, Any]) -> str:
    from ganjax.harness.evaluate import points_of
    from launch.tables import load_table

    rows, budget = record["rows"], record["budget"]
    try:
        own = re.search(r"--table=(\S+\.py)", record.get("command", ""))
        table = load_table(own[1] if own else record["table"])
    except UserError:  # renamed or another's: what was measured can be shown all the same
        table = {"title": record["table"]}
    columns = _columns(rows, table)
    workdirs = _workdirs(record, table, budget)
    files = sorted(folder.glob("*.png"))
    share = PICTURES // 2 if workdirs else PICTURES
    figures = [pictures.picture(path, path.name, share // len(files))[0] for path in files]
    candidates, begun = shipped(), {}
    for row in table.get("rows", ()):
        begun[row["label"]] = row["config"].removeprefix("configs/").removesuffix(".py")
    room = PICTURES // 2 // max(len(workdirs), 1)
    trained = [row for row in rows if row["results"] and "control" not in row]
    kept = read_evaluations(folder, {row["label"]: row["results"] for row in trained})
    lines = {row["label"]: _lines(row, workdirs.get(row["label"]), kept) for row in trained}
    each = [
        _row(row, begun.get(row["label"], ""), workdirs.get(row["label"]), lines[row["label"]], candidates, room)
        for row in trained
    ]
    note = _note(len(workdirs), sum(map(bool, lines.values())), len(each))
    has = {name for row in rows if row["results"] for point in points_of(row["results"]) for name in point["metrics"]}
    shown, absent = [name for name in columns if name in has], [name for name in columns if name not in has]
    cells = [cell for row in ordered(table, rows) for cell in _cells(row, shown)]
    together = _together(trained, lines)
    sections = [
        html.section(
            "Scores",
            element("p", means(shown, rows)),
            html.table(["", *shown, "steps", "trials", "seconds"], cells),
            element("p", f"Measured in no row: {', '.join(absent)}.", class_="note") if absent else None,
            *(element("p", note, class_="note") for note in notes(table)),
        ),
        html.section("Figures", *figures) if figures else None,
        html.section("Curves", *together) if together else None,
        html.section("Rows", element("p", note, class_="note"), *each),
        html.section("Environment", *_environments(rows)),
    ]
    return html.document(table["title"], f"{record['command']} · budget {budget}", sections)
