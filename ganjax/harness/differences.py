"""What differs between two configs of a run: on resuming, and for results that another call has left."""

from collections.abc import Iterator, Mapping
from typing import Any

from ganjax.harness.config import flatten
from ganjax.lookup import find

# What may differ between the two halves of a resumed run, by whole key or its first part: none changes the states.
# Beside them may what a method calls `OF_SAMPLES`.
MAY_CHANGE = (
    "steps",
    "log_every",
    "checkpoint_every",
    "keep_checkpoints",
    "keep_samples",
    "sample_every",
    "eval_every",
    "chunk_seconds",
    "search",
    "eval",
)

# Keys that later versions of a config have, with the value that gives what was before.
ADDED = {
    "precision": "float32",
    "method.hypergradient": "unrolled",
    "method.damping": 0.01,
    "method.cg_iterations": 20,
    "method.surrogate": "generator",
    "method.sigma_start": 0.0,
    "method.anneal_steps": 0,
    "eval.diagnostics": [],
    "eval.inception": "",
    "eval.fallback": ["random_features", "points"],
    "eval.evaluator.filters": [32, 64, 128],
    "eval.evaluator.blocks": 2,
    "eval.evaluator.stride": 1,
    "eval.missing.sigma": [3.5, 4.0],
    "eval.missing.steps": 1_000,
    "eval.missing.filters": [16, 32],
}


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """(key, old, new) of the leaves of two plain configs that differ and must not on resuming."""
    may_change = {*MAY_CHANGE, *_of_samples(new)}
    old, new = _comparable(old, new)
    for key in sorted({*old, *new}):
        if not {key, key.split(".")[0]} & may_change and old.get(key) != new.get(key):
            yield key, old.get(key), new.get(key)


def _comparable(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both plain configs by dotted keys; `old` with what a later version has added to configs."""
    old, new = flatten(old), flatten(new)
    return old | {key: value for key, value in ADDED.items() if key in new and key not in old}, new


def _of_samples(config: Mapping[str, Any]) -> list[str]:
    """What the samples of a run of this plain config are drawn with: other scores, but the same states.

    A module of `ganjax.methods` names these keys of `method`, if there are any, as `OF_SAMPLES`.
    """
    name = config.get("method", {}).get("name", "")
    return [f"method.{key}" for key in find("ganjax.methods", name, "OF_SAMPLES", ())] if name else []


def scored_otherwise(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """(key, old, new) of what differs between two plain configs and gives the same states other scores.

    That is `eval`, and the method's `OF_SAMPLES`.
    """
    of_samples = _of_samples(new)
    old, new = _comparable(old, new)
    keys = [*of_samples, *(key for key in sorted({*old, *new}) if key.startswith("eval."))]
    return ((key, old.get(key), new.get(key)) for key in keys if old.get(key) != new.get(key))
