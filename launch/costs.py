"""What a row of a table cost: the seconds until its samples were good enough, and the memory of its program."""

from collections.abc import Mapping, Sequence
from typing import Any


def seconds_to(lines: Sequence[Mapping[str, Any]], metric: str, level: float) -> dict:
    """The seconds of training, of all trials together, after which each trial's metric first was at least `level`.

    Args:
      lines: of a run's metrics.jsonl. metric: which of its scores. level: what it must reach.

    Returns:
      An entry of a results.json, null for a trial that never did. It has a mean only if all did.
    """
    import numpy as np

    from ganjax.harness.evaluate import statistics

    scored = [line for line in lines if metric in line.get("eval", {})]
    if not scored:
        return statistics(np.zeros(0))
    values = np.array([line["eval"][metric] for line in scored], float)
    at = values >= level
    first = np.where(at.any(0), np.array([line["seconds"] for line in scored])[at.argmax(0)], np.nan)
    entry = statistics(first)
    return entry if np.isfinite(first).all() else entry | {"mean": float("nan"), "std": float("nan")}


def megabytes(config) -> dict:
    """MB (10^6 bytes) that a step of all trials holds on one device, as XLA plans it: an entry of a results.json."""
    import jax
    import numpy as np

    from ganjax.harness.evaluate import statistics
    from ganjax.harness.run import prepare
    from launch.peers.machine import step_cost

    run = prepare(config, devices=jax.local_devices()[:1])
    return statistics(np.array([step_cost(run, jax.eval_shape(run.init))[2] / 1e6]))


def with_costs(results: dict, reached: Mapping[str, tuple[str, float]], folder, config) -> dict:
    """`results` of a run without a sweep, with the columns that a table's `reached` names, and `megabytes`.

    Args:
      results: as a results.json. folder: the run's, with its metrics.jsonl.
      reached: column -> (metric, level) of `seconds_to`.
    """
    from ganjax.harness.writers import read_lines

    lines = read_lines(folder / "metrics.jsonl")
    costs = {name: seconds_to(lines, *of) for name, of in reached.items()}
    return results | {"metrics": results["metrics"] | costs | {"megabytes": megabytes(config)}}
