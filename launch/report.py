"""table.md of a table: its rows, and how far they differ."""

from launch import cli


def _over_seeds(results: dict, name: str) -> dict | None:
    """A metric's entry with a value a seed: of a sweep, the mean over its points, since ± tells of seeds alone."""
    import numpy as np

    from ganjax.evaluate import statistics

    found, sweep = results["metrics"].get(name), results.get("sweep")
    if not found or not sweep:
        return found
    return statistics(np.array(found["trials"], float).reshape(len(sweep), -1).mean(0))


def _differences(table: dict, done: list[dict]) -> list[str]:
    """The table of what each row changes against that of the group `table["against"]` with the same config.

    A difference of means, and in brackets how many of its standard errors that is, as if the rows' trials were
    independent, though trial i of each begins with the same key.
    """
    import math

    from ganjax.evaluate import standard_error

    found = {entry["label"]: entry["results"] for entry in done}
    of = {(row["config"], row["group"]): found.get(row["label"]) for row in table["rows"]}
    lines = [["", *table["columns"]]]
    for row in table["rows"]:
        ours, theirs = found.get(row["label"]), of.get((row["config"], table["against"]))
        if row["group"] == table["against"] or not (ours and theirs):
            continue
        cells = [row["label"]]
        for name in table["columns"]:
            a, b = _over_seeds(ours, name), _over_seeds(theirs, name)
            if not a or not b or not all(s["mean"] is not None and math.isfinite(s["mean"]) for s in (a, b)):
                cells.append("–")
                continue
            difference = a["mean"] - b["mean"]
            error = math.hypot(standard_error(a)[0], standard_error(b)[0])
            cells.append(f"{difference:+.2g} ({difference / error:+.1f})" if error else f"{difference:+.2g}")
        lines.append(cells)
    heading = f"Differences to {table['against']}, and in brackets how many of their standard errors they are:"
    return [heading, "", cli.table(lines), ""] if len(lines) > 1 else []


def markdown(table: dict, budget: str, done: list[dict], command: str) -> str:
    """table.md: a row a config, each metric as mean ± standard error, the published figure in brackets."""
    columns = (*table["columns"], *table.get("diagnostics", ()))
    rows = [["", *columns, "steps", "trials", "seconds"]]
    for entry in done:
        results = entry["results"]
        if results is None:
            rows.append([entry["label"], *["–"] * len(columns), entry["why"] and "diverged" or "not run", "", ""])
            continue
        cells = []
        for name in columns:
            cell = cli.format_statistic(_over_seeds(results, name))
            published = entry["paper"].get(name)
            cells.append(cell if published is None else f"{cell} [{published}]")
        trials = len(next(iter(results["metrics"].values()))["trials"]) // len(results.get("sweep") or [None])
        rows.append([entry["label"], *cells, str(results["step"]), str(trials), f"{results['seconds']:.0f}"])
    machine = next((e["results"]["environment"] for e in done if e["results"]), {})
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
            f"Budget `{budget}`; {where}. Mean ± standard error over the seeds; published figures in brackets.",
            "Seconds are those of training all trials of a row, as one program, compilation included.",
            "",
            cli.table(rows),
            "",
            *(_differences(table, done) if table.get("against") else []),
            *([table["note"], ""] if table.get("note") else []),
        ]
    )
