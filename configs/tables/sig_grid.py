"""SIG's Table 1 and Fig. 3a: the 5 x 5 grid, five trials, all methods with one generator and one average.

At the cpu budget every row trains for two to three minutes of one core, on seeds that no search has used. The rates
of GAN, VEEGAN, Unrolled GAN and VAE are those of `launch.tune` or better ones found by hand (results/tuning,
headers of configs/grid25). SIG and VAE are scored by theta, as the paper must have done, and by x, which is the fair
comparison with methods that make samples.
"""

X, THETA = {"method.sample": "x"}, {"method.sample": "theta"}
# The best of the draws of rates that fall to 0 with the last step, as SIG's do.
FALLING = {"generator_tx.learning_rate": 7.7e-3, "discriminator_tx.learning_rate": 1.81e-2}
UNEVEN = {"data.name": "uneven_grid25"}
# (label, config, group, steps of the cpu budget, changes, published: modes, high quality, KL).
ROWS = (
    ("GAN", "grid25/gan", "even", 45_000, {}, (4.0, 0.36, 2.87)),
    ("GAN, falling rates", "grid25/gan", "even", 45_000, FALLING, ()),
    ("VAE, theta", "grid25/vae", "even", 30_000, THETA, (25, 0.83, 0.32)),
    ("VAE, x", "grid25/vae", "even", 30_000, X, ()),
    ("VEEGAN", "grid25/veegan", "even", 18_000, {}, (23.2, 0.82, 0.38)),
    ("Unrolled GAN", "grid25/unrolled", "even", 5_400, {}, (6.2, 0.42, 1.97)),
    ("SIG, theta", "grid25/sig", "even", 45_000, THETA, (25, 0.91, 0.14)),
    ("SIG, x", "grid25/sig", "even", 45_000, X, ()),
    ("uneven: GAN", "grid25/gan", "uneven", 45_000, UNEVEN, ()),
    ("uneven: SIG, theta", "uneven_grid25/sig", "uneven", 45_000, THETA, ()),
    ("uneven: SIG, x", "uneven_grid25/sig", "uneven", 45_000, X, ()),
)


def _changes(steps: int, changes: dict) -> dict:
    """The changes of a row for a budget of so many steps: rates that fall end with it."""
    falls = {f"{player}_tx.decay_steps": steps for player in ("generator", "discriminator")}
    return {"steps": steps, **changes, **(falls if changes is FALLING else {})}


def get_table() -> dict:
    rows = []
    for label, config, group, steps, changes, published in ROWS:
        rows.append(
            {
                "label": label,
                "name": label.lower().replace(": ", "_").replace(", ", "_").replace(" ", "_"),
                "group": group,
                "config": f"configs/{config}.py",
                "paper": dict(zip(("modes", "high_quality", "kl"), published, strict=False)),
                "budgets": {
                    "smoke": {"trials": 1, "eval.samples": 2_000, **_changes(4, changes)},
                    "cpu": {"seed": 1000, "trials": 5, "eval_every": steps // 4, **_changes(steps, changes)},
                    "gpu": {"trials": 5, "eval_every": steps, **_changes(3 * steps, changes)},
                    "paper": {"trials": 5, "eval_every": 25_000, **_changes(100_000, changes)},
                },
            }
        )
    return {
        "title": "5 x 5 grid of Gaussians (SIG, Table 1 and Fig. 3a)",
        "columns": ("modes", "high_quality", "kl", "intra_mode_kl", "intra_mode_kl_median"),
        "figures": ({"name": "sample_figures.grids"},),
        "controls": "true samples",
        "rows": rows,
        "note": "SIG is told the std of the data: its sigma ends there, and x has it. VAE learns its variance. "
        "Seconds differ by up to a third between methods; uneven: GAN had other work beside it.",
    }
