"""The training loop: chunks of compiled steps, with checkpoints, metrics and pictures between them."""

import json
import pathlib
import time

import jax
import numpy as np
from ml_collections import ConfigDict

from ganjax.checkpoints import Checkpoints
from ganjax.config import check, differences, plain
from ganjax.errors import UserError
from ganjax.evaluate import evaluate_lanes, summarise
from ganjax.plots import save_samples
from ganjax.run import Run, make_sampler, prepare, root_key
from ganjax.writers import MetricsWriter, Progress, say, write_json


def claim(workdir: pathlib.Path, config: ConfigDict) -> None:
    """Makes `workdir` this config's, or finds that it is.

    Raises:
      UserError: it holds a run of another config, or cannot be written to.
    """
    path = workdir / "config.json"
    new = plain(config)
    if path.exists():
        try:
            old = json.loads(path.read_text())
        except ValueError:
            raise UserError(f"{path} is not readable JSON") from None
        for key, was, now in differences(old, new):
            raise UserError(f"{workdir} holds a run with another {key}: {was!r}, not {now!r}")
    try:
        workdir.mkdir(parents=True, exist_ok=True)
        write_json(path, new)
    except OSError as error:
        raise UserError(f"cannot write to {workdir}: {error.strerror or error}") from None


def _boundaries(config: ConfigDict, start: int):
    """The steps at which something is due, and what: the next multiple of each cadence, and the end."""
    cadences = {k: config[f"{k}_every"] for k in ("log", "checkpoint", "sample", "eval") if config[f"{k}_every"]}
    step = start
    while step < config.steps:
        step = min([config.steps, *(every * (step // every + 1) for every in cadences.values())])
        yield step, {k for k, every in cadences.items() if step % every == 0 or step == config.steps}


def first_non_finite(metrics: dict[str, np.ndarray], start: int) -> dict[int, tuple[int, str]]:
    """Lane -> (step, metric) where it first was not finite; steps count from 1, as checkpoints do."""
    found = {}
    for name, values in metrics.items():
        for lane in np.flatnonzero(~np.isfinite(values).all(0)):
            step = start + 1 + int(np.argmin(np.isfinite(values[:, lane])))
            if lane not in found or step < found[lane][0]:
                found[int(lane)] = (step, name)
    return found


def _draw(run: Run, sampler, state, step: int, workdir: pathlib.Path, writer) -> None:
    """samples/step_*.png: the first lane's samples, beside data if they are points."""
    shape = run.dataset.x_shape
    n = 64 if len(shape) == 3 else 2000
    key = root_key(run.config, 2)
    samples = sampler(key, state, 0, n)
    reference = None if len(shape) == 3 else np.asarray(run.dataset.sample(key, n)["x"])
    pixels = save_samples(workdir / "samples" / f"step_{step:08d}.png", samples, reference)
    writer.image(step, "samples", pixels)


def train(config: ConfigDict, workdir, mode: str = "jit", devices=None) -> dict:
    """Trains to `config.steps`, going on from the newest whole checkpoint in `workdir`.

    Writes config.json, checkpoints/, metrics.jsonl, TensorBoard events, samples/*.png and results.json.

    Args:
      config: what to train. workdir: where it goes; made if need be.
      mode: "jit", "pmap" or "shard_map". devices: default all.

    Returns:
      What results.json holds.

    Raises:
      UserError: for a config that cannot be run, a workdir of another config, or when every lane has
        become non-finite (the last checkpoint before that is kept).
    """
    check(config)
    workdir = pathlib.Path(workdir)
    run = prepare(config, mode, devices)
    state = run.init()
    claim(workdir, config)
    checkpoints = Checkpoints(workdir / "checkpoints", config.keep_checkpoints, say)
    restored = checkpoints.restore(jax.eval_shape(lambda: state))
    start, facts = 0, {"seconds": 0.0, "non_finite": {}}
    if restored is not None:
        state, facts = restored
        start = int(np.asarray(state.step).max())
        if start > config.steps:
            raise UserError(f"{workdir} is at step {start} already, past config.steps={config.steps}")
        say(f"resuming {workdir} at step {start}")

    lead = jax.process_index() == 0
    writer = MetricsWriter(workdir, start) if lead else None
    sampler = make_sampler(run, 64 if len(run.dataset.x_shape) == 3 else 2000)
    progress = Progress(config.steps, start, config.method.name)
    failed = {int(lane): tuple(where) for lane, where in facts["non_finite"].items()}
    began, before, log_start, pending = time.monotonic(), facts["seconds"], start, []
    step = start
    try:
        for stop, due in _boundaries(config, start):
            state, metrics = run.chunk(state, step, stop)
            pending.append(metrics)
            for index, (where, name) in first_non_finite(metrics, step).items():
                if index not in failed:
                    failed[index] = (where, name)
                    say(f"lane {index} (of {len(run.keys)}): {name} is not finite at step {where}")
            step = stop
            seconds = before + time.monotonic() - began
            if len(failed) == len(run.keys):
                where, name = max(failed.values())
                kept = checkpoints.steps()
                raise UserError(
                    f"all {len(run.keys)} lanes are non-finite: {name} at step {where}; "
                    + (f"the last checkpoint, of step {kept[-1]}, is kept" if kept else "nothing was saved yet")
                )
            if lead and "log" in due:
                means = {name: np.concatenate([part[name] for part in pending]).mean(0) for name in pending[0]}
                steps_per_second = (step - log_start) / max(time.monotonic() - progress.began, 1e-9)
                writer.write(step, "train", means, seconds)
                pending = []
                progress.update(step, f"{steps_per_second:.3g}/s")
            if "checkpoint" in due:
                checkpoints.save(step, state, {"seconds": seconds, "non_finite": failed})
            if lead and "sample" in due and step < config.steps:
                _draw(run, sampler, state, step, workdir, writer)
            if "eval" in due and step < config.steps:
                lanes = evaluate_lanes(run, state, failed)
                if lead:
                    writer.write(step, "eval", lanes, seconds)
    finally:
        progress.close()
        if writer is not None:
            writer.close()
    return _finish(run, state, step, facts["seconds"] + time.monotonic() - began, failed, workdir, sampler)


def _finish(run, state, step, seconds, failed, workdir, sampler) -> dict:
    """The last picture and results.json."""
    lanes = evaluate_lanes(run, state, failed)
    results = summarise(run, lanes, step, seconds, failed)
    if jax.process_index() == 0:
        writer = MetricsWriter(workdir, step)
        _draw(run, sampler, state, step, workdir, writer)
        writer.write(step, "eval", lanes, seconds)
        writer.close()
        write_json(workdir / "results.json", results)
    return results
