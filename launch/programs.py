"""Compiled programs, kept from one command to the next in the user's cache.

JAX writes a program under its last name: a process that is killed meanwhile, or two at once, leave half of a file to
all that follow. So each process has a folder of its own, with links to what is kept; what it adds is linked into the
common folder when it is whole.
"""

import atexit
import contextlib
import hashlib
import os
import pathlib
import platform
import shutil
import socket

import jax
import jax.monitoring


def _processor() -> str:
    """What programs of the CPU are compiled for: a home folder may be shared by machines of several kinds."""
    text = platform.processor()
    with contextlib.suppress(OSError):
        lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
        text += "".join(sorted({line for line in lines if line.startswith(("flags", "Features", "model name"))}))
    return f"{platform.machine()}-{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def _link(source: pathlib.Path, target: pathlib.Path, linked: set[str]) -> None:
    """Links what is in `source`, and not in `linked`, into `target`."""
    for path in source.glob("*-cache"):
        if path.name not in linked:
            with contextlib.suppress(FileExistsError, FileNotFoundError):
                os.link(path, target / path.name)
            linked.add(path.name)


def _sweep(folder: pathlib.Path, host: str) -> None:
    """Removes the folders of processes of this host that have been killed."""
    for own in folder.glob(f".{host}.*"):
        try:
            os.kill(int(own.name.rpartition(".")[2]), 0)
        except ProcessLookupError:
            shutil.rmtree(own, ignore_errors=True)
        except (ValueError, PermissionError):
            continue


def keep() -> pathlib.Path | None:
    """From now on programs are kept in the user's cache ($GANJAX_CACHE), and taken from there.

    A user who has set JAX's own folder, or JAX_ENABLE_COMPILATION_CACHE=0, has it so. None are kept in a folder that
    cannot be written to, or whose file system has no links.

    Returns:
      The common folder, of this kind of processor; None where none is used.
    """
    own_choice = jax.config.values["jax_compilation_cache_dir"]
    if own_choice or not jax.config.values["jax_enable_compilation_cache"]:
        return None
    from ganjax.files import cache_directory

    folder, host = cache_directory() / "programs" / _processor(), socket.gethostname()
    own, linked = folder / f".{host}.{os.getpid()}", set[str]()
    try:
        own.mkdir(parents=True, exist_ok=True)
        _sweep(folder, host)
        _link(folder, own, linked)
    except OSError:
        return None

    def publish(*_, **__):
        # JAX reports each compilation before it begins: what was written before that is whole.
        with contextlib.suppress(OSError):
            _link(own, folder, linked)

    def end():
        publish()
        shutil.rmtree(own, ignore_errors=True)

    jax.config.update("jax_compilation_cache_dir", str(own))
    # XLA's own caches are below that folder, and its name would be part of a program's.
    jax.config.update("jax_persistent_cache_enable_xla_caches", "none")
    jax.config.update("jax_persistent_cache_min_compile_time_secs", 0.0)
    jax.config.update("jax_persistent_cache_min_entry_size_bytes", -1)
    jax.monitoring.register_event_listener(publish)
    atexit.register(end)
    return folder
