"""SIG alone on images (Fig. 3b, 3c): MNIST, and CIFAR-10, where its samples are averages of images."""

from configs.common import SMALL_EVALUATOR


def get_table() -> dict:
    rows = []
    for data, name, small in (("mnist", "MNIST", {}), ("cifar10", "CIFAR-10", SMALL_EVALUATOR)):
        rows.append(
            {
                "label": f"{name}: SIG, theta",
                "group": name,
                "config": f"configs/{data}/sig.py",
                "budgets": {
                    "smoke": {"steps": 2, "trials": 1, "eval.samples": 500, **small},
                    "cpu": {"steps": 5_000, "trials": 1, **small},
                    "gpu": {"steps": 50_000, "trials": 3},
                    "paper": {"steps": 100_000, "trials": 5, "method.mixing_samples": 100},  # M = 100
                },
            }
        )
    return {
        "title": "SIG on images (SIG, Fig. 3b and 3c)",
        "columns": ("inception_score", "mode_score", "qualified", "modes", "kl", "exp_h_y", "classifier_accuracy"),
        "figures": ({"name": "sample_figures.images"},),
        "controls": "real held-out images",
        "rows": rows,
    }
