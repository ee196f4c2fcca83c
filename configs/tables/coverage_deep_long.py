"""The 10 x 10 grid with four hidden layers and falling rates for LBT-GAN's 26 minutes: does PacGAN have its modes?

  python -m launch.reproduce --table=coverage_deep_long

LBT-GAN by hand has the rates of `configs/grid/lbt_gan_falling_rates.py`, which took many more tries than a search,
and its 40,000 steps. PacGAN, which has most modes of the games of `--table=coverage_deep`, has the draw of its search
and steps for the same seconds there (51,708 took 412 s). Both have the seeds of that table.
"""

from configs.tables import coverage, coverage_deep

STEPS = {"pacgan": 190_000, "by_hand": 40_000}


def get_table() -> dict:
    rows = []
    for row in coverage_deep.get_table()["rows"]:
        if row["name"] in STEPS:
            steps = STEPS[row["name"]]
            budgets = {"smoke": row["budgets"]["smoke"]}
            if "cpu" in row["budgets"]:
                budgets["cpu"] = row["budgets"]["cpu"] | {"steps": steps, "eval_every": steps // 10}
            rows.append(row | {"budgets": budgets})
    title = "The 10 x 10 grid, four hidden layers, with LBT-GAN's seconds"
    return coverage.table(title, "metric_figures.race", rows)
