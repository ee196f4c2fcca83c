"""The pictures of a table whose rows were trained elsewhere, and the evaluations that it keeps."""

import json

import numpy as np
import pytest

from ganjax.harness import metric_figures, sample_figures
from ganjax.harness.writers import MetricsWriter, read_json, read_lines, write_json
from launch import figures

ROWS = [{"label": label, "name": label} for label in ("GAN", "SIG")]
TABLE = {"figures": ({"name": "sample_figures.images"}, {"name": "metric_figures.curves", "names": ("modes",)})}


@pytest.fixture
def results(tmp_path):
    """Both rows' results and workdirs; the steps in between have training losses too."""
    of = {}
    for row in ROWS:
        folder = tmp_path / row["label"]
        folder.mkdir()
        of[row["label"]] = {"config": {"name": row["label"]}, "metrics": {}, "step": 2}
        write_json(folder / "config.json", of[row["label"]]["config"])
        write_json(folder / "results.json", of[row["label"]])
        writer = MetricsWriter(folder)
        for step in (1, 2):
            writer.write(step, "train", {"loss": np.zeros(2)}, 0.5 * step)
            writer.write(step, "eval", {"modes": np.array([step, np.nan])}, 0.5 * step)
        writer.close()
    return of


@pytest.fixture
def drawn(monkeypatch):
    """(function, [(label, config.json, the lines of metrics.jsonl)], options) of every picture that is drawn."""
    calls = []
    for module, name in ((sample_figures, "images"), (metric_figures, "curves")):

        def note(runs, out, name=name, **options):
            read = [(label, read_json(at / "config.json"), read_lines(at / "metrics.jsonl")) for label, _, at in runs]
            calls.append((name, read, options))

        monkeypatch.setattr(module, name, note)
    return calls


def test_evaluations_are_kept_as_they_are(tmp_path, results):
    of = {label: figures.evaluations_of(tmp_path / label) for label in results}
    assert of["GAN"] == [{"step": step, "eval": {"modes": [step, None]}, "seconds": 0.5 * step} for step in (1, 2)]
    figures.write_evaluations(tmp_path, of)
    assert figures.read_evaluations(tmp_path) == of
    first = (tmp_path / figures.EVALUATIONS).read_text().splitlines()[0]
    assert json.loads(first) == {"row": "GAN", "step": 1, "eval": {"modes": [1, None]}, "seconds": 0.5}
    assert figures.evaluations_of(tmp_path / "none") == [] and figures.read_evaluations(tmp_path / "none") == {}


def test_what_was_trained_here_is_drawn_from_its_workdirs(tmp_path, results, drawn):
    figures.draw(TABLE, ROWS, lambda row: tmp_path / row["label"], results, {}, tmp_path)
    assert [(name, [label for label, *_ in read]) for name, read, _ in drawn] == [
        ("images", ["GAN", "SIG"]),
        ("curves", ["GAN", "SIG"]),
    ]
    assert len(drawn[1][1][0][2]) == 4 and drawn[1][2] == {"names": ("modes",)}


def test_scores_of_a_row_from_elsewhere_are_drawn_from_the_tables_evaluations(tmp_path, results, drawn, capsys):
    evaluations = {"SIG": figures.evaluations_of(tmp_path / "SIG")}
    (tmp_path / "SIG").rename(tmp_path / "elsewhere")
    figures.draw(TABLE, ROWS, lambda row: tmp_path / row["label"], results, evaluations, tmp_path)
    ((name, read, _),) = drawn
    assert name == "curves" and read[1] == ("SIG", {"name": "SIG"}, evaluations["SIG"])
    said = capsys.readouterr().err
    assert "sample_figures.images: the pictures stay as they are: not trained here, so not to be drawn: SIG" in said


def test_a_picture_that_would_lack_a_row_is_not_drawn(tmp_path, results, drawn, capsys):
    (tmp_path / "SIG").rename(tmp_path / "elsewhere")
    figures.draw(TABLE, ROWS, lambda row: tmp_path / row["label"], results, {}, tmp_path)
    assert drawn == [] and capsys.readouterr().err.count("SIG") == 2
