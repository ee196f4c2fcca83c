"""launch/accelerator: calls that end in time and go on from one another; none of it needs an accelerator."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import time

import pytest

from ganjax.errors import UserError
from launch import goals
from tests.commands import one_device
from tests.test_launch import ROOT


def measure(out, only, what="speed", minutes=9.0, **options):
    return goals.measure(what, pathlib.Path(out), minutes, goals.Options(only=tuple(only), **options))


def row(**figures):
    return {"n_devices": 1, "device": "a chip", "config": "c"} | figures


RATE = {"mode": "jit", "steps_per_second": {"median": 1.0, "min": 1.0, "max": 1.0}}


def test_a_command_is_told_to_end_and_may_save():
    saves = "import signal, sys, time; signal.signal(15, lambda *_: (print('saved', file=sys.stderr), sys.exit(0)))"
    began = time.monotonic()
    assert goals.run([sys.executable, "-c", f"{saves}; time.sleep(60)"], 2.0) == (None, "saved")
    assert time.monotonic() - began < 20
    assert goals.run([sys.executable, "-c", "raise SystemExit('error: no data')"], 60) == (1, "no data")
    killed = "import os; os.kill(os.getpid(), 9)"
    assert goals.run([sys.executable, "-c", killed], 60) == (-9, "it ended with status -9")


def test_goals_are_measured_one_after_another_and_not_again(tmp_path, monkeypatch):
    """What could not be measured is in the table, with the reason, and is tried by the next call."""
    rows = {"particles": row(steps_per_second={"median": 1.5}), "lsvgd": row(without={"ratio": {"median": 0.5}})}
    asked = []

    def run(command, seconds):
        path = pathlib.Path(command[-1].removeprefix("--json="))
        asked.append(path.stem)
        if path.stem not in rows:
            return 2, "there are no data"
        path.write_text(json.dumps({"rows": [rows[path.stem]]}))
        return 0, ""

    monkeypatch.setattr(goals, "run", run)
    assert measure(tmp_path, [*rows, "sagan"]) == ["sagan"]
    lines = (tmp_path / "table.md").read_text().splitlines()
    cells = {line.split("|")[1].strip(): [cell.strip() for cell in line.split("|")[2:-1]] for line in lines}
    assert cells["SVGD of 100,000 particles, steps a second"] == ["1.5", "1", "yes", "1 x a chip"]
    assert cells["DCGAN with LSVGD at its features, rate as a share of DCGAN's"] == [
        "0.5",
        "0.952",
        "no",
        "1 x a chip",
    ]
    assert cells["SAGAN, bfloat16, share of the matrix peak"] == ["–", "0.4", "not run", "there are no data"]
    assert cells["LBT on the ring, times PyTorch eager"] == ["–", "20", "not run", ""]
    rows["sagan"] = row(share_of_matmul_peak=0.41)
    assert measure(tmp_path, rows) == []
    assert asked == ["sagan", "lsvgd", "particles", "sagan"]


def test_a_goal_that_was_cut_off_does_not_hold_up_the_others(tmp_path, monkeypatch):
    asked = []

    def run(command, seconds):
        asked.append(pathlib.Path(command[-1].removeprefix("--json=")).stem)
        return None, ""

    monkeypatch.setattr(goals, "run", run)
    monkeypatch.setattr(goals.Clock, "left", lambda self: 0 if len(asked) in (1, 3) else 60)
    measure(tmp_path, ["sagan", "sngan"])
    monkeypatch.setattr(goals.Clock, "left", lambda self: 60)
    measure(tmp_path, ["sagan", "sngan"])
    assert asked == ["sagan", "sngan", "sagan"]


def test_nothing_is_begun_when_the_time_is_over(tmp_path, monkeypatch):
    monkeypatch.setattr(goals, "run", lambda *_: pytest.fail("begun"))
    assert measure(tmp_path, [], minutes=0.01) == [*goals.GOALS, "all"]
    assert (tmp_path / "table.md").read_text().count("not run") == len(goals.GOALS)


def test_every_config_is_measured_once(tmp_path, monkeypatch):
    """A config that cannot be measured has the reason as its row; one that was cut off is the next call's."""
    monkeypatch.setattr(goals.cli, "shipped", lambda: dict.fromkeys(["a", "b", "c"]))
    asked, over = [], ["configs/c.py"]

    def run(command, seconds):
        config = command[-2].removeprefix("--config=")
        asked.append(config)
        if config in over:
            over.remove(config)
            return None, ""
        if config == "configs/b.py":
            return 2, "no data"
        measured = {"rows": [row(config=config) | RATE]}
        pathlib.Path(command[-1].removeprefix("--json=")).write_text(json.dumps(measured))
        return 0, ""

    monkeypatch.setattr(goals, "run", run)
    measure(tmp_path, ["all"])
    measure(tmp_path, ["all"])
    assert asked == [f"configs/{name}.py" for name in "abccb"], "what failed is tried again, last"
    rows = json.loads((tmp_path / "all.json").read_text())["rows"]
    assert rows[1] == {"config": "configs/b.py", "error": "no data"} and len(rows) == 3


def test_a_benchmark_that_was_ended_has_no_row_of_the_one_before(tmp_path, monkeypatch):
    """One that is told to end by SIGTERM has status 0, and has written nothing."""
    monkeypatch.setattr(goals.cli, "shipped", lambda: dict.fromkeys(["a", "b"]))
    (tmp_path / "one.json").write_text(json.dumps({"rows": [row(config="configs/a.py") | RATE]}))
    monkeypatch.setattr(goals, "run", lambda *_: (0, "stopped by SIGTERM"))
    measure(tmp_path, ["all"])
    rows = json.loads((tmp_path / "all.json").read_text())["rows"]
    assert rows == [{"config": f"configs/{name}.py", "error": "stopped by SIGTERM"} for name in "ab"]
    assert measure(tmp_path, ["particles"]) == ["particles"]
    assert "| stopped by SIGTERM |" in (tmp_path / "table.md").read_text()


def made(name, *left):
    """What launch.reproduce has written of a table when it ends; left: [0] for all rows, [1] for all but one."""
    from launch.tables import load_table

    folder, rows = pathlib.Path("gpu", name), [r for r in load_table(name)["rows"] if "gpu" in r["budgets"]]
    folder.mkdir(exist_ok=True)
    entries = [{"label": r["label"], "results": {}, "why": "diverged"} for r in rows]
    for n in left:
        blank = [{"label": r["label"], "results": None, "why": ""} for r in rows[len(rows) - n :]]
        facts = {"budget": "gpu", "rows": entries[: len(rows) - n] + blank}
        (folder / "results.json").write_text(json.dumps(facts))


def test_a_table_is_done_when_all_of_its_rows_are_there(tmp_path, monkeypatch, capsys):
    """Not where its process was ended, with status 0, before the last row."""
    monkeypatch.chdir(tmp_path)
    left = []

    def run(command, seconds):
        made("iwae", *left)
        return 0, ""

    monkeypatch.setattr(goals, "run", run)
    for left[:], expected in (([], ["iwae"]), ([1], ["iwae"]), ([0], [])):
        assert measure("gpu", ["iwae"], "science") == expected
        assert pathlib.Path("gpu/iwae/done").exists() == (not expected)


def test_tables_go_on_where_the_last_call_ended(tmp_path, monkeypatch):
    """Also on a machine that has kept nothing: the rows' workdirs travel in the file that --state names."""
    monkeypatch.chdir(tmp_path)
    asked, ends = [], [0, None, 0]

    def run(command, seconds):
        asked.append(command[3].removeprefix("--table="))
        workdir = pathlib.Path("build/rows/gpu", asked[-1])
        workdir.mkdir(parents=True, exist_ok=True)
        with (workdir / "step").open("a") as file:
            file.write("x")
        made(asked[-1], *([0] if ends[0] == 0 else []))
        return ends.pop(0), ""

    monkeypatch.setattr(goals, "run", run)
    tables = ["lbt_mixtures", "iwae"]
    assert measure("gpu", tables, "science", state="rows.tar") == ["iwae"]
    shutil.rmtree("build")
    assert measure("gpu", tables, "science", state="rows.tar") == []
    assert asked == ["lbt_mixtures", "iwae", "iwae"]
    assert pathlib.Path("build/rows/gpu/iwae/step").read_text() == "xx", "it went on from what was packed"


@pytest.fixture
def packed(tmp_path, monkeypatch):
    """rows.tar has two rows; every command is told to end at once, and trains nothing."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(goals, "run", lambda *_: (None, ""))
    for name in ("one", "two"):
        row = pathlib.Path("build/rows/gpu/iwae", name)
        row.mkdir(parents=True)
        for part in ("a", "b"):
            (row / part).write_text(name)
    with tarfile.open("rows.tar", "w") as file:
        file.add("build/rows/gpu")
    shutil.rmtree("build")


def names_in(state):
    with tarfile.open(state) as packed:
        return {member.name.removeprefix("build/rows/gpu/iwae/") for member in packed if member.isfile()}


EVERY_PART = {"one/a", "one/b", "two/a", "two/b"}


def test_a_smoke_run_does_not_replace_the_rows_that_are_packed(packed):
    with pytest.raises(UserError, match="--state goes without --smoke"):
        measure("gpu", ["iwae"], "science", state="rows.tar", smoke=True)
    assert names_in("rows.tar") == EVERY_PART and not pathlib.Path("gpu").exists()


def test_unpacking_that_is_cut_off_leaves_no_half_of_a_row(packed, monkeypatch):
    """Which would be taken for the whole by the next call, and packed in its place."""

    def cut_off(self, path=".", **options):
        (member,) = [member for member in self if member.name.endswith("one/a")]
        self.extract(member, path, filter="data")
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(tarfile.TarFile, "extractall", cut_off)
        with pytest.raises(KeyboardInterrupt):
            measure("gpu", ["iwae"], "science", state="rows.tar")
    assert names_in("rows.tar") == EVERY_PART
    measure("gpu", ["iwae"], "science", state="rows.tar")
    assert names_in("rows.tar") == EVERY_PART and pathlib.Path("build/rows/gpu/iwae/one/b").read_text() == "one"
    assert sorted(path.name for path in pathlib.Path("build/rows").iterdir()) == ["gpu"], "nothing else is left there"


def test_rows_that_are_here_already_do_not_hide_those_that_are_packed(packed):
    row = pathlib.Path("build/rows/gpu/iwae/two")
    row.mkdir(parents=True)
    (row / "a").write_text("later")
    measure("gpu", ["iwae"], "science", state="rows.tar")
    assert names_in("rows.tar") == EVERY_PART - {"two/b"}, "what is here is not replaced, and nothing else is lost"
    assert (row / "a").read_text() == "later"


@pytest.mark.parametrize("further", ["results.json", "checkpoints/200/x"])
def test_of_a_row_here_and_packed_the_one_that_has_come_further_is_gone_on_with(packed, further):
    row, other = pathlib.Path("build/rows/gpu/iwae/two"), pathlib.Path("build/rows/gpu/iwae/one")
    for place, name in ((row, further), (row, "checkpoints/100/x"), (other, "checkpoints/100/x")):
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text("packed")
    with tarfile.open("rows.tar", "w") as tar:
        tar.add("build/rows/gpu")
    shutil.rmtree(row)
    for place, name in ((row, "checkpoints/100/x"), (other, "checkpoints/150/x")):
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text("here")
    measure("gpu", ["iwae"], "science", state="rows.tar")
    assert (row / further).read_text() == "packed" and (other / "checkpoints/150/x").read_text() == "here"
    assert (row.with_name("two.old1") / "checkpoints/100/x").read_text() == "here", "nothing is lost"


def test_a_state_that_is_cut_off_is_refused_and_stays(packed):
    whole = pathlib.Path("rows.tar").read_bytes()
    pathlib.Path("rows.tar").write_bytes(whole[:2049])
    with pytest.raises(UserError, match="rows.tar cannot be unpacked"):
        measure("gpu", ["iwae"], "science", state="rows.tar")
    assert pathlib.Path("rows.tar").read_bytes() == whole[:2049]


def script(*arguments, **environment):
    command = ["bash", str(ROOT / "launch/accelerator.sh"), *arguments]
    environment = one_device(PYTHON=sys.executable, **environment)
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)


MISTAKES = [
    (),
    ("speed", "--only=nothing"),
    ("speed", "--images=none.npz"),
    ("science", "--state=pyproject.toml"),
    ("science", "--state=no/such/folder/rows.tar"),
]


@pytest.mark.parametrize("arguments", MISTAKES)
def test_mistakes_end_with_status_2(arguments, tmp_path):
    done = script(*arguments, *(f"--out={tmp_path / 'out'}" for _ in arguments[:1]))
    assert done.returncode == 2 and done.stdout == "" and not (tmp_path / "out").exists()
    assert not arguments or len(done.stderr.strip().splitlines()) == 1, done.stderr


def test_a_smoke_run_measures_a_goal(tmp_path):
    done = script("speed", "--smoke", "--only=particles", f"--out={tmp_path}")
    assert done.returncode == 0, done.stderr
    assert "all is done" in done.stdout and json.loads((tmp_path / "smoke/particles.json").read_text())["rows"]


@pytest.mark.slow
def test_every_goal_and_table_runs(tmp_path):
    """Those that need PyTorch only where it is; those on images on random ones."""
    import importlib.util

    import numpy as np

    rng = np.random.default_rng(0)
    np.savez(tmp_path / "x.npz", x=rng.integers(0, 256, (200, 32, 32, 3), dtype=np.uint8), label=np.arange(200) % 10)
    without = [] if importlib.util.find_spec("torch") else ["lbt_eager", "dcgan_eager", "dcgan_compiled"]
    names = [name for name in goals.GOALS if name not in without]
    arguments = ["--smoke", f"--out={tmp_path}", f"--images={tmp_path / 'x.npz'}", f"--only={','.join(names)}"]
    done = script("speed", *arguments)
    assert done.returncode == 0 and "all is done" in done.stdout, done.stdout + done.stderr
    if os.environ.get("TFDS_DATA_DIR"):
        done = script("science", "--smoke", f"--out={tmp_path / 'gpu'}", "--only=lbt_mixtures", "--minutes=4")
        assert done.returncode == 0 and "all is done" in done.stdout, done.stdout + done.stderr
