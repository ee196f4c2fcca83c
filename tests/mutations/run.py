"""Makes each mistake of the catalogue in a copy of the code and runs the test that is to catch it.

  python -m tests.mutations.run [--only WORDS] [--out FOLDER]

Status 0: all are caught. 1: some survive. 2: one no longer fits the code, or its test cannot be run.
"""

import argparse
import importlib
import os
import pathlib
import shutil
import sys
import tempfile
import time

import pytest

from ganjax.errors import UserError
from tests.mutations.catalogue import MUTATIONS, Mutation

ROOT = pathlib.Path(__file__).parents[2]
COPIED = ("ganjax", "tests", "configs", "launch", "pyproject.toml")
# What takes most of a small test's time to import; none of them starts a thread or a device by that.
LIBRARIES = ("jax", "flax.linen", "optax", "chex", "ml_collections", "scipy.stats", "sklearn.metrics.pairwise")


def mutated(text: str, mutation: Mutation) -> str:
    """`text` with the mistake made; raises UserError where `old` does not stand in it exactly once."""
    count = text.count(mutation.old)
    if count != 1:
        raise UserError(f"{mutation.file}, {mutation.what!r}: the text to change occurs {count} times, not once")
    return text.replace(mutation.old, mutation.new)


def _load(compiled: pathlib.Path) -> None:
    """Imports the libraries as tests/conftest.py wants them, with a folder for the programs of all runs."""
    sys.dont_write_bytecode = True  # bytecode is told apart by second and size, which two mistakes may share
    cache = os.environ.setdefault("GANJAX_TESTS_COMPILED", str(compiled))
    os.environ["JAX_COMPILATION_CACHE_DIR"] = cache
    os.environ["JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS"] = "0.1"
    os.environ.setdefault("JAX_PLATFORMS", "cpu")
    for name in LIBRARIES:
        importlib.import_module(name)


def _pytest(copy: pathlib.Path, tests) -> tuple[int, str]:
    """(status, output) of pytest on a selection of `copy`'s tests, in a fork that has the libraries already."""
    sys.stdout.flush()
    with tempfile.TemporaryFile() as output:
        child = os.fork()
        if not child:
            status = 2
            try:
                for stream in (1, 2):
                    os.dup2(output.fileno(), stream)
                os.chdir(copy)
                sys.path[0] = str(copy)
                for name in [name for name in sys.modules if name.partition(".")[0] in COPIED]:
                    del sys.modules[name]
                status = int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", *tests]))
                sys.stdout.flush()
            finally:
                os._exit(status)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        output.seek(0)
        return status, output.read().decode()


def run(mutations, say=print) -> list[tuple[Mutation, bool, float]]:
    """Tries each mutation: (mutation, killed, seconds) a piece.

    Raises:
      UserError: a mutation does not fit the code, or its test cannot be run, or fails without it.
    """
    for mutation in mutations:
        mutated((ROOT / mutation.file).read_text(), mutation)
    rows = []
    with tempfile.TemporaryDirectory(prefix="ganjax-mutations-") as folder:
        copy, compiled = pathlib.Path(folder) / "code", pathlib.Path(folder) / "compiled"
        _load(compiled)
        copy.mkdir()
        for name in COPIED:
            path = ROOT / name
            if path.is_dir():
                shutil.copytree(path, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(path, copy / name)
        status, output = _pytest(copy, sorted({mutation.test for mutation in mutations}))
        if status:
            raise UserError(f"the tests do not pass as they are: {_last(output)}")
        for mutation in mutations:
            path, began = copy / mutation.file, time.monotonic()
            text = path.read_text()
            path.write_text(mutated(text, mutation))
            status, output = _pytest(copy, [mutation.test])
            path.write_text(text)
            if status not in (0, 1):
                raise UserError(f"{mutation.file}, {mutation.what!r}: {mutation.test} was not run: {_last(output)}")
            rows.append((mutation, status == 1, time.monotonic() - began))
            say(f"{'killed' if status else 'SURVIVED':8} {rows[-1][2]:5.1f} s  {mutation.file}: {mutation.what}")
    return rows


def _last(output: str) -> str:
    return (output.strip().splitlines() or ["no output"])[-1]


def table(rows) -> str:
    """The rows as Markdown."""
    caught, missed = sum(row[1] for row in rows), sum(mutation.missed for mutation, _, _ in rows)
    lines = [
        f"{len(rows)} mistakes made by hand in the code, one at a time. The tests catch {caught}; those that there",
        f"were when each was first made missed {missed} (*was missed*). `make mutate` writes this table. Seconds are",
        "those of the test that is to fail, without its imports.",
        "",
        "| file | mistake | test | caught | s |",
        "|---|---|---|---|---|",
    ]
    for mutation, killed, seconds in rows:
        file, test = mutation.file.removeprefix("ganjax/"), mutation.test.removeprefix("tests/")
        description = f"{mutation.what} (*was missed*)" if mutation.missed else mutation.what
        lines.append(f"| {file} | {description} | `{test}` | {'yes' if killed else '**no**'} | {seconds:.0f} |")
    return "\n".join(lines) + "\n"


def main(arguments=None) -> int:
    parser = argparse.ArgumentParser(
        description="Makes mistakes in the code and runs the tests that are to catch them."
    )
    parser.add_argument("--only", default="", help="those whose file, words or test contain this")
    parser.add_argument("--out", help="a folder for table.md")
    options = parser.parse_args(arguments)
    chosen = [m for m in MUTATIONS if options.only in f"{m.file} {m.what} {m.test}"]
    try:
        if not chosen:
            raise UserError(f"no mutation with {options.only!r} in it")
        rows = run(chosen)
    except UserError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    print()
    print(table(rows))
    if options.out:
        folder = pathlib.Path(options.out)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "table.md").write_text(f"# Mutations\n\n{table(rows)}")
    return 0 if all(caught for _, caught, _ in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
