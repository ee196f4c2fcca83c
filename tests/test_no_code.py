"""Nothing runs code from data, and nothing fetches: what the source says, and what a run does."""

import ast
import pathlib
import socket

import jax
import numpy as np
import pytest

from ganjax.errors import UserError
from ganjax.harness.evaluate import evaluate
from ganjax.harness.train import train
from tests import tiny_configs

ROOT = pathlib.Path(__file__).parents[1]
FILES = sorted(path for folder in ("ganjax", "launch", "configs") for path in (ROOT / folder).rglob("*.py"))
BUILTINS = {"eval", "exec", "compile", "__import__"}
LOADERS = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "marshal", "shelve", "yaml", "torch"}
FETCHERS = {"urllib", "requests", "httpx", "http", "ftplib", "aiohttp", "urllib3", "huggingface_hub"}
# A pickle is read by an unpickler that knows tensors alone (tests/metrics/test_weights.py attacks it).
ALLOWED = {("ganjax/metrics/weights.py", "pickle")}


def offences(path, text):
    """(line, what) of every call that may run code from data, or reach for the network."""
    name = path.relative_to(ROOT).as_posix()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            for module in (module.partition(".")[0] for module in modules):
                if module in FETCHERS | LOADERS - {"torch"} and (name, module) not in ALLOWED:
                    yield node.lineno, f"import {module}"
        if not isinstance(node, ast.Call):
            continue
        keywords = {keyword.arg: getattr(keyword.value, "value", None) for keyword in node.keywords}
        function = ast.unparse(node.func)
        if function in BUILTINS | {"os.system", "os.popen"} or keywords.get("shell"):
            yield node.lineno, function
        module, _, attribute = function.rpartition(".")
        if attribute in ("load", "loads") and module in LOADERS:
            yield node.lineno, function
        if function in ("np.load", "numpy.load", "jnp.load") and keywords.get("allow_pickle") is not False:
            yield node.lineno, "np.load without allow_pickle=False"


def test_the_source_runs_no_code_from_data():
    assert len(FILES) > 100
    assert [(str(path), *what) for path in FILES for what in offences(path, path.read_text())] == []


@pytest.mark.parametrize(
    "line",
    [
        "eval(x)", "exec(x)", "import pickle", "from pickle import loads", "np.load(x)", "torch.load(x)",
        "np.load(x, allow_pickle=True)", "os.system(x)", "subprocess.run(x, shell=True)", "import urllib.request",
        "from requests import get",
    ],
)  # fmt: skip
def test_the_check_can_fail(line):
    assert len(list(offences(ROOT / "ganjax" / "x.py", line))) == 1


def test_a_run_reaches_for_no_network(tmp_path, monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError(f"reached for the network: {args}")

    for name in ("connect", "connect_ex", "sendto", "bind"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    config = tiny_configs.gan()
    train(config, tmp_path, devices=jax.devices()[:1])
    assert evaluate(tmp_path)["step"] == 3


def test_an_array_of_objects_is_refused(tmp_path):
    """Reading one would unpickle it."""

    class Hostile:
        def __reduce__(self):
            return (pathlib.Path.touch, (tmp_path / "ran",))

    config = tiny_configs.gan()
    np.savez(tmp_path / "a.npz", x=np.array([Hostile(), 1], object))
    config.data.name, config.data.path = "npz", str(tmp_path / "a.npz")
    with pytest.raises(UserError, match="cannot read .*a.npz as a .npz file"):
        train(config, tmp_path / "w", devices=jax.devices()[:1])
    assert not (tmp_path / "ran").exists() and not (tmp_path / "w").exists()
