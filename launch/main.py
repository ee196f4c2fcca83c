"""The command `ganjax`: what `python -m launch.COMMAND` does, from any folder.

  ganjax train --config=ring/lbt_gan --workdir=runs/ring
  ganjax COMMAND --help
  ganjax list

A config is a file of one's own, or the short name of one that comes with ganjax (`ganjax list` names them).
"""

import ast
import importlib
import importlib.util
import pathlib
import sys

from ganjax.errors import UserError
from launch import cli

COMMANDS = (
    "train",
    "evaluate",
    "sample",
    "report",
    "tune",
    "reproduce",
    "benchmark",
    "hypergradient",
    "missing_control",
    "estimator_error",
    "accelerator",
)


def summary(path: pathlib.Path) -> str:
    """The first line of a Python file's docstring; '' without one."""
    return (ast.get_docstring(ast.parse(path.read_text())) or "").partition("\n")[0]


def usage() -> str:
    """What `ganjax --help` prints."""
    folder = pathlib.Path(__file__).parent
    lines = [f"  {name:18}{summary(folder / f'{name}.py')}" for name in COMMANDS]
    lines.append(f"  {'list':18}Names the configs, the tables and the methods.")
    return (__doc__ or "").strip() + "\n\nCommands:\n" + "\n".join(lines)


def listing() -> str:
    """What `ganjax list` prints: the short name and the first line of every config, table and method."""
    parts = [
        ("Configs", cli.shipped()),
        ("Tables", {p.stem: p for p in (cli.configs_folder() / "tables").glob("*.py")}),
    ]
    import ganjax.methods

    methods = pathlib.Path(ganjax.methods.__file__).parent
    parts.append(("Methods", {p.stem: p for p in methods.glob("*.py") if "\ndef make(" in p.read_text()}))
    lines = []
    for title, files in parts:
        lines += ["", f"{title}:"] if lines else [f"{title}:"]
        lines += [f"  {name:34} {summary(path)}" for name, path in sorted(files.items()) if name != "__init__"]
    return "\n".join(lines)


def main() -> None:
    """Runs the command that the first argument names."""
    argv = sys.argv[1:]
    if not argv:
        cli.fail("no command given; `ganjax --help` lists them")
    command, *rest = argv
    if command in ("--help", "-h", "help", "list"):
        try:
            text = listing() if command == "list" else usage()
        except UserError as error:
            cli.fail(error)
        with cli.may_lose_its_reader():
            print(text)
    elif command in COMMANDS:
        module = importlib.import_module(f"launch.{command}")
        sys.argv = [f"ganjax {command}", *getattr(module, "fold_compare", list)(rest)]
        cli.run(module.main)
    else:
        from ganjax.lookup import nearest

        cli.fail(f"there is no command {command}{nearest(command, (*COMMANDS, 'list'))}")


if __name__ == "__main__":
    main()
