"""The coverage race on the 10 x 10 grid with deeper networks and falling rates: is the order that of small networks?

  python -m launch.tune --config=configs/grid_deep/METHOD.py --draws=16 --seconds=160 --halvings=3 \
      --metric=modes,kl --out=results/tuning/coverage/grid_deep_METHOD.json
  python -m launch.reproduce --table=coverage_deep

As on the 10 x 10 grid of `--table=coverage`, with the same draws, seconds and trials, but for the networks that make
samples (four hidden layers in the place of two), the rates (they fall to 0 with the last step, and that of the
sampler rises first) and the seeds of the rows. LBT-GAN by hand has the rates of
`configs/grid/lbt_gan_falling_rates.py`, which took many more tries than a search, and as many steps as the searched
one.
"""

from configs.tables import coverage

FOLDER, SECONDS, TRIALS = "grid_deep", 300, 3
FRESH = {"seed": 6000, "eval.samples": 50_000}
SMOKE = {"eval.samples": 2_000}
REACHED = {"seconds_to_90_percent": ("modes", 90)}


def by_hand(row: dict) -> dict:
    """The row of LBT-GAN, with the rates that were found by hand in the place of its search's draw."""
    searched = coverage.best_draw(f"{FOLDER}_lbt_gan") or {}
    changes = {key: value for key, value in row["budgets"].get("cpu", {}).items() if key not in searched}
    budgets = {"smoke": row["budgets"]["smoke"]} | ({"cpu": changes} if changes else {})
    config = "configs/grid/lbt_gan_falling_rates.py"
    return row | {"label": "LBT-GAN, by hand", "name": "lbt_gan_by_hand", "config": config, "budgets": budgets}


def get_table() -> dict:
    rows = coverage.of_folder(FOLDER, SECONDS, TRIALS, FRESH, SMOKE, REACHED, coverage.TRAINED)
    paper = {method: figures for (name, method), figures in coverage.PAPER.items() if name == "grid"}
    rows = [row | {"paper": paper.get(row["config"].split("/")[-1].removesuffix(".py"), {})} for row in rows]
    rows += [by_hand(row) for row in rows if row["label"] == "LBT-GAN"]
    return coverage.table("The coverage race on the 10 x 10 grid, four hidden layers", "metric_figures.race", rows)
