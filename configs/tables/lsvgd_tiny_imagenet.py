"""LSVGD's Table II: as lsvgd_cifar10, on Tiny-ImageNet. A folder of folders has the images (`data.name` "folder").

The gpu and paper budgets read runs/data/tiny-imagenet, a folder a class; smoke is lsvgd_cifar10's.
The cpu budget has TFDS `tiny_imagenet_20`, 20 of the classes at 16 x 16, found by TFDS_DATA_DIR. Its two GANs have
networks of 16 filters; rates, bandwidth and temperature are lsvgd_cifar10's, not searched on these images.

1,000 steps, 3 trials, 63 to 83 s of one core a row. Plain gradients win or draw: DCGAN has an inception score of
4.48 +- .06 with SGD, 4.10 +- .08 with SVGD, 4.43 +- .18 with LSVGD and 3.9 +- .1 with uniform weights or joint noise;
the Fréchet distances are equal within their errors (3.9 to 4.6). SNGAN has 4.02 +- .12 with SGD and 3.7 to 3.85
with the others. Scores still rise in all rows. The accuracy of samples (.38 to .52) is above that of real ones (.39)
in eight rows of ten.
"""

from configs.tables.lsvgd_cifar10 import table

FIGURES = {
    "dcgan_svgd": ("DCGAN", ((31.51, 0.2156, 8.08), (32.63, 0.2032, 8.65), (35.76, 0.27, 8.81))),
    "stein_gan": ("Stein-GAN", (None, (33.57, 0.2441, 8.72), (36.13, 0.2783, 8.92))),
    "wgan": ("WGAN", ((36.68, 0.3735, 8.61), (36.95, 0.3597, 8.46), (40.06, 0.4133, 8.70))),
    "wgan_gp": ("WGAN-GP", ((38.71, 0.3681, 9.24), (49.54, 0.5307, 9.23), (50.79, 0.5314, 9.43))),
    "roth": ("Reg-GAN (Roth)", ((39.88, 0.4368, 8.98), (48.14, 0.5328, 9.00), (55.00, 0.5857, 9.92))),
    "sngan": ("SNGAN", ((57.74, 0.5926, 10.11), (86.30, 0.7677, 11.32), (89.65, 0.7837, 11.64))),
    "sagan": ("SAGAN", ((41.03, 0.3845, 9.46), (55.54, 0.5828, 10.02), (60.81, 0.6356, 10.51))),
}
SMALL = {"data": "tiny_imagenet_20", "shape": (16, 16, 3), "classes": 20, "filters": 16}


def get_table() -> dict:
    made = table(
        "GANs on Tiny-ImageNet (LSVGD, Table II; the cpu budget on 20 classes at 16 x 16)",
        "folder",
        (64, 64, 3),
        200,
        FIGURES,
        ("inception_score", "accuracy", "variance"),
        100_000,
        small=SMALL,
        small_methods=("dcgan_svgd", "sngan"),
        small_steps=1_000,
    )
    for row in made["rows"]:
        for budget in ("gpu", "paper"):
            row["budgets"][budget]["data.path"] = "runs/data/tiny-imagenet"
    return made
