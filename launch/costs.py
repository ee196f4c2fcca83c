"""What a row of a table cost: the seconds until its samples were good enough, and the memory of its program."""

from collections.abc import Mapping, Sequence
from typing import Any

from launch.figures import from_the_start


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
    """MB (10^6 bytes) that training holds on one device, all trials together, as XLA plans it for the compiled steps.

    Returns:
      An entry of a results.json; one without trials where the backend does not say.
    """
    import jax
    import numpy as np

    from ganjax.harness.evaluate import statistics
    from ganjax.harness.run import prepare

    run = prepare(config, devices=jax.local_devices()[:1])
    program, arguments = run.program(run.init())
    jitted: Any = program
    plan = jitted.lower(*arguments).compile().memory_analysis()
    if plan is None:
        return statistics(np.zeros(0))
    held = plan.argument_size_in_bytes + plan.output_size_in_bytes + plan.temp_size_in_bytes
    return statistics(np.array([(held - plan.alias_size_in_bytes) / 1e6]))  # the state's place is used again


def with_costs(results: dict, reached: Mapping[str, tuple[str, float]], folder, config) -> dict:
    """`results` of a run without a sweep, with the columns that a row's `reached` names, and `megabytes`.

    Args:
      results: as a results.json.
      folder: the run's, with its metrics.jsonl. It does not say when a level was reached where the first evaluations
        are dropped, as in a run that was scored again.
      reached: column -> (metric, level) of `seconds_to`.
    """
    from ganjax.harness.writers import read_lines

    lines = [line for line in read_lines(folder / "metrics.jsonl") if "eval" in line]
    if not from_the_start(lines, config.eval_every, config.steps):
        lines = []
    costs = {name: seconds_to(lines, *of) for name, of in reached.items()}
    return results | {"metrics": results["metrics"] | costs | {"megabytes": megabytes(config)}}
