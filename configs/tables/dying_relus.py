"""Do a discriminator's ReLUs die before a game loses its modes, or after? Rows of `coverage_long`, looked at closer.

  python -m launch.reproduce --table=dying_relus

GAN, LSGAN and R3GAN lost their modes within five minutes by the draws that their searches had chosen. The same rows
(draws, steps, seeds) are scored forty times on the way, and with the modes the units of D's last hidden layer that
still vary over the data (`ganjax.metrics.live_features`). GAN-SI, and the GAN on the even grid, kept their modes.
With leaky ReLUs no unit can die; with rates that fall the last steps are small.
"""

from configs.tables import coverage, coverage_long

EVALUATIONS = 40
LEAKY = {"networks.discriminator.activation": "leaky_relu"}
# (data, label, method, what its row changes, whether its rates fall to 0).
ROWS = (
    ("uneven_grid25", "GAN", "gan", {}, False),
    ("uneven_grid25", "GAN, leaky ReLUs in D", "gan", LEAKY, False),
    ("uneven_grid25", "GAN, rates that fall", "gan", {}, True),
    ("uneven_grid25", "LSGAN", "lsgan", {}, False),
    ("uneven_grid25", "R3GAN", "r3gan", {}, False),
    ("uneven_grid25", "GAN-SI", "gan_si", {}, False),
    ("grid25", "GAN", "gan", {}, False),
    ("grid25", "LSGAN", "lsgan", {}, False),
    ("grid25", "LSGAN, leaky ReLUs in D", "lsgan", LEAKY, False),
)


def row(name: str, label: str, method: str, changes: dict, falls: bool) -> dict:
    """The row of `coverage_long`, scored `EVALUATIONS` times with the critic's live features."""
    metrics = {"eval.metrics": ("mixtures", "live_features")}
    entry = coverage.row(name, label, method, changes | metrics, coverage_long.LONG)
    cpu = entry["budgets"].get("cpu")
    if cpu:
        cpu["eval_every"] = -(-cpu["steps"] // EVALUATIONS)
        if falls:
            cpu |= {f"{player}_tx.decay_steps": cpu["steps"] for player in ("generator", "discriminator")}
    return entry


def get_table() -> dict:
    figure = {"name": "metric_figures.race", "names": ("modes", "live_features")}
    columns = ("modes", "high_quality", "kl", "modes_at_best_kl", "live_features", "seconds_to_90_percent")
    title = "What dies first, modes or units of D?"
    return coverage_long.table(title, [row(*entry) for entry in ROWS]) | {"figures": (figure,), "columns": columns}
