"""The pictures of a table whose rows were trained elsewhere, and the evaluations that it keeps."""

import copy
import json
import shutil
import subprocess
import sys

import numpy as np
import pytest

from ganjax.harness import metric_figures, sample_figures
from ganjax.harness.writers import MetricsWriter, read_json, read_lines, write_json
from launch import figures
from tests.commands import one_device
from tests.test_launch import ROOT

ROWS = [{"label": label, "name": label} for label in ("GAN", "SIG")]
TABLE = {"figures": ({"name": "sample_figures.images"}, {"name": "metric_figures.curves", "names": ("modes",)})}
LOST = "the pictures stay as they are: not trained here, so not to be drawn: SIG\n"


@pytest.fixture
def results(tmp_path):
    """Both rows' results and workdirs, whose metrics.jsonl have lines of training too; one lane of two has failed."""
    of = {}
    for row in ROWS:
        folder = tmp_path / row["label"]
        folder.mkdir()
        modes = {"mean": 2.0, "std": 0.0, "trials": [2.0, np.nan]}
        of[row["label"]] = {"config": {"name": row["label"]}, "metrics": {"modes": modes}, "step": 2}
        write_json(folder / "config.json", of[row["label"]]["config"])
        write_json(folder / "results.json", of[row["label"]])
        writer = MetricsWriter(folder)
        for step in (1, 2):
            writer.write(step, "train", {"loss": np.zeros(2)}, 0.5 * step)
            writer.write(step, "eval", {"modes": np.array([step, np.nan])}, 0.5 * step)
        writer.close()
        of[row["label"]]["metrics"]["megabytes"] = {"mean": 3.0, "std": 0.0, "trials": [3.0]}  # the table adds it
    return of


@pytest.fixture
def drawn(monkeypatch):
    """(function, [(label, config.json, the lines of metrics.jsonl)], options) of every picture that is drawn."""
    calls = []
    for module, name in ((sample_figures, "images"), (metric_figures, "curves"), (metric_figures, "twice")):

        def note(runs, out, name=name, **options):
            read = [(label, read_json(at / "config.json"), read_lines(at / "metrics.jsonl")) for label, _, at in runs]
            calls.append((name, read, options))

        monkeypatch.setattr(module, name, note)
    return calls


def test_evaluations_are_kept_as_they_are(tmp_path, results):
    of = {label: figures.evaluations_of(tmp_path / label, results[label]) for label in results}
    assert of["GAN"] == [{"step": step, "eval": {"modes": [step, None]}, "seconds": 0.5 * step} for step in (1, 2)]
    figures.write_evaluations(tmp_path, of)
    write_json(tmp_path / "results.json", results)
    results = read_json(tmp_path / "results.json")
    assert figures.read_evaluations(tmp_path, results) == of
    path = tmp_path / figures.EVALUATIONS
    first = path.read_text().splitlines()[0]
    assert json.loads(first) == {"row": "GAN", "step": 1, "eval": {"modes": [1, None]}, "seconds": 0.5}
    assert figures.evaluations_of(tmp_path / "none", results["GAN"]) == []
    assert figures.read_evaluations(tmp_path / "none", results) == {}


def test_evaluations_of_another_run_are_none(tmp_path, results):
    """Of other steps or scores, or of a file that was cut off; kept ones take their place."""
    kept = figures.evaluations_of(tmp_path / "GAN", results["GAN"])
    longer, other = copy.deepcopy(results["GAN"]), copy.deepcopy(results["GAN"])
    longer["step"], other["metrics"]["modes"]["trials"] = 3, [1.0, np.nan]
    for run in (longer, other):
        assert figures.evaluations_of(tmp_path / "GAN", run, kept) == []
    path = tmp_path / "GAN/metrics.jsonl"
    path.write_text(path.read_text()[:-10])
    assert figures.evaluations_of(tmp_path / "GAN", results["GAN"]) == []
    assert figures.evaluations_of(tmp_path / "GAN", results["GAN"], kept) == kept
    figures.write_evaluations(tmp_path, {"GAN": kept, "SIG": kept[:1]})
    with (tmp_path / figures.EVALUATIONS).open("a") as file:
        file.write('{"step": 1}\n{"row": "GAN", "step"')
    write_json(tmp_path / "results.json", results)
    assert figures.read_evaluations(tmp_path, read_json(tmp_path / "results.json")) == {"GAN": kept}


def test_samples_are_drawn_from_workdirs_and_scores_from_evaluations(tmp_path, results, drawn):
    figures.draw(TABLE, ROWS, lambda row: tmp_path / row["label"], results, {}, tmp_path)
    (curves, of_scores, options), (images, of_samples, _) = drawn
    assert (curves, images) == ("curves", "images") and options == {"names": ("modes",)}
    for runs, n_lines in ((of_scores, 2), (of_samples, 4)):
        assert [(label, config, len(lines)) for label, config, lines in runs] == [
            (label, {"name": label}, n_lines) for label in ("GAN", "SIG")
        ]


def test_scores_of_a_row_from_elsewhere_are_drawn_from_the_tables_evaluations(tmp_path, results, drawn, capsys):
    """What lies in its workdir is of a run that was cut off."""
    evaluations = {"SIG": figures.evaluations_of(tmp_path / "SIG", results["SIG"])}
    (tmp_path / "SIG/results.json").write_text('{"step"')
    (tmp_path / "SIG/metrics.jsonl").write_text('{"step": 1, "eval": {"modes": [0, 0]}, "seconds": 1}\n')
    figures.draw(TABLE, ROWS, lambda row: tmp_path / row["label"], results, evaluations, tmp_path)
    ((name, read, _),) = drawn
    assert name == "curves" and read[1] == ("SIG", {"name": "SIG"}, evaluations["SIG"])
    assert f"sample_figures.images: {LOST}" == capsys.readouterr().err


def test_a_picture_that_would_lack_a_row_is_not_drawn(tmp_path, results, drawn, capsys):
    (tmp_path / "SIG").rename(tmp_path / "elsewhere")
    figures.draw(TABLE, ROWS, lambda row: tmp_path / row["label"], results, {}, tmp_path)
    assert drawn == []
    assert f"metric_figures.curves: {LOST}sample_figures.images: {LOST}" == capsys.readouterr().err


def test_a_picture_of_results_alone_needs_no_evaluations(tmp_path, results, drawn, capsys):
    """As one of a table whose rows were trained before tables kept their evaluations."""
    table = {"figures": ({"name": "metric_figures.twice", "names": ("modes",)},)}
    figures.draw(table, ROWS, lambda row: tmp_path / "none", results, {}, tmp_path)
    assert drawn == [("twice", [(label, {"name": label}, []) for label in ("GAN", "SIG")], {"names": ("modes",)})]
    assert not capsys.readouterr().err


TWO_ROWS = """
import sys
from absl import flags
from launch import reproduce

TINY = {"batch_size": 8, "eval.samples": 200}
TINY |= {f"networks.{player}.hidden": (4,) for player in ("generator", "discriminator")}
second, diverges, *arguments = sys.argv[1:]
def load_table(name):
    rows = [
        {
            "label": label,
            "name": label,
            "config": "configs/ring/gan.py",
            "budgets": {"smoke": TINY | {"steps": steps, "trials": 1, "eval_every": 1}},
        }
        for label, steps in (("first", 2), ("second", int(second)))
    ]
    figures = ({"name": "sample_figures.densities"}, {"name": "metric_figures.curves", "file": "curves.png"})
    best = {"kl": ("modes",)}
    return {"title": "Two", "columns": ("modes", "modes_at_best_kl"), "figures": figures, "rows": rows, "best": best}

reproduce.load_table = load_table
if diverges == "True":
    reproduce.train_row = lambda *_: (None, "all lanes are non-finite")
flags.FLAGS(["reproduce", "--table=demo", "--budget=smoke", "--out=out", *arguments])
reproduce.main()
"""


def test_a_table_keeps_the_evaluations_of_the_rows_that_it_keeps(tmp_path):
    (tmp_path / "configs").symlink_to(ROOT / "configs")
    curves = tmp_path / "out/curves.png"

    def reproduce(*arguments, second=2, diverges=False):
        """What the command says, and the (row, step) of the table's evaluations; `second`: that row's steps."""
        command = [sys.executable, "-c", TWO_ROWS, str(second), str(diverges), *arguments]
        environment = one_device(PYTHONPATH=str(ROOT))
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr
        lines = [json.loads(line) for line in (tmp_path / "out/evaluations.jsonl").read_text().splitlines()]
        return done.stderr, [(line["row"], line["step"]) for line in lines]

    def at_best():
        rows = {row["label"]: row["results"]["metrics"] for row in read_json(tmp_path / "out/results.json")["rows"]}
        return {label: metrics["modes_at_best_kl"]["trials"] for label, metrics in rows.items()}

    first, both = [("first", 1), ("first", 2)], [("first", 1), ("first", 2), ("second", 1), ("second", 2)]
    assert reproduce()[1] == both and curves.exists()
    of = {name: [] for name in at_best()}
    for line in map(json.loads, (tmp_path / "out/evaluations.jsonl").read_text().splitlines()):
        of[line["row"]].append((line["eval"]["kl"], line["eval"]["modes"]))
    assert at_best() == {name: min(lines)[1] for name, lines in of.items()} and set(of) == {"first", "second"}
    shutil.rmtree(tmp_path / "build")
    curves.unlink()
    said, lines = reproduce("--only=first")
    assert lines == both and curves.exists(), "drawn from the evaluations of the other"
    assert set(at_best()) == {"first", "second"}
    assert said.count("the pictures stay as they are") == said.count("sample_figures.densities: ") == 1
    assert reproduce("--only=first", second=3)[1] == first, "the other row is another one now"
    assert reproduce("--only=second", second=3)[1] == [*both, ("second", 3)]
    assert reproduce("--only=second", second=4, diverges=True)[1] == first


def test_curves_by_method_have_a_panel_a_method_and_a_line_a_group(tmp_path, monkeypatch):
    drawn = []
    monkeypatch.setattr(metric_figures, "curves", lambda *arguments: drawn.append(arguments))
    runs = [("GAN, SGD", "SGD", tmp_path / "a"), ("GAN, SVGD", "SVGD", tmp_path / "b")]
    metric_figures.curves_by_method(runs, tmp_path, ("modes",))
    turned = [("SGD", "GAN", tmp_path / "a"), ("SVGD", "GAN", tmp_path / "b")]
    assert drawn == [(turned, tmp_path, ("modes",), "curves.png")]
