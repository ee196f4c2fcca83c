"""The page of one workdir of `launch.train` or `ganjax.fit`."""

import json
import pathlib
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element

from ganjax.errors import UserError
from launch import cli
from launch.pages import charts, html, pictures
from launch.pages.html import element
from launch.pages.settings import settings, shipped

# What the pictures of a page take together, at most about so many bytes; the page is to stay below 5 MB.
PICTURES = 3_200_000


def read(path: pathlib.Path) -> Any:
    """The JSON of a file; None where there is no such file.

    Raises:
      UserError: the file cannot be read.
    """
    try:
        return json.loads(path.read_text())
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError) as error:
        raise UserError(f"cannot read {path}: {error}") from None


def labels(config: Mapping[str, Any]) -> list[str]:
    """What the points of a run's sweep are called; [''] where nothing is swept."""
    from ganjax.harness.config import from_plain, point_label, sweep_points

    return [point_label(point) for point in sweep_points(from_plain(config))] if config.get("sweep") else [""]


def scores(results: Mapping[str, Any]) -> list[Element]:
    """Metrics with their errors, over trials: a row a metric, or a row a point of the sweep."""
    from ganjax.harness.evaluate import points_of, standard_error

    if not results["metrics"]:
        return [element("p", "No metrics: none of config.eval.metrics applies.")]
    points = points_of(results)
    names = list(results["metrics"])
    if points[0]["values"]:
        keys = list(points[0]["values"])
        rows = [
            [f"{point['values'][key]:g}" for key in keys]
            + [cli.format_statistic(point["metrics"].get(name)) for name in names]
            for point in points
        ]
        n = max(len(entry["trials"]) for entry in points[0]["metrics"].values())
        note = f"Mean ± standard error over the {n} trials of each point." if n > 1 else "One trial a point."
        return [element("p", note), html.table(keys + names, rows)]
    rows = []
    for name, entry in results["metrics"].items():
        trials = ["–" if value is None else f"{value:.4g}" for value in entry["trials"]]
        n = standard_error(entry)[1]
        std = f"{entry['std']:.2g}" if n > 1 and entry["std"] is not None else "–"
        rows.append([name, cli.format_statistic(entry, 4), std, str(n), ", ".join(trials)])
    note = "± is the standard error of the mean over the trials that stayed finite."
    return [
        element("p", note),
        html.table(("metric", "mean ± error", "deviation", "trials", "each trial"), rows),
    ]


def environment(facts: Mapping[str, Any]) -> Element:
    """What the run was measured on."""
    return html.table((), [(key, str(value)) for key, value in facts.items()], "keys")


def environments(results: Mapping[str, Any]) -> list[Element]:
    """What the run was trained on, and what it was scored on where that was another machine."""
    scored_on = results.get("scored_on")
    other = [element("h3", "Scored on"), environment(scored_on)] if scored_on else []
    return [environment(results["environment"]), *other]


def lost(results: Mapping[str, Any]) -> Element | None:
    """The lanes that became non-finite, and where."""
    rows = [
        (lane, f"{facts['step']:,}", str(facts["metric"])) for lane, facts in results.get("non_finite", {}).items()
    ]
    return html.table(("lane that was lost", "at step", "not finite"), rows) if rows else None


def over_steps(lines: Sequence[dict], points: Sequence[str], salt: str = "") -> list[Element]:
    """Charts of everything that metrics.jsonl has at more than one step."""
    parts = []
    for kind, title in (("eval", "Scores"), ("train", "Training")):
        curves = charts.curves(lines, kind, points)
        shown = [
            charts.chart(name, of, f"{salt}{kind}/")
            for name, of in curves.items()
            if max(len(c.steps) for c in of) > 1
        ]
        if shown:
            parts += [element("h3", title), charts.grid(shown)]
    return parts


def logged(workdir: pathlib.Path) -> list[dict]:
    """The lines of a workdir's metrics.jsonl; none where there is no such file.

    Raises:
      UserError: the file cannot be read.
    """
    from ganjax.harness.writers import read_lines

    path = workdir / "metrics.jsonl"
    try:
        return read_lines(path) if path.exists() else []
    except (OSError, ValueError) as error:
        raise UserError(f"cannot read {path}: {error}") from None


def kept(workdir: pathlib.Path, most: int) -> Element | None:
    """The pictures that metrics keep beside their numbers."""
    files = sorted((workdir / "kept").rglob("*.png"))[:12]
    made = [pictures.picture(p, p.relative_to(workdir).as_posix(), most // len(files))[0] for p in files]
    return html.section("Kept by the metrics", element("div", *made, class_="kept")) if made else None


def of_fit(results: Mapping[str, Any]) -> dict[str, Any]:
    """`results` of `ganjax.fit` in the form of those of a config: a score is a metric of one trial."""
    metrics = {name: {"mean": v, "std": 0.0, "trials": [v]} for name, v in results["scores"].items()}
    return {**results, "metrics": metrics, "sweep": None}


def page(workdir: pathlib.Path) -> str:
    """The page of a workdir.

    Raises:
      UserError: it holds no run, or a file that cannot be read.
    """
    config, results = read(workdir / "config.json"), read(workdir / "results.json")
    if not isinstance(config, dict):
        raise UserError(f"{workdir} holds no run: there is no config.json")
    lines = logged(workdir)
    if results is not None and "scores" in results:
        results = of_fit(results)
    try:
        points = labels(config)
        facts = _summary(config, results, lines)
        measured: list[Element | None] = [element("p", "No results yet: the run has not ended, or was cut off.")]
        if results is not None:
            measured = [*scores(results), lost(results)]
        sections = [
            html.section("Scores", *measured),
            _samples(workdir),
            _curves(over_steps(lines, points)),
            kept(workdir, PICTURES // 4),
            html.section("Config", *settings(config, {} if set(config) == {"fit"} else shipped())),
            html.section("Environment", *environments(results)) if results else None,
        ]
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise UserError(f"the files of {workdir} are not those of a run: {type(error).__name__}: {error}") from None
    return html.document(workdir.resolve().name, facts, sections)


def _samples(workdir: pathlib.Path) -> Element:
    viewer = pictures.samples(workdir, PICTURES * 3 // 4)
    if viewer is None:
        return html.section("Samples over training", element("p", "No pictures of samples."))
    note = "Of the first trial. Where they are points, those of the data are grey."
    return html.section("Samples over training", element("p", note, class_="note"), viewer)


def _curves(parts: list[Element]) -> Element:
    if not parts:
        parts = [element("p", "Nothing was logged at more than one step.")]
    return html.section("Curves", *parts)


def _summary(config: Mapping[str, Any], results: Mapping[str, Any] | None, lines: Sequence[dict]) -> str:
    """One line on what ran, and how far."""
    last = max((line["step"] for line in lines), default=0)
    step, seconds = last, max((line["seconds"] for line in lines), default=0.0)
    if results is not None and results["step"] >= last:
        step, seconds = results["step"], results["seconds"]
    if set(config) == {"fit"}:
        parts = ["ganjax.fit", f"{step:,} steps"]
    else:
        of = "" if step == config["steps"] else f" of {config['steps']:,}"
        trials = config["trials"]
        parts = [
            f"{config['method']['name']} on {config['data']['name']}",
            f"{step:,}{of} steps, batches of {config['batch_size']}",
            f"{trials} trial{'s' if trials > 1 else ''}, seed {config['seed']}",
        ]
    return " · ".join([*parts, f"{seconds:,.0f} s of training"])
