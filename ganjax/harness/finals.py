"""The best draws of a search once more: longer than that search could train them, on seeds that it has not seen.

A search of many draws gives each few steps and often one seed: its best draw may be one that is good early, or by
luck. Finals train the first few of its file afresh, for as long as what the best of them is wanted for.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from ml_collections import ConfigDict

from ganjax.errors import UserError
from ganjax.harness.config import hyperparameters, plain
from ganjax.harness.draws import split, steps_in
from ganjax.harness.shards import changed

# What finals do otherwise than their search, beside the points that they train.
OTHERWISE = ("seed", "trials")


class Search(NamedTuple):
    """A search that has ended: its file, for messages, and what `ganjax.harness.tune.tune` returned."""

    file: str
    results: Mapping[str, Any]


def _is_whole(results: Mapping[str, Any]) -> bool:
    """Whether these are the results of a search, of all its parts, with what finals need of them."""
    try:
        read = [(draw["values"], draw["metrics"], draw["steps"]) for draw in results["draws"]]
        needed = results["search"], results["config"]["seed"], results["config"]["trials"]
        return bool(read and needed) and len(read) == results["asked"]["draws"] and results["asked"]["seconds"] > 0
    except (KeyError, TypeError):
        return False


def points_of(search: Search, config: ConfigDict, draws: int) -> list[tuple[float, ...]]:
    """The points of the best `draws` draws of `search`, the best first: the numbers that `config.search` names.

    Of seeds only that of this search is known; finals of finals have to avoid their searches' seeds themselves.

    Raises:
      UserError: the file is no whole search's with the steps of its draws, has fewer draws, is of another config or
        chooses, or has `config`'s seed.
    """
    file, results = f"--finals={search.file}", search.results
    if not _is_whole(results):
        raise UserError(f"{file} is not the file of a whole search that has the steps of each draw")
    searched = [", ".join(hyperparameters(key)) for key in config.search]
    if sorted(results["search"]) != sorted(searched):
        raise UserError(f"{file} searched {', '.join(results['search'])}, and not {', '.join(searched)}")
    if split(config)[1]:
        raise UserError(f"{file} chose too, and the steps of its programs are not those of one rate")
    for key, was, now in changed(results["config"], plain(config)):
        if key not in OTHERWISE:
            raise UserError(f"{file} is of another config (config.{key} {was}, not {now})")
    if results["config"]["seed"] == config.seed:
        raise UserError(f"{file} has seen the seed {config.seed}: give another --config.seed")
    if draws > len(results["draws"]):
        raise UserError(f"--draws={draws}, and {file} has {len(results['draws'])}")
    return [tuple(draw["values"][name] for name in searched) for draw in results["draws"][:draws]]


def steps_of(search: Search, config: ConfigDict, seconds: float) -> int:
    """How many steps the lanes of `config` have in `seconds`, at the rate that `search` ran at, and at least one.

    Whatever else the machine does now: so finals have the steps of a row of a table.
    """
    ((_, points),) = config.sweep.items()
    return max(1, steps_in(search.results, seconds, len(points) * config.trials))
