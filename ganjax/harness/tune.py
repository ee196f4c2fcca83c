"""A search that gives every method the same number of draws and the same seconds."""

import math
import os
import pathlib
import shlex
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import jax
from ml_collections import ConfigDict

from ganjax.errors import UserError
from ganjax.files import writing_to
from ganjax.harness.config import check, copied, hyperparameters, plain, point_label, value_text
from ganjax.harness.draws import draw_choices, draw_points, programs, split
from ganjax.harness.evaluate import environment, evaluate_lanes, has_mean, standard_error
from ganjax.harness.finals import Search, points_of, steps_of
from ganjax.harness.halving import Group, climb, ladder
from ganjax.harness.run import Run, prepare
from ganjax.harness.shards import check_same
from ganjax.harness.writers import read_json, write_json
from ganjax.metrics import declared_less_is_better, evaluator
from ganjax.progress import say

# Metrics of which less is better, beside those that modules name in `less_is_better`. Of all others more is.
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


def _begin(config: ConfigDict, metrics: Sequence[str]) -> tuple[Run, Any, list[str]]:
    """The run of `config`, its first state, and what metrics there are.

    Raises:
      UserError: one of `metrics` is none of them.
    """
    run = prepare(config)
    evaluator.check_memory(run.dataset, run.config.eval)
    state = run.init()
    run.check(state)
    others = range(1, len(run.keys))
    scores = evaluate_lanes(run._replace(config=_few_samples(config)), jax.device_get(state), others)
    _check_names(metrics, scores)
    return run, state, list(scores)


def _measured_steps(run: Run, state: Any, seconds: float) -> int:
    """How many steps of all lanes take `seconds`, by a chunk that is compiled already."""
    state, _ = run.chunk(state, 0, 1)  # compiles
    length = 1
    while True:  # chunks of twice the steps, until one is long enough to be timed
        began = time.monotonic()
        state, _ = run.chunk(state, 0, length)
        spent = time.monotonic() - began
        if spent > min(2.0, seconds / 10) or length >= run.config.log_every:
            return max(1, int(seconds * length / spent))
        length = min(2 * length, run.config.log_every)


def _check_names(metrics: Sequence[str], available: Iterable[str]) -> None:
    """Raises UserError for a metric, or a part of a sum of them, that is not available."""
    for name in [part for metric in metrics for part in metric.split("+")]:
        if name not in available:
            raise UserError(f"--metric: there is no metric {name!r}; there are {', '.join(available)}")


def _few_samples(config: ConfigDict) -> ConfigDict:
    few = copied(config)
    few.eval.samples = min(config.eval.samples, 500)
    return few


def less_is_better(name: str) -> bool:
    """Whether the best value of the metric of this name is the least one."""
    return name in LOWER or name.startswith(LOWER_BEGINNINGS) or name in declared_less_is_better()


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
    finals_of: Search | None = None,
    files: Sequence[pathlib.Path] = (),
) -> dict:
    """Trains `draws` points of `config.search` for `seconds`, compilation not counted.

    Those that differ in numbers alone are lanes of one program. What is chosen, such as a network's widths, makes
    programs of their own, and a program has as large a share of the seconds as it has of the draws.

    Args:
      config: its `search` names the hyperparameters and their ranges; its steps and its sweep are replaced.
      workdir: of the run that holds all lanes, or of those of the programs; resumed where it is there.
      draws: how many points. seconds: of training, for all lanes together.
      metrics: names, or sums of them ("kl+intra_mode_kl"); the first decides, the next where the first is equal.
      seed: of the draws; the runs have `config.seed`, which final runs are not to have.
      halvings: how often the worse half is dropped (`ganjax.harness.halving`); the seconds are the same.
      shard: (index, parts): every parts-th of the draws from the index-th on, for as large a share of the seconds.
      finals_of: an earlier search whose best draws train afresh, in the place of drawn ones. Their steps are those
        that `seconds` take at the rate of that search, and `seed` is not used.
      files: where the draws are to be written.

    Returns:
      {"config", "search", "metric", "asked": {draws, seconds, seed, halvings}, "metrics_version", "draws":
      [{"values", "metrics", "rung", "steps"}, ...] with the best first, "steps", "seconds", "environment"}; of finals
      "asked" has their search's "finals", too.

    Raises:
      UserError: nothing to search, or no range; fewer than one draw, second or metric, no such metric, or another
        search in `workdir` or in one of `files`; fewer draws than parts, or than halvings need; what `points_of` says
        of `finals_of`.
    """
    if not config.search:
        raise UserError('config.search is empty: give ranges, as --config.search.KEY="(LOW, HIGH)"')
    if draws < 1 or not seconds > 0:
        raise UserError(f"--draws must be at least 1 and --seconds more than 0, not {draws} and {seconds}")
    if not metrics:
        raise UserError("--metric is empty: name the metrics that rank the draws, as --metric=modes,kl")
    check(config)
    ranges, choices = split(config)
    if not ranges:
        raise UserError(
            f"config.search has no range of a float, as of a learning rate; {', '.join(choices)} is chosen"
        )
    part = slice(shard[0] - 1, None, shard[1])
    drawn = finals_of and points_of(finals_of, config, draws)
    points = (drawn or draw_points(ranges, draws, seed))[part]
    chosen = draw_choices(choices, draws, seed)[part]
    if not points:
        raise UserError(f"--shard={shard[0]}/{shard[1]} has none of {draws} draws")
    if not 0 <= halvings <= math.log2(len(points)):
        raise UserError(
            f"--halvings={halvings} of {len(points)} draws: {len(points)} can be halved 0 to "
            f"{int(math.log2(len(points)))} times"
        )
    request = {"draws": draws, "seconds": seconds, "seed": seed, "halvings": halvings}
    finals = {"finals": finals_of.file if finals_of else ""}
    identity = {
        "search": {", ".join(hyperparameters(key)): list(config.search[key]) for key in config.search},
        "metric": list(metrics),
        "asked": request | (finals if finals_of else {}),
    }
    for file in files:
        check_same(file, identity | {"config": plain(config)})
    of_draws = programs(chosen)
    configs = [_with_draws(config, list(ranges), [points[i] for i in numbers], fixed) for fixed, numbers in of_draws]
    shares = [seconds * len(numbers) / draws for _, numbers in of_draws]
    known = [steps_of(finals_of, configs[0], shares[0])] if finals_of else None
    steps = _steps(workdir, request | finals | {"choices": plain(choices)}, configs, shares, metrics, known)
    entries = []
    for index, (fixed, numbers) in enumerate(of_draws):
        rungs = ladder(len(points), halvings, steps[index])
        configs[index].steps = rungs[-1][1]
        folder = workdir / f"group_{index}" if choices else workdir
        entries.append(Group(configs[index], folder, rungs, fixed, numbers))
    _announce(entries, list(config.search), sum(shares))
    ended, results = climb(entries, lambda scores: _order(scores, metrics))
    names = [name for key in config.search for name in hyperparameters(key)]
    for draw in ended:
        draw["values"] = {name: draw["values"][name] for name in names}
    values = [dict(zip(ranges, point, strict=True)) | fixed for point, fixed in zip(points, chosen, strict=True)]
    whole = _with_draws(config, names, [tuple(row[name] for name in names) for row in values])
    whole.steps = max(of_program.steps for of_program in configs)
    return {
        "config": plain(whole),
        **identity,
        "metrics_version": results[0]["metrics_version"],
        "draws": sorted(ended, key=draw_loss(metrics)),
        "steps": whole.steps,
        "seconds": sum(of_program["seconds"] for of_program in results),
        "environment": environment(),
    }


def _with_draws(config: ConfigDict, names: Sequence[str], rows: Sequence[tuple], fixed: Mapping = {}) -> ConfigDict:
    """A copy of `config` whose sweep are these points of `names`, and which has the values `fixed`."""
    replaced = copied(config)
    replaced.update_from_flattened_dict(dict(fixed))
    replaced.sweep = ConfigDict({}, allow_dotted_keys=True)
    replaced.sweep[", ".join(names)] = tuple(rows if len(names) > 1 else [value for (value,) in rows])
    return replaced


def _steps(
    workdir: pathlib.Path,
    request: dict,
    configs: Sequence[ConfigDict],
    shares: Sequence[float],
    metrics: Sequence[str],
    known: list[int] | None,
) -> list[int]:
    """How many steps each program of a search has: those of its plan, or as many as its share of the seconds takes.

    Args:
      known: the steps, where they are not measured, as of finals.

    Raises:
      UserError: a config cannot be run, there are no such metrics, or the plan is of another request or other steps.
    """
    for config in configs:
        check(config)
    plan, scoring = workdir / "plan.json", plain(configs[0])["eval"]
    if plan.exists():
        planned: dict = {"halvings": 0, "choices": {}, "finals": ""}  # which plans of earlier versions have not
        planned |= read_json(plan)
        steps = planned.get("steps")
        steps = steps if isinstance(steps, list) else [steps]  # an earlier version's search is one program
        same = {key: planned.get(key) for key in request} == request and steps == (known or steps)
        if not same or len(steps) != len(configs):
            other = [f"{key} {planned.get(key)}" for key in request if planned.get(key) != request[key]]
            raise UserError(
                f"{workdir} holds a search of other draws, seconds, seed or halvings, or of other choices or finals "
                f"({', '.join(other) or f'steps {steps}'}): remove that folder or give another --out"
            )
        if planned.get("eval", scoring) != scoring:  # other draws would survive than those that went on
            raise UserError(f"{workdir} holds a search that is scored by another config.eval: remove it or use --out")
        if planned.get("metrics"):
            _check_names(metrics, planned["metrics"])
        return steps
    measured = []
    for config, share in zip(configs, shares, strict=True):
        run, state, names = _begin(config, metrics)
        measured += [] if known else [_measured_steps(run, state, share)]
    steps = known or measured
    with writing_to(workdir):
        workdir.mkdir(parents=True, exist_ok=True)
        write_json(plan, request | {"steps": steps, "metrics": names, "eval": scoring})
    return steps


def _announce(entries: Sequence[Group], names: Sequence[str], seconds: float) -> None:
    """Says how many draws train to which step."""
    counts = [left for left, _ in entries[0].rungs]
    if len(entries) == 1 and not entries[0].fixed:
        rungs = ", then ".join(f"{left} draws to step {stop}" for left, stop in entries[0].rungs)
        say(f"{', '.join(names)}: {rungs}, in about {seconds:g} s")
        return
    say(f"{', '.join(names)}: {', then '.join(map(str, counts))} draws, in about {seconds:g} s")
    for group in entries:
        ((_, points),) = group.config.sweep.items()
        stops = ", then ".join(str(stop) for _, stop in group.rungs)
        say(f"  {point_label(group.fixed)}: {len(points)} draws, to step {stops}")


def train_command(path: str, overrides: dict, values: dict, seed: int = 0) -> str:
    """The command that trains a draw on a seed of its own.

    Args:
      path: the config's. overrides: what the search changed in it, dotted key -> value. values: the draw's.
      seed: the search's.
    """
    kept = {
        key: value
        for key, value in overrides.items()
        if key.split(".")[0] not in ("search", "sweep", "seed", "steps")
    }
    kept |= {"sweep": "{}"} if "sweep" in overrides else {}
    kept["seed"] = 2000 if seed == 1000 else 1000
    changed = kept | {key: value_text(value) for key, value in values.items()}
    parts = ["ganjax", "train", f"--config={path}", "--workdir=DIR"]
    return shlex.join(parts + [f"--config.{key}={value}" for key, value in changed.items()])
