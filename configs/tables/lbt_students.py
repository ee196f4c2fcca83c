"""The stronger students that LBT's conclusion asks for, and its authors' settings, in 129 to 411 seconds a row."""

# Steps of the cpu budget, about two and a half minutes for three trials on two idle cores.
STUDENTS = (
    ("VAE, the authors' settings", "lbt_authors", 700),
    ("VAE", "lbt", 1_500),
    ("IWAE, 5 samples", "lbt_iwae", 600),
    ("autoregressive", "lbt_autoregressive", 6_000),
)


def get_table() -> dict:
    rows = []
    for label, name, steps in STUDENTS:
        rows.append(
            {
                "label": f"LBT, student: {label}",
                "group": "ring",
                "config": f"configs/ring/{name}.py",
                "budgets": {
                    "smoke": {"steps": 2, "trials": 1, "eval.samples": 2_000},
                    "cpu": {"steps": steps, "trials": 3, "eval_every": steps // 5, "eval.samples": 100_000},
                    "gpu": {"steps": 10 * steps, "trials": 5, "eval_every": steps},
                    "paper": {"steps": 1_000_000, "trials": 5, "eval_every": 50_000},
                },
            }
        )
    return {
        "title": "LBT's students and settings on the ring (cpu budget: 129 to 411 seconds a row)",
        "columns": ("modes", "high_quality", "intra_mode_kl", "kl"),
        "figures": ({"name": "metric_figures.curves"},),
        "controls": "true samples",
        "rows": rows,
    }
