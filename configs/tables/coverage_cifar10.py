"""The coverage race on CIFAR-10 at 16 x 16 pixels, without classes: all methods with the same search and seconds.

  python -m launch.tune --config=configs/cifar10_16/METHOD.py --draws=8 --seconds=60 --halvings=1 \
      --metric=fid_resnet --config.eval.samples=2000 \
      --out=results/tuning/coverage/cifar10_16_METHOD.json
  python -m launch.reproduce --table=coverage_cifar10

The data are found by TFDS_DATA_DIR; the protocol is that of `coverage_stacked`, and draws are ranked by the Fréchet
distance. Precision is no column: an untrained generator, whose images are all grey, has 1.
"""

from configs.tables import coverage

SECONDS, TRIALS = 150, 3
FRESH = {"seed": 1000}
SMOKE = {"eval.samples": 200}


def get_table() -> dict:
    return {
        "title": "The coverage race on CIFAR-10, at 16 x 16 pixels",
        "columns": (
            "fid_resnet",
            "recall_resnet",
            "inception_score",
            "exp_h_y",
            "classifier_accuracy",
            "megabytes",
        ),
        "sort": ("fid_resnet",),
        "figures": (
            {"name": "sample_figures.images"},
            {"name": "metric_figures.race", "names": ("fid_resnet", "recall_resnet"), "file": "curves.png"},
        ),
        "controls": "real held-out images",
        "rows": coverage.on_images("cifar10_16", SECONDS, TRIALS, FRESH, SMOKE, {}),
        "note": "All but megabytes are by a small network that was trained on these images, right in "
        "classifier_accuracy of the held-out ones: comparable with one another, and with nothing else.",
    }
