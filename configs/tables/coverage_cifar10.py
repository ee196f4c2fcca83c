"""The coverage race on CIFAR-10 at 16 x 16 pixels, without classes: all methods with the same search and seconds.

  python -m launch.tune --config=configs/cifar10_16/METHOD.py --draws=8 --seconds=60 --halvings=1 \
      --metric=fid_resnet --config.eval.samples=2000 \
      --out=results/tuning/coverage/cifar10_16_METHOD.json
  python -m launch.reproduce --table=coverage_cifar10

The data are found by TFDS_DATA_DIR. A row has the values of its search's best draw and as many steps as three runs
take in 150 seconds at the rate that the search ran at, on seeds that no search has used. All have DCGAN's generator
(as a decoder in the VAEs; flow matching has a residual MLP), batch and average, and DCGAN's discriminator where there
is one. The rates of VAE, IWAE, flow matching and SIG fall to 0; those of the games are constant.
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
            "precision_resnet",
            "recall_resnet",
            "inception_score",
            "exp_h_y",
            "classifier_accuracy",
            "megabytes",
        ),
        "sort": ("fid_resnet",),
        "figure": "sample_figures.images_and_distances",
        "controls": "real held-out images",
        "rows": coverage.on_images("cifar10_16", SECONDS, TRIALS, FRESH, SMOKE, {}),
        "note": "All but megabytes are by a small network that was trained on these images, right in "
        "classifier_accuracy of the held-out ones: comparable with one another, and with nothing else.",
    }
