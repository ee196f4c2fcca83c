"""Figures of samples, and of what discriminators and generators are: each function draws trained runs side by side.

Those that a table can name take [(label, group, workdir)] and a folder, and write PNGs there.
"""

import math
import pathlib
import textwrap

import jax
import numpy as np
from matplotlib.ticker import MaxNLocator

from ganjax import networks
from ganjax.harness import plots
from ganjax.harness.checkpoints import Checkpoints
from ganjax.harness.config import from_plain, plain, sweep_points
from ganjax.harness.evaluate import load
from ganjax.harness.metric_figures import Runs, by_group, lane_values, over_sweep, score_shares
from ganjax.harness.plots import save
from ganjax.harness.run import examples, lane, make_sampler, prepare, root_key, sample_labels
from ganjax.harness.writers import read_json
from ganjax.losses import adversarial


def grid(groups: list[list], size: float, most: int = 9):
    """A figure with a panel a member, each group in rows of its own: (figure, [(axis, member)]).

    Args:
      groups: of any members. size: of a panel, in inches.
      most: panels in a row; a larger group is cut into rows of equal lengths.
    """
    rows: list[list] = []
    for group in groups:
        length = math.ceil(len(group) / math.ceil(len(group) / most))
        rows += [group[i : i + length] for i in range(0, len(group), length)]
    fig, axes = plots.figure(len(rows), max(map(len, rows)), size)
    for axis in axes.ravel():
        axis.set_axis_off()
    return fig, [pair for line, row in zip(axes, rows, strict=True) for pair in zip(line, row, strict=False)]


def _panels(runs: Runs, size: float):
    """A figure with a panel a run, and those panels: (figure, [(axis, label, run, its state)])."""
    fig, pairs = grid(list(by_group(runs).values()), size)
    return fig, ((axis, label, *load(workdir)[:2]) for axis, (label, workdir) in pairs)


def densities(runs: Runs, out: pathlib.Path, n: int = 500_000) -> None:
    """figure.png: density of the data and of each run's first trial, the panels of a group beside each other.

    As LBT's Fig. 2. All of a group have the data's colour scale: a mode with more than its share is as bright.
    """
    groups = [[("data", members[0][1]), *members] for members in by_group(runs).values()]
    fig, panels = grid(groups, 2.4)
    top = None
    for axis, (label, workdir) in panels:
        run, state, _ = load(workdir)
        std = float(np.min(run.dataset.info["std"]))
        view = np.asarray(examples(run, root_key(run.config, 3), 20_000)["x"])
        if label == "data":
            points = np.asarray(examples(run, root_key(run.config, 3), n)["x"])
            top = plots.density(axis, points, view, std / 3, label)
        else:
            samples = make_sampler(run, 20_000)(root_key(run.config, 2), state, 0, n)
            plots.density(axis, samples, view, std / 3, textwrap.fill(label, 26), top)
    save(fig, out / "figure.png")


def over_training(runs: Runs, out: pathlib.Path, n: int = 100_000) -> None:
    """figure.png: density of each run's first trial at every checkpoint it has, and of the data (MDGAN, Fig. 9).

    A row a run; each panel has a colour scale of its own. slopes.png: `slopes`. A run's `keep_checkpoints` says how
    many there are.
    """
    history = [(label, workdir, Checkpoints(workdir / "checkpoints")) for label, _, workdir in runs]
    fig, axes = plots.figure(len(runs), 1 + max(len(checkpoints.steps()) for _, _, checkpoints in history), 2.2)
    for row, (label, workdir, checkpoints) in zip(axes, history, strict=True):
        run, _, _ = load(workdir)
        shape, bandwidth = jax.eval_shape(run.init), float(np.min(run.dataset.info["std"]))
        data = np.asarray(examples(run, root_key(run.config, 3), n)["x"])
        sampler = make_sampler(run, min(n, 20_000))
        for axis in row:
            axis.set_axis_off()
        for axis, step in zip(row, checkpoints.steps(), strict=False):
            restored = checkpoints.restore(shape, step=step)
            assert restored is not None  # `steps` names none that is missing
            samples = sampler(root_key(run.config, 2), restored[0], 0, n)
            plots.density(axis, samples, data, bandwidth, f"{label}, {step} steps")
        plots.density(row[-1], data, data, bandwidth, "data")
        for axis in row:
            axis.title.set_fontsize("x-small")
    save(fig, out / "figure.png")
    slopes(runs, out)


def slopes(runs: Runs, out: pathlib.Path, n: int = 160) -> None:
    """slopes.png: how steep the generator's loss is over the plane, |d loss(D(x)) / dx|, for each discriminator.

    Of each run's first trial after training, with the modes' centres: where it is flat, samples learn nothing (Che et
    al. 2017, Sec. 3). An MDGAN has two discriminators.
    """
    panels = []
    for label, _, workdir in runs:
        run, state, _ = load(workdir)
        panels += [(label, name, run, state) for name in state.params if name.endswith("discriminator")]
    fig, axes = plots.figure(1, len(panels), 3.2)
    for axis, (label, name, run, state) in zip(axes[0], panels, strict=True):
        means = run.dataset.info["means"]
        low, high = means.min(0) - 1, means.max(0) + 1
        plane = np.stack(np.meshgrid(*np.linspace(low, high, n).T), -1)
        steep = np.log10(_slope(run, state, name, plane.reshape(-1, 2)).reshape(n, n) + 1e-12)
        image = axis.imshow(steep, origin="lower", extent=(low[0], high[0], low[1], high[1]))
        axis.plot(*means.T, "w+")
        axis.set(xticks=[], yticks=[])
        axis.set_title(f"{label}, {name.replace('_', ' ')}", fontsize="x-small")
        fig.colorbar(image, ax=axis, shrink=0.7).ax.set_title("log10", fontsize="xx-small")
    save(fig, out / "slopes.png")


def _slope(run, state, name: str, x: np.ndarray) -> np.ndarray:
    """|d loss(D(x)) / dx| [n] at x [n, d]: the generator's loss, by the first trial's discriminator `name`."""
    discriminator, loss = _discriminator(run), adversarial.by_name(run.config.method.loss)
    variables = lane({"params": state.params[name], **state.model_state[name]}, 0)
    gradient = jax.grad(lambda x: loss.generator(discriminator.apply(variables, x, train=False)).sum())(x)
    return np.linalg.norm(gradient, axis=-1)


def _discriminator(run):
    return networks.make("discriminator", run.config.networks.discriminator, x_shape=run.dataset.x_shape)


def two_means(runs: Runs, out: pathlib.Path) -> None:
    """figure.png: JS and KL of ½N(-3, 1) + ½N(3, 1) and ½N(a, 1) + ½N(b, 1), and where the runs end (LBT, Fig. 1, 7).

    A run that has such a generator is drawn as its samples' histogram, and as a point (a, b) a trial.
    """
    from ganjax.metrics import divergences

    x, axis = np.linspace(-14, 14, 561), np.linspace(-6, 6, 97)
    target = divergences.mixture_log_density(x, [-3, 3])
    a, b = np.meshgrid(axis, axis)
    model = divergences.mixture_log_density(x, np.stack([a, b], -1))
    fig, axes = plots.figure(1, 2 + len(runs), 3.5)
    for panel, name in zip(axes[0], ("js", "kl"), strict=False):
        panel.contour(a, b, getattr(divergences, name)(x, target, model), 30, linewidths=0.6)
        panel.set(title=f"{name.upper()} of the data and the model", xlabel="a", ylabel="b", aspect="equal")
    for index, (panel, (label, _, workdir)) in enumerate(zip(axes[0, 2:], runs, strict=True)):
        run, state, _ = load(workdir)
        data = np.asarray(examples(run, root_key(run.config, 3), 20_000)["x"])
        plots.scatter(panel, make_sampler(run, 20_000)(root_key(run.config, 2), state, 0, 20_000), data, label)
        means = np.asarray(state.params["generator"]["means"])
        for contours in axes[0, :2]:
            contours.plot(*means.T, "ox+s"[index % 4], color=f"C{index + 1}", label=f"{label}, after training")
    axes[0, 0].legend(fontsize="xx-small")
    save(fig, out / "figure.png")


def _draws(run, state, n: int) -> dict[str, np.ndarray]:
    """n samples of a run's first trial; also theta in place of x, where a method can return either."""
    draws = {"": make_sampler(run, n)(root_key(run.config, 2), state, 0, n)}
    if "sample" in run.config.method:
        config = from_plain(plain(run.config))
        config.method.sample = "theta"
        means = make_sampler(prepare(config, devices=jax.devices()[:1]), n)
        draws[", theta"] = means(root_key(config, 2), state, 0, n)
    return draws


def _counts(axis, samples, mass) -> None:
    shown = int(np.searchsorted(np.cumsum(mass), 0.995)) + 2
    axis.bar(np.arange(shown), mass[:shown], color="0.8", label="true")
    shares = [np.mean(np.rint(samples) == k) for k in range(shown)]
    axis.step(np.arange(shown), shares, where="mid", label="samples")
    axis.xaxis.set_major_locator(MaxNLocator(integer=True))


def _rates(axis, theta, mixing) -> None:
    true = mixing(np.random.default_rng(0), len(theta))
    bins = np.linspace(0, np.quantile(true, 0.999), 80)
    axis.hist(true, bins, density=True, color="0.8", label="true")
    axis.hist(theta.ravel(), bins, density=True, histtype="step", label="theta")
    axis.set_yscale("log")


def _toy(axis, run, samples, which: str, label: str) -> None:
    info = run.dataset.info
    axis.set_axis_on()
    if "mass" not in info:
        data = np.asarray(examples(run, root_key(run.config, 3), 2_000)["x"])
        plots.scatter(axis, samples[:2_000], data, "")
    else:
        if which:
            _rates(axis, samples, info["mixing"])
        else:
            _counts(axis, samples, info["mass"])
        axis.legend(fontsize="xx-small")
    axis.set_title((label + which).replace(": ", ":\n"), fontsize="x-small")


def toys(runs: Runs, out: pathlib.Path, n: int = 50_000) -> None:
    """figure.png: samples of each run's first trial over the data, and SIG's theta in a second panel (SIG, Fig. 1).

    theta of counts are drawn over draws of the true mixing density.
    """
    rows = []
    for members in by_group(runs).values():
        rows.append([])
        for label, workdir in members:
            run, state, _ = load(workdir)
            rows[-1] += [(run, samples, which, label) for which, samples in _draws(run, state, n).items()]
    fig, axes = plots.figure(len(rows), max(map(len, rows)), 2.8)
    for axis in axes.ravel():
        axis.set_axis_off()
    for row, panels in zip(axes, rows, strict=True):
        for axis, panel in zip(row, panels, strict=False):
            _toy(axis, *panel)
    save(fig, out / "figure.png")


def grids(runs: Runs, out: pathlib.Path, n: int = 50_000) -> None:
    """`densities` as figure.png; proportions.png: the share of each mode where they differ (SIG, Fig. 2, 3a)."""
    densities(runs, out, n)
    shares = {}
    for label, _, workdir in runs:
        run, state, _ = load(workdir)
        weights, means = np.asarray(run.dataset.info["weights"]), run.dataset.info["means"]
        if np.ptp(weights) > 1e-6:
            samples = make_sampler(run, n)(root_key(run.config, 2), state, 0, n)
            nearest = ((samples[:, None] - means) ** 2).sum(-1).argmin(1)
            shares |= {"data": weights, label: np.bincount(nearest, minlength=len(weights)) / n}
    if not shares:
        return
    fig, axes = plots.figure(1, 1, 6)
    width = 0.8 / len(shares)
    for i, (label, values) in enumerate(shares.items()):
        colour = "0.7" if label == "data" else None
        axes[0, 0].bar(np.arange(len(values)) + i * width, values, width, color=colour, label=label)
    axes[0, 0].set(xlabel="mode, column by column", ylabel="share of the samples")
    axes[0, 0].set_ylim(0, 1.25 * max(values.max() for values in shares.values()))
    axes[0, 0].legend(fontsize="x-small")
    save(fig, out / "proportions.png")


def judgements(runs: Runs, out: pathlib.Path, n: int = 1_000) -> None:
    """judgements.png: the logits of each run's discriminator for real and generated examples (LSVGD, Fig. 4)."""
    fig, panels = _panels(runs, 2.4)
    for axis, label, run, state in panels:
        discriminator = _discriminator(run)
        variables = lane({"params": state.params["discriminator"], **state.model_state["discriminator"]}, 0)
        real, labels = examples(run, root_key(run.config, 3), n), sample_labels(run, n)
        samples = make_sampler(run, n)(root_key(run.config, 2), state, 0, n)
        for name, x, y in (("real", real["x"], real.get("label")), ("generated", samples, labels)):
            condition = (y,) if getattr(discriminator, "n_classes", 0) else ()
            logits = np.asarray(discriminator.apply(variables, x, *condition, train=False))
            axis.hist(logits, 40, density=True, histtype="step", label=name)
        axis.set_axis_on()
        axis.set_title(label, fontsize="x-small")
        axis.tick_params(labelsize="xx-small")
    fig.axes[0].legend(fontsize="xx-small")
    save(fig, out / "judgements.png")


def particles(runs: Runs, out: pathlib.Path) -> None:
    """`over_sweep` as figure.png; scatter.png: where particles end at the sweep's last value (LSVGD, Fig. 1)."""
    over_sweep(runs, out, ("kl", "mmd", "variance"))
    fig, panels = _panels(runs, 2.6)
    for axis, label, run, state in panels:
        n = run.config.eval.samples
        samples = make_sampler(run, n)(root_key(run.config, 2), state, (len(run.points) - 1) * run.config.trials, n)
        plots.scatter(axis, samples, np.asarray(examples(run, root_key(run.config, 3), 2_000)["x"]), label)
        axis.lines[-1].set(markersize=5, alpha=1)
        axis.set_axis_on()
    save(fig, out / "scatter.png")


def images(runs: Runs, out: pathlib.Path, n: int = 64) -> None:
    """figure.png: a grid of samples of each run's first trial, a row a group."""
    fig, panels = _panels(runs, 3.5)
    for axis, label, run, state in panels:
        samples = make_sampler(run, n)(root_key(run.config, 2), state, 0, n)
        axis.imshow(plots.image_grid(samples))
        axis.set_title(label, fontsize="small")
    save(fig, out / "figure.png")


def by_class(runs: Runs, out: pathlib.Path, n: int = 10) -> None:
    """figure.png: samples of each run's first trial, a row of n a class; as they come without labels."""
    fig, panels = _panels(runs, 3.5)
    for axis, label, run, state in panels:
        classes = run.dataset.n_classes
        labels = sample_labels(run, classes * n)  # all classes in turn
        samples = make_sampler(run, classes * n)(root_key(run.config, 2), state, 0, classes * n)
        order = np.arange(classes * n) if labels is None else np.argsort(labels, kind="stable")
        axis.imshow(plots.image_grid(samples[order], columns=n))
        axis.set_title(label, fontsize="small")
    save(fig, out / "figure.png")


def grid_search(runs: Runs, out: pathlib.Path, metric: str = "mode_score", n: int = 36) -> None:
    """Pictures of a grid search whose draws are lanes (Che et al. 2017, Fig. 3 and 4).

    figure.png: the shares of each group's draws by MODE score. best.png: samples of each group's best draw.
    lambda.png: samples at each point of the sweep of the group "lambda".
    """
    groups = by_group(runs)
    swept = groups.pop("lambda", [])
    if groups:
        scores = {group: [lane_values(workdir, metric) for _, workdir in groups[group]] for group in groups}
        score_shares({group: np.concatenate(values) for group, values in scores.items()}, out / "figure.png")
        best = []
        for group, members in groups.items():
            draws = [
                (value, workdir, index)
                for (_, workdir), values in zip(members, scores[group], strict=True)
                for index, value in enumerate(values)
            ]
            value, workdir, index = max(draws, key=lambda draw: draw[0])
            best.append((f"{group}, {value:.3g}", workdir, index))
        _samples_of_lanes(best, out / "best.png", n)
    for _, workdir in swept:
        points = sweep_points(from_plain(read_json(workdir / "config.json")))
        values = [next(iter(point.values())) for point in points]
        titles = [(f"lambda = {value:g}", workdir, index) for index, value in enumerate(values)]
        _samples_of_lanes(titles, out / "lambda.png", n)


def _samples_of_lanes(lanes: list[tuple[str, pathlib.Path, int]], path: pathlib.Path, n: int) -> None:
    """A panel of n samples for each (title, workdir, lane)."""
    fig, axes = plots.figure(1, len(lanes), 2.8)
    for axis, (title, workdir, index) in zip(axes[0], lanes, strict=True):
        run, state, _ = load(workdir)
        axis.imshow(plots.image_grid(make_sampler(run, n)(root_key(run.config, 2), state, index, n)))
        axis.set_title(title, fontsize="small")
        axis.set_axis_off()
    save(fig, path)
