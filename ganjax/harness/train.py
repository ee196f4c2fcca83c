"""The training loop: chunks of compiled steps, with checkpoints, metrics and pictures between them."""

import contextlib
import pathlib
import re
import time

import jax
import numpy as np
from jax.experimental import multihost_utils
from ml_collections import ConfigDict

from ganjax.data.base import describe
from ganjax.errors import Diverged, UserError
from ganjax.files import writing_to
from ganjax.harness import signals
from ganjax.harness.checkpoints import Checkpoints
from ganjax.harness.config import check, point_label
from ganjax.harness.evaluate import (
    diagnostics,
    environment,
    evaluate_lanes,
    say_scoring,
    scoring_sampler,
    summarise,
    trained_on,
)
from ganjax.harness.lock import Lock
from ganjax.harness.mirror import opened
from ganjax.harness.nonfinite import GROWN, explain, first_non_finite, grown, largest, non_finite_parts
from ganjax.harness.pace import Pace
from ganjax.harness.plots import drop_samples, save_samples
from ganjax.harness.run import Run, examples, make_sampler, prepare, root_key
from ganjax.harness.start import start
from ganjax.harness.writers import MetricsWriter, write_json
from ganjax.lookup import own_parts
from ganjax.metrics import evaluator
from ganjax.progress import Progress, say
from ganjax.types import TrainState


def _boundaries(config: ConfigDict, start: int, left=()):
    """The steps at which something is due, and what: the next multiple of each cadence, and the end.

    `left` is what a stopped run had still to do at step `start`.
    """
    cadences = {k: config[f"{k}_every"] for k in ("log", "checkpoint", "sample", "eval") if config[f"{k}_every"]}
    step = start
    if left:
        yield start, set(left)
    while step < config.steps:
        step = min([config.steps, *(every * (step // every + 1) for every in cadences.values())])
        yield step, {k for k, every in cadences.items() if step % every == 0 or step == config.steps}


def _shown(run: Run) -> int:
    """How many samples a picture shows: 64 images, 2,000 points."""
    return 64 if len(run.dataset.x_shape) == 3 else 2000


def _draw(run: Run, sampler, state, step: int, workdir: pathlib.Path, writer, failed=()) -> None:
    """samples/step_*.png: the samples of the first lane that goes on, over data if they are points.

    `keep_samples` of the pictures stay.
    """
    n = _shown(run)
    index = next((index for index in range(len(run.keys)) if index not in failed), 0)
    samples = sampler(root_key(run.config, 2), state, index, n)
    points = len(run.dataset.x_shape) < 3 and run.dataset.sample is not None
    reference = np.asarray(examples(run, root_key(run.config, 3), n)["x"]) if points else None
    pixels = save_samples(workdir / "samples" / f"step_{step:08d}.png", samples, reference)
    drop_samples(workdir / "samples", step, run.config.keep_samples)
    writer.image(step, "samples", pixels)


def train(config: ConfigDict, workdir, mode: str = "jit", devices=None, debug_nans: bool = False) -> dict:
    """Trains to `config.steps`, resuming from the newest undamaged checkpoint in `workdir`.

    Writes config.json, checkpoints/, metrics.jsonl, TensorBoard events, samples/*.png and results.json. One
    process at a time may: it holds the lock of `workdir` (`ganjax.harness.lock`).

    Args:
      config: what to train.
      workdir: the folder of the run, created if need be; or an address, such as gs://bucket/run, with which each
        process keeps a folder of its own (`ganjax.harness.mirror`).
      mode: "jit", "pmap" or "shard_map". devices: default all.
      debug_nans: when a lane is no longer finite, take the steps since it was again, one by one, and name the
        operation that began it. Every chunk's first state is kept on the host for that.

    Returns:
      What results.json holds.

    Raises:
      UserError: for a config that cannot be run, a workdir of another config or that another process writes to.
      Diverged: every lane has become non-finite (the last checkpoint before that stays).
      Stopped: a signal came (`ganjax.harness.signals.listen`); the state is saved.
    """
    check(config)
    run = prepare(config, mode, devices)
    evaluator.check_memory(run.dataset, run.config.eval)
    first = not jax.process_index()
    with _naming_a_lost_process():
        if not first:
            _meet()
        with opened(workdir, write=first) as (folder, copy_back):
            if first:
                _meet()  # it may write now, and nobody else does: the others see what it sees
            checkpoints = Checkpoints(folder / "checkpoints", config.keep_checkpoints, say, copy_back)
            return _train(run, folder, checkpoints, debug_nans)


@contextlib.contextmanager
def _naming_a_lost_process():
    """Turns JAX's error where another process was lost into a UserError."""
    try:
        yield
    except jax.errors.JaxRuntimeError as error:
        if jax.process_count() == 1 or not re.search("Gloo|NCCL|Connection|heartbeat", str(error)):
            raise
        raise UserError(
            "another process of this run was lost, and this one ends with it; the same command goes on from the last "
            f"checkpoint ({(str(error).splitlines() or [''])[0][:100]})"
        ) from None


def _meet() -> None:
    """Waits for the other processes of a run."""
    if jax.process_count() > 1:
        multihost_utils.sync_global_devices("the workdir")


def _train(run: Run, workdir: pathlib.Path, checkpoints: Checkpoints, debug_nans: bool) -> dict:
    """`train` in a folder of this machine."""
    try:
        with Lock(workdir) as lock:
            state, facts = start(run, workdir, checkpoints, lock)
            with signals.deferred():
                return _loop(run, workdir, checkpoints, state, facts, debug_nans)
    except signals.Stopped as stop:
        saved = checkpoints.steps()
        note = f"step {saved[-1]} is saved in {workdir}; the same command goes on from it" if saved else ""
        raise signals.Stopped(stop.number, None if jax.process_index() else note) from None


def _loop(
    run: Run, workdir: pathlib.Path, checkpoints: Checkpoints, state: TrainState, facts: dict, debug_nans: bool
) -> dict:
    """`train` from a state and the facts saved with it. Of several processes all stop after the same chunk."""
    config = run.config
    step, seconds = int(np.asarray(state.step).max()), facts["seconds"]
    began_in, trained_before = step, trained_on(workdir, facts)
    # Of the steps since the last line of metrics.jsonl: a run may be stopped between two lines.
    pending = [{name: np.array(values, dtype) for name, (dtype, values) in facts.get("pending", {}).items()}]
    failed = {int(lane): tuple(failure) for lane, failure in facts["non_finite"].items()}
    began_at, spent_before = time.monotonic(), facts.get("wall", seconds)
    first, warned = dict(facts.get("first", {})), False  # name -> [lanes], what `grown` compares with
    left, parts = facts.get("left", []), own_parts()
    saved = step  # the last checkpoint's

    points = [point_label(point) for point in run.points]
    with writing_to(workdir):
        writer = MetricsWriter(workdir, step, "eval" in left, points) if jax.process_index() == 0 else None
    shapes = describe(run.dataset, examples(run, root_key(config, 3), 1))
    sampler, scoring, pace = make_sampler(run, _shown(run)), scoring_sampler(run), Pace(config.chunk_seconds)
    progress = Progress(config.steps, step, config.method.name)
    compiled = False

    def wall():
        """Seconds of the loop, those of earlier processes included."""
        return spent_before + time.monotonic() - began_at

    def mark(failures):
        """Reports the lanes that have just failed; raises Diverged when none is left."""
        for index, (failed_step, name) in failures.items():
            if index not in failed:
                failed[index] = (failed_step, name)
                say(f"lane {index} (of {len(run.keys)}): {name} is not finite at step {failed_step}")
        if len(failed) == len(run.keys):
            failed_step, name = max(failed.values())
            saved_whole()
            kept = checkpoints.steps()
            raise Diverged(
                f"all {len(run.keys)} lanes are non-finite: {name} at step {failed_step}; "
                + (f"the last checkpoint, of step {kept[-1]}, is kept" if kept else "nothing was saved yet")
                + ("" if debug_nans else "; --debug_nans=1 says where it began")
            )

    def since_line():
        """The metrics since the last line: name -> [steps, lanes]."""
        parts = [part for part in pending if part]
        return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]} if parts else {}

    def warn(now):
        """Says once when what there is in every lane has become huge."""
        nonlocal warned
        for name, values in now.items():
            first.setdefault(name, [float(value) for value in values])
        name = None if warned else grown(first, now, failed)
        if name is not None:
            warned = True
            say(f"warning: every lane has diverged: {name} has grown {GROWN:,.0f} times and more by step {step}")

    def saved_whole(until_done=True):
        """Waits for a checkpoint that is being saved, or raises what was wrong with it."""
        with writing_to(checkpoints.directory):
            checkpoints.wait(until_done)

    def check_state():
        """The state on the host, every lane of which has been looked at."""
        # The metrics are of the state before a step; the state that is saved must be finite itself.
        host_state = jax.device_get(state)
        mark({lane: (step, name) for lane, name in non_finite_parts(host_state).items()})
        warn({"the largest parameter": largest(host_state.params)})
        return host_state

    def machine():
        """What trained last: not this process where it only scores."""
        return environment() if step > began_in or trained_before is None else trained_before

    def save(left=()):
        nonlocal saved
        # Never twice at one step: Orbax removes the old one before it writes, and a kill in between would leave none.
        # What has been done since, of what that one leaves to be done, is done once more.
        if saved != step:
            host_state = check_state()
            facts = {
                "seconds": seconds,
                "wall": wall(),
                "environment": machine(),
                "own_parts": parts,
                "non_finite": failed,
                "data": run.dataset.info.get("fingerprint"),
                "shapes": shapes,
                "pending": {name: (values.dtype.name, values.tolist()) for name, values in since_line().items()},
                "left": sorted(left),
                "first": first,
            }
            with writing_to(checkpoints.directory):
                checkpoints.begin(step, host_state, facts)
            saved = step

    def write_line(kind, values):
        if writer is not None:
            with writing_to(workdir):
                writer.write(step, kind, values, seconds)

    def score(left):
        """Draws and scores the state, and takes from `left` what is done."""
        host_state = jax.device_get(state)
        if "sample" in left:
            if writer is not None:
                with writing_to(workdir):
                    _draw(run, sampler, host_state, step, workdir, writer, failed)
            left.remove("sample")
        if "eval" in left:
            lanes = evaluate_lanes(run, host_state, failed, None, scoring)
            with signals.deferred():
                write_line("eval", lanes)
                left.remove("eval")

    try:
        for stop, due in _boundaries(config, step, left):
            left, asked = (due & {"sample", "eval"} if stop < config.steps else set()), None
            while step < stop and not asked:
                until, began = min(stop, step + pace.steps), time.monotonic()
                before = jax.device_get(state) if debug_nans else state
                if not compiled:
                    progress.note("compiling")
                state, metrics = run.chunk(state, step, until)
                if not compiled:
                    progress.note("")
                    compiled = True
                spent = time.monotonic() - began
                seconds += spent
                pending.append(metrics)
                failures = first_non_finite(metrics, step)
                if debug_nans:
                    lanes = sorted({*failures, *non_finite_parts(jax.device_get(state))} - set(failed))
                    if lanes:  # or every step is taken twice
                        failures |= explain(run, before, step, until, lanes)
                mark(failures)
                asked, step = pace.after(until - step, spent), until
            # A line is written at each checkpoint too, so that a resumed run averages over the same steps.
            if step == stop and due & {"log", "checkpoint"}:
                averages = {name: values.mean(0) for name, values in since_line().items()}
                write_line("train", averages)
                warn({name: values for name, values in averages.items() if "loss" in name})
                pending = []
                progress.update(step)
            saved_whole(until_done=False)
            if asked:
                save(left if step == stop else ())
                saved_whole()
                raise signals.Stopped(asked)
            if "checkpoint" in due:
                check_state()
            if left:
                try:
                    with signals.allowed() if jax.process_count() == 1 else contextlib.nullcontext():
                        score(left)
                except signals.Stopped:
                    save(left)
                    saved_whole()
                    raise
            # Last: what is due at a step is then either done, or done again on resuming.
            if "checkpoint" in due:
                save()
        saved_whole()
        state, total = jax.device_get(state), wall()
    finally:
        with contextlib.suppress(Exception):  # no thread may write once the lock is given back
            checkpoints.wait()
        progress.close()
        if writer is not None:
            writer.close()
    with signals.allowed() if jax.process_count() == 1 else contextlib.nullcontext():
        return _finish(run, state, step, seconds, total, failed, workdir, sampler, scoring, machine())


def _finish(run, state, step, seconds, wall, failed, workdir, sampler, scoring, machine) -> dict:
    """The last picture, the last scores, and then results.json: a run that has it is done."""
    if jax.process_index():
        return summarise(run, evaluate_lanes(run, state, failed, None, scoring), step, seconds, failed, wall, machine)
    with writing_to(workdir):
        points = [point_label(point) for point in run.points]
        writer = MetricsWriter(workdir, step, final=True, points=points)
    try:
        # Before the scores, which may take longer than the training: the picture is what one waits for.
        with writing_to(workdir):
            _draw(run, sampler, state, step, workdir, writer, failed)
        say_scoring(run)
        lanes = evaluate_lanes(run, state, failed, workdir / "kept", scoring)
        with writing_to(workdir):
            writer.write(step, "eval", lanes, seconds)
    finally:
        writer.close()
    results = summarise(run, lanes | diagnostics(run, workdir, step, failed), step, seconds, failed, wall, machine)
    with writing_to(workdir):
        write_json(workdir / "results.json", results)
    return results
