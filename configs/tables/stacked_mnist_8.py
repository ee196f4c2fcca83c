"""Stacked MNIST at 8 x 8 pixels: how many of 1000 modes each method covers, with DCGAN's networks, in equal seconds.

  python -m launch.reproduce --table=stacked_mnist_8

A table of a size that a CPU core trains in minutes; no paper has it. All rows have the same generator, discriminator
(of pairs for ALI and VEEGAN, of packs for PacGAN), batch and average of the generator. The learning rates of each
are those of the highest inception score in eight draws (results/tuning/stacked_mnist_8_METHOD.json; their modes, 0 to
3 in 500 samples, say nothing yet), and its steps are those of equal seconds of one core. The data are found by
TFDS_DATA_DIR.

Three seeds, 88 to 141 s of one core a row: modes of 1000 are DCGAN-SI 445 +- 9.5, DCGAN 421 +- 1.5, ALI 240 +- 16,
VEEGAN 211 +- 35, PacGAN 181 +- 5.2, LBT-GAN 134 +- 12, R3GAN 61 +- 61 (184 in one run of three, none in two; 88 s),
Unrolled GAN 3 +- 2.1 (600 steps). All curves but R3GAN's, which was not looked at, still rise. What the count
measures is how soon digits can be read, not who drops modes: 3 % of the stacks at most qualify, and the classes are
even in all rows (exp H(y) of 9.7 to 9.9 of 10; Unrolled GAN 9.5).
"""

from configs.common import learning_rates

# (label, config, learning rates, other changes, steps of the cpu budget).
G, D, E = "generator_tx", "discriminator_tx", "encoder_tx"
R1_R2 = "method.terms.discriminator.r1_r2.weight"
METHODS = (
    ("DCGAN", "dcgan", {G: 3.46e-4, D: 1.88e-3}, {}, 6_000),
    ("PacGAN", "pacgan", {G: 2.25e-4, D: 2.88e-3}, {}, 7_500),
    ("ALI", "ali", {G: 1.22e-3, D: 1.63e-3, E: 2.88e-3}, {}, 4_000),
    ("VEEGAN", "veegan", {G: 1.97e-3, D: 1.77e-4, E: 2.19e-3}, {}, 4_000),
    ("Unrolled GAN", "unrolled", {G: 6.69e-3, D: 4.23e-3}, {}, 600),
    ("DCGAN-SI", "dcgan_si", {G: 3.46e-4, D: 1.88e-3}, {}, 6_000),
    ("LBT-GAN, VAE as student", "lbt_gan", {G: 3.46e-4, D: 1.88e-3}, {}, 2_700),
    ("R3GAN", "r3gan", {G: 4.28e-3, D: 7.42e-3}, {R1_R2: 1.04e-5}, 3_400),
)


def get_table() -> dict:
    rows = []
    for label, name, rates, other, steps in METHODS:
        changed = learning_rates(rates) | other
        rows.append(
            {
                "label": label,
                "config": f"configs/stacked_mnist_8/{name}.py",
                "budgets": {
                    "smoke": changed | {"steps": 4, "trials": 1, "eval.samples": 500, "data.name": "stacked_digits"},
                    "cpu": changed | {"steps": steps, "trials": 3, "eval_every": steps // 4, "seed": 1000},
                    "gpu": changed | {"steps": 20_000, "trials": 5, "eval_every": 5_000, "seed": 1000},
                },
            }
        )
    return {
        "title": "Stacked MNIST at 8 x 8 pixels, 1000 modes, equal seconds",
        "columns": ("modes", "kl", "qualified", "high_quality", "inception_score", "exp_h_y", "classifier_accuracy"),
        "figure": "sample_figures.images_and_curves",
        "controls": "real held-out digits",
        "rows": rows,
        "note": "modes: of 26,000 samples. The figures are not comparable with those of 28 x 28 pixels.",
    }
