"""The command lines as a user runs them: what they write, and how they refuse a mistake."""

import copy
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from tests.commands import one_device

ROOT = pathlib.Path(__file__).parents[1]
TINY = (
    "--config.batch_size=8",
    "--config.networks.generator.hidden=(4,)",
    "--config.networks.discriminator.hidden=(4,)",
    "--config.eval.samples=200",
)


def launch(command, *args, status=0):
    done = subprocess.run(
        [sys.executable, "-m", f"launch.{command}", *map(str, args)],
        cwd=ROOT,
        env=one_device(),
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == status, done.stderr[-2000:]
    if status == 2:
        assert "Traceback" not in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    return done


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    workdir = tmp_path_factory.mktemp("run") / "w"
    launch(
        "train",
        "--config=configs/ring/gan.py",
        f"--workdir={workdir}",
        "--config.steps=4",
        *TINY,
        "--config.checkpoint_every=2",
    )
    return workdir


def test_sample_and_evaluate(trained, tmp_path):
    launch("sample", f"--workdir={trained}", "--n=10", f"--out={tmp_path / 'x.npz'}", "--seed=1")
    x = np.load(tmp_path / "x.npz")["x"]
    launch("sample", f"--workdir={trained}", "--n=10", f"--out={tmp_path / 'y.npz'}", "--seed=1")
    assert x.shape == (10, 2) and np.array_equal(x, np.load(tmp_path / "y.npz")["x"])
    launch("sample", f"--workdir={trained}", "--n=10", f"--out={tmp_path / 'x.png'}")
    assert (tmp_path / "x.png").read_bytes()[:4] == b"\x89PNG"
    refused = launch("sample", f"--workdir={trained}", "--label=3", f"--out={tmp_path / 'z.png'}", status=2)
    assert "not conditional" in refused.stderr and not (tmp_path / "z.png").exists()
    before = json.loads((trained / "results.json").read_text())["metrics"]
    assert "high_quality" in launch("evaluate", f"--workdir={trained}").stdout
    scored = launch("evaluate", f"--workdir={trained}", "--samples=37")
    assert "high_quality" in scored.stdout and "scoring 37 samples" in scored.stderr
    kept = json.loads((trained / "results.json").read_text())
    assert kept["metrics"] == before
    pictures = {path.name: path.read_bytes() for path in trained.glob("kept/*")}
    assert "high_quality" in launch("evaluate", f"--workdir={trained}", "--step=2").stdout
    assert json.loads((trained / "results.json").read_text()) == kept
    assert pictures == {path.name: path.read_bytes() for path in trained.glob("kept/*")}
    launch("sample", f"--workdir={trained}", "--n=10", f"--out={tmp_path / 'older.npz'}", "--seed=1", "--step=2")
    assert not np.array_equal(x, np.load(tmp_path / "older.npz")["x"])
    for command in (["evaluate"], ["sample", f"--out={tmp_path / 'z.png'}"]):
        refused = launch(command[0], f"--workdir={trained}", "--step=3", *command[1:], status=2)
        assert "has no checkpoint of step 3; there are 2, 4" in refused.stderr
    # A run that went on while it was scored has later results, which stay.
    (trained / "results.json").write_text(json.dumps(kept | {"step": 9}))
    assert "has come to step 9" in launch("evaluate", f"--workdir={trained}").stdout
    assert json.loads((trained / "results.json").read_text())["step"] == 9
    (trained / "results.json").write_text(json.dumps(kept))


@pytest.mark.parametrize(
    "arguments, says",
    [
        (["--config=configs/none/such.py"], "there is no config file configs/none/such.py"),
        (["--config=configs/ring/gan.py", "--config.stepz=1"], "did you mean steps?"),
        (
            ["--config=configs/ring/gan.py", "--config.generator_tx.learning_rat=1"],
            "generator_tx.learning_rate",
        ),
        (["--config=configs/ring/gan.py", "--config.steps=many"], "config.steps"),
        (["--config=configs/ring/gan.py", "--config.steps=0"], "steps must be at least 1"),
        (["--config=configs/ring/gan.py", "--config.batch_size=-2"], "batch_size must be at least 1"),
        (["--config=configs/ring/gan.py", "--config.trials=0"], "trials must be at least 1"),
        (["--config=configs/ring/gan.py", "--config.method.loss=hing"], "hinge"),
        (
            ["--config=configs/ring/gan.py", "--config.method.name=gann"],
            "there is no ganjax.methods.gann (did you mean gan?)",
        ),
        (["--config=configs/ring/gan.py", "--config.method.name=0.5"], "there is no ganjax.methods.0.5"),
        (["--config=configs/ring/gan.py", "--config.networks.generator.activation=tahn"], "there is no activation"),
        (["--config=configs/stacked_digits/pacgan.py", "--config.networks.discriminator.pack=3"], "does not divide"),
        (
            ["--config=configs/ring/veegan.py", "--config.networks.encoder.latent_dim=3"],
            "the generator's, 32",
        ),
        (["--config=configs/ring/gan.py", "--config.sweep=3"], "must be a dict"),
        (["--config=configs/ring/gan.py", "--mode=fast"], "mode"),
        (["--config=configs/ring/gan.py", "--steps=3"], "did you mean --config.steps?"),
        (["--config=configs/ring/gan.py", "stray"], "stray"),
        (["--config=configs/mnist/dcgan.py", "--config.data.path=/nonexistent"], "/nonexistent"),
        (["--config=configs/mnist/dcgan.py", "--config.data.name=no_such_set"], "no_such_set"),
        (["--config=configs/mnist/dcgan.py", "--config.data.name=folder", "--config.data.path=BAD"], "x.png"),
    ],
)
def test_a_mistake_is_one_line_and_leaves_nothing_behind(arguments, says, tmp_path):
    bad = tmp_path / "images"
    bad.mkdir()
    (bad / "x.png").write_text("not an image")
    arguments = [a.replace("BAD", str(bad)) for a in arguments]
    done = launch("train", *arguments, f"--workdir={tmp_path / 'w'}", status=2)
    assert says in done.stderr
    assert not (tmp_path / "w").exists()


def test_debug_shows_where_a_mistake_is(tmp_path):
    bad = tmp_path / "bad.py"
    bad.write_text("def get_config():\n    return 1 / 0\n")
    assert "ZeroDivisionError" in launch("train", f"--config={bad}", f"--workdir={tmp_path / 'w'}", status=2).stderr
    shown = launch("train", f"--config={bad}", f"--workdir={tmp_path / 'w'}", "--debug", status=1).stderr
    assert "Traceback" in shown and "return 1 / 0" in shown
    shown = launch("evaluate", f"--workdir={tmp_path}", "--debug", status=1).stderr
    assert "Traceback" in shown and "holds no run" in shown


def test_missing_flags_and_workdirs(tmp_path):
    assert "workdir" in launch("train", "--config=configs/ring/gan.py", status=2).stderr
    assert "holds no run" in launch("evaluate", f"--workdir={tmp_path}", status=2).stderr
    launch("sample", f"--workdir={tmp_path}", "--out=x.jpg", status=2)
    (tmp_path / "results.json").write_text('{"step": 3}')
    said = launch("reproduce", "--table=demo", "--budget=smoke", f"--out={tmp_path}", status=2).stderr
    assert "has other results" in said and (tmp_path / "results.json").read_text() == '{"step": 3}'
    assert "by its cpu budget" in launch("reproduce", "--table=lbt_toys", "--budget=gpu", status=2).stderr
    nope = launch("reproduce", "--table=nope", status=2).stderr
    races = "coverage, coverage_again, coverage_cifar10, coverage_deep, coverage_deep_long, coverage_finals"
    races += ", coverage_long, coverage_mnist, coverage_settings, coverage_stacked, coverage_stacked_long, demo"
    assert f"there are {races}" in nope


def test_a_workdir_of_another_config_is_left_alone(trained):
    before = {p: p.read_bytes() for p in trained.rglob("*") if p.is_file()}
    done = launch(
        "train", "--config=configs/ring/gan.py", f"--workdir={trained}", "--config.steps=4", *TINY,
        "--config.seed=4", status=2,
    )  # fmt: skip
    assert "another seed: 0, not 4" in done.stderr
    assert before == {p: p.read_bytes() for p in trained.rglob("*") if p.is_file()}


@pytest.mark.parametrize(
    "command", ["train", "evaluate", "sample", "report", "tune", "reproduce", "benchmark", "hypergradient"]
)
def test_help_helps(command):
    """Each flag that the text names has its line below it."""
    text, listed = launch(command, "--help").stdout.split("Flags:")
    named = set(re.findall(r"--([a-z_]+)\b(?!\.|_\w)", text)) - {"help"}
    assert f"launch.{command}" in text and named
    assert not named - set(re.findall(r"^ *--(?:\[no\])?(\w+):", listed, re.M))


def test_another_package_named_configs_is_said(tmp_path):
    (tmp_path / "configs").mkdir()
    (tmp_path / "configs/__init__.py").touch()
    for arguments in ("list",), ("train", "--config=ring/gan", "--help"):
        done = subprocess.run(
            [sys.executable, "-m", "launch.main", *arguments],
            cwd=tmp_path, env=one_device(PYTHONPATH=f"{tmp_path}:{ROOT}"), capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 2 and done.stderr.count("\n") == 1, done.stderr
        assert f"another package named configs comes before ganjax's on the path of Python: {tmp_path}" in done.stderr


@pytest.mark.parametrize("command", ["main list", "train --help"])
def test_a_reader_that_leaves_is_no_error(command):
    """As `| head` does."""
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", *f"launch.{command}".split()],
        cwd=ROOT, env=one_device(), stdout=writer, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    os.close(writer)
    assert done.returncode == 141 and not done.stderr, done.stderr


def test_the_help_of_a_config_names_its_keys():
    text = launch("train", "--config", "ring/gan", "--help").stdout
    assert "--config.method.loss='non_saturating'" in text and "--config.steps=" in text
    assert "(did you mean ring/gan?)" in launch("train", "--config=ring/gam", "--help", status=2).stderr


def test_kill_9_and_resume_gives_the_same_run(tmp_path):
    arguments = (
        "--config=configs/ring/gan.py", *TINY, "--config.log_every=50", "--config.checkpoint_every=100",
    )  # fmt: skip
    flags = [*arguments, "--config.steps=20000", f"--workdir={tmp_path / 'killed'}"]
    process = subprocess.Popen(
        [sys.executable, "-m", "launch.train", *flags],
        cwd=ROOT,
        env=one_device(),
        stderr=subprocess.DEVNULL,
    )
    checkpoints = tmp_path / "killed" / "checkpoints"
    deadline = time.time() + 120
    while time.time() < deadline and not list(checkpoints.glob("[2-9]00.sha256.json")):
        time.sleep(0.1)
    process.send_signal(signal.SIGKILL)
    process.wait()
    last = max(int(p.name.split(".")[0]) for p in checkpoints.glob("[0-9]*.sha256.json"))
    steps = last + 150
    launch("train", *arguments, f"--config.steps={steps}", f"--workdir={tmp_path / 'killed'}")
    launch("train", *arguments, f"--config.steps={steps}", f"--workdir={tmp_path / 'straight'}")

    def log_lines(name):
        lines = [json.loads(line) for line in (tmp_path / name / "metrics.jsonl").read_text().splitlines()]
        return [{k: v for k, v in line.items() if k != "seconds"} for line in lines]

    assert log_lines("killed") == log_lines("straight")
    results = [json.loads((tmp_path / n / "results.json").read_text()) for n in ("killed", "straight")]
    assert results[0]["metrics"] == results[1]["metrics"]


def test_reproduce_smoke(tmp_path):
    done = launch("reproduce", "--table=lbt_toys", "--budget=smoke", f"--out={tmp_path}")
    assert "LBT-GAN" in done.stdout
    control = next(line for line in done.stdout.splitlines() if line.startswith("| the data "))
    assert control.split("|")[2].strip() == "2", "the data have both modes"
    for name in ("table.md", "results.json", "evaluations.jsonl", "figure.png"):
        assert (tmp_path / name).exists()


def test_controls_are_scored_again_without_training_a_row(tmp_path):
    arguments = ("reproduce", "--table=lbt_toys", "--budget=smoke", f"--out={tmp_path}")
    launch(*arguments)
    results = tmp_path / "results.json"
    right = json.loads(results.read_text())
    wrong = copy.deepcopy(right)
    metrics = wrong["rows"][0]["results"]["metrics"]
    assert wrong["rows"][0]["control"] and metrics["modes"]["mean"] == 2
    metrics["modes"]["mean"] = 7
    results.write_text(json.dumps(wrong))
    said = launch(*arguments, "--controls_only").stderr
    assert "steps" not in said, "no row is trained"
    rows = json.loads(results.read_text())["rows"]
    assert [row["label"] for row in rows] == [row["label"] for row in right["rows"]]
    for now, before in zip(rows, right["rows"], strict=True):
        assert now["results"]["metrics"] == before["results"]["metrics"]
    wrong["rows"][-1]["results"]["config"]["steps"] += 1
    results.write_text(json.dumps(wrong))
    refused = launch(*arguments, "--controls_only", status=2).stderr
    assert "which would be lost: " + wrong["rows"][-1]["label"] in refused
    assert json.loads(results.read_text()) == wrong
    assert "without --shard" in launch(*arguments, "--controls_only", "--shard=1/2", status=2).stderr


ONE_ROW = """
import json, pathlib, sys
from absl import flags
from ganjax.harness.config import plain
from launch import reproduce
from launch.tables import load_table, row_config

out = pathlib.Path(sys.argv[1])
metrics = {"tv": {"mean": 1.0, "std": 0.0, "trials": [1.0]}}
entries = []
for row in load_table("sig_toys")["rows"]:
    config = plain(row_config(row, "smoke"))
    results = {"metrics": metrics, "step": 1, "seconds": 1.0, "config": config, "environment": {}}
    entries.append({"label": row["label"], "paper": {}, "why": "", "results": results})
(out / "results.json").write_text(json.dumps({"budget": "smoke", "rows": entries}))
reproduce.train_row = lambda *args: (entries[0]["results"], "")
flags.FLAGS(["reproduce", "--table=sig_toys", "--budget=smoke", f"--out={out}", "--only=negative_binomial/sig"])
reproduce.main()
"""


def test_a_row_trained_alone_leaves_the_picture_of_all(tmp_path):
    """In another checkout, which has the results of all rows and their workdirs not."""
    (tmp_path / "configs").symlink_to(ROOT / "configs")
    (tmp_path / "figure.png").write_bytes(b"all rows")
    environment = one_device(PYTHONPATH=str(ROOT))
    command = [sys.executable, "-c", ONE_ROW, str(tmp_path)]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert "the pictures stay as they are" in done.stderr
    assert (tmp_path / "figure.png").read_bytes() == b"all rows"


def test_a_table_has_a_row_for_every_point_of_a_sweep():
    from launch.markdown import markdown

    def swept(label, shift):
        points = [
            {
                "values": {"method.bandwidth": bandwidth},
                "metrics": {
                    "kl": {"mean": mean + shift, "std": 2.0, "trials": [mean + shift - 1.0, mean + shift + 1.0]}
                },
            }
            for bandwidth, mean in ((0.25, 3.0), (0.5, 100.0))
        ]
        lanes = [t for point in points for t in point["metrics"]["kl"]["trials"]]
        # Of results that an earlier version wrote: a mean over everything, which nothing may show.
        metrics = {"kl": {"mean": 51.5, "std": 56.0, "trials": lanes}}
        results = {"metrics": metrics, "sweep": points, "step": 1, "seconds": 7.0, "environment": {}}
        return {"label": label, "paper": {}, "why": "", "results": results}

    rows = [{"label": label, "config": "a.py", "group": label} for label in ("SGD", "SVGD")]
    table = {"title": "t", "columns": ("kl",), "against": "SGD", "rows": rows}
    text = markdown(table, "cpu", [swept("SGD", 0.0), swept("SVGD", 3.0)], "c")
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines() if line.startswith("| S")]
    assert cells == [
        ["SGD, bandwidth = 0.25", "3 ± 1.4", "1", "2", "7"],
        ["SGD, bandwidth = 0.5", "100 ± 1.4", "1", "2", ""],
        ["SVGD, bandwidth = 0.25", "6 ± 1.4", "1", "2", "7"],
        ["SVGD, bandwidth = 0.5", "103 ± 1.4", "1", "2", ""],
        ["SVGD, bandwidth = 0.25", "+3 (+1.5)"],
        ["SVGD, bandwidth = 0.5", "+3 (+1.5)"],
    ]


def test_a_table_says_by_how_many_standard_errors_rows_differ():
    from launch.markdown import markdown

    def entry(label, trials):
        mean = sum(trials) / len(trials)
        std = (sum((t - mean) ** 2 for t in trials) / (len(trials) - 1)) ** 0.5
        results = {"metrics": {"kl": {"mean": mean, "std": std, "trials": trials}}, "step": 1, "seconds": 1.0}
        return {"label": label, "paper": {}, "why": "", "results": results | {"environment": {}}}

    rows = [{"label": label, "config": "a.py", "group": label} for label in ("SGD", "SVGD", "joint")]
    table = {"title": "t", "columns": ("kl",), "against": "SGD", "rows": rows}
    done = [entry("SGD", [1.0, 3.0]), entry("SVGD", [4.0, 6.0]), {**entry("joint", [1.0, 1.0]), "results": None}]
    lines = [line for line in markdown(table, "cpu", done, "c").splitlines() if line.startswith("| SVGD")]
    assert lines[1].split("|")[2].strip() == "+3 (+2.1)", "3 over sqrt(2 / 2 + 2 / 2)"
    assert "| joint" not in markdown(table, "cpu", done, "c").split("Differences")[1]


def test_a_row_without_the_budget_is_not_run(tmp_path):
    """As it is in results/: the table has it, visibly."""
    from launch.tables import load_table

    rows = load_table("lsvgd_cifar10")["rows"]
    assert {"cpu" in row["budgets"] for row in rows} == {True, False}
    missing = next(row["config"] for row in rows if "cpu" not in row["budgets"])
    refused = launch("reproduce", "--table=lsvgd_cifar10", f"--only={missing}", f"--out={tmp_path}", status=2)
    assert "has no cpu budget" in refused.stderr and not list(tmp_path.iterdir())


def test_every_committed_table_is_of_these_metrics():
    """Else it has rows that this code would score otherwise: to be measured again with the change to a metric."""
    from ganjax.metrics import VERSION, metrics_version

    for path in (ROOT / "results").glob("*/results.json"):
        rows = json.loads(path.read_text()).get("rows", ())
        assert {metrics_version(row["results"]) for row in rows if row["results"]} <= {VERSION}, path


def test_hypergradients_are_compared(tmp_path, trained):
    assert "by gan, not by lbt" in launch("hypergradient", f"--workdir={trained}", status=2).stderr
    run, out = tmp_path / "run", tmp_path / "out"
    roles = ("generator", "encoder", "decoder", "discriminator")  # the adversary is taken away before it is compared
    small = [f"--config.networks.{role}.hidden=(4,)" for role in roles]
    train = ["train", "--config=configs/ring/lbt_gan.py", f"--workdir={run}", "--config.steps=2"]
    launch(*train, *small, *TINY[:1], *TINY[-1:], "--config.sweep={'method.adversarial_weight': (0.3,)}")
    flags = ["--batch_size=8", "--repeats=2", "--unroll_steps=1,2", "--cg_iterations=2", "--dampings=500,1e8"]
    assert "whole numbers" in launch("hypergradient", f"--workdir={run}", "--unroll_steps=a", status=2).stderr
    assert "--rates takes numbers" in launch("hypergradient", f"--workdir={run}", "--rates=x", status=2).stderr
    done = launch("hypergradient", f"--workdir={run}", f"--out={out}", "--rates=1e-6,1e-2", *flags)
    results = json.loads((out / "results.json").read_text())
    flags = "--unroll_steps=1,2 --rates=1e-6,1e-2 --dampings=500,1e8 --batch_size=8 --repeats=2 --cg_iterations=2"
    assert results["command"] == f"python -m launch.hypergradient --workdir=DIR {flags}"
    ways = ("its own optimiser", "gradient descent")
    expected = [(way, rate, k) for way in ways for rate in (1e-6, 1e-2) for k in (1, 2)]
    assert [(row["way"], row["rate"], row["k"]) for row in results["unrolled"]] == expected
    assert [row["damping"] for row in results["implicit"]] == [500, 1e8]
    assert min(results["implicit"][1]["with_gradient"]) > 0.999, "much damping leaves the gradient itself"
    # Of the samples that the implicit ones have: as many batches as the most steps.
    small = next(row for row in results["unrolled"] if row["way"] == ways[1] and row["k"] == 2)
    assert small["rate"] == 1e-6 and min(small["with_gradient"]) > 0.999, "and so do small steps"
    assert all(low <= high for low, high in results["eigenvalues"].values())
    assert "gradient descent" in done.stdout and (out / "figure.png").exists()
