"""The README's worked example is run as it stands."""

import pathlib
import re
import sys
import types

import chex
import jax

README = (pathlib.Path(__file__).parents[1] / "README.md").read_text()


def test_the_worked_example_trains(tmp_path, monkeypatch):
    blocks = re.findall(r"```python\n# (\S+)\n(.*?)```", README, re.S)
    assert [path for path, _ in blocks] == [
        "ganjax/methods/feature_matching.py",
        "configs/ring/feature_matching.py",
    ]
    assert sum(code.count("\n") for _, code in blocks) < 100
    modules = []
    for path, code in blocks:
        module = types.ModuleType(path.removesuffix(".py").replace("/", "."))
        exec(compile(code, path, "exec"), module.__dict__)
        monkeypatch.setitem(sys.modules, module.__name__, module)
        modules.append(module)

    from ganjax.harness.evaluate import load
    from ganjax.harness.train import train

    config = modules[1].get_config()
    config.steps, config.batch_size, config.eval.samples = 2, 8, 200
    # Plain SGD shows the size of a gradient, which Adam hides.
    config.generator_tx = {"name": "sgd", "learning_rate": 0.1}
    train(config, tmp_path / "one", devices=jax.devices()[:1])
    train(config, tmp_path / "four", mode="shard_map", devices=jax.devices())
    states = [load(tmp_path / name)[1] for name in ("one", "four")]
    chex.assert_trees_all_close(states[0].params, states[1].params, atol=1e-5)
