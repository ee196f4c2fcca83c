"""The documentation: it builds without a warning, and names only what there is."""

import ast
import importlib.util
import json
import os
import pathlib
import re
import subprocess
import sys

import pytest

from tests.commands import one_device

ROOT = pathlib.Path(__file__).parents[1]
PAGES = sorted((ROOT / "docs").rglob("*.md"))
NOTEBOOKS = sorted((ROOT / "docs/notebooks").glob("*.py"))


@pytest.mark.skipif(importlib.util.find_spec("mkdocs") is None, reason="needs the [docs] extra")
def test_it_builds_with_every_link_checked(tmp_path):
    """A wrong link, anchor, table, figure or name of the API is an error."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path / "site")]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0 and not done.stderr + done.stdout, done.stderr + done.stdout
    text = (tmp_path / "site/papers/sig.html").read_text()
    assert "21.8 ± 1.5" in text and (tmp_path / "site/results/sig_grid/figure.png").exists()
    assert "ganjax.methods.lbt.lbt" in (tmp_path / "site/api/methods.html").read_text()
    assert (tmp_path / "site/notebooks/ring.ipynb").exists()
    pages = [page.read_text() for page in (tmp_path / "site").rglob("*.html")]
    assert not [
        line for page in pages for line in re.findall(r'(?:src|href)="https?://[^"]+\.(?:js|css|woff2?)"', page)
    ]


def test_the_reference_has_an_entry_for_every_argument():
    pytest.importorskip("griffe", reason="needs the [docs] extra")
    spec = importlib.util.spec_from_file_location("arguments", ROOT / "docs/arguments.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    text = "F.\n\nArgs:\n  a: M. b: K,\n    and on.\n  c, d: both.\n  others: as `g`.\n\nRaises:\n  E: no.\n"
    made = module.one_a_line(text, ["a", "b", "c", "d"])
    entries = "F.\n\nArgs:\n  a: M.\n  b: K,\n    and on.\n  c: both.\n  d: both.\n\nOther arguments: as `g`.\n\n"
    assert made == entries + "Raises:\n  E: no.\n"
    assert module.one_a_line("F. a: b.\n", ["a"]) == "F. a: b.\n"


@pytest.mark.parametrize("page", [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *PAGES], ids=lambda p: p.name)
def test_a_page_names_tests_and_files_that_there_are(page):
    for name in re.findall(r"`([^`\n]+)`", page.read_text()):
        if match := re.fullmatch(r"(tests/\S+\.py)::(\w+)", name):
            assert f"def {match[2]}(" in (ROOT / match[1]).read_text(), name
        elif re.fullmatch(r"(ganjax|launch|configs|tests|results)/[\w/.]*\w", name) and "NAME" not in name:
            assert (ROOT / name).exists() or name == "ganjax/networks", name


@pytest.mark.parametrize("page", [*ROOT.glob("*.md"), *PAGES], ids=lambda p: p.name)
def test_a_page_links_to_files_that_there_are(page):
    """So that the pages can be read on a code host, too, where none is made."""
    text = re.sub(r"^```.*?^```$|`[^`\n]*`", "`code`", page.read_text(), flags=re.M | re.S)
    assert "[[" not in text and "][" not in text
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if "://" not in target:
            assert (page.parent / target.partition("#")[0]).exists(), target


def test_the_page_of_the_configs_keys_has_every_one():
    from ganjax.harness.config import default, flatten

    keys = {*flatten(default()), *(key for key in default() if not default()[key])}
    named = set(re.findall(r"`([\w.]+)`", (ROOT / "docs/guides/config.md").read_text()))
    assert keys - named == set()


def test_the_list_of_commands_is_whole():
    from launch.main import COMMANDS

    mains = {path.stem for path in (ROOT / "launch").glob("*.py") if "cli.run(main)" in path.read_text()}
    assert mains - {"local_cluster"} == set(COMMANDS)
    listed = re.search(r"^COMMANDS = (\(.*?\))$", (ROOT / "docs/hooks.py").read_text(), re.M | re.S)[1]
    assert ast.literal_eval(listed) == (*COMMANDS, "local_cluster")


# Column of the race's table "At a glance" -> (results folder, what its labels begin with, metrics).
GLANCE = {
    "ring, 5 min: modes, high quality": ("coverage_long", "ring: ", ("modes", "high_quality")),
    "5 × 5, 100 s": ("coverage", "5 x 5: ", ("modes",)),
    "5 × 5, 5 min": ("coverage_finals", "5 x 5: ", ("modes",)),
    "uneven 5 × 5, 5 min": ("coverage_finals", "uneven 5 x 5: ", ("modes",)),
    "10 × 10, 5 min": ("coverage", "10 x 10: ", ("modes",)),
    "10 × 10, deeper": ("coverage_deep", "", ("modes",)),
    "stacks, 20 min": ("coverage_stacked_long", "", ("modes",)),
    "MNIST: distance": ("coverage_mnist", "", ("fid_resnet",)),
    "CIFAR-10: distance": ("coverage_cifar10", "", ("fid_resnet",)),
}


def glance() -> str:
    """The table "At a glance", of the figures in results/; sorted by the modes of both 5 x 5 grids."""
    from launch.cli import format_statistic

    rows = {}
    for folder, begin, _ in GLANCE.values():
        for row in json.loads((ROOT / "results" / folder / "results.json").read_text())["rows"]:
            if row["label"].startswith(begin):
                rows[folder, row["label"]] = row
    begin = GLANCE["5 × 5, 5 min"][1]
    labels = [label for folder, label in rows if folder == "coverage_finals" and label.startswith(begin)]
    methods = [label.removeprefix(begin) for label in labels]

    def cell(folder, label, metrics):
        row = rows[folder, label]
        if not row["results"]:
            return "diverged" if row["why"] else "not run"
        text = ", ".join(format_statistic(row["results"]["metrics"][name]) for name in metrics)
        return re.sub(r"(?<![\d.])0\.(?=\d)", ".", text)

    def modes(method):
        grids = [rows["coverage_finals", f"{grid}5 x 5: {method}"] for grid in ("", "uneven ")]
        return -sum(row["results"]["metrics"]["modes"]["mean"] for row in grids)

    lines = [f"| | {' | '.join(GLANCE)} |", "|---" * (len(GLANCE) + 1) + "|"]
    for method in sorted(methods, key=modes):
        cells = [cell(folder, begin + method, metrics) for folder, begin, metrics in GLANCE.values()]
        lines.append(f"| {method} | {' | '.join(cells)} |")
    return "\n".join(lines)


def test_the_races_table_at_a_glance_has_the_figures_of_the_tables():
    assert glance() in (ROOT / "docs/race.md").read_text()


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs(path, tmp_path):
    environment = one_device(STEPS="3", PYTHONPATH=str(ROOT))
    done = subprocess.run([sys.executable, path], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
