"""A GAN on 2,000 images of CIFAR-10 at 16 x 16 pixels: what differentiable augmentation does.

  python -m launch.reproduce --table=few_images

Both rows have the rates of `cifar10_16/gan`, the same seeds and steps. The images that are held out are the 10,000 of
CIFAR-10's test set. The network that scores is trained on the 2,000.
"""

from configs.tables import coverage

ROWS = (("GAN", "gan"), ("GAN, augmented D", "gan_augmented"))
CPU = {"steps": 6_000, "eval_every": 600, "trials": 3, "seed": 1000}
SMOKE = {"steps": 4, "trials": 1, "eval.samples": 200}


def get_table() -> dict:
    return {
        "title": "A GAN on 2,000 images of CIFAR-10",
        "columns": ("fid_resnet", "recall_resnet", "inception_score", "exp_h_y", "classifier_accuracy"),
        "figures": (
            {"name": "sample_figures.images"},
            {"name": "metric_figures.race", "names": ("fid_resnet", "recall_resnet"), "file": "curves.png"},
        ),
        "controls": "real held-out images",
        "rows": [
            {
                "label": label,
                "name": coverage.name_of(label),
                "config": f"configs/few_images/{config}.py",
                "budgets": {"smoke": SMOKE, "cpu": CPU},
            }
            for label, config in ROWS
        ],
        "note": "By a small network that was trained on the 2,000 images, right in classifier_accuracy of the "
        "held-out ones: comparable with one another, and with nothing else.",
    }
