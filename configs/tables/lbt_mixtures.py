"""LBT's mixtures, Fig. 2 and 3: ring and grid.

The cpu budget: three trials as lanes of one program, 141 to 236 seconds of one core a row on the ring, the GAN at
LBT-GAN's rates 335 and LBT-GAN 421 (curves.png compares at equal seconds). Seeds are fresh; the rates of the ring's
GANs and VAE are the best of 16 draws of `launch.tune` by modes and then KL + intra-mode KL (results/tuning), those
of LBT and LBT-GAN were found by hand. On the grid every row is that of the table `coverage`: 16 draws each, and 300
seconds. The published figures are read off the text of Sec. 5.1 (the rest is in plots only).
"""

from configs.tables import coverage

LABELS = {
    "gan": "GAN",
    "lsgan": "LSGAN",
    "unrolled": "Unrolled GAN",
    "veegan": "VEEGAN",
    "lbt": "LBT",
    "lbt_gan": "LBT-GAN",
    "vae": "VAE",
}
TRIALS = 3
# Steps of the cpu budget; the trials are lanes of one program.
RING = {
    "gan": 30_000,
    "lsgan": 30_000,
    "unrolled": 2_500,
    "veegan": 20_000,
    "vae": 39_000,
    "lbt": 1_000,
    "lbt_gan": 3_000,
}
# A second GAN on the ring, at LBT-GAN's rates.
AT_LBT_RATES = {"generator_tx.learning_rate": 1e-3, "discriminator_tx.learning_rate": 1e-3}


def _row(data: str, method: str, cpu: dict[str, dict], gpu_steps: int, changes: dict, label: str) -> dict:
    return {
        "label": f"{data}: {label}",
        "name": f"{data}_{method}" + ("_at_lbt_rates" if changes else ""),
        "group": data,
        "config": f"configs/{data}/{method}.py",
        "paper": coverage.PAPER.get((data, method), {}),
        "budgets": {
            "smoke": {"steps": 4, "trials": 1, "eval.samples": 2_000, **changes},
            **cpu,
            "gpu": {"steps": gpu_steps, "trials": 5, "eval_every": gpu_steps // 10, **changes},
            "paper": {"steps": 1_000_000, "trials": 5, "eval_every": 50_000, **changes},
        },
    }


def _ring(method: str, label: str, changes: dict) -> dict:
    steps = RING[method]
    cpu = {"seed": 1000, "steps": steps, "trials": TRIALS, "eval_every": steps // 4, **changes}
    return _row("ring", method, {"cpu": cpu}, 5 * steps, changes, label)


def _grid(method: str, label: str) -> dict:
    cpu = coverage.on_mixture("grid", method, {})
    return _row("grid", method, cpu, cpu["cpu"]["steps"] if cpu else 25_000, {}, label)


def get_table() -> dict:
    rows = [_ring(method, LABELS[method], {}) for method in RING]
    rows.insert(1, _ring("gan", "GAN at LBT-GAN's rates", AT_LBT_RATES))
    rows += [_grid(method, LABELS[method]) for method in RING]
    return {
        "title": "Ring and grid (LBT, Fig. 2 and 3)",
        "columns": ("modes", "high_quality", "kl", "intra_mode_kl", "intra_mode_kl_median", "intra_mode_kl_reverse"),
        "figures": ({"name": "sample_figures.densities"}, {"name": "metric_figures.curves", "file": "curves.png"}),
        "controls": "true samples",
        "rows": rows,
        "note": "A mode is covered above .2 of its expected count (Du et al. 2018), which a Gaussian of the data's "
        "moments reaches in all eight modes of the ring: read modes beside high quality.",
    }
