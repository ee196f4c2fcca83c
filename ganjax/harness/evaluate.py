"""Scores of a trained state, and the results.json that they go into."""

import math
import os
import pathlib
import platform
from collections.abc import Callable, Mapping
from typing import Any, TypeGuard

import jax
import numpy as np

from ganjax.data.base import stand_in
from ganjax.errors import UserError
from ganjax.harness.checkpoints import Checkpoints
from ganjax.harness.config import check, from_plain, plain
from ganjax.harness.differences import scored_otherwise
from ganjax.harness.kept import keeper
from ganjax.harness.run import Run, lane, make_sampler, prepare, root_key, sample_labels
from ganjax.harness.writers import drop_scores, read_json, read_lines, read_scores
from ganjax.metrics import VERSION, evaluator, metrics_version
from ganjax.metrics.model import Model
from ganjax.progress import say
from ganjax.types import TrainState

_TRIES = 5  # to read a checkpoint of a run that goes on


def environment() -> dict:
    """What a figure was measured on: versions, device kind and number, processor."""
    devices = jax.devices()
    return {
        "jax": jax.__version__,
        "device": devices[0].device_kind,
        "n_devices": len(devices),
        "platform": devices[0].platform,
        "cpu_count": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "machine": platform.machine(),
        "python": platform.python_version(),
    }


def _batch(run):
    """How many samples are drawn at a time."""
    return min(run.config.eval.samples, 500 if len(run.dataset.x_shape) == 3 else 20_000)


def scoring_sampler(run: Run) -> Callable:
    """The sampler that `evaluate_lanes` draws with: a run that is scored several times compiles one once."""
    return make_sampler(run, _batch(run))


def evaluate_lanes(
    run: Run, state: TrainState, failed=(), folder: pathlib.Path | None = None, sampler: Callable | None = None
) -> dict[str, np.ndarray]:
    """Every metric of `config.eval` for every lane: name -> [lanes], NaN for a lane that failed.

    folder: where lane i's metrics keep what they have beside numbers, in `lane_i` (`ganjax.harness.kept`); None: not.
    sampler: the run's `scoring_sampler`; None makes one.
    """
    config = run.config
    sampler = sampler or scoring_sampler(run)
    key = root_key(config, 1)
    labels = sample_labels(run, config.eval.samples)
    rows = []
    for index in range(len(run.keys)):
        if index in failed:
            rows.append({})
            continue

        def sample(n, index=index):
            return sampler(jax.random.fold_in(key, index), state, index, n)

        keep = None if folder is None else keeper(folder / f"lane_{index}")
        model = Model.of(run.lane_method(lane(run.values, index)), lane(state, index))
        rows.append(evaluator.evaluate(run.dataset, sample, config.eval, labels, keep, model))
    names = dict.fromkeys(name for row in rows for name in row)
    return {name: np.array([float(row.get(name, math.nan)) for row in rows]) for name in names}


def forget_other_scores(workdir: pathlib.Path, config) -> None:
    """Drops a run's evaluations where those to come are of other samples or metrics, so that a curve is of one kind.

    They are where a config's `eval` or `OF_SAMPLES` are others, or results.json is of another version of the metrics.
    """
    before, results = workdir / "config.json", read_scores(workdir / "results.json")
    others = before.exists() and any(scored_otherwise(read_json(before), plain(config)))
    if others or (results and metrics_version(results) != VERSION):
        drop_scores(workdir / "metrics.jsonl")


def say_left_out(run: Run) -> None:
    """A line for every metric of the config that does not apply to the data, and one where none does."""
    applying, left_out = evaluator.choose(run.dataset, run.config.eval)
    for name, why in left_out.items():
        say(f"{name} left out: {why}")
    if left_out and not applying:
        say("no metric of config.eval.metrics applies to these data: the run will have no scores")


def say_scoring(run: Run) -> None:
    """A line before the scoring, where there is any: of images it may take minutes."""
    if run.config.eval.metrics:
        lanes = f" of each of {len(run.keys)} lanes" if len(run.keys) > 1 else ""
        say(f"scoring {run.config.eval.samples:,} samples{lanes}; config.eval.samples sets how many")


def diagnostics(run: Run, workdir: pathlib.Path, step: int, failed=()) -> dict[str, np.ndarray]:
    """ "train/NAME" -> [lanes] for every NAME of `config.eval.diagnostics`: its mean over the last logged steps.

    It is what the last "train" line of metrics.jsonl up to `step` says (a run that is going on, or was cut off, has
    later ones); NaN for a lane that failed.
    """
    names, path = run.config.eval.get("diagnostics", ()), workdir / "metrics.jsonl"
    if not names or not path.exists():
        return {}
    logged = [line["train"] for line in read_lines(path) if "train" in line and line["step"] <= step][-1:]
    lost = np.isin(np.arange(len(run.keys)), list(failed))
    return {
        f"train/{name}": np.where(lost, math.nan, np.array(means[name], float)) for means in logged for name in names
    }


def statistics(values: np.ndarray) -> dict:
    """Mean and standard deviation (n - 1) of values [lanes] over those that are finite, and every lane's value."""
    kept = values[np.isfinite(values)]
    return {
        "mean": float(kept.mean()) if len(kept) else math.nan,
        "std": float(kept.std(ddof=1)) if len(kept) > 1 else 0.0 if len(kept) else math.nan,
        "trials": [float(v) for v in values],
    }


def has_mean(statistic: dict | None) -> TypeGuard[dict]:
    """Whether a results.json entry has a mean: none does whose trials all failed, or which is over a sweep."""
    return bool(statistic and statistic["mean"] is not None and math.isfinite(statistic["mean"]))


def points_of(results: Mapping[str, Any]) -> list[dict]:
    """{"values", "metrics"} of each point of a results.json's sweep; one without values where nothing is swept."""
    return results.get("sweep") or [{"values": {}, "metrics": results["metrics"]}]


def standard_error(statistic: dict) -> tuple[float, int]:
    """(standard error of the mean, number of finite trials) of a results.json entry; NaN of fewer than two trials."""
    n = sum(value is not None and math.isfinite(value) for value in statistic["trials"])
    if n < 2 or statistic["std"] is None:
        return math.nan, n
    error = statistic["std"] / math.sqrt(n)
    # Equal trials have the rounding of their mean as their deviation.
    return (0.0 if error < 1e-12 * abs(statistic["mean"]) else error), n


def _judges(dataset, config_eval) -> dict[str, dict[str, str]]:
    """{"weights": digests} of the networks that judge, as results.json has them; {} where there are none."""
    digests = evaluator.weights(dataset, config_eval)
    return {"weights": digests} if digests else {}


def summarise(
    run: Run,
    lanes: dict[str, np.ndarray],
    step: int,
    seconds: float,
    failed=None,
    wall: float | None = None,
    trained_on: dict | None = None,
) -> dict:
    """What results.json holds, of metric -> [lanes]; `weights`: digests of the networks that judged;
    `left_out`: why metrics of the config do not apply; `goodput`: the share of `wall`, the seconds of the loop, that
    was spent in steps; `environment`: `trained_on`, or this process's; `scored_on`: this one's where it is another.

    A mean is over seeds, never over hyperparameters. With a sweep, `sweep` has one entry a point with its own
    `metrics`; those of the top have every lane's value as `trials`, and neither mean nor std.
    """
    trials, here = run.config.trials, environment()
    sweep, metrics = None, {name: statistics(values) for name, values in lanes.items()}
    if run.points[0]:
        metrics = {name: entry | {"mean": math.nan, "std": math.nan} for name, entry in metrics.items()}
        sweep = [
            {
                "values": point,
                "metrics": {k: statistics(v[i * trials : (i + 1) * trials]) for k, v in lanes.items()},
            }
            for i, point in enumerate(run.points)
        ]
    left_out = evaluator.choose(run.dataset, run.config.eval)[1]
    return {
        "config": plain(run.config),
        **_judges(run.dataset, run.config.eval),
        "metrics_version": VERSION,
        "step": step,
        "metrics": metrics,
        **({"left_out": left_out} if left_out else {}),
        "sweep": sweep,
        "non_finite": {
            str(index): {"step": where, "metric": name} for index, (where, name) in (failed or {}).items()
        },
        "seconds": round(seconds, 3),
        **({"goodput": round(seconds / wall, 4)} if wall else {}),
        "environment": trained_on or here,
        **({"scored_on": here} if trained_on not in (None, here) else {}),
    }


def controls(config) -> dict[str, dict]:
    """What results.json would hold of samples whose scores are known: label -> results, that of real data first.

    They are those of `ganjax.metrics.controls`, and what this config's generator makes before any training.
    """
    one = from_plain(plain(config) | {"trials": 1, "sweep": {}})
    run = prepare(one, devices=jax.local_devices()[:1])
    state, key, labels = run.init(), root_key(one, 1), sample_labels(run, one.eval.samples)
    sampler = make_sampler(run, _batch(run))

    def untrained(n, number):
        return sampler(jax.random.fold_in(key, number), state, 0, n)

    scored = evaluator.controls(run.dataset, one.eval, untrained, labels)
    judges = _judges(run.dataset, one.eval)
    return {
        label: {
            "config": plain(config),
            **judges,
            "metrics_version": VERSION,
            "step": 0,
            "metrics": {name: statistics(np.array([value])) for name, value in scores.items()},
            "seconds": 0.0,
            "environment": environment(),
        }
        for label, scores in scored.items()
    }


def check_data(run: Run, facts: dict, workdir) -> None:
    """Raises UserError, naming the data, where those of `run` are not what the checkpoint with `facts` learned from.

    Another split between training and test is another training set. Checkpoints that are older than the fingerprint
    among their facts pass, unless examples are held out that they may have been trained on.
    """
    info, name = run.dataset.info, run.config.data.name
    was, now = facts.get("data"), info.get("fingerprint")
    where = f"{name!r}" + (f" in {run.config.data.path}" if run.config.data.path else "")
    if was is None and "held_out" in info:
        raise UserError(
            f"{workdir} is of an earlier version, which may have trained on what is held out now "
            f"({info['held_out']}, {where}): train anew elsewhere"
        )
    if was is not None and was != now:
        raise UserError(
            f"{workdir} was trained on other data than {where} has now: fingerprint {was[:20]}, not {str(now)[:20]}"
        )


def load(
    workdir, data_path: str | None = None, data: bool = True, step: int | None = None
) -> tuple[Run, TrainState, dict]:
    """The run in `workdir`, its newest whole state, and the facts saved with it.

    Args:
      workdir: of a run.
      data_path: where the data are now, if not where `config.data.path` says.
      data: False: the data are not read, and a stand-in of their shapes takes their place: to draw samples.
      step: of an older state, if its checkpoint is still there (`keep_checkpoints`).

    Raises:
      UserError: there is no run, or no checkpoint, in `workdir`, or none of that step.
    """
    workdir = pathlib.Path(workdir)
    path = workdir / "config.json"
    if not path.exists():
        raise UserError(f"{workdir} holds no run: there is no config.json")
    try:
        config = from_plain(read_json(path))
        check(config)
    except UserError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        hint = "; a run of ganjax.fit is sampled by what fit returns" if isinstance(error, KeyError) else ""
        raise UserError(f"{path} is not a run's config: {error}{hint}") from None
    if data_path is not None:
        config.data.path = data_path
    checkpoints = Checkpoints(workdir / "checkpoints", say=say)
    asked = step
    step = checkpoints.newest() if asked is None else checkpoints.at(asked)
    if step is None:
        raise UserError(f"{workdir} holds no checkpoint")
    shapes = None if data else checkpoints.facts(step).get("shapes")  # older checkpoints have none
    if shapes:
        config.eval.update({"metrics": (), "inception": ""})
    run = prepare(config, devices=jax.local_devices()[:1], dataset=stand_in(shapes) if shapes else None)
    template, restored = jax.eval_shape(run.init), None
    for _ in range(_TRIES):
        try:
            restored = checkpoints.restore(template, step=step)
            break
        except FileNotFoundError:  # a run that goes on has deleted it while the data were read
            step = checkpoints.newest() if asked is None else checkpoints.at(asked)
    if restored is None:
        raise UserError(f"the checkpoints of {workdir} are deleted sooner than they can be read")
    return run, *restored


def trained_on(workdir: pathlib.Path, facts: dict) -> dict | None:
    """`environment` of the process that trained a run: a checkpoint's facts have it, of older ones results.json."""
    return facts.get("environment") or read_scores(workdir / "results.json").get("environment")


def evaluate(workdir, samples: int | None = None, data_path: str | None = None, step: int | None = None) -> dict:
    """Scores the newest checkpoint of `workdir` again: what results.json then holds.

    Args:
      workdir: of a run. samples: how many to score, where it is not as many as the run's config says.
      data_path, step: as `load`. With a step, and with samples, what metrics keep beside numbers is not written.

    Raises:
      UserError: as `load`, or the data are not those that the run was trained on.
    """
    run, state, facts = load(workdir, data_path, step=step)
    check_data(run, facts, workdir)
    say_left_out(run)
    run.config.eval.samples = samples or run.config.eval.samples
    evaluator.check(run.dataset, run.config.eval)
    evaluator.check_memory(run.dataset, run.config.eval)
    say_scoring(run)
    failed = {int(index): tuple(where) for index, where in facts["non_finite"].items()}
    keep = samples is None and step is None
    workdir, step = pathlib.Path(workdir), int(np.asarray(state.step).max())
    lanes = evaluate_lanes(run, state, failed, workdir / "kept" if keep else None)
    lanes |= diagnostics(run, workdir, step, failed)
    return summarise(run, lanes, step, facts["seconds"], failed, facts.get("wall"), trained_on(workdir, facts))
