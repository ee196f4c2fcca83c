"""The page of a run or a table: its parts, nothing from elsewhere, small, and alive in a browser."""

import io
import json
import pathlib
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from configs.ring import gan
from ganjax.errors import UserError
from ganjax.harness.config import plain
from ganjax.harness.evaluate import statistics
from ganjax.harness.plots import save_samples
from ganjax.harness.writers import MetricsWriter, write_json
from launch.figures import EVALUATIONS, write_evaluations
from launch.pages import charts, html, pictures, settings
from launch.report import page, write

ROOT = pathlib.Path(__file__).parents[1]
STEPS = (100, 200, 300)
HOSTILE = '</script><script>throw "x"</script>&<b>'
TABLES = sorted(path.parent.name for path in ROOT.glob("results/*/results.json") if '"rows"' in path.read_text())
EVALUATED = sorted((path.stat().st_size, path.parent.name) for path in ROOT.glob(f"results/*/{EVALUATIONS}"))
# Pages of 46 charts to hundreds, each a tenth of a second or more; the longest of all is drawn in the fast tests too.
LONG = [name for size, name in EVALUATED[:-1] if size > 1e5]
BROWSER = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")


class Page(HTMLParser):
    """What a page has: tags with their attributes, and the text of some."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.open, self.texts = [], [], {}
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag):
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data):
        if self.open and data.strip():
            self.texts.setdefault(self.open[-1], []).append(data.strip())

    def all(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]


def external(parsed: Page) -> list[tuple[str, str]]:
    """What a browser would ask for elsewhere: every address that is neither data nor a place in the page."""
    names = ("src", "href", "action", "data", "poster", "srcset", "background", "xlink:href")
    links = [(tag, value) for tag, attributes in parsed.tags for key, value in attributes.items() if key in names]
    styles = " ".join(
        [
            *parsed.texts.get("style", []),
            *(value or "" for _, attributes in parsed.tags for value in attributes.values()),
        ]
    )
    addresses = re.findall(r"url\(['\"]?([^)#'\"]+)|@import", styles)
    wrong = [(tag, value) for tag, value in links if not re.match(r"data:image/png;base64,|#", value or "")]
    return wrong + [("style", address) for address in addresses]


def make_run(folder: pathlib.Path, **changed) -> pathlib.Path:
    """A workdir of three trials as training leaves it, without training."""
    config = gan.get_config()
    config.update({"steps": 300, "trials": 3, **changed})
    folder.mkdir(parents=True)
    rng = np.random.default_rng(0)
    writer = MetricsWriter(folder)
    for step in STEPS:
        writer.write(step, "train", {"loss": np.array([1.0, 2.0, np.nan]) * step, HOSTILE: np.ones(3)}, step / 10)
        save_samples(folder / f"samples/step_{step:08d}.png", rng.uniform(-1, 1, (4, 8, 8, 1)) * step / 300)
    writer.close()
    write_json(folder / "config.json", plain(config))
    metrics = {"modes": statistics(np.array([6.0, 8.0, np.nan])), "kl": statistics(np.full(3, np.nan))}
    results = {"config": plain(config), "step": 300, "metrics": metrics, "sweep": None, "seconds": 30.0}
    lost = {"2": {"step": 150, "metric": HOSTILE}}
    write_json(
        folder / "results.json", results | {"non_finite": lost, "environment": {"jax": "9.9", "device": "abacus"}}
    )
    return folder


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return make_run(tmp_path_factory.mktemp("report") / "a run", data={"path": HOSTILE})


@pytest.fixture(scope="module")
def text(run):
    return page(run)


def test_a_page_has_its_parts(text):
    parsed = Page(text)
    assert parsed.texts["h2"] == ["Scores", "Samples over training", "Curves", "Config", "Environment"]
    assert {"7 ± 1 (2 of 3)", "1.4", "6, 8, –", "150", "abacus", "9.9"} <= set(parsed.texts["td"])
    frames = [attributes for attributes in parsed.all("figure") if "data-step" in attributes]
    assert [frame["data-step"] for frame in frames] == ["100", "200", "300"]
    assert ["hidden" in frame for frame in frames] == [True, True, False]
    (slider,) = parsed.all("input")
    assert slider["type"] == "range" and (slider["min"], slider["max"], slider["value"]) == ("0", "2", "2")
    assert len([svg for svg in parsed.all("svg") if "viewbox" in svg]) == 2
    assert "gan on ring · 300 steps, batches of 256 · 3 trials, seed 0 · 30 s of training" in parsed.texts["p"]


def test_a_page_holds_nothing_from_elsewhere(text):
    parsed = Page(text)
    assert external(parsed) == [] and len(parsed.all("img")) == 3
    assert external(Page('<img src="https://a.b/c.png"><p style="background: url(//a.b/c)">')) == [
        ("img", "https://a.b/c.png"),
        ("style", "//a.b/c"),
    ]
    names = {"http://www.w3.org/2000/svg"}  # what the script's createElementNS calls SVG: nothing is fetched
    assert set(re.findall(r"https?://[^\"'\s<]+", text)) == names
    assert len(parsed.all("script")) == 1 and not parsed.all("b"), "a value's text is text"
    assert (
        HOSTILE in "".join(parsed.texts["figcaption"])
        and f'"{HOSTILE}"'.replace('"x"', '\\"x\\"') in parsed.texts["td"]
    )


def test_a_curve_is_where_the_marks_of_steps_are():
    """The script marks a step by data-left and the rest: they must be the axes that matplotlib drew."""
    lines = [{"step": step, "train": {"loss": [1.0 * step]}, "seconds": 0.0} for step in (0, 50, 100)]
    chart = charts.chart("loss", charts.curves(lines, "train", [""])["loss"])
    left, right, top, bottom, first, last = (
        float(chart.get(f"data-{name}")) for name in ("left", "right", "top", "bottom", "first", "last")
    )
    expected = [left + (right - left) * (step - first) / (last - first) for step in (0, 50, 100)]
    paths = [re.findall(r"[ML] (\S+) (\S+)", node.get("d", "")) for node in chart.iter("path")]
    points = np.array([path for path in paths if len(path) == 3 and path[1][0] != path[0][0]][-1], float)
    np.testing.assert_allclose(points[:, 0], expected, atol=0.02)
    assert bottom > points[0, 1] > points[1, 1] > points[2, 1] > top
    np.testing.assert_allclose(np.diff(points[:, 1], 2), 0, atol=1e-3)


def test_curves_divide_lanes_among_the_points_of_a_sweep():
    lines = [{"step": step, "eval": {"kl": [1, 2, None, 4]}, "seconds": 0.0} for step in (10, 20, 20)]
    one, two = charts.curves(lines, "eval", ["a = 1", "a = 2"])["kl"]
    assert (one.label, two.label) == ("a = 1", "a = 2") and list(one.steps) == [10, 20]
    np.testing.assert_array_equal(one.values, [[1, 2], [1, 2]])
    np.testing.assert_array_equal(charts._means(two.values), [4, 4])
    assert np.isnan(charts._means(np.full((1, 2), np.nan))).all()


def test_many_steps_and_points_make_no_large_chart():
    lines = [{"step": step, "train": {"loss": list(range(64))}, "seconds": 0.0} for step in range(1, 3001)]
    drawn = charts.curves(lines, "train", [f"rate = {i}" for i in range(32)])["loss"]
    assert len(ElementTree.tostring(charts.chart("loss", drawn))) < 100_000


def test_the_config_is_set_against_the_nearest_that_is_shipped():
    shipped = settings.shipped()
    config = json.loads(json.dumps(plain(gan.get_config())))
    assert settings.changes(settings.leaves(config), shipped["ring/gan"]) == []
    config["steps"], config["generator_tx"]["learning_rate"] = 7, 0.5
    del config["eval"]["inception"]  # of a version that had no such key
    mine = settings.leaves(config)
    assert settings.nearest(mine, shipped) == "ring/gan"
    assert [(key, value) for key, value, _ in settings.changes(mine, shipped["ring/gan"])] == [
        ("generator_tx.learning_rate", 0.5),
        ("steps", 7),
    ]


def test_pictures_take_no_more_room_than_there_is(tmp_path):
    workdir = make_run(tmp_path / "w")
    noise = Image.fromarray(np.random.default_rng(0).integers(0, 256, (160, 160, 3), np.uint8))
    for step in range(1, 9):  # 77 kB each
        noise.save(workdir / f"samples/step_{step:08d}.png")
    data, size, note = pictures.encoded(workdir / "samples/step_00000001.png", 10_000)
    assert len(data) <= 10_000 and Image.open(io.BytesIO(data)).size == size and f"{size[0] / 160:.0%}" in note
    viewer = ElementTree.tostring(pictures.samples(workdir, 400_000), encoding="unicode")
    shown = [attributes["data-step"] for attributes in Page(viewer).all("figure")]
    assert len(viewer) < 420_000 and shown[0] == "1" and shown[-1] == "300" and 2 <= len(shown) < 11
    assert f"{len(shown)} of 11 pictures" in viewer


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_a_page(name, tmp_path, monkeypatch):
    """With the figures that table.md has, in the columns that the table still has."""
    monkeypatch.chdir(tmp_path)  # without the rows in build/rows, which have pictures of their own
    if name in LONG:
        monkeypatch.setattr(charts, "chart", lambda name, drawn, salt="": html.element("figure", name))
    text = page(ROOT / "results" / name)
    parsed = Page(text)
    assert len(text) < 5e6 and external(parsed) == [] and {"Scores", "Rows", "Environment"} <= set(parsed.texts["h2"])
    assert len(parsed.all("img")) == len(list((ROOT / "results" / name).glob("*.png")))
    (scores,) = re.findall(r"<h2>Scores</h2>.*?</section>", text, re.S)
    columns, cells = Page(scores.replace("<wbr>", "")).texts["th"], set(Page(scores).texts["td"])
    blocks = re.findall(r"(?:^\|.*\n)+", (ROOT / "results" / name / "table.md").read_text(), re.M)
    block = next(block for block in blocks if "| seconds |" in block)
    header, _, *rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in block.splitlines()]
    shared = [
        i for i, column in enumerate(header) if column in columns and column not in ("steps", "trials", "seconds")
    ]
    assert shared and not [row[i] for row in rows for i in shared if row[i] not in cells]


@pytest.mark.slow
@pytest.mark.parametrize("name", LONG)
def test_a_page_of_many_charts_is_small(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = page(ROOT / "results" / name)
    assert text.count("<figure") > 40 and len(text) < 5e6 and external(Page(text)) == []


def test_a_table_has_the_samples_and_curves_of_rows_that_were_trained_here(tmp_path, monkeypatch):
    from launch.rows import workdir_of
    from launch.tables import load_table

    monkeypatch.chdir(tmp_path)
    rows = load_table("demo")["rows"][:2]
    entries = []
    for row, changed in zip(rows, (False, True), strict=True):
        workdir = make_run(workdir_of(row, "smoke", "demo"))
        results = json.loads((workdir / "results.json").read_text())
        if changed:  # another run than the one in the table
            write_json(workdir / "results.json", results | {"seconds": 31.0})
        added = {"megabytes": {"mean": 3.0, "std": 0.0, "trials": [3.0]}}  # as a table with "reached" does
        results["metrics"] |= {} if changed else added
        entries.append({"label": row["label"], "paper": {}, "why": "", "results": results})
    (tmp_path / "out").mkdir()
    record = {"table": "demo", "budget": "smoke", "command": "c", "rows": entries}
    write_json(tmp_path / "out/results.json", record)
    text = page(tmp_path / "out")
    assert len(Page(text).all("input")) == 1 and "Samples and curves of 1 of 2 rows" in text
    charts = len(Page(text).all("svg"))
    last, scores = entries[1]["results"]["step"], entries[1]["results"]["metrics"]
    scores = {name: entry["trials"] for name, entry in scores.items()}
    kept = {rows[1]["label"]: [{"step": step, "seconds": 1.0, "eval": scores} for step in (1, last)]}
    write_evaluations(tmp_path / "out", kept)
    text = page(tmp_path / "out")
    assert "Curves of 2 of 2 rows. Samples of 1, those whose workdirs are below this folder." in text
    assert len(Page(text).all("svg")) > charts
    (tmp_path / "out" / EVALUATIONS).unlink()
    entries[0]["results"], entries[0]["why"] = None, "all lanes are non-finite"
    write_json(tmp_path / "out/results.json", record)
    assert "diverged" in Page(page(tmp_path / "out")).texts["td"]


def test_a_run_that_was_scored_elsewhere_says_so(tmp_path):
    workdir = make_run(tmp_path / "w")
    assert "Scored on" not in Page(page(workdir)).texts["h3"]
    results = json.loads((workdir / "results.json").read_text())
    write_json(workdir / "results.json", results | {"scored_on": {"device": "slide rule"}})
    parsed = Page(page(workdir))
    assert "Scored on" in parsed.texts["h3"] and {"abacus", "slide rule"} <= set(parsed.texts["td"])


def test_a_run_that_has_not_ended_has_a_page(tmp_path):
    workdir = make_run(tmp_path / "w", steps=1000)
    (workdir / "results.json").unlink()
    with (workdir / "metrics.jsonl").open("a") as file:
        file.write('{"step": 400, "tra')
    text = page(workdir)
    assert "No results yet" in text and "300 of 1,000 steps" in text and len(Page(text).all("input")) == 1


def test_what_fit_leaves_has_a_page(tmp_path):
    write_json(tmp_path / "config.json", {"fit": {"seed": 0, "batch_size": 8}})
    write_json(tmp_path / "results.json", {"step": 9, "scores": {"kl": 0.25}, "seconds": 1.0, "environment": {}})
    text = page(tmp_path)
    assert "ganjax.fit · 9 steps" in text and {"0.25", "8"} <= set(Page(text).texts["td"])


@pytest.mark.parametrize(
    "files, says",
    [
        ({}, "holds no run and no table"),
        ({"results.json": '{"command": 1}'}, "holds no run and no table"),
        ({"results.json": '{"rows": 3}'}, "holds no table's results"),
        ({"results.json": "{"}, "cannot read"),
        ({"config.json": "{"}, "cannot read"),
        ({"config.json": "[]"}, "holds no run"),
        ({"config.json": "{}"}, "are not those of a run"),
        ({"config.json": '{"fit": {}}', "results.json": "[]"}, "are not those of a run"),
        ({"config.json": '{"fit": {}}', "samples/step_1.png": "no picture"}, "cannot read the picture"),
    ],
)
def test_a_folder_without_a_run_is_refused(files, says, tmp_path):
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content)
    with pytest.raises(UserError, match=says):
        page(tmp_path)


def test_mistakes_are_one_line_and_nothing_is_written(run, tmp_path):
    def refused(*arguments):
        command = [sys.executable, "-m", "launch.report", *map(str, arguments)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
        assert done.returncode == 2 and len(done.stderr.strip().splitlines()) == 1, done.stderr
        return done.stderr

    (tmp_path / "file").touch()
    before = sorted(run.iterdir())
    assert "cannot write" in refused(f"--workdir={run}", f"--out={tmp_path / 'file' / 'y.html'}")
    with pytest.raises(UserError, match="there is no folder"):
        page(tmp_path / "none")
    assert sorted(tmp_path.iterdir()) == [tmp_path / "file"] and sorted(run.iterdir()) == before


def test_a_folder_is_not_a_file_to_write(tmp_path):
    with pytest.raises(UserError, match="it is a folder"):
        write(tmp_path, "text")
    write(tmp_path / "new/x.html", "text")
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["x.html"]


def browse(folder: pathlib.Path, address: str) -> tuple[str, list[str]]:
    """(the document as a headless browser has it once scripts have run, what it complained of on its console)."""
    flags = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    flags += " --disable-component-update --disable-sync --disable-dev-shm-usage --enable-logging=stderr --dump-dom"
    with_profile = [BROWSER, *flags.split(), f"--user-data-dir={folder / 'profile'}", address]
    done = subprocess.run(with_profile, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout, [line for line in done.stderr.splitlines() if "CONSOLE" in line]


@pytest.mark.skipif(BROWSER is None, reason="no chromium and no google-chrome on PATH")
def test_in_a_browser_the_slider_changes_the_picture(text, tmp_path):
    """Moved by hand to step 200, and by the address to step 100: the picture, the label and the marks follow."""

    def shown(document):
        parsed = Page(document)
        figures = [a for a in parsed.all("figure") if "data-step" in a and "hidden" not in a]
        return [a["data-step"] for a in figures], parsed.texts["output"], [a["x1"] for a in parsed.all("line")]

    file = tmp_path / "a page.html"
    write(file, text)
    by_address, complaints = browse(tmp_path, f"{file.as_uri()}#step=130")
    assert complaints == [] and shown(by_address)[:2] == (["100"], ["step 100"])

    event = 'const moved = document.querySelector("input"); moved.value = 1; moved.dispatchEvent(new Event("input"));'
    write(file, text.replace("</body>", f"<script>{event} throw new Error('heard');</script></body>"))
    moved, complaints = browse(tmp_path, file.as_uri())
    assert shown(moved)[:2] == (["200"], ["step 200"])
    assert len(complaints) == 1 and "heard" in complaints[0], "a script's error is heard, and there is no other"
    marks = np.array([shown(document)[2] for document in (by_address, moved)], float)
    assert marks.shape == (2, 2) and (marks[1] > marks[0]).all()
