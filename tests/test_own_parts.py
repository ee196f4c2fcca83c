"""Parts of the user's own, outside the package: found in the folders of GANJAX_PATH."""

import importlib.util
import json
import subprocess
import sys
import types

import pytest

from ganjax.errors import UserError
from ganjax.lookup import changed_parts, find, own_parts, with_own
from tests.commands import one_device
from tests.test_launch import ROOT, TINY

PARTS = {
    "methods/louder.py": """
import jax.numpy as jnp
from ganjax.methods import gan

def make(config, networks, axis_name=None):
    method = gan.make(config, networks, axis_name)
    def step(key, state, batch):
        state, metrics = method.step(key, state, batch)
        return state, {**metrics, "loudness": jnp.float32(11)}
    return method._replace(step=step)
""",
    "methods/gan.py": "raise ValueError('a part of the package comes first')",
    "networks/thin.py": """
import flax.linen as nn
from ganjax.networks.mlp import Generator as Base

class Generator(Base):
    pass
""",
    "metrics/spread.py": """
less_is_better = ("spread",)

def evaluate(dataset, samples, config_eval):
    return {"spread": float(samples.std())}
""",
    "terms/zero.py": """
from ganjax.types import Term

def make():
    return Term(
        init=lambda key, context: ({}, {}),
        loss=lambda params, state, key, step, context: (0 * context.fake.sum(1), state, {"zero": 0.0}),
        name="zero",
    )
""",
    "data/twice.py": """
from ganjax.data import mixtures

def load(config_data, image_shape=None):
    return mixtures.ring()
""",
}


@pytest.fixture
def own(tmp_path):
    for name, text in PARTS.items():
        path = tmp_path / "own" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "own"


def test_a_run_of_own_parts(own, tmp_path):
    (tmp_path / "config.py").write_text(
        "from configs.ring import gan\n\ndef get_config():\n"
        "    config = gan.get_config()\n"
        "    config.method.name, config.data.name = 'louder', 'twice'\n"
        "    config.networks.generator.name = 'thin'\n"
        "    config.method.terms = {'generator': {'zero': {}}}\n"
        "    config.eval.metrics, config.eval.diagnostics = ('spread',), ('loudness', 'zero/zero')\n"
        "    return config\n"
    )
    arguments = [f"--config={tmp_path / 'config.py'}", f"--workdir={tmp_path / 'run'}", "--config.steps=3", *TINY]
    for environment, status, warned in (
        (one_device(GANJAX_PATH=str(own)), 0, False),
        (one_device(GANJAX_PATH=str(own)), 0, True),
        (one_device(GANJAX_PATH=""), 2, False),
    ):
        command = [sys.executable, "-m", "launch.train", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)
        assert done.returncode == status, done.stderr[-2000:]
        assert ("warning: methods/louder.py changed since" in done.stderr) == warned
        (own / "methods/louder.py").write_text(PARTS["methods/louder.py"] + "# another one")
    metrics = json.loads((tmp_path / "run" / "results.json").read_text())["metrics"]
    assert metrics["train/loudness"]["mean"] == 11 and metrics["spread"]["mean"] > 0
    assert done.stderr.count("\n") == 1 and "error: there is no " in done.stderr


def test_a_term_is_found_after_those_of_the_package(own, monkeypatch):
    import ganjax.terms

    monkeypatch.setenv("GANJAX_PATH", f"/nowhere:{own}")
    path = with_own(ganjax.terms.__path__, "ganjax.terms")
    assert path == [*ganjax.terms.__path__, "/nowhere/terms", str(own / "terms")]
    monkeypatch.setattr(ganjax.terms, "__path__", path)
    assert find("ganjax.terms", "zero", "make")().name == "zero"
    with pytest.raises(UserError, match="no ganjax.terms.mode_regg, nor in .GANJAX_PATH=/nowhere:.*mean mode_reg?"):
        find("ganjax.terms", "mode_regg", "make")
    monkeypatch.delenv("GANJAX_PATH")
    with pytest.raises(UserError, match="no ganjax.terms.zeros .*; a part of your own needs .GANJAX_PATH$"):
        find("ganjax.terms", "zeros", "make")
    with pytest.raises(UserError, match=r"no ganjax.harness.metric_figurez \(did you mean metric_figures\?\)$"):
        find("ganjax.harness", "metric_figurez", "draw")


def test_a_part_that_has_the_name_of_one_of_the_package_is_said_not_to_be_used(own, monkeypatch, capsys):
    monkeypatch.setenv("GANJAX_PATH", str(own))
    for _ in range(2):
        find("ganjax.methods", "gan", "make")
    find("ganjax.terms", "r1_r2", "make")
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"warning: {own / 'methods/gan.py'} is not used: ") and "ganjax/methods/gan.py" in line


def test_a_search_by_a_metric_of_ones_own_knows_its_direction(own, monkeypatch):
    import ganjax.metrics
    from ganjax.harness.tune import less_is_better

    assert not less_is_better("spread")
    (own / "metrics/broken.py").write_text("import torch_nope")
    monkeypatch.setattr(ganjax.metrics, "__path__", [*ganjax.metrics.__path__, str(own / "metrics")])
    find("ganjax.metrics", "spread", "evaluate")  # as a run that is scored by it does
    assert less_is_better("spread") and less_is_better("kl") and not less_is_better("modes")
    monkeypatch.setattr(sys.modules["ganjax.metrics.spread"], "less_is_better", "spread")
    assert less_is_better("spread"), "a comma may be missing"
    monkeypatch.delitem(sys.modules, "ganjax.metrics.spread")


def test_parts_that_have_changed_are_told(own, monkeypatch):
    monkeypatch.setenv("GANJAX_PATH", f"/nowhere:{own}")
    before = own_parts()
    assert before == {}, "none of them is imported"
    for name in ("terms/zero.py", "networks/thin.py", "metrics/spread.py"):
        spec = importlib.util.spec_from_file_location(f"own_{name}", own / name)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        monkeypatch.setitem(sys.modules, spec.name, module)
    library = types.ModuleType("own_library")
    library.__file__ = str(own / ".venv/library.py")
    (own / ".venv").mkdir()
    (own / ".venv/library.py").write_text("")
    monkeypatch.setitem(sys.modules, "own_library", library)
    before = own_parts()
    assert (
        set(before) == {"terms/zero.py", "networks/thin.py"} and not changed_parts(before) and not changed_parts({})
    )
    (own / "methods/louder.py").write_text("")
    (own / "terms/zero.py").write_text("")
    assert changed_parts(before) == ["terms/zero.py"]
    (own / "networks/thin.py").unlink()
    (own / "methods/.#louder.py").symlink_to("nowhere")
    assert changed_parts(before) == ["networks/thin.py", "terms/zero.py"]


def test_a_network_of_ones_own_may_have_any_number(own, tmp_path, monkeypatch):
    from configs.ring import gan
    from ganjax.harness.config import check

    config = gan.get_config()
    config.networks.generator.update(name="thin", axis=-1, padding=(0, 0))
    check(config)
    config.networks.discriminator = {"name": "conditional", "body": {"name": "thin", "axis": -1}}
    check(config)
    config.networks.generator.name = "mlp"
    with pytest.raises(UserError, match="config.networks.generator.axis must be at least 0, not -1"):
        check(config)
