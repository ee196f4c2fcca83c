"""LBT's Table 1, how many of Stacked MNIST's 1000 modes each method covers, and Fig. 4's two sizes of discriminator.

The data are found by TFDS_DATA_DIR. The published figures are those that LBT's Table 1 reports.

The cpu budget has DCGAN's networks with 32 filters, a discriminator of half the size 16, and for a row with a D of
size 1 steps for 15 minutes of one core; with the smaller one a row has as many steps. Settings were chosen in two
rounds: a search of eight draws at 8 x 8 pixels (`--table=coverage_stacked`), then two tries at 28 x 28, on seed 0 and
for a quarter of the row's steps: the search's best draw, and that with the rates of G, D and the encoder that ALI's
search found. The better by modes, then by inception score, is the row's, whose seed is another. MADE as student was
not searched, and has what the VAE has.

The paper budget has the networks and the rates of LBT's authors; with the smaller D, whose size they do not give, it
has the networks and rates of Unrolled GAN, and of LBT-GAN the authors' rates and teaching.
"""

from typing import NamedTuple

from configs.tables import coverage


class Method(NamedTuple):
    """A method of the table.

    Attributes:
      config: in configs/stacked_mnist. search: at 8 x 8 pixels, whose best draw the cpu budget has.
      players: another search, of which G, D and the encoder have the rates; "": none.
      filters: the key of D's filters. steps: of the cpu budget. paper: published figures.
    """

    label: str
    config: str
    search: str
    players: str
    filters: str
    steps: int
    paper: dict


PLAIN, BODY = "networks.discriminator.filters", "networks.discriminator.body.filters"
RATES = tuple(f"{player}_tx.learning_rate" for player in ("generator", "discriminator", "encoder"))
FILTERS = {"1": 32, "1/2": 16}
METHODS = (
    Method("DCGAN", "dcgan", "gan", "ali", PLAIN, 13_600, {"modes": 188.8, "kl": 3.17}),
    Method("ALI", "ali", "ali", "", BODY, 8_700, {"modes": 16, "kl": 5.4}),
    Method("Unrolled GAN", "unrolled", "unrolled", "", PLAIN, 1_580, {"modes": 48.7, "kl": 4.32}),
    Method("VEEGAN", "veegan", "veegan", "ali", BODY, 8_440, {"modes": 150, "kl": 2.95}),
    Method("PacGAN", "pacgan", "pacgan", "ali", BODY, 17_500, {"modes": 444}),
    Method("LBT-GAN, VAE as student", "lbt_gan", "lbt_gan", "", PLAIN, 5_960, {"modes": 999.6, "kl": 0.19}),
    Method("LBT-GAN, MADE as student", "lbt_gan_made", "lbt_gan", "", PLAIN, 5_600, {}),
    Method("LBT-GAN, PixelCNN as student", "lbt_gan_pixelcnn", "lbt_gan_pixelcnn", "ali", PLAIN, 1_580, {}),
)

# Those that LBT's Fig. 4 compares with a discriminator of either size.
FIGURE_4 = "dcgan", "lbt_gan"

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
# Unrolled GAN's networks and rates, with its weaker D.
SMALL = ADAM | {"b2": 0.99}
WEAKER = {
    "networks.generator": {"name": "stacked", "latent_dim": 256},
    "networks.discriminator": {"name": "stacked", "filters": (2, 4, 8)},
    "generator_tx": SMALL,
    "discriminator_tx": SMALL | {"learning_rate": 2e-4},
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


def published(method: str, size: str) -> dict:
    """What the paper budget changes in a row of `METHODS`; G is not averaged, and batches have 512 examples."""
    changed = {"steps": 300_000, "trials": 5, "eval_every": 50_000, "batch_size": 512, "ema": 0.0}
    changed |= AUTHORS | OWN.get(method, {}) if size == "1" else WEAKER
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


def values_of(method: Method) -> dict | None:
    """What the cpu budget of a method changes in its rates and weights; None without the searches."""
    values = coverage.best_draw(f"stacked_mnist_8_{method.search}")
    players = coverage.best_draw(f"stacked_mnist_8_{method.players}") if method.players else None
    if values is None or players is None:
        return values
    return values | {key: players[key] for key in RATES if key in values}


def with_d(method: Method, size: str) -> dict:
    """A row of a method with a discriminator of this size."""
    sized, values = {method.filters: FILTERS[size]}, values_of(method)
    budgets = {
        "smoke": {"steps": 4, "trials": 1, "eval.samples": 500} | sized,
        "gpu": {"steps": 25_000, "trials": 5, "eval_every": 5_000} | sized,
        "paper": published(method.config, size),
    }
    if values is not None:
        of_row = {"steps": method.steps, "trials": 1, "eval_every": method.steps // 4, "seed": 1000}
        budgets["cpu"] = values | of_row | sized
    return {
        "label": f"D of size {size}: {method.label}",
        "name": f"{method.config}_{size.replace('/', '_')}",
        "group": size,
        "config": f"configs/stacked_mnist/{method.config}.py",
        "paper": method.paper if size == "1" else {},
        "budgets": budgets,
    }


def get_table() -> dict:
    rows = [with_d(method, "1") for method in METHODS]
    rows += [with_d(method, "1/2") for method in METHODS if method.config in FIGURE_4]
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
