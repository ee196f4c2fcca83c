"""table.md of a table: its rows, and how far they differ."""

from launch import cli


def _points(results: dict) -> dict[str, dict]:
    """Label of each point of a run's sweep -> its metrics; one without a label where nothing is swept."""
    from ganjax.harness.config import point_label
    from ganjax.harness.evaluate import points_of

    return {point_label(point["values"]): point["metrics"] for point in points_of(results)}


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
                (a_error, a_n), (b_error, b_n) = standard_error(a), standard_error(b)
                error = math.hypot(a_error, b_error)
                known = error and min(a_n, b_n) > 1  # one trial has no standard error
                cells.append(f"{difference:+.2g} ({difference / error:+.1f})" if known else f"{difference:+.2g}")
            lines.append(cells)
    heading = f"Differences to {table['against']}, and in brackets how many of their standard errors they are:"
    return [heading, "", cli.table(lines), ""] if len(lines) > 1 else []


def markdown(table: dict, budget: str, done: list[dict], command: str) -> str:
    """table.md: a row a config, or a point of its sweep; mean ± standard error, the published figure in brackets.

    Means are over trials alone: lanes of different points are never averaged.
    """
    columns = (*table["columns"], *table.get("diagnostics", ()))
    rows = [["", *columns, "steps", "trials", "seconds"]]
    for entry in done:
        results = entry["results"]
        if results is None:
            rows.append([entry["label"], *["–"] * len(columns), entry["why"] and "diverged" or "not run", "", ""])
            continue
        seconds = f"{results['seconds']:.0f}"
        for point, metrics in _points(results).items():
            cells = []
            for name in columns:
                cell = cli.format_statistic(metrics.get(name))
                published = entry["paper"].get(name)
                cells.append(cell if published is None else f"{cell} [{published}]")
            label = ", ".join(filter(None, (entry["label"], point)))
            trials = len(next(iter(metrics.values()))["trials"])
            rows.append([label, *cells, str(results["step"]), str(trials), seconds])
            seconds = ""  # of all points together
    machine = next((e["results"]["environment"] for e in done if e["results"]), {})
    swept = any(e["results"] and e["results"].get("sweep") for e in done)
    where = (
        f"{machine.get('n_devices')} × {machine.get('device')} ({machine.get('cpu_count')} cores), "
        f"jax {machine.get('jax')}, float32"
    )
    return "\n".join(
        [
            f"# {table['title']}",
            "",
            f"`{command}`",
            "",
            f"Budget `{budget}`; {where}. Mean ± standard error over the trials; published figures in brackets.",
            "Seconds are those of training all trials of a row, as one program, compilation included"
            + ("; all points of a sweep are one program." if swept else "."),
            "",
            cli.table(rows),
            "",
            *(_differences(table, done) if table.get("against") else []),
            *([table["note"], ""] if table.get("note") else []),
        ]
    )
