"""How far a critic's estimate of a divergence is from the truth, over the dimension.

  python -m launch.estimator_error [--dimensions=1,2,4,8,16,32] [--bounds=kl,pearson] [--out=results/estimator_error]

P is N(0, I), Q is N(mu, I), all coordinates of mu being equal, and KL(P || Q) is --kl in every dimension. No other
divergence changes with the dimension either, as the density ratio depends on one direction alone. A multilayer
perceptron learns by each bound (f-GAN's, and Donsker and Varadhan's) on fresh batches; its value on fresh examples,
less the true divergence, is the error. Beside it stands how far the value of the same critic scatters over batches.
Writes table.md, results.json and figure.png.
"""

import pathlib

from absl import flags

from launch import cli, critics
from launch.outputs import check_own

BOUNDS = flags.DEFINE_list("bounds", [], "Names of ganjax.losses.f_divergences, donsker_varadhan; default: all.")
DIMENSIONS = flags.DEFINE_list("dimensions", ["1", "2", "4", "8", "16", "32"], "Dimensions of P and Q.")
KL = flags.DEFINE_float("kl", 1.0, "KL(P || Q) in nats.", lower_bound=0.0, upper_bound=10.0)
STEPS = flags.DEFINE_integer("steps", 1_000, "Steps of each critic.", lower_bound=1)
BATCH = flags.DEFINE_integer("batch", 256, "Examples of each of P and Q a step.", lower_bound=2)
SEEDS = flags.DEFINE_integer("seeds", 3, "Critics of each bound and dimension.", lower_bound=1)
OUT = flags.DEFINE_string("out", "results/estimator_error", "Folder for table.md, results.json and figure.png.")


def _error(entry: dict) -> tuple[float, float]:
    """(mean error, its standard error over the seeds; NaN of one seed)."""
    import numpy as np

    values = np.array(entry["values"]) - entry["truth"]
    error = values.std(ddof=1) / np.sqrt(len(values)) if len(values) > 1 else np.nan
    return float(values.mean()), float(error)


def _tables(entries: list[dict]) -> list[str]:
    """The errors, and the deviations of a batch's value: a line a bound, a column a dimension."""
    import numpy as np

    rows = {name: [e for e in entries if e["bound"] == name] for name in dict.fromkeys(e["bound"] for e in entries)}
    header = [f"d = {entry['dimension']}" for entry in next(iter(rows.values()))]
    errors, deviations = [["", "truth", *header]], [["", *header]]
    for name, row in rows.items():
        label = name.replace("_", " ")
        cells = [
            f"{mean:+.2g}" + (f" ± {error:.1g}" if np.isfinite(error) else "") for mean, error in map(_error, row)
        ]
        errors.append([label, f"{row[0]['truth']:.3g}", *cells])
        deviations.append([label, *(f"{np.mean(entry['batch_deviations']):.2g}" for entry in row)])
    return [
        "## Estimate less truth",
        "",
        cli.table(errors),
        "",
        "## Deviation of one batch",
        "",
        cli.table(deviations),
    ]


def _draw(entries: list[dict], path: pathlib.Path) -> None:
    import numpy as np

    from ganjax.harness import plots
    from ganjax.harness.metric_figures import LEGEND_RIGHT

    fig, axes = plots.figure(1, 2, 4)
    left, right = axes[0]
    for name in dict.fromkeys(entry["bound"] for entry in entries):
        row = [entry for entry in entries if entry["bound"] == name]
        x, truth = [entry["dimension"] for entry in row], row[0]["truth"]
        mean, error = np.array([_error(entry) for entry in row]).T / truth
        left.errorbar(x, mean, error, fmt=".-")
        right.plot(
            x, [np.mean(entry["batch_deviations"]) / truth for entry in row], ".-", label=name.replace("_", " ")
        )
    left.axhline(0, color="0.7", zorder=0)
    left.set(xlabel="dimension", title="(estimate - truth) / truth")
    left.set_yscale("symlog", linthresh=0.02)  # most errors are small beside the largest
    right.set(xlabel="dimension", title="deviation of one batch's value / truth", yscale="log")
    for axis in (left, right):
        axis.set_xscale("log", base=2)
        axis.title.set_fontsize("small")
    right.legend(fontsize="x-small", **LEGEND_RIGHT)
    plots.save(fig, path)


def _checked(names: list[str], kl: float) -> tuple[list[str], list[int]]:
    """The bounds and the dimensions to estimate."""
    from ganjax.errors import UserError
    from ganjax.lookup import nearest

    known = critics.bounds()
    for name in names:
        if name not in known:
            raise UserError(f"--bounds: there is no bound {name!r}{nearest(name, known)}")
    dimensions = sorted(set(cli.numbers(DIMENSIONS, int, 1)))
    if not kl > 0:
        raise UserError(f"--kl must be more than 0, not {kl:g}: the errors are shares of the true divergences")
    return names or list(known), dimensions


def _write(out: pathlib.Path, command: str, facts: dict, entries: list[dict]) -> str:
    """Writes the three files; returns table.md."""
    from ganjax.files import write_text, writing_to
    from ganjax.harness.evaluate import environment
    from ganjax.harness.writers import write_json

    machine = environment()
    text = "\n".join(
        [
            "# Estimates of divergences over the dimension",
            "",
            f"`{command}`",
            "",
            f"Two normals at a distance of {facts['distance']:.3g} in every dimension; mean ± standard error over "
            f"{facts['seeds']} critics (ReLU, {' x '.join(map(str, critics.HIDDEN))}) after {facts['steps']} steps "
            f"of {facts['batch']} fresh examples of each side, tested on {critics.TESTS} times as many. A deviation "
            f"is the standard deviation of the same critic's value over batches of {facts['batch']}. "
            f"{machine['device']}, "
            f"jax {machine['jax']}.",
            "",
            *_tables(entries),
            "",
        ]
    )
    with writing_to(out):
        write_text(out / "table.md", text)
        write_json(out / "results.json", {"command": command, **facts, "estimates": entries, "environment": machine})
        _draw(entries, out / "figure.png")
    return text


def main():
    """Trains the critics; writes their table after each bound."""
    from ganjax.addresses import check_local
    from ganjax.files import writing_to
    from ganjax.metrics.divergences import of_shifted_normals
    from ganjax.progress import say

    check_local(OUT.value, "--out")
    names, dimensions = _checked(BOUNDS.value, KL.value)
    distance = (2 * KL.value) ** 0.5
    truth, out = of_shifted_normals(distance), pathlib.Path(OUT.value)
    facts = {"distance": distance, "steps": STEPS.value, "batch": BATCH.value, "seeds": SEEDS.value}
    command = cli.command("estimator_error", BOUNDS, DIMENSIONS, KL, STEPS, BATCH, SEEDS)
    check_own(out, command)
    with writing_to(out):
        out.mkdir(parents=True, exist_ok=True)
    entries, text = [], ""
    for name in names:
        for dimension in dimensions:
            entries.append(critics.estimate(name, dimension, **facts) | {"truth": truth[name]})
            mean, error = _error(entries[-1])
            say(f"{name}, d = {dimension}: error {mean:+.3g} ± {error:.2g}")
        text = _write(out, command, facts, entries)
    print(text)


if __name__ == "__main__":
    cli.run(main)
