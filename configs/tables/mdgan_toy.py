"""MDGAN's toy, Fig. 9: six Gaussians, GAN against Reg-GAN and MDGAN, five trials.

All rows have the same networks, rates, steps and average of the generator. figure.png has the density at each of five
checkpoints, slopes.png how steep the generator's loss is over the plane: the paper's reason for missing modes.
"""

ROWS = (("GAN", "gan"), ("Reg-GAN", "reg_gan"), ("MDGAN", "mdgan"))
SHOWN = 5


def _budget(steps: int, trials: int = 5, **more) -> dict:
    each = max(1, steps // SHOWN)
    kept = {"checkpoint_every": each, "keep_checkpoints": SHOWN, "eval_every": each}
    return {"steps": steps, "trials": trials} | kept | more


def get_table() -> dict:
    rows = []
    for label, method in ROWS:
        rows.append(
            {
                "label": label,
                "config": f"configs/six_gaussians/{method}.py",
                "budgets": {
                    "smoke": _budget(5, 1, **{"eval.samples": 2_000}),
                    "cpu": _budget(25_000, seed=1000),
                    "gpu": _budget(50_000),
                    "paper": _budget(200_000),
                },
            }
        )
    return {
        "title": "Six Gaussians on a circle (MDGAN, Fig. 9)",
        "columns": ("modes", "high_quality", "kl", "intra_mode_kl", "intra_mode_kl_median"),
        "figure": "sample_figures.over_training",
        "controls": "true samples",
        "rows": rows,
        "note": "The paper gives neither the steps nor D's width: all rows of a budget have the same.",
    }
