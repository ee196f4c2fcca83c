"""Successive halving (Jamieson & Talwalkar 2016): the worse half of the draws goes, the rest train twice as long."""

import pathlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import jax
import numpy as np
from ml_collections import ConfigDict

from ganjax.errors import Diverged
from ganjax.files import writing_to
from ganjax.harness.checkpoints import Checkpoints
from ganjax.harness.config import from_plain, grid, plain
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


class Group(NamedTuple):
    """The draws that are lanes of one program.

    config: with one entry in its sweep, the draws. workdir: of the first rung; the others are in `rung_1`, `rung_2`,
    ... in it. All are resumed where they are.
    rungs: of `ladder`, for the draws of all groups: each has its own steps. fixed: what all draws of this one have.
    numbers: its draws' among those of all groups, which decide ties. A search of one group needs none.
    """

    config: ConfigDict
    workdir: pathlib.Path
    rungs: Sequence[tuple[int, int]]
    fixed: Mapping[str, Any] = {}
    numbers: Sequence[int] = ()


class _Lanes:
    """The draws of a group that are left: their points, and the run that they are in."""

    def __init__(self, group: Group):
        ((self.key, points),) = group.config.sweep.items()
        self.group, self.points, self.folder, self.results = group, list(points), group.workdir, {}
        self.numbers = list(group.numbers or range(len(points)))

    def train(self, rung: int) -> None:
        """Trains to the end of this rung; `results` are then of it. Raises Diverged as `train` does."""
        config = self.group.config
        stage = from_plain(plain(config))  # a schedule's length is then a number, and stays the last rung's
        stage.sweep[self.key], stage.steps = tuple(self.points), self.group.rungs[rung][1]
        stage.checkpoint_every = max(stage.checkpoint_every, stage.steps // 4, 1)
        self.results = train(stage, self.folder)

    def draws(self, rung: int, nothing: Mapping[str, dict] | None = None) -> list[dict]:
        """{"values", "metrics", "rung", "steps"} of every point; `nothing`: the metrics of points that diverged."""
        points, steps = grid({self.key: self.points}), self.group.rungs[rung][1]
        metrics = (
            [point["metrics"] for point in self.results["sweep"]] if nothing is None else [nothing] * len(points)
        )
        return [
            {"values": {**point, **self.group.fixed}, "metrics": of_point, "rung": rung, "steps": steps}
            for point, of_point in zip(points, metrics, strict=True)
        ]

    def keep(self, lanes: Sequence[int], rung: int) -> None:
        """Lets the points of these lanes go on, in the folder of the next rung."""
        after = self.group.workdir / f"rung_{rung + 1}"
        self.points = [self.points[lane] for lane in lanes]
        self.numbers = [self.numbers[lane] for lane in lanes]
        if lanes:
            _go_on(self.folder, after, lanes, self.group.config.trials)
            self.folder = after


def climb(groups: Sequence[Group], loss: Callable) -> tuple[list[dict], list[dict]]:
    """Trains the draws rung by rung, and after each drops the worse half of all that are left.

    A survivor goes on from its own state and with its own random numbers, so that it ends as if it had trained alone.
    Schedules that follow `config.steps` are as long as the last rung.

    Args:
      groups: the draws. loss: a point's metrics -> what sorts the best first.

    Returns:
      ({"values", "metrics", "rung", "steps"} of every point as it was last scored, the last results of every group
      that has some). Points of a group that all diverge have no numbers, and do not go on; the seconds that they
      took are in no results.

    Raises:
      Diverged: all points of the first rung do.
    """
    left, ended = [_Lanes(group) for group in groups], []
    whole, counts = list(left), [count for count, _ in groups[0].rungs]
    for rung, count in enumerate([*counts[1:], 0]):
        failed = []
        for lanes in left:
            try:
                lanes.train(rung)
            except Diverged as error:
                failed.append(lanes)
                failure = error.with_traceback(None)  # whose frames hold the states
        if len(failed) == len(left) and not rung:
            raise failure
        names = next(lanes.results["sweep"][0]["metrics"] for lanes in whole if lanes.results)
        for lanes in failed:
            nothing = {name: statistics(np.full(lanes.group.config.trials, np.nan)) for name in names}
            ended += lanes.draws(rung, nothing)
        left = [lanes for lanes in left if lanes not in failed]
        scored = [draw for lanes in left for draw in lanes.draws(rung)]
        numbers = [number for lanes in left for number in lanes.numbers]
        best = sorted(range(len(scored)), key=lambda i: (loss(scored[i]["metrics"]), numbers[i]))
        kept = {numbers[i] for i in best[:count]}
        ended += [scored[i] for i in best if numbers[i] not in kept]
        for lanes in left:
            lanes.keep([lane for lane, number in enumerate(lanes.numbers) if number in kept], rung)
        left = [lanes for lanes in left if lanes.points]
        if not left:
            break
    return ended, [lanes.results for lanes in whole if lanes.results]
