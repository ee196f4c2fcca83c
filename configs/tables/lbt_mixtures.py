"""LBT's mixtures, Fig. 2 and 3: ring and grid.

The cpu budget: three trials as lanes of one program, 140 to 240 seconds of one core a row on the ring, LBT-GAN about
500 (curves.png compares at equal seconds). The grid's rows are to be measured again. Seeds are fresh; the rates of
the ring's GANs and VAE are the best of 16 draws of `launch.tune` by modes and then KL + intra-mode KL
(results/tuning), those of LBT and LBT-GAN and all of the grid were found by hand. The published figures are read off
the text of Sec. 5.1 (the rest is in plots only).
"""

LABELS = {
    "gan": "GAN",
    "lsgan": "LSGAN",
    "unrolled": "Unrolled GAN",
    "veegan": "VEEGAN",
    "lbt": "LBT",
    "lbt_gan": "LBT-GAN",
    "vae": "VAE",
}
# Steps and trials of the cpu budget; the trials are lanes of one program.
CPU = {
    "ring": {
        "gan": (30_000, 3),
        "lsgan": (30_000, 3),
        "unrolled": (2_500, 3),
        "veegan": (20_000, 3),
        "vae": (39_000, 3),
        "lbt": (1_000, 3),
        "lbt_gan": (3_000, 3),
    },
    "grid": {
        "gan": (6_000, 3),
        "lsgan": (6_000, 3),
        "unrolled": (700, 3),
        "veegan": (4_500, 3),
        "vae": (11_000, 3),
        "lbt": (3_000, 3),
        "lbt_gan": (5_000, 3),
    },
}
PAPER = {
    ("grid", "lsgan"): {"modes": 88},
    ("grid", "veegan"): {"modes": 79},
    ("grid", "lbt"): {"modes": 100},
}


# A second GAN on the ring, at LBT-GAN's rates.
AT_LBT_RATES = {"generator_tx.learning_rate": 1e-3, "discriminator_tx.learning_rate": 1e-3}


def _row(data: str, method: str, steps: int, trials: int, changes: dict, label: str) -> dict:
    return {
        "label": f"{data}: {label}",
        "name": f"{data}_{method}" + ("_at_lbt_rates" if changes else ""),
        "group": data,
        "config": f"configs/{data}/{method}.py",
        "paper": PAPER.get((data, method), {}),
        "budgets": {
            "smoke": {"steps": 4, "trials": 1, "eval.samples": 2_000, **changes},
            "cpu": {"seed": 1000, "steps": steps, "trials": trials, "eval_every": steps // 4, **changes},
            "gpu": {"steps": 5 * steps, "trials": 5, "eval_every": steps // 2, **changes},
            "paper": {"steps": 1_000_000, "trials": 5, "eval_every": 50_000, **changes},
        },
    }


def get_table() -> dict:
    rows = [
        _row(data, method, *budget, {}, LABELS[method])
        for data, budget_of in CPU.items()
        for method, budget in budget_of.items()
    ]
    rows.insert(1, _row("ring", "gan", 30_000, 3, AT_LBT_RATES, "GAN at LBT-GAN's rates"))
    return {
        "title": "Ring and grid (LBT, Fig. 2 and 3)",
        "columns": ("modes", "high_quality", "kl", "intra_mode_kl", "intra_mode_kl_median", "intra_mode_kl_reverse"),
        "figure": "sample_figures.mixtures",
        "controls": "true samples",
        "rows": rows,
        "note": "A mode is covered above .2 of its expected count (Du et al. 2018), which a Gaussian of the data's "
        "moments reaches in all eight modes of the ring: read modes beside high quality.",
    }
