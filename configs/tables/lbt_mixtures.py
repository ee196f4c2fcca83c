"""LBT's mixtures, Fig. 2 and 3: ring and grid, every method of the spine.

The cpu budget gives all methods of a data set about the same wall time on two cores: the steps below are
those that fit. The published figures are read off the text of Sec. 5.1 (the rest is in plots only).
"""

LABELS = {
    "gan": "GAN",
    "lsgan": "LSGAN",
    "unrolled": "Unrolled GAN",
    "lbt": "LBT",
    "lbt_gan": "LBT-GAN",
    "vae": "VAE",
}
# Steps of the cpu budget (3 trials as one program).
CPU_STEPS = {
    "ring": {
        "gan": 60_000,
        "lsgan": 60_000,
        "unrolled": 20_000,
        "vae": 30_000,
        "lbt": 8_000,
        "lbt_gan": 4_000,
    },
    "grid": {
        "gan": 60_000,
        "lsgan": 60_000,
        "unrolled": 20_000,
        "vae": 30_000,
        "lbt": 8_000,
        "lbt_gan": 8_000,
    },
}
PAPER = {
    ("grid", "lsgan"): {"modes": 88},
    ("grid", "lbt"): {"modes": 100},
}


def get_table() -> dict:
    rows = []
    for data, steps_of in CPU_STEPS.items():
        for method, steps in steps_of.items():
            rows.append(
                {
                    "label": f"{data}: {LABELS[method]}",
                    "group": data,
                    "config": f"configs/{data}/{method}.py",
                    "paper": PAPER.get((data, method), {}),
                    "budgets": {
                        "smoke": {"steps": 4, "trials": 1, "eval.samples": 2_000},
                        "cpu": {"steps": steps, "trials": 3, "eval_every": steps // 8},
                        "gpu": {"steps": 5 * steps, "trials": 5, "eval_every": steps // 2},
                        "paper": {"steps": 1_000_000, "trials": 5, "eval_every": 50_000},
                    },
                }
            )
    return {
        "title": "Ring and grid (LBT, Fig. 2 and 3)",
        "columns": ("modes", "high_quality", "intra_mode_kl", "intra_mode_kl_reverse", "kl"),
        "figure": "mixtures",
        "rows": rows,
    }
