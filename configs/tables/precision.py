"""Networks that compute in bfloat16 beside the same in float32: the ring, the 5 x 5 grid and MNIST, the same seeds.

  python -m launch.reproduce --table=precision

Parameters, moments, batch statistics, losses and metrics are float32 in all rows
(`ganjax.networks.precision`). A CPU is no faster in bfloat16: the seconds say nothing about an
accelerator.

No score differs by more than two standard errors: SIG's KL on the 5 x 5 grid is .037 +- .015 beside .030 +- .012.
Before the gradients of biases were summed in float32 (`ganjax.networks.layers.add_bias`) it was .084 +- .010, and
before the points of an MLP were float32 (`unrounded`) .106 +- .024. DCGAN on MNIST, which has only
begun to learn (an inception score of 1.67 after a thousand steps of 8 filters), is the same in both. 79 to 265 s of
one CPU core a row.
"""

PRECISIONS = ("float32", "bfloat16")
MNIST = {
    "networks.generator.filters": 8,
    "networks.discriminator.filters": 8,
    "generator_tx.learning_rate": 3e-3,  # with the config's 2e-4 it has hardly begun after a thousand steps
    "discriminator_tx.learning_rate": 1e-3,
    "eval.samples": 5_000,
}
# (label, config, trials and steps of the cpu budget, changes).
ROWS = (
    ("ring: GAN", "configs/ring/gan.py", 5, 10_000, {"eval.samples": 100_000}),
    ("5 x 5 grid: SIG", "configs/grid25/sig.py", 5, 20_000, {"eval.samples": 50_000}),
    ("MNIST: DCGAN", "configs/mnist/dcgan.py", 3, 1_000, MNIST),
)


def get_table() -> dict:
    rows = []
    for label, config, trials, steps, changes in ROWS:
        for precision in PRECISIONS:
            changed = {"precision": precision, "seed": 4000} | changes
            rows.append(
                {
                    "label": f"{label}, {precision}",
                    "name": f"{config.split('/')[1]}_{precision}",
                    "group": precision,
                    "config": config,
                    "budgets": {
                        "smoke": changed | {"steps": 2, "trials": 1, "eval.samples": 500},
                        "cpu": changed | {"steps": steps, "trials": trials, "eval_every": steps // 4},
                        "gpu": {"precision": precision, "seed": 4000, "trials": 5},
                    },
                }
            )
    return {
        "title": "bfloat16 inside of networks, beside float32",
        "columns": ("modes", "high_quality", "kl", "intra_mode_kl", "inception_score"),
        "against": PRECISIONS[0],
        "figures": ({"name": "metric_figures.curves"},),
        "rows": rows,
    }
