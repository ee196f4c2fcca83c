"""The coverage race on the 10 x 10 grid with deeper networks and falling rates: is the order that of small networks?

  python -m launch.reproduce --table=coverage_deep

Every row of the 10 x 10 grid of `--table=coverage` again, at the same draw of its search, with four hidden layers in
what makes samples (there two), rates that fall to 0 with the last step, that of the sampler after a rise, and other
seeds. A step takes longer so: a row has `SHARE` of the steps of its flat one, for about the same five minutes.
LBT-GAN by hand has the rates of `configs/grid/lbt_gan_falling_rates.py`, which took many more tries than a search,
and the steps of the searched one.

A search of its own was tried for two of them, with 16 draws, 160 seconds and three halvings: the GAN had 56 +- 2.1
modes, and VEEGAN 3 +- 3. After an eighth of the steps, when the worse half goes, all rates are at their highest, and
no draw of VEEGAN's had more than 10 modes. So all have the draws of their flat searches.
"""

from configs.tables import coverage

SECONDS, TRIALS = 300, 3
# Steps a second beside those of the flat networks: LBT and LBT-GAN as measured by launch.benchmark --beside (.76 and
# .77), the GAN and VEEGAN in rows (.61 and .66); of the others it is taken to be as of the GAN.
SHARE, OTHER_SHARES = 0.62, {"lbt": 0.76, "lbt_gan": 0.76}
FRESH = {"seed": 6000, "eval.samples": 50_000}
BY_HAND = {"label": "LBT-GAN, by hand", "name": "by_hand", "config": "configs/grid/lbt_gan_falling_rates.py"}


def row(label: str, method: str, changes: dict) -> dict:
    seconds = SECONDS * OTHER_SHARES.get(method, SHARE)
    cpu = coverage.cpu_budget(f"grid_{method}", seconds, TRIALS, changes | FRESH)
    reached, smoke = {"seconds_to_90_percent": ("modes", 90)}, changes | {"eval.samples": 2_000}
    entry = coverage.entry(label, method, f"configs/grid_deep/{method}.py", reached, smoke, cpu)
    return entry | {"paper": coverage.PAPER.get(("grid", method), {})}


def by_hand(searched: dict) -> dict:
    """The row of LBT-GAN with the rates of `BY_HAND` in the place of its search's."""
    values = coverage.best_draw("grid_lbt_gan") or {}
    budgets = searched["budgets"].items()
    kept = {name: {key: value for key, value in budget.items() if key not in values} for name, budget in budgets}
    return searched | BY_HAND | {"budgets": kept}


def get_table() -> dict:
    rows = {method: row(label, method, changes) for label, method, changes in coverage.TRAINED}
    every = [*rows.values(), by_hand(rows["lbt_gan"])]
    return coverage.table("The coverage race on the 10 x 10 grid, four hidden layers", "metric_figures.race", every)
