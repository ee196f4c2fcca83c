"""The coverage race with five minutes a row where `coverage` has less: do the methods keep their order?

  python -m launch.reproduce --table=coverage_long

A row has the values of the best draw of its search for `coverage`, so no search was as long as a row is; its seeds
are others. Five runs train as one program, scored at every tenth of it. Flow matching is sampled with 100 steps.
"""

from configs.tables import coverage

LONG = coverage.Round("", 3000, 300)
DATA = ("grid25", "uneven_grid25", "ring")


def table(title: str, rows: list[dict]) -> dict:
    """A table of the race, with the modes that each run had at its least KL, as runs lose modes on the way."""
    race = coverage.table(title, "metric_figures.race", rows)
    modes, quality, kl, *others = race["columns"]
    return race | {"columns": (modes, quality, kl, "modes_at_best_kl", *others), "best": {"kl": (modes, quality)}}


def get_table() -> dict:
    rows = [coverage.row(name, *method, LONG) for name in DATA for method in coverage.TRAINED]
    return table("The coverage race, five minutes a row", rows)
