"""The training loop: chunks of compiled steps, with checkpoints, metrics and pictures between them."""

import json
import pathlib
import time

import jax
import numpy as np
from ml_collections import ConfigDict

from ganjax.errors import UserError
from ganjax.harness.checkpoints import Checkpoints
from ganjax.harness.config import check, differences, plain, point_label
from ganjax.harness.evaluate import check_data, diagnostics, evaluate_lanes, say_left_out, summarise
from ganjax.harness.plots import save_samples
from ganjax.harness.run import Run, examples, make_sampler, prepare, root_key
from ganjax.harness.writers import MetricsWriter, write_json
from ganjax.progress import Progress, say
from ganjax.types import TrainState


def _check_config(workdir: pathlib.Path, config: ConfigDict) -> None:
    """Raises UserError where `workdir` holds a run of another config."""
    path = workdir / "config.json"
    if not path.exists():
        return
    try:
        old = json.loads(path.read_text())
    except ValueError:
        raise UserError(f"{path} is not readable JSON") from None
    for key, before, now in differences(old, plain(config)):
        hint = " (its schedule depends on config.steps)" if key.endswith("_steps") else ""
        raise UserError(
            f"{workdir} holds a run with another {key}: {before!r}, not {now!r}{hint}; use another workdir"
        )


def _claim(workdir: pathlib.Path, config: ConfigDict) -> None:
    """Makes `workdir` this config's; raises UserError where it cannot be written to."""
    try:
        workdir.mkdir(parents=True, exist_ok=True)
        if not jax.process_index():
            write_json(workdir / "config.json", plain(config))
    except OSError as error:
        raise UserError(f"cannot write to {workdir}: {error.strerror or error}") from None


def _start(run: Run, workdir: pathlib.Path, checkpoints: Checkpoints):
    """(state, facts) to resume from: those of the newest undamaged checkpoint, or fresh ones."""
    state, fresh = run.init(), {"seconds": 0.0, "non_finite": {}}
    _check_config(workdir, run.config)
    restored = checkpoints.restore(jax.eval_shape(lambda: state), repair=True)
    if restored is not None:
        step = int(np.asarray(restored[0].step).max())
        if step > run.config.steps:
            raise UserError(f"{workdir} is at step {step}, past config.steps={run.config.steps}: raise config.steps")
        check_data(run, restored[1], workdir)
        say(f"resuming {workdir} at step {step}")
    if restored is None:
        run.check(state)
    _claim(workdir, run.config)
    if restored is None and "held_out" in run.dataset.info:
        say(f"no test set: {run.dataset.info['held_out']} are held out of training")
    say_left_out(run)
    metrics = workdir / "metrics.jsonl"
    if restored is None and metrics.exists() and not jax.process_index():
        backup = metrics.with_name("metrics-before-restart.jsonl")
        metrics.replace(backup)
        say(f"{workdir} has no usable checkpoint: starting at step 0; the old metrics are in {backup.name}")
    return restored or (state, fresh)


def non_finite_lanes(state: TrainState) -> set[int]:
    """The lanes of which some parameter or other float is NaN or infinite."""
    lanes = set()
    for leaf in jax.tree.leaves(state):
        leaf = np.asarray(leaf)
        if np.issubdtype(leaf.dtype, np.floating):
            lanes |= {int(i) for i in np.flatnonzero(~np.isfinite(leaf.reshape(len(leaf), -1)).all(1))}
    return lanes


def _boundaries(config: ConfigDict, start: int):
    """The steps at which something is due, and what: the next multiple of each cadence, and the end."""
    cadences = {k: config[f"{k}_every"] for k in ("log", "checkpoint", "sample", "eval") if config[f"{k}_every"]}
    step = start
    while step < config.steps:
        step = min([config.steps, *(every * (step // every + 1) for every in cadences.values())])
        yield step, {k for k, every in cadences.items() if step % every == 0 or step == config.steps}


def first_non_finite(metrics: dict[str, np.ndarray], start: int) -> dict[int, tuple[int, str]]:
    """Lane -> (step, metric) where it first was not finite, of metric -> [steps, lanes]; steps count from 1."""
    failures = {}
    for name, values in metrics.items():
        for lane in map(int, np.flatnonzero(~np.isfinite(values).all(0))):
            step = start + 1 + int(np.argmin(np.isfinite(values[:, lane])))
            if lane not in failures or step < failures[lane][0]:
                failures[lane] = (step, name)
    return failures


def _shown(run: Run) -> int:
    """How many samples a picture shows: 64 images, 2,000 points."""
    return 64 if len(run.dataset.x_shape) == 3 else 2000


def _draw(run: Run, sampler, state, step: int, workdir: pathlib.Path, writer) -> None:
    """samples/step_*.png: the first lane's samples, over data if they are points."""
    n = _shown(run)
    samples = sampler(root_key(run.config, 2), state, 0, n)
    points = len(run.dataset.x_shape) < 3 and run.dataset.sample is not None
    reference = np.asarray(examples(run, root_key(run.config, 3), n)["x"]) if points else None
    pixels = save_samples(workdir / "samples" / f"step_{step:08d}.png", samples, reference)
    writer.image(step, "samples", pixels)


def train(config: ConfigDict, workdir, mode: str = "jit", devices=None) -> dict:
    """Trains to `config.steps`, resuming from the newest undamaged checkpoint in `workdir`.

    Writes config.json, checkpoints/, metrics.jsonl, TensorBoard events, samples/*.png and results.json.

    Args:
      config: what to train. workdir: the folder of the run; created if need be.
      mode: "jit", "pmap" or "shard_map". devices: default all.

    Returns:
      What results.json holds.

    Raises:
      UserError: for a config that cannot be run, a workdir of another config, or when every lane has
        become non-finite (the last checkpoint before that stays).
    """
    check(config)
    workdir = pathlib.Path(workdir)
    run = prepare(config, mode, devices)
    checkpoints = Checkpoints(workdir / "checkpoints", config.keep_checkpoints, say)
    state, facts = _start(run, workdir, checkpoints)
    step, seconds, pending = int(np.asarray(state.step).max()), facts["seconds"], []
    failed = {int(lane): tuple(failure) for lane, failure in facts["non_finite"].items()}

    points = [point_label(point) for point in run.points]
    writer = MetricsWriter(workdir, step, points=points) if jax.process_index() == 0 else None
    sampler = make_sampler(run, _shown(run))
    progress = Progress(config.steps, step, config.method.name)

    def mark(failures):
        """Reports the lanes that have just failed; raises UserError when none is left."""
        for index, (failed_step, name) in failures.items():
            if index not in failed:
                failed[index] = (failed_step, name)
                say(f"lane {index} (of {len(run.keys)}): {name} is not finite at step {failed_step}")
        if len(failed) == len(run.keys):
            failed_step, name = max(failed.values())
            saved = checkpoints.steps()
            raise UserError(
                f"all {len(run.keys)} lanes are non-finite: {name} at step {failed_step}; "
                + (f"the last checkpoint, of step {saved[-1]}, is kept" if saved else "nothing was saved yet")
            )

    try:
        for stop, due in _boundaries(config, step):
            began = time.monotonic()
            state, metrics = run.chunk(state, step, stop)
            seconds += time.monotonic() - began
            pending.append(metrics)
            mark(first_non_finite(metrics, step))
            step = stop
            # A line is written at each checkpoint too, so that a resumed run averages over the same steps.
            if due & {"log", "checkpoint"}:
                if writer is not None:
                    means = {name: np.concatenate([part[name] for part in pending]).mean(0) for name in pending[0]}
                    writer.write(step, "train", means, seconds)
                pending = []
                progress.update(step)
            if "checkpoint" in due:
                # The metrics are of the state before a step; the state that is saved must be finite itself.
                mark({lane: (step, "the state") for lane in non_finite_lanes(jax.device_get(state))})
            if due & {"sample", "eval"} and step < config.steps:
                host_state = jax.device_get(state)
                if writer is not None and "sample" in due:
                    _draw(run, sampler, host_state, step, workdir, writer)
                if "eval" in due:
                    lanes = evaluate_lanes(run, host_state, failed)
                    if writer is not None:
                        writer.write(step, "eval", lanes, seconds)
            # Last: what is due at a step is then either done, or done again on resuming.
            if "checkpoint" in due:
                facts = {"seconds": seconds, "non_finite": failed, "data": run.dataset.info.get("fingerprint")}
                checkpoints.save(step, state, facts)
    finally:
        progress.close()
        if writer is not None:
            writer.close()
    return _finish(run, jax.device_get(state), step, seconds, failed, workdir, sampler)


def _finish(run, state, step, seconds, failed, workdir, sampler) -> dict:
    """The last picture and results.json."""
    lanes = evaluate_lanes(run, state, failed, workdir / "kept" if jax.process_index() == 0 else None)
    results = summarise(run, lanes | diagnostics(run, workdir, step, failed), step, seconds, failed)
    if jax.process_index() == 0:
        write_json(workdir / "results.json", results)
        points = [point_label(point) for point in run.points]
        writer = MetricsWriter(workdir, step, final=True, points=points)
        writer.write(step, "eval", lanes, seconds)
        _draw(run, sampler, state, step, workdir, writer)
        writer.close()
    return results
