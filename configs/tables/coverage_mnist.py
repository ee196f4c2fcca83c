"""The coverage race on MNIST by class, at 14 x 14 pixels: every method with the same search and equal seconds.

  python -m launch.tune --config=configs/mnist_14/METHOD.py --draws=8 --seconds=40 --halvings=1 \
      --metric=fid_resnet --config.eval.samples=1000 --out=results/tuning/coverage/mnist_14_METHOD.json
  python -m launch.reproduce --table=coverage_mnist

The data are found by TFDS_DATA_DIR. A row has the values of its search's best draw and as many steps as three runs
take in 75 seconds at the rate that the search ran at, on seeds that no search has used. All have a generator of two
layers of 256 (a decoder, an encoder or a student likewise, and the block of flow matching's velocity), batch, average
and range of rates, and a discriminator of two layers of 256 where there is one. The rates of VAE, IWAE, flow matching
and SIG fall to 0; those of the games are constant, as in `--table=coverage`.

A class counts when a fifth of its share of the samples is that class to the classifier, by at least .9: with few
samples that qualify, few classes do. So draws are ranked by the distance, and the table is sorted by it: recall says
who drops a part of the data.
"""

from configs.tables import coverage

SECONDS, TRIALS = 75, 3
FRESH = {"seed": 1000, "eval.samples": 2_000}
REACHED = {"seconds_to_half_qualified": ("qualified", 0.5)}


def get_table() -> dict:
    return {
        "title": "The coverage race on MNIST by class, at 14 x 14 pixels",
        "columns": (
            "fid_resnet",
            "precision_resnet",
            "recall_resnet",
            "qualified",
            "modes",
            "kl",
            "seconds_to_half_qualified",
            "megabytes",
        ),
        "sort": ("fid_resnet",),
        "figures": (
            {"name": "sample_figures.images"},
            {"name": "metric_figures.race", "names": ("qualified", "modes", "recall_resnet"), "file": "curves.png"},
        ),
        "controls": "real held-out images",
        "rows": coverage.on_images("mnist_14", SECONDS, TRIALS, FRESH, {"eval.samples": 200}, REACHED),
        "note": "modes: of the ten classes. fid_resnet, precision and recall are in the features of a small network "
        "that was trained on these digits: comparable with one another, and with nothing else.",
    }
