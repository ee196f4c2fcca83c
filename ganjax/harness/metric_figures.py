"""Figures of metrics: over time, over a sweep, over the draws of a search.

Those that a table can name take [(label, group, workdir)] and a folder, and write PNGs there.
"""

import pathlib
from collections.abc import Sequence
from itertools import cycle

import numpy as np

from ganjax.harness import plots
from ganjax.harness.config import from_plain, point_label, sweep_points
from ganjax.harness.evaluate import points_of, standard_error
from ganjax.harness.plots import save
from ganjax.harness.tune import less_is_better
from ganjax.harness.writers import read_json, read_lines
from ganjax.progress import say

# A legend to the right of its panel, where it hides no line.
LEGEND_RIGHT = {"bbox_to_anchor": (1.02, 1), "loc": "upper left"}
# More lines than there are colours are told apart by their marks and dashes.
LINE_STYLES = [
    {"color": f"C{index}", "marker": marker, "linestyle": dashes, "markersize": 4}
    for marker, dashes in ((".", "-"), ("x", "--"), ("^", ":"))
    for index in range(10)
]
# Those that read a run's results.json alone, and none of its evaluations.
OF_RESULTS = frozenset({"frontier", "twice"})
Runs = list[tuple[str, str, pathlib.Path]]


def by_group(runs: Runs) -> dict[str, list[tuple[str, pathlib.Path]]]:
    """group -> [(label, workdir)], in the order of the runs."""
    members = {}
    for label, group, workdir in runs:
        members.setdefault(group, []).append((label, workdir))
    return members


def curves(
    runs: Runs,
    out: pathlib.Path,
    names=("modes", "intra_mode_kl", "high_quality"),
    file: str = "figure.png",
    size: float = 3,
    styles: dict[str, dict] | None = None,
) -> None:
    """Metrics over seconds of training, mean and range over the trials, a line a point of a sweep (LBT, Fig. 3).

    styles: the style of a run without a sweep, by its label without its group; None: one after the other.
    """
    groups = by_group(runs)
    fig, axes = plots.figure(len(groups), len(names), size)
    for row, (group, members) in zip(axes, groups.items(), strict=True):
        for axis, name in zip(row, names, strict=True):
            style = cycle(LINE_STYLES)
            for label, workdir in members:
                lines = read_lines(workdir / "metrics.jsonl")
                lines = [line for line in lines if name in line.get("eval", {})]
                if not lines:
                    continue
                seconds = [line["seconds"] for line in lines]
                lanes = np.array([line["eval"][name] for line in lines], float)
                points = sweep_points(from_plain(read_json(workdir / "config.json")))
                for point, values in zip(points, np.split(lanes, len(points), axis=1), strict=True):
                    name_of = ", ".join(filter(None, (name_in(group, label), point_label(point))))
                    given = styles[name_in(group, label)] if styles else next(style)
                    (line,) = axis.plot(seconds, np.nanmean(values, 1), label=name_of, **given)
                    band = np.nanmin(values, 1), np.nanmax(values, 1)
                    axis.fill_between(seconds, *band, color=line.get_color(), alpha=0.2 if len(members) < 9 else 0.06)
            axis.set(xlabel="seconds", title=f"{group} {name}".strip())
            if name.startswith("intra"):
                axis.set_yscale("log")
        labelled = next((axis for axis in row if axis.lines), None)
        if labelled is not None:
            row[-1].legend(*labelled.get_legend_handles_labels(), fontsize="x-small", **LEGEND_RIGHT)
    save(fig, out / file)


def curves_by_method(runs: Runs, out: pathlib.Path, names: Sequence[str]) -> None:
    """curves.png: `curves`, a row of panels a method and a line a group, of runs labelled "METHOD, GROUP"."""
    by_method = [(group, label.removesuffix(f", {group}"), workdir) for label, group, workdir in runs]
    curves(by_method, out, names, "curves.png")


def best_first(runs: Runs, metric: str) -> Runs:
    """The runs of each group in the order of a metric at the end, the best first; those that diverged are last."""
    sign, groups = 1 if less_is_better(metric) else -1, list(by_group(runs))

    def order(run):
        mean = read_json(run[2] / "results.json")["metrics"][metric]["mean"]
        return groups.index(run[1]), np.inf if mean is None else sign * mean

    return sorted(runs, key=order)


def race(runs: Runs, out: pathlib.Path, names=("modes", "high_quality"), file: str = "figure.png") -> None:
    """`curves` of many runs, large; a legend is in the order of the first metric at the end, the best first.

    A label has the same style in every group.
    """
    runs = best_first(runs, names[0])
    labels = dict.fromkeys(name_in(group, label) for label, group, _ in runs)
    curves(runs, out, names, file, size=5, styles=dict(zip(labels, cycle(LINE_STYLES))))


def evenly_covered(modes: int, samples) -> np.ndarray:
    """How many of M equally likely modes n draws cover on average: M (1 - (1 - 1/M)^n).

    Args:
      modes: M. samples: n, [...].
    """
    return modes * -np.expm1(np.asarray(samples) * np.log1p(-1 / modes))


def evenness(runs: Runs, out: pathlib.Path) -> None:
    """evenness.png: modes over the share of samples that qualifies, a point each evaluation of each trial.

    The line is `evenly_covered` of as many samples as qualify: far below it, modes are missing or rare; near it, the
    count says how many samples qualify, and no more. For runs of one data set, group and number of samples; each has
    the style that it has in `race`.
    """
    fig, axes = plots.figure(1, 1, 6)
    axis, span, facts = axes[0, 0], [], (0, 0)
    for (label, _, workdir), style in zip(best_first(runs, "modes"), cycle(LINE_STYLES), strict=False):
        lines = [line["eval"] for line in read_lines(workdir / "metrics.jsonl") if "eval" in line]
        share, modes, missed = (
            np.array([line[name] for line in lines], float).ravel() for name in ("qualified", "modes", "missed")
        )
        kept = share > 0  # the axis is of logarithms
        if not kept.any():
            continue
        axis.plot(share[kept], modes[kept], label=label, **style | {"linestyle": ""})
        span += [share[kept].min(), share[kept].max()]
        facts = int((modes + missed)[kept][0]), read_json(workdir / "config.json")["eval"]["samples"]
    if span:
        share = np.geomspace(min(span), max(span), 100)
        even = evenly_covered(facts[0], share * facts[1])
        axis.plot(share, even, "k-", linewidth=1, label="even samples", zorder=0)
        axis.legend(fontsize="x-small", **LEGEND_RIGHT)
    axis.set(xscale="log", xlabel="share of samples that qualifies", ylabel="modes")
    save(fig, out / "evenness.png")


def over_sweep(runs: Runs, out: pathlib.Path, names=("inception_score", "accuracy", "variance")) -> None:
    """figure.png: metrics over the values of each run's sweep of one number, a row a group (LSVGD, Fig. 5)."""
    groups = by_group(runs)
    fig, axes = plots.figure(len(groups), len(names), 3)
    for row, (group, members) in zip(axes, groups.items(), strict=True):
        for label, workdir in members:
            points = read_json(workdir / "results.json")["sweep"]
            (key,) = points[0]["values"]
            x = [point["values"][key] for point in points]
            for axis, name in zip(row, names, strict=True):
                entries = [point["metrics"][name] for point in points]
                mean = np.array([value["mean"] for value in entries], float)  # null, all trials having failed, is NaN
                axis.errorbar(x, mean, [standard_error(value)[0] for value in entries], fmt=".-", label=label)
                axis.set(xscale="log", xlabel=key.split(".")[-1])
                axis.set_title(f"{group} {name}", fontsize="small")
        row[-1].legend(fontsize="xx-small", **LEGEND_RIGHT)
    save(fig, out / "figure.png")


def name_in(group: str, label: str) -> str:
    """A run's label within the panel of its group, whose title is the group: without "GROUP: "."""
    return label.removeprefix(f"{group}: ")


def frontier(runs: Runs, out: pathlib.Path, names=("modes", "high_quality")) -> None:
    """figure.png: one metric against another, with standard errors in both; a panel a group.

    A run with a sweep of one number is a line through its points, each with its value beside it; one without is a
    point.
    """
    groups = by_group(runs)
    fig, axes = plots.figure(1, len(groups), 4.5)
    for axis, (group, members) in zip(axes[0], groups.items(), strict=True):
        for index, (label, workdir) in enumerate(members):
            points = points_of(read_json(workdir / "results.json"))
            entries = [[point["metrics"][name] for name in names] for point in points]
            # A point whose trials all failed has null as its mean, and is not drawn.
            x, y = np.array([[value["mean"] for value in pair] for pair in entries], float).T
            x_error, y_error = np.array([[standard_error(value)[0] for value in pair] for pair in entries]).T
            style = {"fmt": "o-" if len(points) > 1 else "s", "color": f"C{index}", "label": name_in(group, label)}
            axis.errorbar(x, y, y_error, x_error, **style)
            for point, *place in zip(points, x, y, strict=True):
                values = ", ".join(f"{value:g}" for value in point["values"].values())
                axis.annotate(
                    values, place, (4, 4), textcoords="offset points", fontsize="x-small", color=f"C{index}"
                )
        axis.set(xlabel=names[0].replace("_", " "), ylabel=names[1].replace("_", " "), title=group)
        axis.grid(alpha=0.3)
        axis.legend(fontsize="x-small", loc="best")
    save(fig, out / "figure.png")


def twice(
    runs: Runs, out: pathlib.Path, names: Sequence[str] = ("modes",), pairs: Sequence[Sequence[str]] | None = None
) -> None:
    """figure.png: metrics of a second group over those of a first, a point a label that both have.

    With standard errors over the trials; a panel's title has Spearman's rank correlation of the means, and how
    many pairs of labels the two groups order differently by more than two standard errors in each. Where no label has
    a mean in both, as where one group has been run alone so far, nothing is drawn.

    Args:
      names: of the metrics, a column of panels each.
      pairs: the two groups of each row of panels; None: the runs are of two groups alone.
    """
    groups = by_group(runs)
    pairs = [tuple(groups)[:2]] if pairs is None else pairs
    sides = [[_metrics_of(group, groups.get(group, [])) for group in pair] for pair in pairs]
    both = [(pair, side) for pair, side in zip(pairs, sides, strict=True) if len(pair) == 2 and _in_both(side, names)]
    if not both:
        say("metric_figures.twice: the picture stays as it is: no row has been run in both groups")
        return
    fig, axes = plots.figure(len(both), len(names), 4.5)
    for row, (pair, side) in zip(axes, both, strict=True):
        for axis, name in zip(row, names, strict=True):
            _over(axis, pair, side, name)
        row[-1].legend(fontsize="x-small", **LEGEND_RIGHT)
    save(fig, out / "figure.png")


def _metrics_of(group: str, members: list[tuple[str, pathlib.Path]]) -> dict[str, dict]:
    return {name_in(group, label): read_json(workdir / "results.json")["metrics"] for label, workdir in members}


def _in_both(sides: list[dict[str, dict]], names: Sequence[str]) -> list[str]:
    """The labels with a mean of every metric in both; one whose trials all failed has null."""
    return [
        label
        for label in sides[0]
        if all(side.get(label, {}).get(name, {}).get("mean") is not None for side in sides for name in names)
    ]


def _over(axis, pair: Sequence[str], sides: list[dict[str, dict]], name: str) -> None:
    """One panel of `twice`: a metric of the second side over that of the first."""
    from scipy.stats import spearmanr

    labels = _in_both(sides, [name])
    means = np.array([[side[label][name]["mean"] for label in labels] for side in sides], float)
    errors = np.array([[standard_error(side[label][name])[0] for label in labels] for side in sides], float)
    rank = spearmanr(*means).statistic
    for label, style, x, y, x_error, y_error in zip(labels, cycle(LINE_STYLES), *means, *errors, strict=False):
        axis.errorbar(x, y, y_error, x_error, label=label, **style)
    span = (np.min(means), np.max(means))
    axis.plot(span, span, color="0.7", linewidth=1, zorder=0)
    title = f"{name}: rank correlation {rank:.2f}\n{reversed_pairs(means, errors)} of "
    title += f"{len(labels) * (len(labels) - 1) // 2} pairs in another order,\nbeyond two standard errors in both"
    axis.set(xlabel=f"{pair[0]} {name}", ylabel=f"{pair[1]} {name}")
    axis.set_title(title, fontsize="small")


def reversed_pairs(means: np.ndarray, errors: np.ndarray, width: float = 2.0) -> int:
    """How many pairs two rounds order differently, each by more than `width` joint standard errors.

    Args:
      means, errors: [2, methods], of the two rounds.
    """
    gap = means[:, :, None] - means[:, None, :]
    sure = np.abs(gap) > width * np.sqrt(errors[:, :, None] ** 2 + errors[:, None, :] ** 2)
    return int(np.sum(sure.all(0) & (gap[0] * gap[1] < 0)) // 2)


def lane_values(workdir: pathlib.Path, metric: str) -> np.ndarray:
    """A metric [lanes] of every lane of a finished run; 0 where it is not finite."""
    values = read_json(workdir / "results.json")["metrics"][metric]["trials"]
    return np.nan_to_num(np.array(values, float), nan=0.0, posinf=0.0, neginf=0.0)


def score_shares(scores: dict[str, np.ndarray], path: pathlib.Path) -> None:
    """A histogram of the MODE scores [draws] of each group's draws, as shares (Che et al. 2017, Fig. 3)."""
    fig, axes = plots.figure(1, 1, 5)
    edges = np.concatenate([[0, 0.5], np.arange(1, 11)])
    places = np.arange(len(edges) - 1)
    for index, (group, values) in enumerate(scores.items()):
        counts, _ = np.histogram(np.clip(values, 0, edges[-1]), edges)
        width = 0.8 / len(scores)
        label = f"{group}, {len(values)} draws"
        axes[0, 0].bar(places + (index + 0.5) * width - 0.4, counts / len(values), width, label=label)
    axes[0, 0].set_xticks(places, [f"{a:g}-{b:g}" for a, b in zip(edges, edges[1:], strict=False)], fontsize=7)
    axes[0, 0].set(xlabel="MODE score", ylabel="share of the draws")
    axes[0, 0].legend(fontsize="small")
    save(fig, path)
