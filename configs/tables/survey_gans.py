"""Conditional GAN and DCGAN on MNIST, as the survey shows them: samples by class, and DCGAN over its epochs.

The data are found by TFDS_DATA_DIR. An epoch is 938 steps of 64 images. The cpu budget has networks of 8 filters, and
two epochs of the 25; accuracy is of samples, by a residual network, at what they were asked to be.
"""

from configs.common import SMALL_EVALUATOR

EPOCH = 938
BODY = "networks.discriminator.body.filters"
PLAIN = "networks.discriminator.filters"
# (label, name, config, where D's filters are, changes, epochs of the cpu budget, epochs of the others).
ROWS = (
    ("DCGAN, 1 epoch", "dcgan_1", "dcgan", PLAIN, {}, 1, 1),
    ("DCGAN, 2 epochs", "dcgan_2", "dcgan", PLAIN, {}, 2, None),
    ("DCGAN", "dcgan_25", "dcgan", PLAIN, {}, None, 25),
    ("DCGAN, 50 epochs", "dcgan_50", "dcgan", PLAIN, {}, None, 50),
    ("CGAN", "cgan", "cgan", BODY, {}, 2, 25),
    ("CGAN, projection", "projection", "cgan", BODY, {"networks.discriminator.joint": "projection"}, 2, 25),
)


def _budgets(discriminator: str, changes: dict, cpu: int | None, published: int | None) -> dict:
    small = {"networks.generator.filters": 8, discriminator: 8, "eval.metrics": ("resnet",)} | SMALL_EVALUATOR
    small |= changes | {"seed": 1000}
    budgets = {"smoke": small | {"steps": 2, "trials": 1, "eval.samples": 200}}
    if cpu:
        budgets["cpu"] = small | {"steps": cpu * EPOCH, "trials": 3, "eval_every": EPOCH, "eval.samples": 5_000}
    if published:
        large = changes | {"steps": published * EPOCH, "trials": 3, "seed": 1000, "eval.metrics": ("resnet",)}
        budgets |= {"gpu": large, "paper": large}
    return budgets


def get_table() -> dict:
    rows = [
        {
            "label": label,
            "name": name,
            "group": label.split(",")[0],
            "config": f"configs/mnist/{config}.py",
            "budgets": _budgets(discriminator, changes, cpu, published),
        }
        for label, name, config, discriminator, changes, cpu, published in ROWS
    ]
    return {
        "title": "Conditional GAN and DCGAN on MNIST (survey)",
        "columns": (
            "accuracy",
            "worst_class_accuracy",
            "inception_score",
            "exp_h_y",
            "fid_resnet",
            "variance",
            "classifier_accuracy",
        ),
        "figures": ({"name": "sample_figures.by_class"},),
        "controls": "real held-out images",
        "rows": rows,
        "note": "An epoch is 938 steps. accuracy: the share of samples classified as what they were asked to be; "
        "worst_class_accuracy: that of the worst class. None for DCGAN, which takes no label.",
    }
