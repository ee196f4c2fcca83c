"""SIG's toys (Fig. 1): two of counts, a noisy ring, a ring of Gaussians, each with GAN beside SIG.

  python -m launch.reproduce --table=sig_toys

GAN has three rows a toy: rates that fall to 0 as SIG's do, constant ones, and the constant ones that were found by
hand before there was a search. All others are the best of 16 draws of a search of their own (80 s each were asked,
and 62 to 139 s taken, for 2,700 to 9,100 steps: other programs ran beside them; results/tuning), and seeds are fresh.
All have the same generator and average, and 6,000 steps: a GAN has 1.3 to 2 times SIG's seconds.
"""

from configs.common import learning_rates

G, D = "generator_tx", "discriminator_tx"
CONSTANT = {f"{player}.decay_steps": 0 for player in (G, D)}
# data, config of the GAN, name, SIG's rate, and the GAN's rates (of G, of D): falling, constant, by hand.
TOYS = (
    ("negative_binomial", "gan", "NegBin(2, .5)", 1.05e-2, (1.1e-4, 1.26e-4), (1.11e-3, 5.53e-4), (1e-3, 1e-4)),
    (
        "poisson_mixture",
        "gan",
        "half Poisson(10), half NegBin(.2, .9)",
        1.05e-2,
        (4.01e-3, 4.58e-3),
        (2.03e-4, 1.18e-4),
        (1e-3, 1e-4),
    ),
    ("noisy_ring", "gan", "ring and noise", 6.41e-3, (8.92e-4, 3.34e-3), (4.66e-4, 3.78e-3), (1e-3, 1e-3)),
    ("ring", "gan_sig", "ring of Gaussians", 1.33e-2, (4.09e-3, 4.99e-3), (4.09e-3, 4.99e-3), (1e-3, 1e-3)),
)


def _rows(data: str, gan: str, name: str, sig_rate: float, falling: tuple, constant: tuple, by_hand: tuple):
    """(label, the row's name, config, changes) of one toy."""

    def game(rates):
        return learning_rates(dict(zip((G, D), rates, strict=True)))

    yield f"{name}: SIG", f"{data}_sig", "sig", learning_rates({G: sig_rate})
    yield f"{name}: GAN, falling rates", f"{data}_gan_falling", gan, game(falling)
    yield f"{name}: GAN", f"{data}_gan", gan, game(constant) | CONSTANT
    yield f"{name}: GAN, rates by hand", f"{data}_gan_by_hand", gan, game(by_hand) | CONSTANT


def get_table() -> dict:
    rows = []
    for data, gan, name, *rates in TOYS:
        for label, row, config, changes in _rows(data, gan, name, *rates):
            rows.append(
                {
                    "label": label,
                    "name": row,
                    "group": name,
                    "config": f"configs/{data}/{config}.py",
                    "budgets": {
                        "smoke": changes | {"steps": 4, "trials": 1, "eval.samples": 2_000},
                        "cpu": changes | {"seed": 1000, "steps": 6_000, "trials": 5},
                        "gpu": changes | {"seed": 1000, "steps": 30_000, "trials": 5},
                        "paper": changes | {"seed": 1000, "steps": 100_000, "trials": 5},
                    },
                }
            )
    return {
        "title": "Toys of SIG (Fig. 1)",
        "columns": (
            "tv",
            "mean",
            "variance",
            "mmd",
            "modes",
            "high_quality",
            "kl",
            "intra_mode_kl",
            "intra_mode_kl_median",
        ),
        "figures": ({"name": "sample_figures.toys"},),
        "controls": "true samples",
        "rows": rows,
        "note": (
            "tv: total variation to the true mass function, GAN's samples rounded; mmd: squared, to fresh draws. "
            "SIG is told sigma on the rings: the std of the noise."
        ),
    }
