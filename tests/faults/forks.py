"""Children of a process that has the libraries already: a command without the seconds that its imports take."""

import atexit
import contextlib
import importlib
import os
import pathlib
import runpy
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from typing import NamedTuple

from tests.commands import FAST_TO_COMPILE

ROOT = pathlib.Path(__file__).parents[2]
LIBRARIES = (
    *("jax", "flax.linen", "flax.serialization", "optax", "chex", "ml_collections.config_flags", "orbax.checkpoint"),
    *(
        "scipy.stats",
        "sklearn.metrics.pairwise",
        "tensorboardX.summary",
        "matplotlib.backends.backend_agg",
        "PIL.Image",
    ),
)


class Ended(NamedTuple):
    """How a child ended: its status (minus the signal that killed it), and what it wrote."""

    status: int
    out: str
    err: str


def load(compiled: pathlib.Path) -> None:
    """Imports the libraries; `compiled` is a folder for compiled programs.

    No library starts a thread or a device by that, so that a fork is safe.
    """
    os.environ.setdefault("JAX_PLATFORMS", "cpu")
    os.environ["XLA_FLAGS"] = FAST_TO_COMPILE
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    for name in LIBRARIES:
        importlib.import_module(name)
    import jax

    jax.config.update("jax_compilation_cache_dir", str(compiled))  # children compile the same programs
    jax.config.update("jax_persistent_cache_min_compile_time_secs", 0)
    jax.config.update("jax_persistent_cache_min_entry_size_bytes", -1)


def fork(function: Callable[[], None], cwd: pathlib.Path | None = None, seconds: float = 300) -> Ended:
    """Calls function() in a child, and ends it after `seconds`: that is status -9 as well."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        sys.stdout.flush()
        child = os.fork()
        if not child:
            _be_child(function, cwd, out, err)
        deadline = time.monotonic() + seconds
        while not (ended := os.waitpid(child, os.WNOHANG))[0]:
            if time.monotonic() > deadline:
                os.kill(child, signal.SIGKILL)
            time.sleep(0.02)
        texts = []
        for file in (out, err):
            file.seek(0)
            texts.append(file.read().decode(errors="replace"))
        return Ended(os.waitstatus_to_exitcode(ended[1]), *texts)


def _be_child(function, cwd, out, err) -> None:
    status = 1
    try:
        os.dup2(out.fileno(), 1)
        os.dup2(err.fileno(), 2)
        if cwd is not None:
            os.chdir(cwd)
        function()
        status = 0
    except SystemExit as stop:
        status = stop.code if isinstance(stop.code, int) else 0 if stop.code is None else 1
    except BaseException:
        traceback.print_exc()
    finally:
        with contextlib.suppress(BaseException):
            atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def command(name: str, *arguments, cwd: pathlib.Path, seconds: float = 300, before: Callable | None = None) -> Ended:
    """`python -m launch.NAME ARGUMENTS` in `cwd`; `before()` is called first, in the child."""

    def run():
        if before is not None:
            before()
        sys.argv = [name, *map(str, arguments)]
        sys.path[0] = str(ROOT)
        runpy.run_module(f"launch.{name}", run_name="__main__", alter_sys=True)

    return fork(run, cwd, seconds)


def fault(ended: Ended, status: int = 2) -> str:
    """What is wrong with a refusal: '' where it is one line with this status."""
    lines = ended.err.strip().splitlines()
    if "Traceback" in ended.err:
        trace = ended.err[ended.err.index("Traceback") :].splitlines()
        return f"a traceback: {' | '.join(line.strip() for line in trace)[-800:]}"
    if ended.status != status:
        return f"status {ended.status}, not {status}: {' | '.join(lines[-2:])[:150]}"
    return "" if len(lines) == 1 else f"{len(lines)} lines: {' | '.join(lines[-3:])[:200]}"


def snapshot(folder: pathlib.Path) -> dict[str, bytes | None]:
    """Every path below a folder, with what its file holds."""
    return {
        str(path): path.read_bytes() if path.is_file() and not path.is_symlink() else None
        for path in sorted(folder.rglob("*"))
        if not path.name.startswith(".lock")
    }
