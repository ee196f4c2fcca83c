"""The coverage race's protocol on the 5 x 5 grid twice: other draws, other seeds of the searches and of the rows.

  python -m launch.tune --config=configs/grid25/METHOD.py --config.data.name=grid25 --draws=16 --seconds=80 \
      --halvings=2 --metric=modes,kl --draw_seed=1 --config.seed=1 \
      --out=results/tuning/coverage/again_grid25_METHOD.json
  python -m launch.reproduce --table=coverage_again

The first round has the rows of `--table=coverage`. The figure has the modes of one over those of the other: is the
order of the methods that of the methods, or that of 16 draws and five seeds?
"""

from configs.tables import coverage

ROUNDS = {"first": coverage.FIRST, "second": coverage.Round("again_", 2000)}


def _row(name: str, label: str, method: str, changes: dict) -> dict:
    row = coverage.row("grid25", label, method, changes, ROUNDS[name])
    return row | {"label": f"{name}: {label}", "name": f"{name}_{row['name']}", "group": name}


def get_table() -> dict:
    rows = [_row(name, *method) for name in ROUNDS for method in coverage.TRAINED]
    return coverage.table("The coverage race on the 5 x 5 grid, twice", "metric_figures.twice", rows)
