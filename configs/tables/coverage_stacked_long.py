"""The coverage race on Stacked MNIST at 8 x 8 pixels, eight times as long: twenty minutes of a core for each method.

  python -m launch.reproduce --table=coverage_stacked_long

The searches are those of `--table=coverage_stacked`, so that no draw was chosen by a run of this length; the seeds
are others. Three runs of a method train as one program.
"""

from configs.tables import coverage, coverage_stacked

SECONDS, TRIALS = 1_200, 3
FRESH = {"seed": 2000}
REACHED = {"seconds_to_900_modes": ("modes", 900)}


def get_table() -> dict:
    rows = coverage.on_images("stacked_mnist_8", SECONDS, TRIALS, FRESH, coverage_stacked.SMOKE, REACHED)
    table = coverage_stacked.table("The coverage race on Stacked MNIST, at 8 x 8 pixels, twenty minutes a row", rows)
    columns = tuple("seconds_to_900_modes" if name.startswith("seconds_to") else name for name in table["columns"])
    return table | {"columns": columns}
