"""What launch.accelerator measures, and how its calls end in time and go on from one another."""

import pathlib
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterable
from typing import NamedTuple

from ganjax.errors import UserError
from ganjax.files import replacing, write_text, writing_to
from ganjax.harness.writers import read_json
from ganjax.progress import say
from launch import cli, measurements
from launch.outputs import check_own
from launch.processes import ENDING, run, written
from launch.rows import ROOT, not_run, old_name
from launch.tables import load_table

EVERY = "all"  # every config's steps/s
CLOSING, PACKING = 5.0, 20.0  # seconds to end a benchmark, to pack the rows
OVER = "the time was over"
# In the order in which they are worth an accelerator's time.
TABLES = ("lbt_mixtures", "stacked_mnist", "lsvgd_cifar10", "sig_stacked_mnist", "sig_cifar10", "iwae")


class Options(NamedTuple):
    """What the flags of launch.accelerator say."""

    images: str = ""
    state: str = ""
    smoke: bool = False
    only: tuple[str, ...] = ()


class Goal(NamedTuple):
    """One measurement, and what it is to reach.

    Attributes:
      what: in words. arguments: of launch.benchmark. figure: keys of the row that lead to the number.
      least: the goal.
      images: whether the config is on CIFAR-10. small: more arguments with --smoke.
    """

    what: str
    arguments: tuple[str, ...]
    figure: tuple[str, ...]
    least: float
    images: bool = False
    small: tuple[str, ...] = ()


LBT = ("--config=ring/lbt", "--config.method.inner_steps=15")
PARTICLES = ("--config=bimodal/lsvgd", "--config.networks.target.dimension=24", "--config.method.noise=none")
RATIO = ("ratio", "median")
FEW = tuple(f"--config.networks.{role}.filters=4" for role in ("generator", "discriminator")) + (
    "--config.batch_size=8",
)
BF16 = "--config.precision=bfloat16"
GOALS = {
    "lbt_eager": Goal("LBT on the ring, times PyTorch eager", (*LBT, "--against=torch"), ("torch", *RATIO), 20),
    "lbt_trials": Goal(
        "five trials of LBT as one program, their rate as a share of one trial's",
        (*LBT, "--config.trials=5", "--beside=ring/lbt", "--beside.method.inner_steps=15"),
        ("beside", *RATIO),
        1 / 1.5,
    ),
    "dcgan_eager": Goal(
        "DCGAN, bfloat16, times PyTorch eager",
        ("--config=cifar10/dcgan", BF16, "--against=torch"),
        ("torch", *RATIO),
        1.5,
        True,
        FEW,
    ),
    "dcgan_compiled": Goal(
        "DCGAN, bfloat16, times torch.compile",
        ("--config=cifar10/dcgan", BF16, "--against=torch_compile"),
        ("torch_compile", *RATIO),
        1.5,
        True,
        FEW,
    ),
    "sagan": Goal(
        "SAGAN, bfloat16, share of the matrix peak",
        ("--config=cifar10/sagan_resnet", BF16),
        ("share_of_matmul_peak",),
        0.4,
        True,
        FEW,
    ),
    "sngan": Goal(
        "SNGAN's residual networks, bfloat16, share of the matrix peak",
        ("--config=cifar10/sngan_resnet", BF16),
        ("share_of_matmul_peak",),
        0.4,
        True,
        FEW,
    ),
    "lsvgd": Goal(
        "DCGAN with LSVGD at its features, rate as a share of DCGAN's",
        (
            "--config=cifar10/dcgan_svgd",
            "--config.method.feature_tx.noise=independent",
            "--without=method.feature_tx",
        ),
        ("without", *RATIO),
        1 / 1.05,
        True,
        FEW,
    ),
    "particles": Goal(
        "SVGD of 100,000 particles, steps a second",
        (*PARTICLES, "--config.method.particles=100000", "--config.method.bandwidth=0.25"),
        ("steps_per_second", "median"),
        1,
        False,
        ("--config.method.particles=100",),
    ),
}


class Clock:
    """Seconds that are left of `minutes`."""

    def __init__(self, minutes: float):
        self._end = time.monotonic() + 60 * minutes

    def left(self) -> float:
        """Seconds; negative once the time is over."""
        return self._end - time.monotonic()


def figure(goal: Goal, row: dict) -> float:
    """The number of `goal` in the row that launch.benchmark wrote."""
    value = row
    for key in goal.figure:
        value = value[key]
    return value  # type: ignore[return-value]


def speed_table(out: pathlib.Path, why: dict[str, str]) -> str:
    """What is in `out`, as a Markdown table; `why`: goal -> why it was not measured."""
    lines = [["goal", "measured", "to reach", "reached", "on"]]
    for name, goal in GOALS.items():
        path = out / f"{name}.json"
        cells = ["–", f"{goal.least:.3g}", "not run", why.get(name, "")]
        if path.exists():
            (row,) = read_json(path)["rows"]
            value = figure(goal, row)
            reached = "yes" if value >= goal.least else "no"
            cells = [f"{value:.3g}", f"{goal.least:.3g}", reached, f"{row['n_devices']} x {row['device']}"]
        lines.append([goal.what, *cells])
    return cli.table(lines) + "\n"


def _small(options: Options) -> list[str]:
    """What a smoke run of launch.benchmark is given."""
    return ["--steps=1", "--repeats=1"] if options.smoke else []


def benchmark(path: pathlib.Path, arguments: tuple[str, ...], clock: Clock, options: Options) -> str:
    """Runs launch.benchmark, which writes `path`; why it did not, or ""."""
    command = [sys.executable, "-m", "launch.benchmark", *arguments, *_small(options), f"--json={path}"]
    status, why = written(path, lambda: run(command, clock.left() - CLOSING))
    return OVER if status is None else why


def _every_config(out: pathlib.Path, clock: Clock, options: Options) -> bool:
    """Measures the configs that have no rate in all.json; whether all were tried."""
    one = out / "one.json"

    def measure(config, tried):
        if clock.left() < 2 * CLOSING:
            return None
        why = benchmark(one, (f"--config={config}",), clock, options)
        if why == OVER and not tried:
            return None
        return {"config": config, "error": why} if why else read_json(one)["rows"][0]

    _, all_tried = measurements.every(out / "all.json", _small(options), measure)
    one.unlink(missing_ok=True)
    return all_tried


def speed(out: pathlib.Path, clock: Clock, names: list[str], options: Options) -> list[str]:
    """Measures what is not in `out` yet, what was cut off before last; the names of what is left."""
    why: dict[str, str] = {}

    def cut(name):
        return out / f"{name}.cut"

    for name in sorted([name for name in names if name in GOALS], key=lambda name: cut(name).exists()):
        path, goal = out / f"{name}.json", GOALS[name]
        if path.exists() or clock.left() < 2 * CLOSING:
            continue
        say(f"{name}: {goal.what}")
        arguments = goal.arguments + goal.small * options.smoke
        if goal.images and options.images:
            arguments += ("--config.data.name=npz", f"--config.data.path={options.images}")
        why[name] = benchmark(path, arguments, clock, options)
        cut(name).unlink(missing_ok=True)
        if why[name]:
            say(f"{name}: {why[name]}")
        if why[name] == OVER:
            cut(name).touch()
    left = [name for name in names if name in GOALS and not (out / f"{name}.json").exists()]
    if EVERY in names and not _every_config(out, clock, options):
        left.append(EVERY)
    write_text(out / "table.md", speed_table(out, why))
    print(speed_table(out, why), end="")
    return left


def _inside(row: pathlib.Path) -> list[pathlib.PurePath]:
    return [path.relative_to(row) for path in (row / "results.json", *row.glob("checkpoints/*")) if path.exists()]


def _progress(inside: Iterable[pathlib.PurePath]) -> tuple[bool, int]:
    """(whether a row is done, the step of its last checkpoint; -1: none) by the paths in its workdir."""
    parts = [path.parts for path in inside]
    steps = [int(p[1]) for p in parts if len(p) > 1 and p[0] == "checkpoints" and p[1].isdecimal()]
    return ("results.json",) in parts, max(steps, default=-1)


def _further(packed: tarfile.TarFile, depth: int) -> list[tarfile.TarInfo]:
    """The members of the rows, folders of that depth, that are not here, or have come less far here."""
    of_row: dict[pathlib.Path, list] = {}
    for member in packed:
        of_row.setdefault(pathlib.Path(*member.name.split("/")[:depth]), []).append(member)

    def inside(members):
        return [pathlib.PurePath(*member.name.split("/")[depth:]) for member in members]

    chosen = [
        members
        for place, members in of_row.items()
        if not place.exists() or _progress(inside(members)) > _progress(_inside(place))
    ]
    return [member for members in chosen for member in members]


def unpack(state: pathlib.Path, rows: pathlib.Path) -> None:
    """Puts the rows that `state` has into their places: each at once, never half of one.

    Where a row is here as well, the packed one takes its place if it has come further, and the other is renamed.

    Raises:
      UserError: it cannot be read to its end, or the rows cannot be written.
    """
    with writing_to(rows):
        rows.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=rows.parent, prefix=f".{rows.name}.") as folder:
            try:
                with tarfile.open(state) as packed:
                    members = _further(packed, len(rows.parts) + 2)  # ROWS/TABLE/ROW
                    packed.extractall(folder, members=members, filter="data")
            except tarfile.TarError as error:
                raise UserError(f"--state={state} cannot be unpacked: {error}") from None
            for row in pathlib.Path(folder, rows).glob("*/*"):
                place = rows / row.parent.name / row.name
                place.parent.mkdir(exist_ok=True)
                if place.exists():
                    say(f"{place} is behind the packed one: it is now {place.rename(old_name(place))}")
                row.rename(place)


def science(out: pathlib.Path, clock: Clock, names: list[str], options: Options) -> list[str]:
    """Trains the rows of the tables until the time is over; the names of the tables that are not done."""
    budget = "smoke" if options.smoke else "gpu"
    state, rows = pathlib.Path(options.state) if options.state else None, pathlib.Path(ROOT) / budget
    if state is not None and state.exists():
        unpack(state, rows)
    left = []
    try:
        for name in names:
            done = out / name / "done"
            if done.exists():
                continue
            left.append(name)
            seconds = clock.left() - ENDING - (PACKING if state else 0)
            if seconds < 1:
                continue
            say(f"{name}: {seconds:.0f} s are left")
            command = [sys.executable, "-m", "launch.reproduce", f"--table={name}", f"--budget={budget}"]
            status, why = run([*command, f"--out={out / name}"], seconds)
            # One that was ended by SIGTERM has status 0 as well.
            if status == 0 and not not_run(out / name / "results.json", load_table(name), budget):
                done.touch()
                left.remove(name)
            else:
                say(f"{name}: {'the time is over; what its row had is saved' if status is None else why}")
    finally:
        if state is not None and rows.exists():
            with replacing(state) as partial, tarfile.open(partial, "w") as packed:
                packed.add(rows)
    return left


def check(known: list[str], options: Options) -> None:
    """Raises UserError for flags that cannot be meant, before anything is written."""
    unknown = [name for name in options.only if name not in known]
    if unknown:
        raise UserError(f"--only={','.join(unknown)}: there are {', '.join(known)}")
    if options.images and not pathlib.Path(options.images).is_file():
        raise UserError(f"--images: there is no file {options.images}")
    if options.state and options.smoke:
        raise UserError("--state goes without --smoke: the rows of a smoke run would replace those in it")
    state = pathlib.Path(options.state)
    if options.state and not (tarfile.is_tarfile(state) if state.is_file() else state.absolute().parent.is_dir()):
        raise UserError(f"--state={state}: it must be a .tar, or a new file in a folder that there is")


def measure(what: str, out: pathlib.Path, minutes: float, options: Options) -> list[str]:
    """Measures "speed" or "science" until all is done or the time is over; what is left. Smoke runs are in out/smoke.

    Raises:
      UserError: `options` cannot be meant, or `out` cannot be written to.
    """
    known = [*GOALS, EVERY] if what == "speed" else list(TABLES)
    check(known, options)
    names = [name for name in known if not options.only or name in options.only]
    if what == "speed":  # each table of the science has a folder of its own, of launch.reproduce
        check_own(out, "| goal ")
        measurements.kept(out / "all.json", _small(options))
    clock = Clock(minutes)
    with writing_to(out):
        out.mkdir(parents=True, exist_ok=True)
    return {"speed": speed, "science": science}[what](out, clock, names, options)
