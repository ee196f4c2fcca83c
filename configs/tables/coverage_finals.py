"""The coverage race with five minutes a row, each at that of its search's last four draws that does best for so long.

  python -m launch.tune --config=configs/grid25/METHOD.py --config.data.name=DATA --draws=4 --seconds=480 \
      --finals=results/tuning/coverage/DATA_METHOD.json --config.seed=4000 --config.trials=2 --metric=modes,kl \
      --out=results/tuning/coverage_finals/DATA_METHOD.json
  python -m launch.reproduce --table=coverage_finals

DATA is grid25 or uneven_grid25; SIG, VAE and IWAE have --config.method.sample=x, too. The finals are the four draws
that their search trained to its end, all by the same two seeds and for the steps of a row. Rows have the seeds of
`coverage_long`, which neither searches nor finals have seen: a method whose finals choose the draw that it had there
has the same row.
"""

import pathlib
from typing import NamedTuple

from configs.tables import coverage, coverage_long

FINALS = pathlib.Path(__file__).parents[2] / "results/tuning/coverage_finals"
DATA = ("grid25", "uneven_grid25")
NOTE = "The draw of its search that a method's finals chose (1: that of `coverage_long`), and their modes with both"


class Choice(NamedTuple):
    """What the finals of a method chose.

    Attributes:
      place: of that draw in its search, from 1 on. best: the draw of the finals.
      first: the draw of the finals that is the search's own choice; None where none is.
    """

    place: int
    best: dict
    first: dict | None


def choice(name: str, method: str) -> Choice | None:
    """None without a search or finals, or where the search was made again and has no such draw."""
    search, finals = coverage.read_search(f"{name}_{method}"), coverage.read_search(f"{name}_{method}", FINALS)
    if not (search and finals):
        return None
    values, best = [draw["values"] for draw in search["draws"]], finals["draws"][0]
    first = next((draw for draw in finals["draws"] if draw["values"] == values[0]), None)
    return Choice(1 + values.index(best["values"]), best, first) if best["values"] in values else None


def row(name: str, label: str, method: str, changes: dict, chosen: Choice | None) -> dict:
    """The row of `coverage_long` with the values that the finals chose; without a choice it has no cpu budget."""
    entry = coverage.row(name, label, method, changes, coverage_long.LONG)
    cpu = entry["budgets"].pop("cpu", None)
    if chosen and cpu:
        entry["budgets"]["cpu"] = cpu | chosen.best["values"]
    return entry


def _modes(draw: dict) -> str:
    trials = draw["metrics"]["modes"]["trials"]
    return ", ".join("–" if number is None else f"{number:g}" for number in trials)


def _summary(chosen: Choice) -> str:
    """'3 (25, 25; 1: 5, 1)': the draw that the finals chose, its modes, and those of the search's own choice."""
    before = f"; 1: {_modes(chosen.first)}" if chosen.first and chosen.place > 1 else ""
    return f"{chosen.place} ({_modes(chosen.best)}{before})"


def get_table() -> dict:
    rows, texts = [], []
    for name in DATA:
        for label, method, changes in coverage.TRAINED:
            chosen = choice(name, method)
            rows.append(row(name, label, method, changes, chosen))
            if chosen:
                texts.append(f"{rows[-1]['label']} {_summary(chosen)}")
    note = {"note": f"{NOTE}: {'; '.join(texts)}."} if texts else {}
    return coverage_long.table("The coverage race, five minutes a row, after finals", rows) | note
