"""LBT's Table 1: how many of Stacked MNIST's 1000 modes each method covers, with two sizes of discriminator.

The data are found by TFDS_DATA_DIR. The published figures are those that LBT's Table 1 reports. The
paper budget has the networks and the rates of LBT's authors; with the smaller D, whose size they do not give, it
keeps the small networks and their rates, and of LBT-GAN the authors' rates and teaching.
"""

from configs.common import learning_rates

# Where a config has the filters of its discriminator.
PLAIN, BODY = "networks.discriminator.filters", "networks.discriminator.body.filters"
# (label, config, the filters' key, steps of the cpu budget with a D of either size, published modes and KL). One
# trial takes about eight minutes of one core, with the smaller D two.
METHODS = (
    ("DCGAN", "dcgan", PLAIN, 21_000, 5_250, {"modes": 188.8, "kl": 3.17}),
    ("ALI", "ali", BODY, 18_600, 4_650, {"modes": 16, "kl": 5.4}),
    ("Unrolled GAN", "unrolled", PLAIN, 3_570, 890, {"modes": 48.7, "kl": 4.32}),
    ("VEEGAN", "veegan", BODY, 18_400, 4_600, {"modes": 150, "kl": 2.95}),
    ("PacGAN", "pacgan", BODY, 24_000, 6_000, {"modes": 444}),
    ("LBT-GAN, VAE as student", "lbt_gan", PLAIN, 7_200, 1_800, {"modes": 999.6, "kl": 0.19}),
    ("LBT-GAN, MADE as student", "lbt_gan_made", PLAIN, 2_560, 640, {}),
    ("LBT-GAN, PixelCNN as student", "lbt_gan_pixelcnn", PLAIN, 2_280, None, {}),
)
# The cpu budget's rates, for all methods: the best of eight draws of DCGAN (results/tuning/stacked_mnist_dcgan.json).
RATES = {"generator_tx": 2.88e-3, "discriminator_tx": 1.63e-3}
# ALI's and VEEGAN's encoders learn as fast as the generator.
OF_ENCODERS = {"encoder_tx": RATES["generator_tx"]}

ADAM = {"name": "adam", "learning_rate": 1e-4, "b1": 0.5}
# G 256-1024-7x7x32-16-3 and D 16-32-1024 of `stacked_authors`, all rates 1e-4, and no average of the generator.
BODY_OF = {"name": "stacked_authors"}
PAIRS = {
    "networks.discriminator": {"name": "pairs", "hidden": (128,), "body": BODY_OF},
    "networks.encoder": {"name": "pairs", "latent_dim": 256, "body": BODY_OF},
    "encoder_tx": ADAM,
}
AUTHORS = {
    "networks.generator": {"name": "stacked_authors", "latent_dim": 256},
    "networks.discriminator": BODY_OF,
    "generator_tx": ADAM,
    "discriminator_tx": ADAM,
}
# What a method has in its place.
OWN = {
    "ali": PAIRS,
    "veegan": PAIRS,
    "unrolled": {"discriminator_tx": ADAM | {"name": "unrollable_adam"}},
    "pacgan": {"networks.discriminator": {"name": "packed", "pack": 2, "body": BODY_OF}},
}
# M = K = 5 with all rates 1e-4, off for the first 3,000 steps; a VAE of 1000-400 units and 256 latents.
TAUGHT = {
    "generator_tx": ADAM | {"clip_norm": 5.0},
    "estimator_tx.learning_rate": 1e-4,
    "unroll_tx.learning_rate": 1e-4,
    "method.inner_steps": 5,
    "method.unroll_steps": 5,
    "method.teaching_start": 3_000,
}
VAE = {
    "networks.encoder.hidden": (1000, 400),
    "networks.encoder.latent_dim": 256,
    "networks.decoder.hidden": (400, 1000),
    "networks.decoder.latent_dim": 256,
}


def published(method: str, size: str, sized: dict) -> dict:
    """What the paper budget changes in a row of `METHODS`."""
    changed = AUTHORS | OWN.get(method, {}) if size == "1" else sized
    changed = {"steps": 300_000, "trials": 5, "eval_every": 50_000, "batch_size": 512, "ema": 0.0} | changed
    if method.startswith("lbt_gan"):
        changed |= TAUGHT
    return changed | (VAE if method == "lbt_gan" else {})


# What a user would take instead: no discriminator. (label, config, what the cpu budget changes, what the smoke
# budget does): 80, 17 and 60 minutes of one core. The last one's settings were chosen on seed 0.
FEW = {"method.euler_steps": 2}
WITHOUT_D = (
    ("flow matching, 20 steps", "flow_matching", {"steps": 20_000}, FEW),
    ("VAE", "vae", {"steps": 25_000}, {}),
    ("flow matching in a VAE's latents, 50 steps", "latent_flow", {"steps": 80_000, "seed": 1000}, FEW),
)


def without_d(label: str, name: str, cpu: dict, few: dict) -> dict:
    """A row of a method without a discriminator."""
    return {
        "label": f"no D: {label}",
        "name": name,
        "group": "no D",
        "config": f"configs/stacked_mnist/{name}.py",
        "paper": {},
        "budgets": {
            "smoke": {"steps": 4, "trials": 1, "eval.samples": 100} | few,
            "cpu": cpu | {"trials": 1},
            "gpu": {"steps": 25_000, "trials": 5},
        },
    }


def get_table() -> dict:
    rows = []
    for size, filters in (("1", (4, 8, 16)), ("1/2", (2, 4, 8))):
        for label, method, key, steps, fewer_steps, paper in METHODS:
            sized, cpu = {key: filters}, steps if size == "1" else fewer_steps
            if not cpu:
                continue
            rates = learning_rates(RATES | (OF_ENCODERS if "encoder_tx" in OWN.get(method, {}) else {}))
            rows.append(
                {
                    "label": f"D of size {size}: {label}",
                    "name": f"{method}_{size.replace('/', '_')}",
                    "group": size,
                    "config": f"configs/stacked_mnist/{method}.py",
                    "paper": paper if size == "1" else {},
                    "budgets": {
                        "smoke": {"steps": 4, "trials": 1, "eval.samples": 500, **sized},
                        "cpu": {"steps": cpu, "trials": 1, "eval_every": cpu // 3, "seed": 1000, **rates, **sized},
                        "gpu": {"steps": 25_000, "trials": 5, "eval_every": 5_000, **sized},
                        "paper": published(method, size, sized),
                    },
                }
            )
    rows.extend(without_d(*row) for row in WITHOUT_D)
    return {
        "title": "Stacked MNIST (LBT, Table 1; curves.png compares at equal wall time)",
        "columns": ("modes", "kl", "qualified", "inception_score", "mode_score", "high_quality", "exp_h_y"),
        "figures": (
            {"name": "sample_figures.images"},
            {"name": "metric_figures.curves", "names": ("modes", "kl", "high_quality"), "file": "curves.png"},
        ),
        "controls": "real held-out digits",
        "rows": rows,
    }
