"""The scores of a row's runs at their best evaluation on the way: what a user has who keeps the best checkpoint."""

from collections.abc import Mapping, Sequence
from typing import Any

from launch.figures import Lines, from_the_start

NOTE = (
    "at_best_NAME: at each trial's own evaluation with the best NAME, of those on the way and the last: a choice by "
    "the truth, among as many as the row has. A trial that failed later counts."
)


def at_best(lines: Sequence[Mapping[str, Any]], by: str, names: Sequence[str]) -> dict[str, dict]:
    """ "NAME_at_best_BY" -> entry of a results.json, for each of `names`: each trial's score where its `by` is best.

    It is a choice by the truth that the metrics know, alike for all rows that have as many evaluations. Of two
    evaluations that are equally good the first counts; a trial without a finite `by` has none.

    Args:
      lines: of a run's metrics.jsonl, {"eval": {metric: [lanes]}}. by, names: metrics.
    """
    import numpy as np

    from ganjax.harness.evaluate import statistics
    from ganjax.harness.tune import less_is_better

    scored = [line["eval"] for line in lines if by in line.get("eval", {})]
    if not scored:
        return {}
    loss = np.array([line[by] for line in scored], float) * (1 if less_is_better(by) else -1)
    loss = np.where(np.isfinite(loss), loss, np.inf)
    best, lost = loss.argmin(0), np.isinf(loss).all(0)
    lanes = np.arange(loss.shape[1])
    return {
        f"{name}_at_best_{by}": statistics(
            np.where(lost, np.nan, np.array([line[name] for line in scored], float)[best, lanes])
        )
        for name in names
        if all(name in line for line in scored)
    }


def with_best(results: Mapping[str, Any], best: Mapping[str, Sequence[str]], lines: Lines) -> dict:
    """`results` with `at_best` of every entry of a table's `best`: by -> names.

    Where evaluations are unknown, or the first are dropped, as in a run that was scored again, they stay as they are;
    so do those of a sweep, whose lanes are not trials alone.
    """
    if results.get("sweep") or not from_the_start(lines, results["config"].get("eval_every", 0), results["step"]):
        return dict(results)
    added = {key: entry for by, names in best.items() for key, entry in at_best(lines, by, names).items()}
    return {**results, "metrics": {**results["metrics"], **added}}
