"""`launch.reproduce` and `launch.tune` stopped at any moment, and files of theirs cut: the same command goes on."""

import atexit
import hashlib
import json
import pathlib
import random
import shutil
import signal
from collections import Counter
from functools import partial

from tests.faults.forks import Ended, command, fault
from tests.faults.kills import moments, phase_below, wrong_stop

MADE = "made"  # the folder of what the commands write
TINY = {
    "batch_size": 8,
    "networks.generator.hidden": (5,),
    "networks.discriminator.hidden": (6,),
    "log_every": 3,
    "checkpoint_every": 3,
    "sample_every": 4,
    "eval.samples": 1000,
}
COMMANDS = {
    "reproduce": ("--table=demo", f"--out={MADE}"),
    "tune": (
        *(
            "--config=ring/gan",
            "--draws=4",
            "--seconds=1",
            "--halvings=1",
            "--metric=kl",
            f"--out={MADE}/search.json",
        ),
        *(f"--config.{key}={value}" for key, value in TINY.items()),
    ),
}
STEPS = 8


def _table() -> dict:
    changes = TINY | {"steps": STEPS, "trials": 2, "eval_every": 4}
    return {
        "title": "Two tiny rows",
        "columns": ("modes", "kl"),
        "figures": ({"name": "metric_figures.curves"},),
        "controls": "true samples",
        "rows": [
            {
                "label": name,
                "name": name,
                "config": "configs/ring/gan.py",
                "budgets": {"cpu": changes | {"seed": seed}},
            }
            for seed, name in enumerate(("first", "second"))
        ],
    }


def _prepare(cwd: pathlib.Path, at: int = 0, number: int = 0, note: pathlib.Path | None = None, count=None) -> None:
    """In the command's process: a tiny table, a search of a known number of steps, and the stop that is to come.

    count: a file that gets the number of moments at the end of the process.
    """
    import launch.tables
    from ganjax.harness import tune

    launch.tables.load_table = lambda name: _table()
    measured = tune._measured_steps

    def steps(*args):  # its own number depends on the clock
        measured(*args)
        return STEPS

    tune._measured_steps = steps

    def phase_of(path, within):
        path = path.removeprefix(f"{cwd}/")
        if path.startswith(MADE):
            return "table"
        return phase_below(path, within) if path.startswith("build") else ""

    counted = moments(phase_of, at, number, note)
    if count is not None:
        atexit.register(lambda: count.write_text(str(counted())))


def _digest(folder: pathlib.Path) -> str:
    """Of what a command has written, but what the clock says and the machine."""
    clock = ("seconds", "goodput", "environment")

    def kept(value):
        if isinstance(value, dict):
            return {key: kept(item) for key, item in value.items() if key not in clock}
        return [kept(item) for item in value] if isinstance(value, list) else value

    files = {path.name: path for path in sorted((folder / MADE).iterdir())}
    read = {name: kept(json.loads(path.read_text())) for name, path in files.items() if name.endswith(".json")}
    return hashlib.sha256(json.dumps([list(files), read]).encode()).hexdigest()


def _problem(ended: Ended, folder: pathlib.Path, expected: str) -> str:
    """What is wrong with a command that went on to its end, or ''."""
    if ended.status:
        return f"status {ended.status} in the end: {ended.err[-300:]}"
    return "" if _digest(folder) == expected else "not the same in the end"


def _stopped(name: str, folder: pathlib.Path, rng: random.Random, last: int, expected: str):
    """([(signal, phase)], problem) of one command that is stopped once or twice."""
    folder.mkdir()
    stops, problem, note = [], "", folder.with_suffix(".phase")
    for _ in range(rng.choice((1, 1, 2))):
        number, at = rng.choice((signal.SIGKILL, signal.SIGTERM, signal.SIGINT)), rng.randint(1, last)
        note.unlink(missing_ok=True)
        ended = command(name, *COMMANDS[name], cwd=folder, before=partial(_prepare, folder, at, number, note))
        if note.exists():  # a command that goes on has fewer moments
            stops.append((signal.Signals(number).name, note.read_text()))
            problem = problem or wrong_stop(ended, number)
    ended = command(name, *COMMANDS[name], cwd=folder, before=partial(_prepare, folder))
    return stops, problem or _problem(ended, folder, expected)


def _cut(name: str, whole: pathlib.Path, folder: pathlib.Path, rng: random.Random, expected: str):
    """(file, problem) of a command whose files lost the end of one: it goes on, or names the file."""
    shutil.copytree(whole, folder)
    path = rng.choice(sorted(path for path in folder.rglob("*.json*") if "checkpoints" not in path.parts))
    path.write_bytes(path.read_bytes()[: rng.randrange(path.stat().st_size)])
    ended = command(name, *COMMANDS[name], cwd=folder, before=partial(_prepare, folder))
    own = [line for line in ended.err.splitlines() if line.startswith("error")]
    if ended.status == 2 and own and path.name in own[0]:
        return path.relative_to(folder), fault(ended._replace(err="\n".join(own)))
    return path.relative_to(folder), _problem(ended, folder, expected)


def run(folder: pathlib.Path, seed: int, trials: int) -> tuple[list[list], list[str]]:
    """(rows, losses): each command stopped in `trials` runs of its own, and with a file cut in half as many."""
    rows, losses = [], []
    for name in COMMANDS:
        whole, count = folder / name, folder / f"{name}.count"
        whole.mkdir()
        ended = command(name, *COMMANDS[name], cwd=whole, before=partial(_prepare, whole, count=count))
        assert ended.status == 0, ended.err
        last, expected = int(count.read_text()), _digest(whole)
        tried, kept = Counter(), Counter()
        for trial in range(trials):
            rng = random.Random(f"{seed}/{name}/{trial}")
            stops, problem = _stopped(name, folder / f"{name}_{trial}", rng, last, expected)
            tried.update(stop for stop, _ in stops)
            kept.update(stop for stop, _ in stops if not problem)
            losses += [f"launch.{name}, trial {trial}, {stops}: {problem}"] if problem else []
        rows += [[f"{stop} of launch.{name}", n, kept[stop]] for stop, n in sorted(tried.items())]
        cuts = [
            _cut(name, whole, folder / f"{name}_cut_{i}", random.Random(f"{seed}/{name}/cut/{i}"), expected)
            for i in range(-(-trials // 2))
        ]
        lost = [f"launch.{name}, {path} cut: {problem}" for path, problem in cuts if problem]
        rows.append([f"a JSON file of launch.{name} cut, then run", len(cuts), len(cuts) - len(lost)])
        losses += lost
    return rows, losses
