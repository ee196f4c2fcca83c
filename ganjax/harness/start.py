"""What a run begins from: its workdir, which no other run has, and its newest state."""

import pathlib
from typing import Any

import jax
import numpy as np
from jax.experimental import multihost_utils
from ml_collections import ConfigDict

from ganjax.errors import UserError
from ganjax.files import drop_partial, writing_to
from ganjax.harness.checkpoints import Checkpoints
from ganjax.harness.config import plain
from ganjax.harness.differences import differences
from ganjax.harness.evaluate import check_data, forget_other_scores, say_left_out
from ganjax.harness.lock import Lock
from ganjax.harness.nonfinite import largest
from ganjax.harness.run import Run
from ganjax.harness.writers import read_json, set_metrics_aside, write_json
from ganjax.lookup import changed_parts
from ganjax.progress import say
from ganjax.types import TrainState


def _check_config(workdir: pathlib.Path, config: ConfigDict, may_move: bool = True) -> None:
    """Raises UserError where `workdir` holds a run of another config; `may_move`: its data may be elsewhere."""
    path = workdir / "config.json"
    if not path.exists():
        return
    moved = {"data.path"} if may_move else set()
    different = [entry for entry in differences(read_json(path), plain(config)) if entry[0] not in moved]
    if different:
        key, before, now = different[0]
        hint = " (its schedule depends on config.steps)" if key.endswith("_steps") else ""
        others = f", and {len(different) - 1} more keys differ" if len(different) > 1 else ""
        raise UserError(
            f"{workdir} holds a run with another {key}: {before!r}, not {now!r}{hint}{others}; use another workdir"
        )


def _claim(workdir: pathlib.Path, config: ConfigDict, lock: Lock) -> None:
    """Makes `workdir` this config's; raises UserError where it cannot be written to, or another process has it."""
    with writing_to(workdir):
        workdir.mkdir(parents=True, exist_ok=True)
        if not jax.process_index():
            lock.acquire()
            # Only a trainer writes to these two; to the workdir `evaluate` does too.
            for folder in ("checkpoints", "samples"):
                drop_partial(workdir / folder)
            _check_config(workdir, config)
            forget_other_scores(workdir, config)
            write_json(workdir / "config.json", plain(config))


def start(run: Run, workdir: pathlib.Path, checkpoints: Checkpoints, lock: Lock) -> tuple[TrainState, dict[str, Any]]:
    """(state, facts) to go on from, of a workdir that is then this run's: the newest whole checkpoint, or fresh ones.

    Raises:
      UserError: the workdir holds a run of another config, of other data or of more steps, another process has it,
        it cannot be written to, or the processes of a run do not share it.
    """
    state = run.init()
    fresh = {
        "seconds": 0.0,
        "non_finite": {},
        "first": {"the largest parameter": largest(jax.device_get(state.params))},
    }
    _check_config(workdir, run.config)
    if checkpoints.steps() and not jax.process_index():
        with writing_to(workdir):  # damaged ones are set aside
            lock.acquire()
    with writing_to(workdir):
        restored = checkpoints.restore(jax.eval_shape(lambda: state), repair=True)
    if restored is not None:
        step = int(np.asarray(restored[0].step).max())
        if step > run.config.steps:
            raise UserError(f"{workdir} is at step {step}, past config.steps={run.config.steps}: raise config.steps")
        # Whether data that were moved are those of before, their fingerprint says.
        _check_config(workdir, run.config, may_move=restored[1].get("data") is not None)
        check_data(run, restored[1], workdir)
        say(f"resuming {workdir} at step {step}")
        if changed := changed_parts(restored[1].get("own_parts", {})):
            say(f"warning: {', '.join(changed)} changed since: what this run has learned is of the files before")
    _check_same_step(0 if restored is None else int(np.asarray(restored[0].step).max()))
    if restored is None:
        run.check(state)
    _claim(workdir, run.config, lock)
    if restored is None and "held_out" in run.dataset.info:
        say(f"no test set: {run.dataset.info['held_out']} are held out of training")
    say_left_out(run)
    if restored is None and not jax.process_index():
        set_metrics_aside(workdir)
    return restored or (state, fresh)


def _check_same_step(step: int) -> None:
    """Raises UserError where the processes of a run do not all begin at the same step."""
    if jax.process_count() > 1:
        steps = multihost_utils.process_allgather(np.int32(step)).tolist()
        if len(set(steps)) > 1:
            raise UserError(f"the processes are at the steps {steps}: they do not share the workdir")
