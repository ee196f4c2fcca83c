"""The points of a search: numbers drawn from ranges, and values that are chosen."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from ml_collections import ConfigDict

from ganjax.harness.config import grid, is_choice, leaves_of


def split(config: ConfigDict) -> tuple[dict[str, Sequence[float]], dict[str, Sequence]]:
    """(ranges, choices) of `config.search`, as `ganjax.harness.config.check` has passed it."""
    leaves = leaves_of(config)
    entries = {key: config.search[key] for key in config.search}
    ranges = {key: entries[key] for key in entries if not is_choice(key, leaves)}
    return ranges, {key: entries[key] for key in entries if key not in ranges}


def draw_points(ranges: Mapping[str, Sequence[float]], draws: int, seed: int) -> list[tuple[float, ...]]:
    """`draws` points of the ranges, independent and uniform in the logarithm of each, of three digits."""
    rng = np.random.default_rng(seed)
    low, high = np.transpose([ranges[key] for key in ranges]).astype(float)  # [keys]
    points = np.exp(rng.uniform(np.log(low), np.log(high), (draws, len(low))))
    rounded = np.array([[float(f"{value:.3g}") for value in point] for point in points])
    return [tuple(point) for point in np.clip(rounded, low, high).tolist()]  # rounding may leave a range


def draw_choices(choices: Mapping[str, Sequence], draws: int, seed: int) -> list[dict[str, Any]]:
    """What `draws` points have of the choices: key -> value.

    All combinations are as frequent, but for one, and in random order. The random numbers are others than those of
    `draw_points`: a search has the same points with choices as without.
    """
    combinations = grid(choices)
    rng = np.random.default_rng([seed, 1])
    rounds = -(-draws // len(combinations))
    order = np.concatenate([rng.permutation(len(combinations)) for _ in range(rounds)])
    return [combinations[index] for index in order[:draws]]


def steps_in(search: Mapping[str, Any], seconds: float, lanes: int) -> int:
    """How many steps `lanes` runs have in `seconds`, at the rate that a search ran at.

    The lanes of a program are taken to cost alike: those of the search trained for its seconds together. A search
    that chose has programs of other costs, and is none of these.

    Args:
      search: what `ganjax.harness.tune.tune` returns.
    """
    trials = search.get("config", {}).get("trials", 1)
    taken = trials * sum(draw["steps"] for draw in search["draws"])
    return round(taken * seconds / search["asked"]["seconds"] / lanes)


def programs(chosen: Sequence[Mapping[str, Any]]) -> list[tuple[Mapping[str, Any], list[int]]]:
    """(what is chosen, the numbers of the draws that have it) of every combination that some draw has."""
    distinct: list[tuple[Mapping[str, Any], list[int]]] = []
    for number, values in enumerate(chosen):
        same = next((numbers for fixed, numbers in distinct if fixed == values), None)
        if same is None:
            distinct.append((values, same := []))
        same.append(number)
    return distinct
