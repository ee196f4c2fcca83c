"""The survey's Table 1: VAE and IWAE of 1, 5 and 50 samples, with one and two stochastic layers.

The published protocol is that of Burda et al. (2016): 3,280 epochs of binarised MNIST in batches of 20, at eight
rates, the i-th for 3^i epochs. The cpu budget is its first three rates, 13 epochs, and measures the NLL on the first
1,000 held-out images; the gpu budget its first five, 121 epochs. Where it differs from the authors' code: weights
begin at flax's default, not at Glorot's, and the biases of the pixels at 0, not at those of the mean image.

Two of their settings decide whether a second layer is used at all: configs/mnist_binary/vae_two_layers.py, 6,000
steps, seed 77, two trials, --config.estimator_tx.decay_steps=9840000. The bound is then -157 and -160 nats. With
second moments that begin at 0 (estimator_tx.second_moment) it is -181 and -209, and where the encoder sees pixels of
-1 and 1 as well (networks.encoder.input_scale=1, input_shift=0) -209 in both: no unit is active.
"""

from configs.iwae import STEPS, steps_of

# The survey's NLL by (layers, method, samples).
PAPER = {
    (1, "vae", 1): 88.69,
    (1, "iwae", 1): 88.67,
    (1, "iwae", 5): 86.91,
    (1, "iwae", 50): 85.76,
    (2, "vae", 1): 89.03,
    (2, "iwae", 1): 88.97,
    (2, "iwae", 5): 85.77,
    (2, "iwae", 50): 84.32,
}
RATES = {"cpu": 3, "gpu": 5}  # the first so many of the eight


def _row(layers: int, method: str, samples: int, nll: float) -> dict:
    name = method if layers == 1 else f"{method}_two_layers"
    number = {1: "one layer", 2: "two layers"}[layers]
    kept = {"method.samples": samples}
    scored = {"eval.nll": {"samples": 5_000, "examples": 1_000}}
    cut = {budget: {"steps": steps_of(rates), "estimator_tx.decay_steps": STEPS} for budget, rates in RATES.items()}
    return {
        "label": f"{number}: {method.upper()}" + (f", k = {samples}" if method == "iwae" else ""),
        "name": f"{method}_{samples}_{layers}",
        "group": number,
        "config": f"configs/mnist_binary/{name}.py",
        "paper": {"nll": nll},
        "budgets": {
            "smoke": kept | {"steps": 4, "eval.nll": {"samples": 10, "examples": 20}},
            "cpu": kept | scored | cut["cpu"] | {"seed": 1000, "trials": 2},
            "gpu": kept | cut["gpu"] | {"trials": 3},
            "paper": kept,
        },
    }


def get_table() -> dict:
    return {
        "title": "VAE and IWAE on binarised MNIST (the survey, Table 1)",
        "columns": ("nll", "active_units_1", "active_units_2"),
        "diagnostics": (),
        "rows": [_row(*key, nll) for key, nll in PAPER.items()],
        "note": "NLL in nats, by 5,000 importance samples an image; active units of the layers from the data upwards "
        "(50; 100 and 50), those whose mean has a variance above .01. No samples are scored, so that there are no "
        "controls: pixels that are independent, each with its mean over the training images, have an NLL of 206. "
        "Published figures are of 3,280 epochs.",
    }
