"""MDGAN's grid search (Che et al. 2017, Table 1; Fig. 3 and 4): MODE scores of GAN and Reg-GAN on MNIST.

  python -m launch.reproduce --table=mdgan_grid --budget=cpu

Random draws of the paper's grid, the same for both methods. A row is a shape (layers and widths of G and D) and its
draws (rates, optimisers, dropout) are lanes of one program: what was cut off goes on row by row, from the row's last
checkpoint. The cpu budget has 60 draws of each method, at a quarter of the paper's widths and 2,000 steps of 64
images of 14 x 14 pixels; gpu has 288 at the paper's widths, and paper the whole grid of 2,592. The data are found by
TFDS_DATA_DIR.

Fig. 4 varies lambda_1 = lambda_2 on one architecture; its values are in the picture, not in the text: ours are.

The cpu budget takes 55 minutes of one loaded core. 98 % of GAN's draws and 78 % of Reg-GAN's learn nothing (a MODE
score below 1.5; real digits 9.11, noise 1). Of the same 60 draws Reg-GAN's score is the higher one in 47, GAN's in 9;
the medians are 1.01 and 1.00, the best 5.0 and 1.51. Over lambda the score is 1.0 without the regulariser, and 1.74,
1.81, 2.37 and 2.81 at .005, .02, .1 and .4: one digit without, many with it (lambda.png).
"""

import importlib.util

from configs.mdgan_grid import POINTS, SHAPES, TERM, draws, of_points, of_shape

# Budget -> shapes, points of each, what divides the widths.
SIZES = {"smoke": (1, 2, 40), "cpu": (12, 5, 4), "gpu": (36, 8, 1), "paper": (len(SHAPES), len(POINTS), 1)}
HAS_TERM = importlib.util.find_spec("ganjax.terms.mode_reg") is not None
TINY = {"data.name": "digits", "data.image_shape": (16, 16, 1), "batch_size": 8}
BUDGETS = {
    "smoke": {"steps": 2, "eval.samples": 50, **TINY},
    "cpu": {"steps": 2_000, "eval.samples": 2_000, "checkpoint_every": 500, "data.image_shape": (14, 14, 1)},
    "gpu": {"steps": 15_000, "eval.samples": 10_000, "checkpoint_every": 5_000},
    "paper": {"steps": 50_000, "eval.samples": 10_000, "checkpoint_every": 5_000},  # the paper does not say how many
}
LAMBDAS = (0.0, 0.005, 0.02, 0.1, 0.4)
# What the table calls the numbers of a draw.
LABELS = {
    "generator_tx.learning_rate": "rate",
    "generator_tx.adam": "adam of G",
    "discriminator_tx.adam": "of D",
    "networks.discriminator.dropout": "dropout",
    f"{TERM}.distance_weight": "lambda",
}
# Below this a draw has learned nothing: noise has a MODE score of 1, and one class alone less than that.
NOTHING = 1.5


def _row(label: str, name: str, group: str, regularised: bool, budgets: dict) -> dict:
    return {
        "label": label,
        "name": name,
        "group": group,
        "config": f"configs/mnist/{'grid_reg_gan' if regularised else 'grid_gan'}.py",
        "budgets": budgets,
    }


def get_table() -> dict:
    rows = []
    for number, (shape, points) in enumerate(draws(len(SHAPES), len(POINTS))):
        for group in ("GAN", "Reg-GAN"):
            regularised = group == "Reg-GAN"
            if regularised and not HAS_TERM:
                continue
            budgets = {
                budget: {
                    **BUDGETS[budget],
                    **of_shape(shape, regularised, divisor),
                    **of_points(points[:each], regularised),
                }
                for budget, (shapes, each, divisor) in SIZES.items()
                if number < shapes
            }
            sizes = "G {} x {}, D {} x {}".format(*shape)
            name = f"{group.lower().replace('-', '_')}_{number:03d}"
            rows.append(_row(f"{group}: {sizes}", name, group, regularised, budgets))
    shape, _ = draws(1, 1)[0]
    weights = {"sweep": {f"{TERM}.distance_weight, {TERM}.mode_weight": tuple((x, x) for x in LAMBDAS)}}
    budgets = {
        budget: {**BUDGETS[budget], **of_shape(shape, True, divisor), **weights}
        for budget, (_, _, divisor) in SIZES.items()
    }
    if HAS_TERM:
        rows.append(_row("Reg-GAN over lambda", "over_lambda", "lambda", True, budgets))
    return {
        "title": "Grid search on MNIST (MDGAN, Table 1 and Fig. 3): MODE scores of GAN and Reg-GAN",
        "columns": ("mode_score", "inception_score", "modes", "qualified", "classifier_accuracy"),
        "figures": ({"name": "sample_figures.grid_search"},),
        "controls": "real held-out images",
        "draws": {
            "metric": "mode_score",
            "nothing": NOTHING,
            "groups": ("GAN", "Reg-GAN"),
            "labels": LABELS,
        },
        "rows": rows,
        "note": "Widths in the labels are the paper's; the cpu budget has a quarter of them. adam: 1 for Adam, 0 for "
        "SGD. mode_score: by KL(p ‖ p*); as printed it is the inception score. The classifier is the project's.",
    }
