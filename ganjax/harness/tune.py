"""A search that gives every method the same number of draws and the same seconds."""

import math
import os
import pathlib
import shlex
import time
from collections.abc import Iterable, Sequence

import jax
import numpy as np
from ml_collections import ConfigDict

from ganjax.errors import UserError
from ganjax.files import writing_to
from ganjax.harness.config import check, from_plain, plain
from ganjax.harness.evaluate import environment, evaluate_lanes, has_mean, standard_error
from ganjax.harness.halving import climb, ladder
from ganjax.harness.run import prepare
from ganjax.harness.writers import read_json, write_json
from ganjax.progress import say

# Metrics of which less is better. Of all others more is.
LOWER = (
    "kl",
    "intra_mode_kl",
    "intra_mode_kl_median",
    "intra_mode_kl_reverse",
    "intra_mode_kl_reverse_median",
    "skipped_modes",
    "missed",
    "mmd",
    "sliced_wasserstein",
    "tv",
    "nll",
    "fid",
    "fid_random",
    "fid_resnet",
    "kid",
    "kid_random",
    "kid_resnet",
    "missed_images",
    "exp_h_y_given_x",
    "false_accepts",
)
# And those that begin so: `ganjax.metrics.missing` has them for every sigma and threshold.
LOWER_BEGINNINGS = ("missed_images_", "missing_accuracy_")


def draw_points(search: ConfigDict, draws: int, seed: int) -> list[tuple[float, ...]]:
    """`draws` points of the ranges of `config.search`, independent and uniform in the logarithm of each."""
    rng = np.random.default_rng(seed)
    limits = np.log([search[key] for key in search])  # [keys, 2]
    points = np.exp(rng.uniform(limits[:, 0], limits[:, 1], (draws, len(limits))))
    return [tuple(float(f"{value:.3g}") for value in point) for point in points]


def _measured_steps(config: ConfigDict, seconds: float, metrics: Sequence[str]) -> tuple[int, list[str]]:
    """How many steps of all lanes take `seconds`, by a chunk that is compiled already, and what metrics there are.

    Raises:
      UserError: one of `metrics` is none of them.
    """
    run = prepare(config)
    state = run.init()
    run.check(state)
    others = range(1, len(run.keys))
    scores = evaluate_lanes(run._replace(config=_few_samples(config)), jax.device_get(state), others)
    _check_names(metrics, scores)
    state, _ = run.chunk(state, 0, 1)  # compiles
    length = 1
    while True:  # chunks of twice the steps, until one is long enough to be timed
        began = time.monotonic()
        state, _ = run.chunk(state, 0, length)
        spent = time.monotonic() - began
        if spent > min(2.0, seconds / 10) or length >= config.log_every:
            return max(1, int(seconds * length / spent)), list(scores)
        length = min(2 * length, config.log_every)


def _check_names(metrics: Sequence[str], available: Iterable[str]) -> None:
    """Raises UserError for a metric, or a part of a sum of them, that is not available."""
    for name in [part for metric in metrics for part in metric.split("+")]:
        if name not in available:
            raise UserError(f"--metric: there is no metric {name!r}; there are {', '.join(available)}")


def _few_samples(config: ConfigDict) -> ConfigDict:
    few = from_plain(plain(config))  # ConfigDict(config) would share its parts with `config`
    few.eval.samples = min(config.eval.samples, 500)
    return few


def less_is_better(name: str) -> bool:
    """Whether the best value of the metric of this name is the least one."""
    return name in LOWER or name.startswith(LOWER_BEGINNINGS)


def _order(metrics: dict[str, dict], names: Sequence[str]) -> tuple[float, ...]:
    """A key that sorts the best first: by the first metric, then by the next. What is not finite comes last.

    A mean is over the seeds that are finite: a draw of which one is not comes last too, as a row of it would lose a
    seed. A name such as "kl+intra_mode_kl" is a sum.
    """

    def loss(name):
        statistic = metrics[name]
        if not has_mean(statistic) or standard_error(statistic)[1] < len(statistic["trials"]):
            return math.inf
        return statistic["mean"] if less_is_better(name) else -statistic["mean"]

    return tuple(sum(loss(part) for part in name.split("+")) for name in names)


def workdir_of(out: pathlib.Path) -> pathlib.Path:
    """Where the search behind a file trains: one folder a file, below build/tuning."""
    parts = pathlib.Path(os.path.relpath(out)).parts
    return pathlib.Path("build/tuning", *("^" if part == ".." else part for part in parts))


def draw_loss(metrics: Sequence[str]):
    """A draw -> what sorts the best first: those that are finite, then those that trained longest, by the metrics."""

    def loss(draw):
        order = _order(draw["metrics"], metrics)
        return order[0] == math.inf, -draw["rung"], *order

    return loss


def tune(
    config: ConfigDict,
    workdir: pathlib.Path,
    *,
    draws: int,
    seconds: float,
    metrics: Sequence[str],
    seed: int,
    halvings: int = 0,
    shard: tuple[int, int] = (1, 1),
) -> dict:
    """Trains `draws` points of `config.search` as lanes of one program for `seconds`, compilation not counted.

    Args:
      config: its `search` names the hyperparameters and their ranges; its steps and its sweep are replaced.
      workdir: of the one run that holds all lanes; resumed where it is there.
      draws: how many points. seconds: of training, for all lanes together.
      metrics: names, or sums of them ("kl+intra_mode_kl"); the first decides, the next where the first is equal.
      seed: of the draws; the runs have `config.seed`, which final runs are not to have.
      halvings: how often the worse half is dropped (`ganjax.harness.halving`); the seconds are the same.
      shard: (index, parts): every parts-th of the draws from the index-th on, for as large a share of the seconds.

    Returns:
      {"config", "search", "metric", "metrics_version", "asked": {draws, seconds, seed, halvings}, "draws":
      [{"values", "metrics", "rung", "steps"}, ...] with the best first, "steps", "seconds", "environment"}.

    Raises:
      UserError: nothing to search, fewer than one draw or second, no such metric, or another search in `workdir`;
        fewer draws than parts, or than halvings need.
    """
    if not config.search:
        raise UserError("config.search is empty: give ranges, as --config.search.KEY=LOW,HIGH")
    if draws < 1 or not seconds > 0:
        raise UserError(f"--draws must be at least 1 and --seconds more than 0, not {draws} and {seconds}")
    config = ConfigDict(config)
    names = list(config.search)
    points = draw_points(config.search, draws, seed)[shard[0] - 1 :: shard[1]]
    if not points:
        raise UserError(f"--shard={shard[0]}/{shard[1]} has none of {draws} draws")
    if not 0 <= halvings <= math.log2(len(points)):
        raise UserError(
            f"--halvings={halvings} of {len(points)} draws: {len(points)} can be halved 0 to "
            f"{int(math.log2(len(points)))} times"
        )
    with config.unlocked():
        config.sweep = ConfigDict({}, allow_dotted_keys=True)
        config.sweep[", ".join(names)] = tuple(points if len(names) > 1 else [value for (value,) in points])
    check(config)
    plan, request = workdir / "plan.json", {"draws": draws, "seconds": seconds, "seed": seed, "halvings": halvings}
    if plan.exists():
        planned = read_json(plan)
        if {key: planned.get(key, 0) for key in request} != request:
            raise UserError(
                f"{workdir} holds a search of other draws, seconds, seed or halvings ({planned}): remove it or use "
                "--out"
            )
        steps, available = planned["steps"], planned.get("metrics", [])
        if available:  # a plan of an earlier version has none
            _check_names(metrics, available)
    else:
        steps, available = _measured_steps(config, seconds * len(points) / draws, metrics)
        with writing_to(workdir):
            workdir.mkdir(parents=True, exist_ok=True)
            write_json(plan, request | {"steps": steps, "metrics": available})
    rungs = ladder(len(points), halvings, steps)
    config.steps = rungs[-1][1]
    shown = ", then ".join(f"{left} draws to step {stop}" for left, stop in rungs)
    say(f"{', '.join(names)}: {shown}, in about {seconds * len(points) / draws:g} s")
    ended, results = climb(config, workdir, rungs, lambda scores: _order(scores, metrics))
    return {
        "config": plain(config),
        "search": {name: list(config.search[name]) for name in names},
        "metric": list(metrics),
        "metrics_version": results["metrics_version"],
        "asked": request,
        "draws": sorted(ended, key=draw_loss(metrics)),
        "steps": config.steps,
        "seconds": results["seconds"],
        "environment": environment(),
    }


def train_command(path: str, overrides: dict, values: dict[str, float]) -> str:
    """The command that trains a draw on a seed of its own.

    Args:
      path: the config's. overrides: what the search changed in it, dotted key -> value. values: the draw's.
    """
    kept = {key: value for key, value in overrides.items() if key.split(".")[0] not in ("search", "seed", "steps")}
    changed = kept | {"seed": 1000} | {key: f"{value:g}" for key, value in values.items()}
    parts = ["ganjax", "train", f"--config={path}", "--workdir=DIR"]
    return shlex.join(parts + [f"--config.{key}={value}" for key, value in changed.items()])
