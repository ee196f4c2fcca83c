"""Stacked MNIST at 8 x 8 pixels: how many of 1000 modes each method covers, with DCGAN's networks, in equal seconds.

  python -m launch.reproduce --table=stacked_mnist_8

A table of a size that a CPU core trains in minutes; no paper has it. All rows have the same generator, discriminator
(of pairs for ALI and VEEGAN, of packs for PacGAN), batch and average of the generator. The learning rates of each
are the best of eight draws (results/tuning/stacked_mnist_8_METHOD.json), and its steps are those of equal seconds of
one core. The data are found by TFDS_DATA_DIR.

Not measured yet.
"""

from configs.common import learning_rates

# (label, config, learning rates, steps of the cpu budget).
G, D, E = "generator_tx", "discriminator_tx", "encoder_tx"
METHODS = (
    ("DCGAN", "dcgan", {G: 1.08e-4, D: 1.21e-4}, 6_000),
    ("PacGAN", "pacgan", {G: 3.46e-4, D: 1.88e-3}, 7_500),
    ("ALI", "ali", {G: 1.22e-3, D: 1.63e-3, E: 2.88e-3}, 4_000),
    ("VEEGAN", "veegan", {G: 1.97e-3, D: 1.77e-4, E: 2.19e-3}, 4_000),
    ("Unrolled GAN", "unrolled", {G: 7.42e-3, D: 1.22e-3}, 600),
    ("DCGAN-SI", "dcgan_si", {G: 3.46e-4, D: 1.88e-3}, 6_000),
    ("LBT-GAN, VAE as student", "lbt_gan", {G: 3.46e-4, D: 1.88e-3}, 2_700),
)


def get_table() -> dict:
    rows = []
    for label, name, rates, steps in METHODS:
        changed = learning_rates(rates)
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
