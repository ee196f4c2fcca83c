"""LBT's Table 1: how many of Stacked MNIST's 1000 modes each method covers, with two sizes of discriminator.

The data are found by TFDS_DATA_DIR. The published figures are those that LBT's Table 1 reports.
"""

# Where a config has the filters of its discriminator.
PLAIN, BODY = "networks.discriminator.filters", "networks.discriminator.body.filters"
# (label, config, the filters' key, steps of the cpu budget with a D of either size, published modes and KL).
# Three trials take six to nine minutes of two cores, LBT-GAN with a VAE or a MADE fourteen; with the smaller D two
# to three.
METHODS = (
    ("DCGAN", "dcgan", PLAIN, 6_300, 1_575, {"modes": 188.8, "kl": 3.17}),
    ("ALI", "ali", BODY, 3_000, 750, {"modes": 16, "kl": 5.4}),
    ("Unrolled GAN", "unrolled", PLAIN, 600, 150, {"modes": 48.7, "kl": 4.32}),
    ("VEEGAN", "veegan", BODY, 3_000, 750, {"modes": 150, "kl": 2.95}),
    ("PacGAN", "pacgan", BODY, 7_800, 1_950, {"modes": 444}),
    ("LBT-GAN, VAE as student", "lbt_gan", PLAIN, 3_600, 450, {"modes": 999.6, "kl": 0.19}),
    ("LBT-GAN, MADE as student", "lbt_gan_made", PLAIN, 2_400, 360, {}),
    ("LBT-GAN, PixelCNN as student", "lbt_gan_pixelcnn", PLAIN, 600, None, {}),
)


def get_table() -> dict:
    rows = []
    for size, filters in (("1", (4, 8, 16)), ("1/2", (2, 4, 8))):
        for label, method, key, steps, fewer_steps, paper in METHODS:
            sized, cpu = {key: filters}, steps if size == "1" else fewer_steps
            if not cpu:
                continue
            rows.append(
                {
                    "label": f"D of size {size}: {label}",
                    "name": f"{method}_{size.replace('/', '_')}",
                    "group": size,
                    "config": f"configs/stacked_mnist/{method}.py",
                    "paper": paper if size == "1" else {},
                    "budgets": {
                        "smoke": {"steps": 4, "trials": 1, "eval.samples": 500, **sized},
                        "cpu": {"steps": cpu, "trials": 3, "eval_every": cpu // (3 if size == "1" else 1), **sized},
                        "gpu": {"steps": 25_000, "trials": 5, "eval_every": 5_000, **sized},
                        "paper": {"steps": 300_000, "trials": 5, "eval_every": 50_000, "batch_size": 512, **sized},
                    },
                }
            )
    return {
        "title": "Stacked MNIST (LBT, Table 1; curves.png compares at equal wall time)",
        "columns": ("modes", "kl", "qualified", "inception_score", "high_quality", "exp_h_y"),
        "figure": "images_and_curves",
        "controls": "real held-out digits",
        "rows": rows,
    }
