"""The coverage race on Stacked MNIST at 8 x 8 pixels, eight times as long: twenty minutes of a core for each method.

  python -m launch.reproduce --table=coverage_stacked_long

The data are found by TFDS_DATA_DIR. A row has the values of the best draw of its search for `coverage_stacked`, so no
search was as long as a row is; its seeds are others. Three runs of a method train as one program, scored at
every tenth of it; a scoring of flow matching with 100 steps takes three minutes more.
"""

from configs.tables import coverage, coverage_stacked

SECONDS, TRIALS = 1_200, 3
FRESH = {"seed": 2000}
REACHED = {"seconds_to_500_modes": ("modes", 500), "seconds_to_800_modes": ("modes", 800)}


def get_table() -> dict:
    rows = coverage.on_images("stacked_mnist_8", SECONDS, TRIALS, FRESH, coverage_stacked.SMOKE, REACHED)
    title = "The coverage race on Stacked MNIST, at 8 x 8 pixels, twenty minutes a row"
    return coverage_stacked.table(title, rows, REACHED)
