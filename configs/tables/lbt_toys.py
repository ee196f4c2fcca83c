"""LBT's toy, Fig. 1 and 7: two Gaussians, and a student too weak to tell them apart."""


def get_table() -> dict:
    rows = []
    for label, method in (("GAN", "gan"), ("LBT-GAN, one Gaussian as the student", "lbt_gan")):
        rows.append(
            {
                "label": label,
                "config": f"configs/line/{method}.py",
                "budgets": {
                    "smoke": {"steps": 4, "trials": 1, "eval.samples": 2_000},
                    **{name: {"trials": 5} for name in ("cpu", "gpu", "paper")},
                },
            }
        )
    return {
        "title": "Two Gaussians on a line (LBT, Fig. 1 and 7)",
        "columns": ("modes", "kl", "intra_mode_kl", "intra_mode_kl_median"),
        "figures": ({"name": "sample_figures.two_means"},),
        "controls": "the data",
        "rows": rows,
        "note": "Both start at a = -3.25, b = -2.69, where the JS divergence has a local minimum.",
    }
