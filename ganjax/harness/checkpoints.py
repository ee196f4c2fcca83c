"""Checkpoints through Orbax: complete states, and the newest undamaged one when a later one is damaged."""

import contextlib
import copy
import errno
import hashlib
import json
import os
import pathlib
import re
import shutil
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import jax
import numpy as np

from ganjax.errors import UserError
from ganjax.files import write_text
from ganjax.types import TrainState


def _digests(directory: pathlib.Path) -> dict[str, str]:
    return {
        str(path.relative_to(directory)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(directory.rglob("*"))
        if path.is_file()
    }


@contextlib.contextmanager
def _os_errors():
    """Turns TensorStore's error for a file that cannot be written into the OSError that it was."""
    try:
        yield
    except (ValueError, RuntimeError) as error:
        code = re.search(r"os_error_code='(\d+)'", str(error))
        if code is None:
            raise
        raise OSError(int(code[1]), os.strerror(int(code[1]))) from None


def _checkpointer(*items: str):
    """Orbax's, of this process alone: the folder may be its own, and no other process is waited for."""
    import orbax.checkpoint as ocp

    alone = ocp.options.MultiprocessingOptions(
        primary_host=jax.process_index(),
        active_processes={jax.process_index()},
        barrier_sync_key_prefix=f"process_{jax.process_index()}",
    )
    options = ocp.CompositeOptions(multiprocessing_options=alone)
    handler = ocp.CompositeCheckpointHandler(*items, composite_options=options)
    return ocp.Checkpointer(handler, multiprocessing_options=alone)


class Checkpoints:
    """The checkpoints of one workdir.

    `<step>/` is Orbax's and `<step>.sha256.json` beside it lists its files' digests: a checkpoint without
    that list, or with a file that does not match it, is damaged.

    Args:
      directory: where they are; created when the first is saved.
      keep: how many checkpoints remain; older ones are deleted.
      say: called with a line for the user when a checkpoint is damaged.
      saved: called when a checkpoint has been saved, by the thread that saved it.
    """

    def __init__(self, directory: pathlib.Path, keep: int = 2, say=print, saved: Callable[[], None] = lambda: None):
        self.directory, self.keep, self.say = pathlib.Path(directory).absolute(), keep, say
        self.saved = saved
        self._pool = ThreadPoolExecutor(1, "checkpoint")
        self._saving: Future | None = None

    def _manifest(self, step: int) -> pathlib.Path:
        return self.directory / f"{step}.sha256.json"

    def save(self, step: int, state: TrainState, facts: dict[str, Any]) -> None:
        """Saves a state and some JSON facts about the run under `step`, and then drops the oldest.

        Raises:
          OSError: the disk is full, or cannot be written to; the older checkpoints are as they were.
        """
        self.begin(step, state, facts)
        self.wait()

    def begin(self, step: int, state: TrainState, facts: dict[str, Any]) -> None:
        """`save` in a thread, of a copy: state and facts may change at once. One save at a time.

        Of several processes the first one saves: all have the same state.

        Raises:
          OSError: as `save`, of the save before.
        """
        self.wait()
        if jax.process_index():
            return
        tree = jax.device_get(state._asdict())
        tree = jax.tree.map(lambda x: np.array(x) if isinstance(x, np.ndarray) else x, tree)
        facts = copy.deepcopy(facts)
        self._saving = self._pool.submit(self._save, step, tree, facts)

    def wait(self, until_done: bool = True) -> None:
        """Waits for the save that `begin` began, if any.

        Args:
          until_done: False: only raises what a save has raised that is over.

        Raises:
          OSError: as `save`.
        """
        if self._saving is not None and (until_done or self._saving.done()):
            saving, self._saving = self._saving, None
            saving.result()

    def _save(self, step: int, tree: dict[str, Any], facts: dict[str, Any]) -> None:
        import orbax.checkpoint as ocp

        target = self.directory / str(step)
        if not self.directory.parent.is_dir():  # Orbax would make it again
            raise FileNotFoundError(errno.ENOENT, "the folder is gone", str(self.directory.parent))
        with (
            _os_errors(),
            _checkpointer("state", "facts") as checkpointer,
        ):  # writes under another name and renames: a kill damages no older one
            checkpointer.save(
                target,
                args=ocp.args.Composite(state=ocp.args.StandardSave(tree), facts=ocp.args.JsonSave(facts)),
                force=True,
            )
        write_text(self._manifest(step), json.dumps(_digests(target)))
        for old in self.steps()[: -self.keep]:
            self._manifest(old).unlink(missing_ok=True)
            shutil.rmtree(self.directory / str(old), ignore_errors=True)
        self.saved()

    def steps(self) -> list[int]:
        """The steps of the checkpoints there are or were, oldest first; damaged ones too."""
        if not self.directory.is_dir():
            return []
        names = {path.name.removesuffix(".sha256.json") for path in self.directory.iterdir()}
        return sorted(int(name) for name in names if name.isdigit())

    def _fault(self, step: int) -> str:
        if not (self.directory / str(step)).is_dir():
            return "it was deleted"
        if not self._manifest(step).exists():
            return "its saving was cut off"
        try:
            expected = json.loads(self._manifest(step).read_text())
        except ValueError:
            return "its list of files is unreadable"
        try:
            digests = _digests(self.directory / str(step))
        except FileNotFoundError:  # by who trains, who keeps the newest few
            return "it was deleted"
        wrong = [name for name, digest in expected.items() if digests.get(name) != digest]
        return f"{wrong[0]} is missing or altered" if wrong else ""

    def newest(self, repair: bool = False) -> int | None:
        """The step of the newest undamaged checkpoint.

        Args:
          repair: set the damaged ones before it aside (nothing is deleted). Only for who trains: to a
            reader, a checkpoint that is being saved looks damaged too.
        """
        if repair and not jax.process_index():
            for partial in self.directory.glob("*.orbax-checkpoint-tmp*"):  # whose saving was cut off
                shutil.rmtree(partial, ignore_errors=True)
        for step in reversed(self.steps()):
            fault = self._fault(step)
            if not fault:
                return step
            self.say(f"checkpoint {step} is damaged: {fault}; looking for an earlier one")
            if repair and not jax.process_index():
                self._set_aside(step)
        return None

    def _set_aside(self, step: int) -> None:
        for path in (self.directory / str(step), self._manifest(step)):
            if path.exists():
                aside = path.with_name(f"damaged-{path.name}")
                shutil.rmtree(aside, ignore_errors=True)
                path.rename(aside)

    def at(self, step: int) -> int:
        """`step`, of which there is an undamaged checkpoint.

        Raises:
          UserError: there is none; it names those there are.
        """
        if step not in self.steps():
            there = ", ".join(map(str, self.steps())) or "none"
            raise UserError(f"{self.directory} has no checkpoint of step {step}; there are {there}")
        if fault := self._fault(step):
            raise UserError(f"{self.directory}: checkpoint {step} is damaged: {fault}")
        return step

    def restore(
        self, template: TrainState, repair: bool = False, step: int | None = None
    ) -> tuple[TrainState, dict[str, Any]] | None:
        """The newest undamaged checkpoint, as (state on the host, facts); None where there is none.

        Args:
          template: a state of the same structure, or its shapes.
          repair: as `newest`.
          step: of the checkpoint to take in place of the newest.

        Raises:
          UserError: the checkpoint is undamaged, but of another method or network, or of a version whose averages had
            another layout.
        """
        import orbax.checkpoint as ocp

        step = self.newest(repair) if step is None else step
        if step is None:
            return None
        shapes = jax.tree.map(lambda x: jax.ShapeDtypeStruct(x.shape, x.dtype), template._asdict())
        with _checkpointer("state", "facts") as checkpointer:
            try:
                restored = checkpointer.restore(
                    self.directory / str(step),
                    args=ocp.args.Composite(state=ocp.args.StandardRestore(shapes), facts=ocp.args.JsonRestore()),
                )
            except (ValueError, KeyError, TypeError) as error:
                average = self._stored(step).get("model_state", {}).get("ema", {"statistics": None})
                if "ema" in template.model_state and "statistics" not in average:
                    raise UserError(
                        f"checkpoint {step} is of an earlier version, whose average (config.ema) has no batch "
                        f"statistics: it cannot be used. Train again, in another workdir than {self.directory.parent}"
                    ) from None
                reason = (str(error).strip().splitlines() or [type(error).__name__])[0][:160]
                raise UserError(f"checkpoint {step} does not fit this config's networks: {reason}") from None
        return TrainState(**jax.device_get(restored["state"])), restored["facts"]

    def facts(self, step: int) -> dict[str, Any]:
        """The JSON facts of an undamaged checkpoint, without its state."""
        import orbax.checkpoint as ocp

        with _checkpointer("facts") as checkpointer:
            args = ocp.args.Composite(facts=ocp.args.JsonRestore())
            return checkpointer.restore(self.directory / str(step), args=args)["facts"]

    def _stored(self, step: int) -> dict[str, Any]:
        """The tree of what a checkpoint has, with shapes in the place of arrays."""
        import orbax.checkpoint as ocp

        with ocp.StandardCheckpointer() as checkpointer:
            return checkpointer.metadata(self.directory / str(step) / "state").item_metadata.tree
