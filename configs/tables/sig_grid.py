"""SIG's Table 1 and Fig. 3a: the 5 x 5 grid, five trials, all methods with one generator.

At the cpu budget a row trains for two to six minutes. SIG's theta are scored, as the paper must have done, and x,
which is the fair comparison with methods that make samples.
"""

FAIR = {"method.sample": "x"}
# (label, config, group, steps of the cpu budget, changes, published: modes, high quality, KL).
ROWS = (
    ("GAN", "grid25/gan", "even", 30_000, {}, (4.0, 0.36, 2.87)),
    ("VAE", "grid25/vae", "even", 20_000, {}, (25, 0.83, 0.32)),
    ("VEEGAN", "grid25/veegan", "even", 20_000, {}, (23.2, 0.82, 0.38)),
    ("Unrolled GAN", "grid25/unrolled", "even", 10_000, {}, (6.2, 0.42, 1.97)),
    ("SIG, theta", "grid25/sig", "even", 20_000, {}, (25, 0.91, 0.14)),
    ("SIG, x", "grid25/sig", "even", 20_000, FAIR, ()),
    ("uneven: SIG, theta", "uneven_grid25/sig", "uneven", 20_000, {}, ()),
    ("uneven: SIG, x", "uneven_grid25/sig", "uneven", 20_000, FAIR, ()),
)


def get_table() -> dict:
    rows = []
    for label, config, group, steps, changes, published in ROWS:
        rows.append(
            {
                "label": label,
                "name": config.replace("/", "_") + ("_x" if changes else ""),
                "group": group,
                "config": f"configs/{config}.py",
                "paper": dict(zip(("modes", "high_quality", "kl"), published, strict=False)),
                "budgets": {
                    "smoke": {"steps": 4, "trials": 1, "eval.samples": 2_000, **changes},
                    "cpu": {"steps": steps, "trials": 5, "eval_every": steps // 4, **changes},
                    "gpu": {"steps": 3 * steps, "trials": 5, "eval_every": steps, **changes},
                    "paper": {"steps": 100_000, "trials": 5, "eval_every": 25_000, **changes},
                },
            }
        )
    return {
        "title": "5 x 5 grid of Gaussians (SIG, Table 1 and Fig. 3a)",
        "columns": ("modes", "high_quality", "kl", "intra_mode_kl"),
        "figure": "grids",
        "controls": "true samples",
        "rows": rows,
    }
