"""The coverage race's protocol twice on some of its data: other draws, other seeds of the searches and of the rows.

  python -m launch.tune ... --draw_seed=1 --config.seed=1 --out=results/tuning/coverage/again_DATA_METHOD.json
  python -m launch.reproduce --table=coverage_again

The searches are those of `--table=coverage` but for what stands there; DATA is one of `AGAIN`. The first round has
the rows of that table. The figure has the modes and the high quality of one round over those of the other: is the
order of the methods that of the methods, or that of 16 draws and five seeds?
"""

from configs.tables import coverage

ROUNDS = {"first": coverage.FIRST, "second": coverage.Round("again_", 2000)}
AGAIN = ("ring", "grid25")


def group_of(name: str, round_name: str) -> str:
    """The group of the rows of one round on the data set `name`."""
    return f"{coverage.DATA[name].group}, {round_name}"


def _row(name: str, round_name: str, label: str, method: str, changes: dict) -> dict:
    row = coverage.row(name, label, method, changes, ROUNDS[round_name])
    group = group_of(name, round_name)
    return row | {"label": f"{group}: {label}", "name": f"{round_name}_{row['name']}", "group": group}


def get_table() -> dict:
    rows = [_row(name, each, *method) for name in AGAIN for each in ROUNDS for method in coverage.TRAINED]
    pairs = tuple(tuple(group_of(name, each) for each in ROUNDS) for name in AGAIN)
    figure = {"name": "metric_figures.twice", "names": ("modes", "high_quality"), "pairs": pairs}
    table = coverage.table("The coverage race on the ring and the 5 x 5 grid, twice", figure["name"], rows)
    return table | {"figures": (figure,)}
