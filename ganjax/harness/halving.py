"""Successive halving (Jamieson & Talwalkar 2016): the worse half of the draws goes, the rest train twice as long."""

import pathlib
from collections.abc import Callable, Sequence

import jax
import numpy as np
from ml_collections import ConfigDict

from ganjax.errors import Diverged
from ganjax.files import writing_to
from ganjax.harness.checkpoints import Checkpoints
from ganjax.harness.config import from_plain, plain
from ganjax.harness.evaluate import load, statistics
from ganjax.harness.lock import Lock
from ganjax.harness.train import train


def ladder(draws: int, halvings: int, steps: int) -> list[tuple[int, int]]:
    """(how many draws train, to which step) of every rung, for the cost of `steps` steps of all draws.

    The steps double from rung to rung and the draws halve (rounded up): after the first, each rung costs half of it.
    """
    first = max(1, int(steps / (1 + halvings / 2)))
    return [(-(-draws // 2**rung), first * 2**rung) for rung in range(halvings + 1)]


def _go_on(before: pathlib.Path, after: pathlib.Path, kept: Sequence[int], trials: int) -> None:
    """Lets the run in `after` start where that in `before` is, with the points `kept` of it alone."""
    with Lock(after) as lock:
        with writing_to(after):
            after.mkdir(parents=True, exist_ok=True)
            lock.acquire()  # what another process is saving looks damaged
        checkpoints = Checkpoints(after / "checkpoints")
        if checkpoints.newest(repair=True) is None:
            _copy_lanes(before, after, checkpoints, kept, trials)


def _copy_lanes(
    before: pathlib.Path, after: pathlib.Path, checkpoints: Checkpoints, kept: Sequence[int], trials: int
) -> None:
    _, state, facts = load(before)
    lanes = np.array([point * trials + trial for point in kept for trial in range(trials)])
    failed = {str(lane): failure for lane, failure in facts["non_finite"].items()}
    failed = {str(new): failed[str(old)] for new, old in enumerate(lanes) if str(old) in failed}
    first = {name: [values[lane] for lane in lanes] for name, values in facts.get("first", {}).items()}
    state = jax.tree.map(lambda leaf: np.asarray(leaf)[lanes], state)
    with writing_to(after):
        checkpoints.save(int(np.max(state.step)), state, {**facts, "non_finite": failed, "first": first})


def _diverged(before: dict, kept: Sequence[int], trials: int) -> list[dict]:
    """The points `kept` of the results of the rung before, as points of a sweep whose metrics are not finite."""
    nothing = {name: statistics(np.full(trials, np.nan)) for name in before["sweep"][0]["metrics"]}
    return [{"values": before["sweep"][index]["values"], "metrics": nothing} for index in kept]


def climb(
    config: ConfigDict, workdir: pathlib.Path, rungs: Sequence[tuple[int, int]], loss: Callable
) -> tuple[list[dict], dict]:
    """Trains the points of a sweep rung by rung; all of a rung are lanes of one program.

    A survivor goes on from its own state and with its own random numbers, so that it ends as if it had trained alone.
    Schedules that follow `config.steps` are as long as the last rung.

    Args:
      config: with one entry in its sweep; its steps are those of the last rung.
      workdir: of the first rung; the others are in `rung_1`, `rung_2`, ... in it. All are resumed where they are.
      rungs: of `ladder`. loss: a point's metrics -> what sorts the best first.

    Returns:
      ({"values", "metrics", "rung", "steps"} of every point as it was last scored, the last rung's results). The
      points of a later rung that all diverge have no numbers, and end the search.

    Raises:
      Diverged: all points of the first rung do.
    """
    (key,) = config.sweep
    points, ended, folder, kept = list(config.sweep[key]), [], workdir, []
    for rung, (_, steps) in enumerate(rungs):
        stage = from_plain(plain(config))  # a schedule's length is then a number, and stays the last rung's
        stage.sweep[key], stage.steps = tuple(points), steps
        stage.checkpoint_every = max(stage.checkpoint_every, steps // 4, 1)
        try:
            results = train(stage, folder)
        except Diverged:
            if not rung:
                raise
            ended += [{**point, "rung": rung, "steps": steps} for point in _diverged(results, kept, config.trials)]
            return ended, results
        scored = [{**point, "rung": rung, "steps": steps} for point in results["sweep"]]
        best = sorted(range(len(scored)), key=lambda i: loss(scored[i]["metrics"]))
        kept = sorted(best[: rungs[rung + 1][0]]) if rung + 1 < len(rungs) else []
        ended += [scored[i] for i in best if i not in kept]
        if kept:
            points = [points[i] for i in kept]
            _go_on(folder, workdir / f"rung_{rung + 1}", kept, config.trials)
            folder = workdir / f"rung_{rung + 1}"
    return ended, results
