"""Four virtual CPU devices for every test; nothing is read from or written to the user's cache."""

import os
import shutil
import tempfile

from tests.buckets import stand_in
from tests.commands import FAST_TO_COMPILE

os.environ["XLA_FLAGS"] = os.environ.get("XLA_FLAGS", "") + " --xla_force_host_platform_device_count=4"
os.environ["XLA_FLAGS"] += f" {FAST_TO_COMPILE}"
os.environ.setdefault("JAX_PLATFORMS", "cpu")
os.environ["GANJAX_CACHE"] = tempfile.mkdtemp(prefix="ganjax-cache-")
if "PYTEST_XDIST_WORKER" not in os.environ:
    # Workers and the commands that tests run inherit it: many tests compile the same programs.
    # GANJAX_TESTS_COMPILED is a folder that keeps them from one run of the tests to the next (tests/mutations).
    cache = os.environ.get("GANJAX_TESTS_COMPILED")
    os.environ["JAX_COMPILATION_CACHE_DIR"] = cache or tempfile.mkdtemp(prefix="ganjax-compiled-")
    os.environ["JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS"] = "0.2"

import jax
import pytest

from tests.tiny_configs import METHODS


def pytest_unconfigure(config):
    shutil.rmtree(os.environ["GANJAX_CACHE"], ignore_errors=True)
    if not hasattr(config, "workerinput") and "GANJAX_TESTS_COMPILED" not in os.environ:
        shutil.rmtree(os.environ["JAX_COMPILATION_CACHE_DIR"], ignore_errors=True)


@pytest.fixture(scope="module", autouse=True)
def no_programs_of_other_modules():
    """Each compiled program holds some of the memory maps of which a process has 65,530; then XLA aborts."""
    yield
    jax.clear_caches()


@pytest.fixture
def x64():
    """Float64 within one test."""
    jax.config.update("jax_enable_x64", True)
    yield
    jax.config.update("jax_enable_x64", False)


@pytest.fixture
def bucket(tmp_path, monkeypatch):
    """gs://b is this folder; of a process with `bucket.parent` in its PYTHONPATH too."""
    monkeypatch.setenv("GANJAX_CACHE", str(tmp_path / "cache"))
    with stand_in(tmp_path) as root:
        yield root


@pytest.fixture(params=METHODS, ids=str)
def method_config(request):
    return METHODS[request.param]()
