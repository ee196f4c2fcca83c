"""LSVGD's Table III: as lsvgd_cifar10, on CelebA with 19 attributes in place of classes.

The gpu and paper budgets read runs/data/celeba.npz: `x` uint8 [50000, 64, 64, 3] and `label` [50000, 19] in 0..1;
smoke is lsvgd_cifar10's. The cpu budget has the 9,000 faces of TFDS `celeb_a_10k` at 16 x 16 and the 19 attributes
that most of them have (the paper's "most active", which it does not name), found by TFDS_DATA_DIR. Its two GANs have
networks of 16 filters; rates, bandwidth and temperature are lsvgd_cifar10's, not searched on faces.

1,000 steps, 3 trials, 59 to 69 s of one core a row. Plain gradients draw or win: DCGAN has a Fréchet distance of
2.94 +- .11 with SGD, 2.58 +- .15 with SVGD and 3.92 +- .23 with LSVGD; SNGAN 5.16 +- .63, 4.56 +- .68 and 6.55 +-
.78, and 3.34 +- .62 with joint noise. Of eight differences to SGD one is beyond three of its standard errors:
LSVGD's with DCGAN, for the worse. The accuracy tells nothing: an untrained generator has .64 and a collapsed one
.84, real faces .79.
"""

from configs.tables.lsvgd_cifar10 import table

FIGURES = {
    "dcgan_svgd": ("DCGAN", ((0.7137, 2.24), (0.6676, 2.26), (0.7124, 2.27))),
    "stein_gan": ("Stein-GAN", (None, (0.6998, 2.14), (0.7255, 2.19))),
    "wgan": ("WGAN", ((0.6951, 2.18), (0.6874, 2.17), (0.6960, 2.23))),
    "wgan_gp": ("WGAN-GP", ((0.7617, 2.11), (0.7543, 2.16), (0.7568, 2.25))),
    "roth": ("Reg-GAN (Roth)", ((0.7966, 1.96), (0.7836, 1.90), (0.8026, 2.04))),
    "sngan": ("SNGAN", ((0.7879, 2.02), (0.7924, 2.12), (0.7990, 2.24))),
    "sagan": ("SAGAN", ((0.8145, 2.06), (0.8072, 2.04), (0.8191, 2.12))),
}
# By their shares among the 9,000, from .83 down to .20.
ATTRIBUTES = (
    "No_Beard",
    "Young",
    "Attractive",
    "Mouth_Slightly_Open",
    "Smiling",
    "Wearing_Lipstick",
    "High_Cheekbones",
    "Male",
    "Heavy_Makeup",
    "Wavy_Hair",
    "Oval_Face",
    "Pointy_Nose",
    "Arched_Eyebrows",
    "Black_Hair",
    "Big_Lips",
    "Big_Nose",
    "Straight_Hair",
    "Bags_Under_Eyes",
    "Brown_Hair",
)
FACES = {"data": "celeb_a_10k", "shape": (16, 16, 3), "classes": len(ATTRIBUTES), "filters": 16}


def get_table() -> dict:
    made = table(
        "GANs on CelebA (LSVGD, Table III; the cpu budget at 16 x 16)",
        "npz",
        (64, 64, 3),
        len(ATTRIBUTES),
        FIGURES,
        ("accuracy", "variance"),
        small=FACES,
        small_methods=("dcgan_svgd", "sngan"),
        small_steps=1_000,
        small_label="attributes/" + ",".join(ATTRIBUTES),
    )
    for row in made["rows"]:
        for budget in ("gpu", "paper"):
            row["budgets"][budget]["data.path"] = "runs/data/celeba.npz"
    return made
