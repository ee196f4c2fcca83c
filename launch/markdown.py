"""table.md of a table: its rows, and how far they differ."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ganjax.errors import OUT_OF_MEMORY
from launch import best, cli
from launch.rows import of_data, outcome

_REACHED = (
    "seconds_to: until the first evaluation at that level, all trials together and compilation included, where every "
    "trial was there; or how many trials were. –: none, or the row was scored again, when the first evaluations are "
    "gone."
)


def _points(results: dict, short: dict[str, str] | None = None) -> dict[str, dict]:
    """Label of each point of a run's sweep -> its metrics; one without a label where nothing is swept.

    short: key of a sweep -> what a label calls it; those that are not among them are left out. None: all keys.
    """
    from ganjax.harness.config import point_label
    from ganjax.harness.evaluate import points_of

    def label(values):
        named = {short[key]: value for key, value in values.items() if key in short} if short else {}
        return point_label(named or values)

    return {label(point["values"]): point["metrics"] for point in points_of(results)}


def _differences(table: dict, done: list[dict]) -> list[str]:
    """The table of what each row changes against that of the group `table["against"]` with the same config.

    A difference of means at the same point of a sweep, and in brackets how many of its standard errors that is, as
    if the rows' trials were independent, though trial i of each begins with the same key.
    """
    import math

    from ganjax.harness.evaluate import has_mean, standard_error

    results_of = {entry["label"]: entry["results"] for entry in done}
    of = {(row["config"], row["group"]): results_of.get(row["label"]) for row in table["rows"]}
    lines = [["", *table["columns"]]]
    for row in table["rows"]:
        ours, theirs = results_of.get(row["label"]), of.get((row["config"], table["against"]))
        if row["group"] == table["against"] or not (ours and theirs):
            continue
        of_point = _points(theirs)
        for point, metrics in _points(ours).items():
            cells = [", ".join(filter(None, (row["label"], point)))]
            for name in table["columns"]:
                a, b = metrics.get(name), of_point.get(point, {}).get(name)
                if not (has_mean(a) and has_mean(b)):
                    cells.append("–")
                    continue
                difference = a["mean"] - b["mean"]
                error = math.hypot(standard_error(a)[0], standard_error(b)[0])  # NaN where one has a single trial
                cells.append(f"{difference:+.2g} ({difference / error:+.1f})" if error > 0 else f"{difference:+.2g}")
            lines.append(cells)
    heading = f"Differences to {table['against']}, and in brackets how many of their standard errors they are:"
    return [heading, "", cli.table(lines), ""] if len(lines) > 1 else []


def _values(row: dict, entry: dict, budget: str, metric: str) -> list[float]:
    """The metric of every draw of a row, 0 where it diverged; none of one that was not run or did not fit."""
    import math

    if entry["results"] is None:
        diverged = entry["why"] and entry["why"] != OUT_OF_MEMORY
        lanes = next(iter(row["budgets"][budget]["sweep"].values())) if diverged else ()
        return [0.0] * len(lanes)
    trials = entry["results"]["metrics"][metric]["trials"]
    return [value if value is not None and math.isfinite(value) else 0.0 for value in trials]


def _over_draws(table: dict, budget: str, done: list[dict]) -> list[str]:
    """A summary of a search's draws, a line for each of its groups, and which group is better draw by draw."""
    import numpy as np

    facts, entries = table["draws"], {entry["label"]: entry for entry in done}
    metric, nothing = facts["metric"], facts["nothing"]
    values = {group: [] for group in facts["groups"]}
    for row in table["rows"]:
        if row["group"] in values and row["label"] in entries:
            values[row["group"]].append(_values(row, entries[row["label"]], budget, metric))
    lines = [["", "draws", "median", "quartiles", "best", f"share below {nothing:g}"]]
    for group, rows in values.items():
        every = np.concatenate(rows) if any(rows) else np.zeros(0)
        if every.size:
            low, middle, high = np.percentile(every, [25, 50, 75])
            share = f"{(every < nothing).mean():.2f}"
            lines.append(
                [group, str(every.size), f"{middle:.3g}", f"{low:.3g}, {high:.3g}", f"{every.max():.3g}", share]
            )
    first, second = facts["groups"]
    pairs = [
        (a, b) for one, two in zip(*values.values(), strict=False) for a, b in zip(one, two, strict=False)
    ]  # the same draw of both, where both are there
    ahead = [f"{sum(b > a for a, b in pairs)} ahead of {first} in {len(pairs)} of the same draws, "
             f"{sum(a > b for a, b in pairs)} behind"] if pairs else []  # fmt: skip
    heading = f"{metric} over the draws; one that diverged counts as 0."
    return [heading, "", cli.table(lines), "", *(f"{second}: {line}." for line in ahead), ""]


def ordered(table: Mapping[str, Any], done: Sequence[dict]) -> list[dict]:
    """The rows of each group by `table["sort"]`, metrics of which "-modes" is the most first; controls before all.

    A row that has not been run, or has no such mean, is the last of its group.
    """
    from ganjax.harness.evaluate import has_mean

    keys = table.get("sort", ())
    groups = {row["label"]: row.get("group", "") for row in table.get("rows", ())}
    order = list(dict.fromkeys(groups.values()))

    def place(entry):
        if entry["label"] not in groups:
            return (-1,)
        metrics = entry["results"]["metrics"] if entry["results"] else {}
        values = []
        for key in keys:
            statistic = metrics.get(key.removeprefix("-"))
            mean = statistic["mean"] if has_mean(statistic) else None
            values += [mean is None, 0.0 if mean is None else -mean if key[0] == "-" else mean]
        return (order.index(groups[entry["label"]]), *values)

    return sorted(done, key=place) if keys else list(done)


def _cores(count: int | None) -> str:
    return "1 core" if count == 1 else f"{count} cores"


def _machines(done: list[dict]) -> list[str]:
    """What the rows were trained on, each once; of a table of controls alone, what these were scored on."""
    trained = [entry for entry in done if entry["results"] and "control" not in entry]
    machines = [entry["results"]["environment"] for entry in trained or done if entry["results"]] or [{}]
    return list(
        dict.fromkeys(
            f"{machine.get('n_devices')} × {machine.get('device')} ({_cores(machine.get('cpu_count'))}), "
            f"jax {machine.get('jax')}"
            for machine in machines
        )
    )


def _judges(done: list[dict]) -> list[str]:
    """A list for each metric by which not all rows of the same data were judged by one network that is known."""
    judged: dict[tuple, dict[str, list[str]]] = {}
    measured = [(entry["label"], entry["results"]) for entry in done if entry["results"]]
    for name in dict.fromkeys(name for _, results in measured for name in results.get("weights", {})):
        for label, results in measured:
            config, digest = results["config"], results.get("weights", {}).get(name, "")
            if digest or name in config.get("eval", {}).get("metrics", ()):  # older results do not name theirs
                group = judged.setdefault((name, repr(of_data(config["data"]))), {})
                group.setdefault(digest, []).append(label)
    lines = []
    for (name, _), digests in judged.items():
        if len(digests) > 1:
            networks = (f"{digest[:8] or 'unknown'}: {', '.join(labels)}" for digest, labels in digests.items())
            lines += [f"{name}: judged by networks that may differ, so small differences mean nothing.", ""]
            lines += [*(f"- {network}" for network in networks), ""]
    return lines


def means(columns: Iterable[str], done: list[dict]) -> str:
    """What a cell of these columns has: the published figure only where there is one."""
    shown = [entry["paper"] for entry in done if entry["results"]]
    published = any(paper.get(name) is not None for paper in shown for name in columns)
    return "Mean ± standard error over the trials" + ("; published figures in brackets." if published else ".")


def notes(table: Mapping[str, Any]) -> list[str]:
    """What a reader of a table has to know of its columns, a paragraph each, and its own note."""
    reached = any("reached" in row for row in table.get("rows", ()))
    each = (_REACHED if reached else "", best.NOTE if table.get("best") else "", table.get("note", ""))
    return [note for note in each if note]


def markdown(table: dict, budget: str, done: list[dict], command: str) -> str:
    """table.md: a row a config, or a point of its sweep; mean ± standard error, the published figure in brackets.

    Means are over trials alone: lanes of different points are never averaged.
    """
    columns = (*table["columns"], *table.get("diagnostics", ()))
    rows = [["", *columns, "steps", "trials", "seconds"]]
    for entry in ordered(table, done):
        results = entry["results"]
        if results is None:
            rows.append([entry["label"], *["–"] * len(columns), outcome(entry["why"]), "", ""])
            continue
        seconds = f"{results['seconds']:.0f}"
        for point, metrics in _points(results, table.get("draws", {}).get("labels")).items():
            cells = []
            for name in columns:
                cell = cli.format_statistic(metrics.get(name))
                published = entry["paper"].get(name)
                cells.append(cell if published is None else f"{cell} [{published}]")
            label = ", ".join(filter(None, (entry["label"], point)))
            trials = len(next(iter(metrics.values()))["trials"])
            rows.append([label, *cells, str(results["step"]), str(trials), seconds])
            seconds = ""  # of all points together
    precisions = sorted({e["results"].get("config", {}).get("precision", "float32") for e in done if e["results"]})
    swept = any(e["results"] and e["results"].get("sweep") for e in done)
    where = f"{'; '.join(_machines(done))}, {' and '.join(precisions)}"
    return "\n".join(
        [
            f"# {table['title']}",
            "",
            f"`{command}`",
            "",
            f"Budget `{budget}`; {where}. {means(columns, done)}",
            "Seconds are those of training all trials of a row, as one program, compilation included"
            + ("; all points of a sweep are one program." if swept else "."),
            "",
            *(_over_draws(table, budget, done) if table.get("draws") else []),
            cli.table(rows),
            "",
            *(_differences(table, done) if table.get("against") else []),
            *(line for note in notes(table) for line in (note, "")),
            *_judges(done),
        ]
    )
