"""SIG's Table 3: DCGAN and WGAN-GP on CIFAR-10, each with and without the semi-implicit regulariser.

The data are found by TFDS_DATA_DIR. Scores are by a residual network of our own, whose accuracy stands beside them:
they are not Inception-v3's. The cpu budget has networks of 16 filters and a smaller evaluator.
"""

from configs.common import SMALL_EVALUATOR

ROWS = (
    ("DCGAN", "dcgan", 1_500),
    ("DCGAN-SI", "dcgan_si", 1_500),
    ("WGAN-GP", "wgan_gp_plain", 500),
    ("WGAN-GP-SI", "wgan_gp_si", 500),
)


def get_table() -> dict:
    rows = []
    for label, method, steps in ROWS:

        def budget(steps, trials, filters=64, **more):
            sizes = {f"networks.{role}.filters": filters for role in ("generator", "discriminator")}
            return {"steps": steps, "trials": trials, "eval_every": max(1, steps // 3), **sizes, **more}

        rows.append(
            {
                "label": label,
                "group": "CIFAR-10",
                "config": f"configs/cifar10/{method}.py",
                "budgets": {
                    "smoke": budget(2, 1, 4, **{"eval.samples": 200}, **SMALL_EVALUATOR),
                    "cpu": budget(steps, 3, 16, **SMALL_EVALUATOR),
                    "gpu": budget(10_000, 3),
                    "paper": budget(100_000, 5),
                },
            }
        )
    return {
        "title": "CIFAR-10 (SIG, Table 3)",
        "columns": ("inception_score", "mode_score", "fid_resnet", "exp_h_y", "variance", "classifier_accuracy"),
        "figures": (
            {"name": "sample_figures.images"},
            {
                "name": "metric_figures.curves",
                "names": ("inception_score", "fid_resnet", "modes"),
                "file": "curves.png",
            },
        ),
        "controls": "real held-out images",
        "rows": rows,
        "note": (
            "Scores are by the residual network whose accuracy is classifier_accuracy, and not comparable with those "
            "of Inception-v3, which the paper publishes: DCGAN 6.16, DCGAN-SI 6.85, WGAN-GP 6.43, WGAN-GP-SI 6.67."
        ),
    }
