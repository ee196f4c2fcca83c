"""The coverage race on Stacked MNIST at 8 x 8 pixels: how many of 1000 modes each method covers in equal seconds.

  python -m launch.tune --config=configs/stacked_mnist_8/METHOD.py --draws=8 --seconds=60 --halvings=1 \
      --metric=modes,inception_score --config.eval.samples=5000 \
      --out=results/tuning/coverage/stacked_8_METHOD.json
  python -m launch.reproduce --table=coverage_stacked

The data are found by TFDS_DATA_DIR. A row has the values of its search's best draw and as many steps as three runs
take in 150 seconds at the rate that the search ran at, on seeds that no search has used. All have DCGAN's generator
(as a decoder in the VAEs; flow matching has a residual MLP), batch and average, and DCGAN's discriminator where there
is one. The rates of VAE, IWAE, flow matching and SIG fall to 0; those of the games are constant.
"""

from configs.tables import coverage

SECONDS, TRIALS = 150, 3
FRESH = {"seed": 1000}


def row(label: str, method: str, changes: dict) -> dict:
    """A row of `label`, which has the config `method`: a smoke budget, and a cpu budget where there is a search."""
    cpu = coverage.cpu_budget(f"stacked_8_{method}", SECONDS, TRIALS, changes | FRESH)
    smoke = {"steps": 4, "trials": 1, "eval.samples": 500, "data.name": "stacked_digits"}
    return {
        "label": label,
        "name": coverage.name_of(label),
        "config": f"configs/stacked_mnist_8/{method}.py",
        "reached": {"seconds_to_100_modes": ("modes", 100)},
        "budgets": {"smoke": changes | smoke} | cpu,
    }


def get_table() -> dict:
    return {
        "title": "The coverage race on Stacked MNIST, at 8 x 8 pixels",
        "columns": (
            "modes",
            "kl",
            "qualified",
            "high_quality",
            "inception_score",
            "exp_h_y",
            "seconds_to_100_modes",
            "classifier_accuracy",
            "megabytes",
        ),
        "sort": ("-modes", "kl"),
        "figure": "sample_figures.images_and_race",
        "controls": "real held-out digits",
        "rows": [row(*method) for method in coverage.METHODS],
        "note": "modes: of 26,000 samples. The figures are not comparable with those of 28 x 28 pixels.",
    }
