"""Do a discriminator's ReLUs die before a game loses its modes, or after? Rows of `coverage_long`, looked at closer.

  python -m launch.reproduce --table=dying_relus

GAN and LSGAN lost their modes on the uneven 5 x 5 grid within five minutes, by the draws that their searches had
chosen. The same rows (draws, steps, seeds) are scored forty times on the way, and with the modes those of D's 100
units that still vary over the data (`ganjax.metrics.live_features`). A leaky ReLU cannot die: its slope is nowhere 0,
but .2, as in DCGAN; of these the number says nothing.
"""

from configs.tables import coverage, coverage_long

EVALUATIONS = 40
# (data, label, method, the activation of D's hidden layer).
ROWS = (
    ("uneven_grid25", "GAN", "gan", "relu"),
    ("uneven_grid25", "GAN, leaky ReLUs of slope .2 in D", "gan", "dcgan_leaky_relu"),
    ("uneven_grid25", "LSGAN", "lsgan", "relu"),
    ("uneven_grid25", "LSGAN, leaky ReLUs of slope .2 in D", "lsgan", "dcgan_leaky_relu"),
)


def row(name: str, label: str, method: str, activation: str) -> dict:
    """The row of `coverage_long`, scored `EVALUATIONS` times with the critic's live features."""
    changes = {"networks.discriminator.activation": activation, "eval.metrics": ("mixtures", "live_features")}
    entry = coverage.row(name, label, method, changes, coverage_long.LONG)
    cpu = entry["budgets"].get("cpu")
    if cpu:
        cpu["eval_every"] = -(-cpu["steps"] // EVALUATIONS)
    return entry


def get_table() -> dict:
    figure = {"name": "metric_figures.race", "names": ("modes", "live_features")}
    columns = ("modes", "high_quality", "kl", "modes_at_best_kl", "live_features", "seconds_to_90_percent")
    title = "What dies first, modes or units of D?"
    return coverage_long.table(title, [row(*entry) for entry in ROWS]) | {"figures": (figure,), "columns": columns}
