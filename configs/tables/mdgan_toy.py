"""MDGAN's toy, Fig. 9: six Gaussians, GAN against Reg-GAN and MDGAN, five trials.

All rows have the same networks and average of the generator. In the cpu budget they also have the same rates, the
best of eight draws for the baseline (results/tuning/six_gaussians_gan.json; those of the other two are beside it),
and steps for about the same seconds. The other budgets have the paper's rates and equal steps. figure.png has the
density at each of five checkpoints, slopes.png how steep the generator's loss is over the plane: the paper's reason
for missing modes.

Of 6 modes GAN has 2.0 +- .45, Reg-GAN 2.0 +- .32, MDGAN 4.2 +- .58 (five seeds, 138 to 178 s of one core a row);
GAN's modes are the sharpest (high quality .985, .951, .83). The search of the GAN's rates:

  python -m launch.tune --config=configs/six_gaussians/gan.py --draws=8 --seconds=80 --metric=modes,kl \\
      --config.search="{'generator_tx.learning_rate': (1e-4, 1e-2), 'discriminator_tx.learning_rate': (1e-4, 1e-2)}"
"""

from configs.mdgan import learning_rates

# (label, method, steps of the cpu budget).
ROWS = (("GAN", "gan", 40_000), ("Reg-GAN", "reg_gan", 20_000), ("MDGAN", "mdgan", 16_000))
# Learning rates of the cpu budget: of D, and of G and the encoder.
RATES = (1.88e-3, 3.46e-4)
SHOWN = 5


def _budget(steps: int, trials: int = 5, **more) -> dict:
    each = max(1, steps // SHOWN)
    logging = {"checkpoint_every": each, "keep_checkpoints": SHOWN, "eval_every": each}
    return {"steps": steps, "trials": trials} | logging | more


def get_table() -> dict:
    rows = []
    for label, method, steps in ROWS:
        rows.append(
            {
                "label": label,
                "config": f"configs/six_gaussians/{method}.py",
                "budgets": {
                    "smoke": _budget(5, 1, **{"eval.samples": 2_000}),
                    "cpu": _budget(steps, seed=1000, **learning_rates(method, *RATES)),
                    "gpu": _budget(50_000),
                    "paper": _budget(200_000),
                },
            }
        )
    return {
        "title": "Six Gaussians on a circle (MDGAN, Fig. 9)",
        "columns": ("modes", "high_quality", "kl", "intra_mode_kl", "intra_mode_kl_median"),
        "figures": ({"name": "sample_figures.over_training"},),
        "controls": "true samples",
        "rows": rows,
        "note": "The paper gives neither the steps nor D's width.",
    }
