"""`make demo`: LBT-GAN beside GAN on the ring; 113 and 201 seconds on two cores, beside other jobs."""

ROWS = (("GAN", "configs/ring/gan.py", 40_000), ("LBT-GAN", "configs/ring/lbt_gan.py", 3_000))


def get_table() -> dict:
    return {
        "title": "Ring of 8 Gaussians: LBT-GAN beside GAN",
        "columns": ("modes", "high_quality", "kl", "intra_mode_kl"),
        "figure": "densities",
        "controls": "true samples",
        "rows": [
            {
                "label": label,
                "config": config,
                "budgets": {
                    "cpu": {"steps": steps, "trials": 1},
                    "smoke": {"steps": 20, "trials": 1, "eval.samples": 2_000},
                },
            }
            for label, config, steps in ROWS
        ],
    }
