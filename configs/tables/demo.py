"""`make demo`: the ring, which a tuned GAN solves as well, and the 5 x 5 grid, where it loses modes in some runs.

Both GANs have the best of the draws of `launch.tune` (results/tuning), and the average that the others have.
"""

# SIG is scored by x, as methods that make samples are.
X = {"method.sample": "x"}
# (label, config, group, steps, changes).
ROWS = (
    ("ring: GAN", "configs/ring/gan.py", "ring", 10_000, {}),
    ("ring: LBT-GAN", "configs/ring/lbt_gan.py", "ring", 1_500, {}),
    ("5 x 5 grid: GAN", "configs/grid25/gan.py", "5 x 5 grid", 45_000, {}),
    ("5 x 5 grid: SIG", "configs/grid25/sig.py", "5 x 5 grid", 20_000, X),
)


def get_table() -> dict:
    return {
        "title": "What a tuned GAN covers, and what it does not",
        "columns": ("modes", "high_quality", "kl", "intra_mode_kl", "intra_mode_kl_median"),
        "figures": ({"name": "sample_figures.densities"},),
        "note": "modes: those of the 8 or 25 that have a fifth of their share; high_quality: the share of samples "
        "within three standard deviations of a mode; kl: between the shares of the modes in samples and data; "
        "intra_mode_kl: between a mode's Gaussian and its samples, the mean and the median over modes.",
        "controls": "true samples",
        "rows": [
            {
                "label": label,
                "group": group,
                "config": config,
                "budgets": {
                    "cpu": {"seed": 3000, "steps": steps, "trials": 1, "eval.samples": 200_000, **changes},
                    "smoke": {"steps": 20, "trials": 1, "eval.samples": 2_000, **changes},
                },
            }
            for label, config, group, steps, changes in ROWS
        ],
    }
