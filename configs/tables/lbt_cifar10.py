"""LBT-GAN beside DCGAN on CIFAR-10 (LBT, Sec. 5.3), scored by a residual network trained on CIFAR-10.

The cpu budget is a smoke budget of 100 steps with networks of 16 filters: it shows that both train, and no more. The
data are found by TFDS_DATA_DIR.
"""

from configs.common import SMALL_EVALUATOR


def get_table() -> dict:
    rows = []
    for label, method, late in (("DCGAN", "dcgan", {}), ("LBT-GAN", "lbt_gan", {"method.teaching_start": 0})):
        few = {f"networks.{role}.filters": 16 for role in ("generator", "discriminator")} | SMALL_EVALUATOR | late
        tiny = few | {f"networks.{role}.filters": 4 for role in ("generator", "discriminator")}
        rows.append(
            {
                "label": label,
                "group": "CIFAR-10",
                "config": f"configs/cifar10/{method}.py",
                "budgets": {
                    "smoke": {"steps": 2, "trials": 1, "eval.samples": 200, **tiny},
                    "cpu": {"steps": 100, "trials": 3, "eval_every": 50, **few},
                    "gpu": {"steps": 10_000, "trials": 3, "eval_every": 2_500},
                    "paper": {"steps": 100_000, "trials": 5, "eval_every": 20_000},
                },
            }
        )
    return {
        "title": "CIFAR-10 (LBT, Sec. 5.3); the cpu budget is a smoke budget",
        "columns": ("inception_score", "mode_score", "fid_resnet", "classifier_accuracy"),
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
    }
