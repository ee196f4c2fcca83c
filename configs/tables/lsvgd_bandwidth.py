"""LSVGD's Fig. 5: how the bandwidth matters to three GANs with SVGD and with LSVGD.

The cpu budget is lsvgd_cifar10's, on MNIST: four bandwidths, one seed, as one program a row.
"""

from configs.tables import lsvgd_cifar10

TRANSFORMS = ("SVGD", "LSVGD", "SVGD, joint noise")
BANDWIDTHS = (2.0**-8, 2.0**-5, 2.0**-3, 2.0**-1)


def get_table() -> dict:
    rows = []
    for row in lsvgd_cifar10.get_table()["rows"]:
        method = row["label"].split(",")[0]
        if method not in ("DCGAN", "Reg-GAN (Roth)", "SNGAN") or row["group"] not in TRANSFORMS:
            continue
        swept = {"method.feature_tx.bandwidth": 1.0, "sweep": {"method.feature_tx.bandwidth": BANDWIDTHS}}
        budgets = {name: {**budget, **swept} for name, budget in row["budgets"].items()}
        budgets["cpu"] = budgets["cpu"] | {"trials": 1, "eval.samples": 1_000, "eval_every": 0}
        rows.append({**row, "group": method, "paper": {}, "budgets": budgets})
    return {
        "title": "The bandwidth of SVGD and LSVGD at a discriminator's features (LSVGD, Fig. 5)",
        "columns": ("inception_score", "accuracy", "variance"),
        "diagnostics": tuple(f"train/{place}_{lsvgd_cifar10.DIAGNOSTIC}" for place in ("real", "fake")),
        "figures": ({"name": "metric_figures.over_sweep"},),
        "controls": "real held-out images",
        "rows": rows,
    }
