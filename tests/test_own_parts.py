"""Parts of the user's own, outside the package: found in the folders of GANJAX_PATH."""

import json
import subprocess
import sys

import pytest

from ganjax.errors import UserError
from ganjax.lookup import find, with_own
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
    for environment, status in ((one_device(GANJAX_PATH=str(own)), 0), (one_device(GANJAX_PATH=""), 2)):
        command = [sys.executable, "-m", "launch.train", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)
        assert done.returncode == status, done.stderr[-2000:]
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
