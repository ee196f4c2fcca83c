"""LBT's Table 1: how many of Stacked MNIST's 1000 modes each method covers, with two sizes of discriminator.

The data are found by TFDS_DATA_DIR. The published figures are those that LBT's Table 1 reports.
"""

# Where a config has the filters of its discriminator.
PLAIN, BODY = "networks.discriminator.filters", "networks.discriminator.body.filters"
# (label, config, the filters' key, published modes and KL)
METHODS = (
    ("DCGAN", "dcgan", PLAIN, {"modes": 188.8, "kl": 3.17}),
    ("ALI", "ali", BODY, {"modes": 16, "kl": 5.4}),
    ("Unrolled GAN", "unrolled", PLAIN, {"modes": 48.7, "kl": 4.32}),
    ("VEEGAN", "veegan", BODY, {"modes": 150, "kl": 2.95}),
    ("PacGAN", "pacgan", BODY, {"modes": 444}),
    ("LBT-GAN", "lbt_gan", PLAIN, {"modes": 999.6, "kl": 0.19}),
)


def get_table() -> dict:
    rows = []
    for size, filters in (("1", (4, 8, 16)), ("1/2", (2, 4, 8))):
        for label, method, key, paper in METHODS:
            sized = {key: filters}
            rows.append(
                {
                    "label": f"D of size {size}: {label}",
                    "name": f"{method}_{size.replace('/', '_')}",
                    "group": size,
                    "config": f"configs/stacked_mnist/{method}.py",
                    "paper": paper if size == "1" else {},
                    "budgets": {
                        "smoke": {"steps": 4, "trials": 1, "eval.samples": 500, **sized},
                        "cpu": {"steps": 5_000, "trials": 1, "eval_every": 1_000, **sized},
                        "gpu": {"steps": 25_000, "trials": 5, "eval_every": 5_000, **sized},
                        "paper": {"steps": 300_000, "trials": 5, "eval_every": 50_000, "batch_size": 512, **sized},
                    },
                }
            )
    return {
        "title": "Stacked MNIST (LBT, Table 1)",
        "columns": ("modes", "kl", "inception_score", "high_quality", "exp_h_y"),
        "figure": "images",
        "rows": rows,
    }
