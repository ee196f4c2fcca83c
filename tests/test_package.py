"""The command `ganjax`, and the wheel that it comes in."""

import pathlib
import shutil
import subprocess
import sys
import sysconfig
import venv

import pytest

from tests.commands import one_device

ROOT = pathlib.Path(__file__).parents[1]
SHIPPED = ("ganjax", "configs", "launch", "pyproject.toml", "README.md", "LICENSE")
TINY = ("--config.steps=2", "--config.log_every=1", "--config.batch_size=8", "--config.eval.samples=200")


def run(*command, cwd, status=0, **variables):
    """stdout + stderr of a command, which must end with this status."""
    environment = {k: v for k, v in one_device().items() if k != "PYTHONPATH"}
    done = subprocess.run([*map(str, command)], cwd=cwd, env=environment | variables, capture_output=True, text=True)
    assert done.returncode == status, (done.stdout + done.stderr)[-3000:]
    return done.stdout + done.stderr


def ganjax(*arguments, cwd, status=0):
    return run(sys.executable, "-m", "launch.main", *arguments, cwd=cwd, status=status, PYTHONPATH=str(ROOT))


def test_the_command_names_what_there_is(tmp_path):
    text = ganjax("--help", cwd=tmp_path)
    assert all(f"\n  {name} " in text for name in ("train", "sample", "reproduce", "list"))
    text = ganjax("list", cwd=tmp_path)
    assert "\n  ring/lbt_gan " in text and "\n  sig_grid " in text and "\n  unrolled " in text
    assert "--workdir" in ganjax("train", "--help", cwd=tmp_path)


def test_a_wrong_command_or_config_names_the_nearest(tmp_path):
    assert "did you mean train?" in ganjax("trian", cwd=tmp_path, status=2)
    assert "--help" in ganjax(cwd=tmp_path, status=2)
    said = ganjax("train", "--config=ring/lbt_gn", "--workdir=w", cwd=tmp_path, status=2)
    assert "did you mean ring/lbt_gan?" in said and not (tmp_path / "w").exists()


def test_a_config_of_ones_own_comes_before_the_shipped_one(tmp_path):
    from launch.cli import config_file

    shipped = str(ROOT / "configs/ring/gan.py")
    assert [config_file(name) for name in ("ring/gan", "ring/gan.py")] == [shipped] * 2
    own = tmp_path / "gan.py"
    own.touch()
    assert config_file(str(own)) == str(own)


def test_importing_ganjax_is_light(tmp_path):
    heavy = "{'flax', 'orbax', 'matplotlib', 'tensorflow_datasets', 'sklearn', 'ml_collections'}"
    code = f"import sys, ganjax; print({heavy} & set(sys.modules)); assert 'fit' in dir(ganjax)"
    assert run(sys.executable, "-c", code, cwd=tmp_path, PYTHONPATH=str(ROOT)).strip() == "set()"


@pytest.mark.slow
def test_the_wheel_runs_from_an_empty_folder(tmp_path):
    """It is built from the shipped files alone, and installed beside the present dependencies."""
    source, environment, empty = tmp_path / "source", tmp_path / "env", tmp_path / "empty"
    source.mkdir()
    empty.mkdir()
    for name in SHIPPED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, source / name)
    run(sys.executable, "-m", "pip", "wheel", "--no-deps", "--quiet", "-w", tmp_path / "dist", source, cwd=tmp_path)
    (wheel,) = (tmp_path / "dist").glob("ganjax-*.whl")
    venv.create(environment, with_pip=False)
    python = environment / "bin/python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--quiet", wheel, cwd=tmp_path)
    # As a path that is only searched: the .pth files in it, one of which is this checkout's, are not read.
    packages = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=empty).strip()
    pathlib.Path(packages, "present.pth").write_text(sysconfig.get_path("purelib") + "\n")

    for module in ("ganjax", "launch", "configs"):
        assert packages in run(python, "-c", f"import {module}; print({module}.__file__)", cwd=empty)
    assert pathlib.Path(packages, "ganjax/py.typed").exists()
    command = environment / "bin/ganjax"
    assert "train" in run(command, "--help", cwd=empty)
    assert "ring/lbt_gan" in run(command, "list", cwd=empty)
    flags = (*TINY, "--config.networks.generator.hidden=(4,)")
    assert "high_quality" in run(command, "train", "--config=ring/lbt_gan", "--workdir=one", *flags, cwd=empty)
    run(command, "sample", "--workdir=one", "--n=9", "--out=x.npz", cwd=empty)
    run(python, "-m", "launch.train", "--config=configs/ring/gan.py", "--workdir=two", *flags, cwd=empty)
    run(command, "report", "--workdir=one", cwd=empty)
    assert "<svg" in (empty / "one/report.html").read_text()
    assert (empty / "x.npz").exists() and (empty / "two/results.json").exists()
