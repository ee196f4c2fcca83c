"""The rows of a table: kept, scored again, trained anew."""

import json
import pathlib
import subprocess
import sys

import pytest

from ganjax.errors import UserError
from ganjax.harness.lock import Lock
from tests.commands import one_device
from tests.tiny_configs import METHODS


def test_a_row_whose_samples_have_changed_is_scored_again_and_not_trained(tmp_path):
    from launch.rows import is_of, train_row

    config = METHODS["flow_matching"]()
    first, _ = train_row(config, tmp_path / "row", "jit")
    for changed in ({"euler_steps": 1}, {"temperature": 0.5}):
        config.method.update(changed)
        assert not is_of(first, config)
        other, _ = train_row(config, tmp_path / "row", "jit")
        assert is_of(other, config) and other["metrics"] != first["metrics"]
        assert other["seconds"] == first["seconds"] and len(list(tmp_path.iterdir())) == 1
        first = other


def test_a_row_that_has_changed_is_trained_anew_and_the_old_one_kept(tmp_path):
    from launch.rows import train_row

    config, workdir = METHODS["gan"](), tmp_path / "row"
    config.networks.generator.hidden = config.networks.discriminator.hidden = (2,)
    first, _ = train_row(config, workdir, "jit")
    again, _ = train_row(config, workdir, "jit")
    assert again["seconds"] == first["seconds"], "what is done is not trained again"
    config.generator_tx.learning_rate = 0.5
    other, _ = train_row(config, workdir, "jit")
    assert other["metrics"] != first["metrics"]
    old_results = json.loads((tmp_path / "row.old1" / "results.json").read_text())
    assert old_results["metrics"] == json.loads(json.dumps(first["metrics"]))


def test_rows_of_another_version_of_the_metrics_are_scored_again(tmp_path, monkeypatch, capsys):
    """Neither trained again nor taken as done; what says no version, as committed tables do, is of version 1."""
    import ganjax.metrics
    from ganjax.harness import evaluate
    from ganjax.metrics import metrics_version
    from launch.rows import earlier_rows, train_row

    config, workdir = METHODS["gan"](), tmp_path / "row"
    config.networks.generator.hidden = config.networks.discriminator.hidden = (2,)
    first, _ = train_row(config, workdir, "jit")
    assert first["metrics_version"] == ganjax.metrics.VERSION
    path, table = workdir / "results.json", tmp_path / "results.json"
    old = {key: value for key, value in json.loads(path.read_text()).items() if key != "metrics_version"}
    old["metrics"]["modes"]["mean"] = 1234.0  # to be told from what is measured now
    path.write_text(json.dumps(old))
    table.write_text(json.dumps({"budget": "cpu", "rows": [{"label": "a row", "results": old}]}))

    def version(number):
        monkeypatch.setattr(ganjax.metrics, "VERSION", number)
        monkeypatch.setattr(evaluate, "VERSION", number)
        capsys.readouterr()
        return train_row(config, workdir, "jit")[0], earlier_rows(table, "cpu", {"a row": config}, {})

    same, current = version(1)
    assert same["metrics"]["modes"]["mean"] == 1234 and list(current) == ["a row"] and metrics_version(old) == 1
    checkpoints = sorted((workdir / "checkpoints").rglob("*"))
    again, current = version(2)
    said = capsys.readouterr().err
    assert again["metrics"] == first["metrics"] and again["seconds"] == first["seconds"] and current == {}
    assert f"{workdir} was measured by version 1 of the metrics: again, by 2" in said and "a row" in said
    assert metrics_version(json.loads(path.read_text())) == 2
    assert sorted((workdir / "checkpoints").rglob("*")) == checkpoints
    assert train_row(config, workdir, "jit")[0]["metrics_version"] == 2 and "measured" not in capsys.readouterr().err


def test_a_row_of_fewer_steps_is_trained_anew_beside_the_old_ones(tmp_path):
    """Also where one of these was removed: no name is taken twice."""
    from launch.rows import train_row

    config = METHODS["flow_matching"]()
    train_row(config, tmp_path / "row", "jit")
    (tmp_path / "row.old7").mkdir()
    config.steps -= 1
    with Lock(tmp_path / "row") as other:
        other.acquire()
        with pytest.raises(UserError, match="is being written to"):
            train_row(config, tmp_path / "row", "jit")
    results, why = train_row(config, tmp_path / "row", "jit")
    assert not why and results["step"] == config.steps
    assert sorted(path.name for path in tmp_path.iterdir()) == ["row", "row.old7", "row.old8"]


def test_a_row_that_diverged_is_kept_until_its_config_changes(tmp_path, capsys):
    from ganjax.harness.config import plain
    from ganjax.harness.writers import write_json
    from launch.rows import earlier_rows, kept

    config = METHODS["gan"]()
    row = {"label": "a"} | kept({"results": None, "why": "all lanes are non-finite", "config": plain(config)})
    write_json(
        tmp_path / "results.json", {"budget": "cpu", "rows": [row, {"label": "b", "results": None, "why": ""}]}
    )
    rows = earlier_rows(tmp_path / "results.json", "cpu", {"a": config, "b": config}, {})
    assert list(rows) == ["a"] and kept(rows["a"])["why"] == "all lanes are non-finite"
    assert not capsys.readouterr().err, "of b nothing was measured"
    config.generator_tx.learning_rate = 0.5
    assert not earlier_rows(tmp_path / "results.json", "cpu", {"a": config}, {})
    assert capsys.readouterr().err == "of other settings than the table's now, so not kept until they run again: a\n"


def test_a_row_that_does_not_fit_the_device_leaves_the_others_to_run(tmp_path, monkeypatch):
    import jax

    from ganjax.harness import train as loop
    from ganjax.harness.writers import write_json
    from launch import markdown
    from launch.rows import not_run, outcome, train_row

    def failing(message):
        def train(*_):
            raise jax.errors.JaxRuntimeError(message)

        return train

    monkeypatch.setattr(loop, "train", failing("RESOURCE_EXHAUSTED: Out of memory while trying to allocate 9 bytes."))
    results, why = train_row(METHODS["gan"](), tmp_path / "row", "jit")
    assert results is None and why.startswith("out of memory on the device: to train, lower config.batch_size")
    row = {"label": "a", "config": "a", "budgets": {"cpu": {"sweep": {"seed": (1, 2)}}}}
    diverged = "all lanes are non-finite"
    for reason, draws in ((why, []), (diverged, [0.0, 0.0])):
        entry = {"label": "a", "results": None, "why": reason}
        assert markdown._values(row, entry, "cpu", "modes") == draws
        write_json(tmp_path / "results.json", {"budget": "cpu", "rows": [entry]})
        assert not_run(tmp_path / "results.json", {"rows": [row]}, "cpu") == ["a"] * (not draws)
    assert [outcome(why), outcome(diverged), outcome("")] == ["out of memory", "diverged", "not run"]
    monkeypatch.setattr(loop, "train", failing("INTERNAL: something else"))
    with pytest.raises(jax.errors.JaxRuntimeError, match="something else"):
        train_row(METHODS["gan"](), tmp_path / "row", "jit")


@pytest.mark.parametrize("message, status", [("RESOURCE_EXHAUSTED: Out of memory", 2), ("INTERNAL: else", 1)])
def test_too_little_memory_of_a_device_is_one_line(message, status):
    code = f"from launch import cli\ndef main():\n    raise RuntimeError({message!r})\ncli.run(main)"
    done = subprocess.run([sys.executable, "-c", code], env=one_device(), capture_output=True, text=True)
    assert done.returncode == status
    advice = "to train, lower config.batch_size, config.trials or the networks' sizes, or set "
    advice += "config.precision=bfloat16"
    line = f"error: out of memory on the device: {advice} ({message})\n"
    assert (done.stderr == line) is (status == 2) and ("Traceback" in done.stderr) is (status == 1)


def test_a_row_that_is_scored_otherwise_has_its_whole_curve_anew(tmp_path):
    """Scored again at its end alone it would have no seconds to a level."""
    from launch.rows import train_row

    config = METHODS["gan"]()
    config.steps, config.eval_every = 2, 1
    train_row(config, tmp_path / "row", "jit")
    config.eval.samples += 10
    train_row(config, tmp_path / "row", "jit")
    assert (tmp_path / "row.old1").is_dir()
    lines = [json.loads(line) for line in (tmp_path / "row/metrics.jsonl").read_text().splitlines()]
    assert [line["step"] for line in lines if "eval" in line] == [1, 2]


def test_rows_that_are_not_kept_are_named(tmp_path, capsys):
    """Another row than those of this call, one that the table has no more, and a control."""
    from ganjax.harness.config import plain
    from ganjax.harness.writers import write_json
    from ganjax.metrics import VERSION
    from launch.rows import earlier_rows

    config = METHODS["gan"]()
    results = {"metrics_version": VERSION, "config": plain(config)}
    controls = [{"label": "the data", "control": "ring", "results": results}]
    rows = [{"label": label, "results": results} for label in ("same", "changed", "gone")]
    write_json(tmp_path / "results.json", {"budget": "cpu", "rows": [*controls, *rows]})
    changed = METHODS["gan"]()
    changed.generator_tx.learning_rate = 0.5
    arguments = tmp_path / "results.json", "cpu", {"same": config, "changed": changed}
    assert list(earlier_rows(*arguments, {"ring": config})) == ["the data", "same"]
    said = capsys.readouterr().err
    assert said == (
        "of other settings than the table's now, so not kept until they run again: changed\n"
        "no rows of the table any more, so not kept: gone\n"
    )
    assert list(earlier_rows(*arguments, {}, tell=False)) == ["same"] and not capsys.readouterr().err
    assert list(earlier_rows(*arguments, {})) == ["same"]
    assert capsys.readouterr().err == said, "controls are scored again in any case"


def test_a_table_names_the_precisions_of_its_rows():
    from launch.markdown import markdown

    def entry(label, config):
        metrics = {"kl": {"mean": 1.0, "std": 0.0, "trials": [1.0]}}
        results = {"metrics": metrics, "step": 1, "seconds": 1.0, "environment": {}, "config": config}
        return {"label": label, "paper": {}, "why": "", "results": results}

    table = {"title": "t", "columns": ("kl",), "rows": [{"label": label, "config": "a.py"} for label in "ab"]}
    of_old, of_new = entry("a", {}), entry("b", {"precision": "bfloat16"})
    assert ", float32. Mean" in markdown(table, "cpu", [of_old], "c")
    assert ", bfloat16 and float32. Mean" in markdown(table, "cpu", [of_old, of_new], "c")


def test_a_table_names_the_machines_that_trained_its_rows():
    from launch.markdown import markdown

    def entry(label, cores, **facts):
        metrics = {"kl": {"mean": 1.0, "std": 0.0, "trials": [1.0]}}
        where = {"n_devices": 1, "device": "cpu", "cpu_count": cores, "jax": "0.10.2"}
        results = {"metrics": metrics, "step": 1, "seconds": 1.0, "environment": where}
        return {"label": label, "paper": {}, "why": "", "results": results, **facts}

    table = {"title": "t", "columns": ("kl",), "rows": [{"label": label, "config": "a.py"} for label in "abc"]}
    control = entry("real", 8, control="ring")
    text = markdown(table, "cpu", [control, entry("a", 1), entry("b", 4), entry("c", 1)], "c")
    assert "`cpu`; 1 × cpu (1 core), jax 0.10.2; 1 × cpu (4 cores), jax 0.10.2, float32. Mean" in text
    assert "`cpu`; 1 × cpu (8 cores), jax 0.10.2, float32. Mean" in markdown(table, "cpu", [control], "c")


def test_a_table_speaks_of_published_figures_where_it_has_some():
    from launch.markdown import markdown

    def text(paper):
        metrics = {"kl": {"mean": 1.0, "std": 0.0, "trials": [1.0]}}
        results = {"metrics": metrics, "step": 1, "seconds": 1.0, "environment": {}}
        entry = {"label": "a", "paper": paper, "why": "", "results": results}
        return markdown({"title": "t", "columns": ("kl",), "rows": []}, "cpu", [entry], "c")

    assert "over the trials; published figures in brackets.\n" in text({"kl": 2.0}) and "1 [2.0]" in text({"kl": 2.0})
    for paper in ({}, {"modes": 2.0}, {"kl": None}):
        assert "over the trials.\n" in text(paper)


def test_a_table_says_which_rows_other_networks_judged():
    from launch.markdown import markdown

    def entry(label, data, **digests):
        metrics = {"kl": {"mean": 1.0, "std": 0.0, "trials": [1.0]}}
        config = {"data": {"name": data, "path": f"/{label}"}}
        facts = {"metrics": metrics, "step": 1, "seconds": 1.0, "environment": {}, "config": config}
        return {"label": label, "paper": {}, "why": "", "results": facts | ({"weights": digests} if digests else {})}

    table = {"title": "t", "columns": ("kl",), "rows": [{"label": label, "config": "a.py"} for label in "abcde"]}
    old, other_data = entry("e", "digits"), entry("d", "mnist", classes="f" * 24)
    same = [entry("a", "digits", classes="0" * 24), entry("b", "digits", classes="0" * 24), old, other_data]
    assert "judged" not in markdown(table, "cpu", same, "c")  # of the old row nothing says that a classifier did
    text = markdown(table, "cpu", [*same, entry("c", "digits", classes="1" * 24)], "c")
    assert text.count("classes: judged by networks that may differ") == 1
    assert "\n- 00000000: a, b\n- 11111111: c\n" in text and text.endswith("\n")
    old["results"]["config"]["eval"] = {"metrics": ["classes"]}
    assert "\n- 00000000: a, b\n- unknown: e\n" in markdown(table, "cpu", same, "c")


def test_rows_scored_against_other_data_have_other_controls():
    from launch.rows import scored_as
    from launch.tables import load_table, row_config

    def names(table, budget="cpu"):
        configs = [row_config(row, budget) for row in load_table(table)["rows"] if budget in row["budgets"]]
        return set(map(scored_as(configs), configs))

    assert names("mdgan_compositional") == {f"compositional_mnist, digit_set {number}" for number in (1, 2, 3, 4)}
    assert names("lsvgd_toys") == {f"bimodal, {number} samples" for number in (20, 50, 100)}
    assert names("sig_stacked_mnist") == {"stacked_mnist"}
    upright, flipped = (row_config(load_table("few_images")["rows"][0], "cpu") for _ in range(2))
    flipped.data.name = "flipped_cifar10"  # samples are scored against images that are not
    assert {scored_as([upright, flipped])(config) for config in (upright, flipped)} == {"cifar10"}


def test_rows_are_chosen_by_texts_each_of_which_some_row_has():
    from launch.rows import chosen

    rows = [{"config": f"configs/ring/{name}.py", "label": label} for name, label in (("a", "GAN"), ("b", "SIG, x"))]
    assert chosen(rows, []) == rows and chosen(rows, ["ring/b.py"]) == rows[1:]
    assert chosen(rows, ["SIG, x", "ring/a"]) == rows
    with pytest.raises(UserError, match="--only=none: no row"):
        chosen(rows, ["GAN", "none"])


TWO_ROWS = """
import pathlib, sys
from ganjax.errors import UserError
from ganjax.harness.lock import Lock
from launch import cli, reproduce

def train_row(*_):
    try:
        with Lock(pathlib.Path("out")) as other:
            other.acquire()
        print("free")
    except FileNotFoundError:
        print("not there")
    except UserError:
        print("held")
    return None, "all lanes are non-finite"

budgets = {"smoke": {"steps": 2, "trials": 1, "batch_size": 9 if "c" in sys.argv else 8}}
if "c" in sys.argv:
    sys.argv.remove("c")
rows = [{"label": label, "name": label, "config": "configs/ring/gan.py", "budgets": budgets} for label in "ab"]
reproduce.load_table = lambda name: {"title": "Two", "columns": ("modes",), "rows": rows}
reproduce.train_row = train_row
sys.argv += ["--table=demo", "--budget=smoke", "--out=out"]
cli.run(reproduce.main)
"""


def test_one_call_at_a_time_writes_a_table(tmp_path):
    """The second would write the rows that it has read over those that the first trains. A part writes no table."""
    root, out = pathlib.Path(__file__).parents[1], tmp_path / "out"
    (tmp_path / "configs").symlink_to(root / "configs")

    def reproduce(*arguments, status=0):
        done = subprocess.run(
            [sys.executable, "-c", TWO_ROWS, *arguments],
            cwd=tmp_path, env=one_device(PYTHONPATH=str(root)), capture_output=True, text=True, timeout=300,
        )  # fmt: skip
        assert done.returncode == status, done.stderr
        return done

    assert "not there\n1 row(s) in" in reproduce("--shard=1/2").stdout and not out.exists()
    assert reproduce().stdout.count("held\n") == 2
    measured = (out / "results.json").read_bytes()
    assert "out/results.json.old1 has the rows that results.json loses" in reproduce("--only=b", "c").stderr
    assert measured == (out / "results.json.old1").read_bytes(), "with the row of a"
    (out / "results.json.old1").unlink()
    assert reproduce().stdout.count("held\n") == 2
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    with Lock(out) as other:
        other.acquire()
        assert "free" not in reproduce("--shard=1/2").stdout
        refused = reproduce("--only=b", status=2)
    assert refused.stderr.count("\n") == 1 and "out is being written to by process" in refused.stderr
    assert before.keys() - {".lock"} == {"evaluations.jsonl", "results.json", "table.md"}
    assert before == {path.name: path.read_bytes() for path in out.iterdir()} | {".lock": before[".lock"]}
