import json
import os
import pathlib
import subprocess
import sys

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from ganjax.errors import UserError
from launch import benchmark, cli, measurements, peers, processes
from launch.peers import machine, timer

ROOT = pathlib.Path(__file__).parent.parent


def launch(*arguments, cwd=ROOT):
    return subprocess.run(
        [sys.executable, "-m", "launch.benchmark", *arguments],
        cwd=cwd,
        env={**os.environ, "JAX_PLATFORMS": "cpu", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )


def row(config, median, **fields):
    rate = {"median": median, "min": 0.9 * median, "max": 1.1 * median, "repeats": []}
    return {"config": config, "overrides": {}, "mode": "jit", "steps_per_second": rate, "jax": "1"} | fields


def test_compare_says_what_changed(tmp_path):
    old, new = tmp_path / "old.json", tmp_path / "new.json"
    old.write_text(json.dumps({"rows": [row("a.py", 100.0), row("b.py", 10.0), row("gone.py", 1.0)]}))
    rows = [row("a.py", 150.0, jax="2"), row("b.py", 10.5), {"config": "c.py", "error": "no data"}]
    new.write_text(json.dumps({"rows": rows}))
    done = launch("--compare", str(old), str(new))
    assert done.returncode == 0, done.stderr
    lines = {line.split("|")[1].strip(): line for line in done.stdout.splitlines() if line.startswith("|")}
    assert "+50.0 %" in lines["a.py"] and "apart" in lines["a.py"]
    assert "+5.0 %" in lines["b.py"] and "overlap" in lines["b.py"]
    assert "%" not in lines["gone.py"] and "c.py" not in lines
    assert "a.py: jax was 1, is 2" in done.stdout


def test_one_small_run_writes_its_row(tmp_path):
    out = tmp_path / "b.json"
    done = launch(
        "--config=configs/ring/gan.py", "--config.batch_size=8", "--config.trials=2", "--steps=4",
        "--repeats=2", "--predict", f"--json={out}", "--beside=ring/gan", "--beside.batch_size=4",
        f"--profile={tmp_path / 'trace'}",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (row,) = json.loads(out.read_text())["rows"]
    assert row["config"] == "configs/ring/gan.py" and row["overrides"] == {"batch_size": 8, "trials": 2}
    assert row["lanes"] == 2 and row["steps"] == 4
    rate = row["steps_per_second"]
    assert len(rate["repeats"]) == 2 and 0 < rate["min"] <= rate["median"] <= rate["max"]
    assert row["examples_per_second"] == pytest.approx(rate["median"] * 16)
    # At least the products of the two forward passes: [8, 32] x [32, 128] and so on, in two lanes.
    assert row["flops_per_step"] > 2 * 2 * 2 * 8 * 128 * 128
    for key in ("bytes_per_step", "program_bytes", "max_rss_bytes", "predicted_steps_per_second"):
        assert row[key] > 0
    assert 0 < row["share_of_matmul_peak"] < 1
    assert "configs/ring/gan.py batch_size=8 trials=2" in done.stdout and "ours / beside" in done.stdout
    beside = row["beside"]
    assert beside["version"].endswith("ring/gan.py batch_size=4") and beside["lanes"] == 1
    # Products of both players, forwards and backwards.
    assert row["operations"]["dot_general"][1] >= 4 * 8 and "| dot_general " in done.stdout
    assert row["profiled_steps"] == 4 and min(seconds for seconds, _ in row["operations"].values()) >= 0
    assert list((tmp_path / "trace").rglob("perfetto_trace.json.gz"))
    ratios = [a / b for a, b in zip(rate["repeats"], beside["steps_per_second"]["repeats"], strict=True)]
    assert beside["ratio"]["repeats"] == pytest.approx(ratios)


def test_a_sweep_is_among_the_overrides(tmp_path):
    """Else --compare would set it against the config without."""
    out, swept = tmp_path / "b.json", "--config.sweep={'generator_tx.learning_rate': (1e-3, 1e-4)}"
    done = launch("--config=ring/gan", "--collectives", "--config.batch_size=8", swept, f"--json={out}")
    assert done.returncode == 0, done.stderr
    (row,) = json.loads(out.read_text())["rows"]
    assert row["overrides"] == {"batch_size": 8, "sweep": {"generator_tx.learning_rate": [1e-3, 1e-4]}}
    assert "gan.py batch_size=8 sweep={'generator_tx.learning_rate': [0.001, 0.0001]}, --mode" in done.stdout


MISTAKES = (
    (),
    ("--config=configs/ring/gan.py", "--all"),
    ("--compare", "only_one.json"),
    ("--compare", "none.json", "such.json"),
    ("--config=configs/ring/gan.py", "--repeats=0"),
    ("--config=configs/ring/gan.py", "--without=method.terms"),
    ("--config=configs/ring/gan.py", "--against=blackjax"),
    ("--config=configs/ring/lbt.py", "--against=torch_compile"),
    ("--all", "--profile=DIR"),
    ("--config=configs/ring/gan.py", "--profile=pyproject.toml"),
    ("--config=ring/gan", "--steps=1", "--repeats=1", "--profile=gs://bucket/trace"),
    ("--all", "--without=method.terms"),
    ("--all", "--collectives"),
    ("--config=ring/gan", "--chips=8"),
    ("--config=ring/gan", "--predict", "--chips=8,x"),
    ("--config=configs/ring/gan.py", "--collectives", "--config.batch_size=6"),
    ("--config=ring/gan", "--beside=ring/vae", "--against=torch"),
    ("--beside=ring/vae", "--all"),
    ("--config=ring/gan", "--beside=ring/no_such_config"),
    ("--config=configs/ring/gan.py", "--json=no/such/folder.json"),
    ("--config=configs/ring/unrolled.py", "--config.batch_size=0"),
)


@pytest.mark.parametrize("arguments", MISTAKES)
def test_mistakes_are_one_line(arguments):
    done = launch(*arguments)
    assert done.returncode == 2
    assert done.stderr.startswith("error: ") and len(done.stderr.strip().splitlines()) == 1


def test_a_comparison_with_a_peer_is_without_the_average(capsys, monkeypatch):
    from launch import peers
    from tests import tiny_configs

    monkeypatch.setattr(peers, "find", lambda *_: None)  # PyTorch need not be there
    config = tiny_configs.gan()
    assert benchmark.without_average(config, "torch") == (config, {}) and not capsys.readouterr().err
    config.ema = 0.995
    other, changes = benchmark.without_average(config, "torch")
    assert other.ema == 0 and config.ema == 0.995 and changes == {"ema": 0.0}
    assert "config.ema=0.995 is set to 0" in capsys.readouterr().err


def test_files_that_are_not_measurements(tmp_path):
    other = tmp_path / "other.json"
    for text in ("{}", "[]", "nonsense", '{"rows": [{"config": "a"}]}'):
        other.write_text(text)
        with pytest.raises(UserError, match="not a file of"):
            benchmark.read_rows(str(other))
    with pytest.raises(UserError, match="cannot read"):
        benchmark.read_rows(str(tmp_path / "none.json"))


def test_fold_compare():
    fold = benchmark.fold_compare
    assert fold(["x", "--compare", "a", "b"]) == ["x", "--compare=a", "--compare=b"]
    assert fold(["x", "--compare=a", "b", "--debug"]) == ["x", "--compare=a", "--compare=b", "--debug"]
    assert fold(["x", "--config", "a", "--all"]) == ["x", "--config", "a", "--all"]


def test_every_config_is_found():
    names = measurements.configs()
    assert "configs/ring/gan.py" in names and "configs/common.py" not in names
    files = [file for file in (ROOT / "configs").rglob("*.py") if "\ndef get_config(" in file.read_text()]
    assert set(names) == {str(file.relative_to(ROOT)) for file in files}


def test_a_config_has_one_name_from_any_folder(tmp_path, monkeypatch):
    """By which launch.accelerator looks for its row; one's own is named as it is found from here."""
    monkeypatch.chdir(tmp_path)
    for given in ("ring/gan", "configs/ring/gan.py", str(ROOT / "configs/ring/gan.py")):
        assert cli.config_name(cli.config_file(given)) == "configs/ring/gan.py"
    own = tmp_path / "own.py"
    own.touch()
    assert cli.config_name("own.py") == cli.config_name(str(own)) == "own.py"
    monkeypatch.chdir(ROOT)
    assert cli.config_name(str(own)) == str(own)
    done = launch("--config=ring/gan", "--collectives", "--config.batch_size=8", cwd=tmp_path)
    assert done.stdout.startswith("configs/ring/gan.py batch_size=8, --mode=pmap"), done.stderr


@pytest.fixture
def three(monkeypatch):
    """Three configs, and [(config, what the process that measures it ends with)]; None: Ctrl-C."""
    ends = []

    def run(command, seconds=None, folder=None):
        (config,) = [argument.removeprefix("--config=") for argument in command if argument.startswith("--config=")]
        out = next(argument.removeprefix("--json=") for argument in command if argument.startswith("--json="))
        expected, end = ends.pop(0)
        assert config == f"configs/{expected}.py"
        if end is None:
            raise KeyboardInterrupt
        if isinstance(end, float):
            pathlib.Path(out).write_text(json.dumps({"rows": [row(config, end)]}))
            return 0, ""
        return end

    monkeypatch.setattr(measurements.cli, "shipped", lambda: dict.fromkeys(["a", "b", "c"]))
    monkeypatch.setattr(processes, "run", run)
    return ends


def rates(rows):
    return [row["error"] if "error" in row else row["steps_per_second"]["median"] for row in rows]


def test_a_call_that_is_cut_off_keeps_its_rows_and_goes_on(tmp_path, three):
    """What failed is tried again, last; one that was ended, with status 0, has no row of the one before."""
    out = tmp_path / "all.json"
    three += [("a", 1.0), ("b", (0, "stopped by SIGTERM")), ("c", None)]
    with pytest.raises(KeyboardInterrupt):
        benchmark.measure_all(out)
    assert rates(measurements.read(out)["rows"]) == [1.0, "stopped by SIGTERM"]
    three += [("c", 3.0), ("b", 2.0)]
    assert sorted(rates(benchmark.measure_all(out))) == [1.0, 2.0, 3.0] and not three
    three += [("a", 4.0), ("b", 5.0), ("c", (2, "no data"))]
    assert rates(benchmark.measure_all(None)) == [4.0, 5.0, "no data"], "without a file all are measured"


def test_rows_of_other_flags_are_not_gone_on_from(tmp_path):
    out = tmp_path / "all.json"
    cases = (
        ({"arguments": ["--steps=1"], "rows": []}, ["--mode=pmap"], "with --steps=1, not with --mode=pmap"),
        ({"arguments": ["--steps=1"], "rows": []}, [], "with --steps=1, not with no flags"),
        ({"rows": [row("a.py", 1.0)]}, [], "one config at a time, not with no flags"),
    )
    for facts, arguments, why in cases:
        out.write_text(json.dumps(facts))
        with pytest.raises(UserError, match=f"was measured {why}: remove or rename it"):
            measurements.every(out, arguments, lambda *_: pytest.fail("measured"))
        assert json.loads(out.read_text()) == facts


OTHER_RATES = (
    {"arguments": [], "rows": []},
    {"rows": [], "table": "demo"},
    {"rows": [row("b.py", 1.0)]},
    {"rows": [row("a.py", 1.0), row("b.py", 1.0)]},
    {"rows": [3]},
    [],
    "no JSON",
)


@pytest.mark.parametrize("facts", OTHER_RATES)
def test_one_config_does_not_replace_other_results(tmp_path, facts):
    out = tmp_path / "file.json"
    out.write_text(facts if isinstance(facts, str) else json.dumps(facts))
    with pytest.raises(UserError, match="has other results than rates of a.py: give another --json"):
        measurements.check_own(out, "a.py")
    for text in ("", json.dumps({"rows": [row("a.py", 1.0)]})):
        out.write_text(text)
        measurements.check_own(out, "a.py")


def test_loops_count_as_often_as_they_run():
    def loop(length):
        def body(x, _):
            x = x @ x
            return jax.lax.scan(lambda y, _: (y @ y, None), x, None, length=3)[0], None

        return lambda x: jax.lax.scan(body, x, None, length=length)[0]

    x = np.ones((16, 16), np.float32)
    flops = {n: machine.program_cost(loop(n), x)[0] for n in (1, 5)}
    assert flops[5] == pytest.approx(5 * 4 * 2 * 16**3, rel=0.02)
    assert flops[5] == pytest.approx(5 * flops[1], rel=0.02)
    # Also inside a derivative and a loop of unknown length.
    plain = machine.program_cost(jax.grad(lambda x: loop(5)(x).sum()), x)[0]
    whiled = machine.program_cost(
        lambda x, n: jax.lax.fori_loop(0, n, lambda _, x: jax.grad(lambda x: loop(5)(x).sum())(x), x), x, 7
    )[0]
    assert whiled == pytest.approx(plain, rel=0.02) and plain > 2 * flops[5]


def test_peaks_are_positive():
    assert all(value > 0 for value in machine.peaks(64, 1 << 10))
    assert machine.program_cost(lambda x: jnp.dot(x, x), np.ones((8, 8), np.float32))[2] >= 2 * 4 * 64


def test_spread_and_calibrate():
    rates = timer.spread([3.0, 1.0, 2.0])
    assert rates == {"median": 2.0, "min": 1.0, "max": 3.0, "repeats": [3.0, 1.0, 2.0]}
    calls = []

    def seconds(steps):
        calls.append(steps)
        return 0.01 * steps

    assert timer.calibrate(seconds, 1.5) == 150
    assert calls[-1] >= 20 and sum(calls) < 200
    assert timer.calibrate(lambda steps: 9.0 * steps) == 1


def test_a_peer_that_is_not_there(monkeypatch):
    with pytest.raises(UserError, match="no PyTorch peer; gan, lbt have"):
        peers.find("unrolled")
    monkeypatch.setattr(peers.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(UserError, match=r"\[peers\] extra"):
        peers.find("gan")


def test_a_part_of_a_config_is_left_out():
    from configs.mnist import dcgan_svgd
    from launch.benchmark import left_out, report

    config = dcgan_svgd.get_config()
    key, other = left_out(config, "method.feature_tx")
    assert "feature_tx" not in other.method and config.method.feature_tx.name == "lsvgd"
    assert other.networks == config.networks
    for wrong in ("generator_tx", "networks.discriminator", "method.loss", "method.nothing", "steps", "no.such.part"):
        with pytest.raises(UserError, match="no such part"):
            left_out(config, wrong)
    rate = {"median": 9.0, "min": 8.0, "max": 10.0, "repeats": []}
    peer = {"version": key, "threads": None, "lanes": 1, "steps_per_second": rate, "ratio": {**rate, "median": 0.97}}
    facts = dict.fromkeys(("compile_seconds", "share_of_matmul_peak"), 1.0)
    facts |= {"lanes": 1, "n_devices": 1, "device": "cpu", "without": peer, "examples_per_second": 1.0}
    facts |= dict.fromkeys(("flops_per_step", "bytes_per_step", "program_bytes", "max_rss_bytes"), 1)
    facts |= dict.fromkeys(("matmul_flops_per_second", "copy_bytes_per_second"), 1)
    text = report([row("a.py", 8.7, **facts)])
    assert "ours / without" in text and "0.97 (8-10)" in text and "without method.feature_tx" in text


def test_what_a_loops_body_takes_is_not_the_loops(tmp_path):
    """Two steps of a loop on one thread, and an operation on another; the newest trace is read."""
    import gzip

    from launch.operations import operations

    def event(name, begin, end, thread=1):
        return {"ph": "X", "pid": 1, "tid": thread, "ts": begin, "dur": end - begin, "args": {"hlo_op": name}}

    inside = [event("dot.1", 10, 40), event("dot.1", 50, 80), event("copy.2.1", 80, 90)]
    events = [event("while.3", 0, 100), *inside, event("copy", 0, 5, thread=2), {"ph": "M"}, {"ph": "X", "dur": 9}]
    for number, kept in (("1", []), ("2", events)):
        folder = tmp_path / "plugins/profile" / number
        folder.mkdir(parents=True)
        with gzip.open(folder / "host.trace.json.gz", "wt") as file:
            json.dump({"traceEvents": kept}, file)
        os.utime(folder / "host.trace.json.gz", (int(number), int(number)))
    found = operations(tmp_path)
    assert list(found) == ["dot", "while", "copy"] and [calls for _, calls in found.values()] == [2, 1, 2]
    assert [seconds for seconds, _ in found.values()] == pytest.approx([60e-6, 10e-6 + 20e-6, 15e-6])
    # Times are sums of floats: what begins where another ends is not within it.
    ends = [event("add", 0.1 + 0.2, 0.6), event("mul", 0.1, 0.1 + 0.2)]
    ends[1]["dur"] = 0.2 + 1e-9
    with gzip.open(tmp_path / "plugins/profile/2/host.trace.json.gz", "wt") as file:
        json.dump({"traceEvents": ends}, file)
    assert operations(tmp_path)["mul"][0] == pytest.approx(0.2e-6, rel=1e-3)
    with pytest.raises(UserError, match="no trace"):
        operations(tmp_path / "plugins")
