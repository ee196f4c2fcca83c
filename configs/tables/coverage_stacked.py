"""The coverage race on Stacked MNIST at 8 x 8 pixels: how many of 1000 modes each method covers in equal seconds.

  python -m launch.tune --config=configs/stacked_mnist_8/METHOD.py --draws=8 --seconds=60 --halvings=1 \
      --metric=modes,inception_score --config.eval.samples=5000 \
      --out=results/tuning/coverage/stacked_mnist_8_METHOD.json
  python -m launch.reproduce --table=coverage_stacked

The data are found by TFDS_DATA_DIR. A row has the values of its search's best draw and as many steps as three runs
take in 150 seconds at the rate that the search ran at, on seeds that no search has used. `configs/thumbnails.py` says
what networks the methods share, and what differs. VAE, IWAE and SIG are scored by their means, theta. The rates of
VAE, IWAE, flow matching and SIG fall to 0; those of the games are constant.

A scoring of flow matching with 100 steps takes three minutes of a core: its row was scored at the first three tenths
and at the end.
"""

from configs.tables import coverage

SECONDS, TRIALS = 150, 3
FRESH = {"seed": 1000}
SMOKE = {"eval.samples": 500, "data.name": "stacked_digits"}
METHODS = (*coverage.METHODS, ("LBT-GAN, PixelCNN as student", "lbt_gan_pixelcnn", {}))
REACHED = {"seconds_to_100_modes": ("modes", 100)}


def table(title: str, rows: list[dict], reached: dict[str, tuple]) -> dict:
    """A table of the race's columns on stacks, those of `reached` among them, sorted by what a user wants."""
    return {
        "title": title,
        "columns": (
            "modes",
            "kl",
            "qualified",
            "high_quality",
            "inception_score",
            "exp_h_y",
            *reached,
            "classifier_accuracy",
            "megabytes",
        ),
        "sort": ("-modes", "kl"),
        "figures": (
            {"name": "sample_figures.images"},
            {"name": "metric_figures.race", "names": ("modes", "qualified"), "file": "curves.png"},
            {"name": "metric_figures.evenness"},
        ),
        "controls": "real held-out digits",
        "rows": rows,
        "note": "modes: of 26,000 samples. The figures are not comparable with those of 28 x 28 pixels.",
    }


def get_table() -> dict:
    rows = coverage.on_images("stacked_mnist_8", SECONDS, TRIALS, FRESH, SMOKE, REACHED, METHODS)
    return table("The coverage race on Stacked MNIST, at 8 x 8 pixels", rows, REACHED)
