"""The folder that a command writes table.md and results.json into: nothing of another command's is replaced."""

import pathlib
from collections.abc import Callable


def check_own(out: pathlib.Path, mark: str, own: Callable[[dict], bool] | None = None) -> dict:
    """What is in `out`/results.json; {} where there is none.

    Args:
      out: the folder, which need not be there.
      mark: what table.md of the same command has in it: itself with its flags, `launch.cli.command`, or less.
      own: what is in results.json -> whether the command wrote it; default: the "command" there is `mark`, so that
        what other flags gave is not replaced.

    Raises:
      UserError: `out` has a run, or the results of something else.
    """
    from ganjax.errors import UserError
    from ganjax.files import writing_to
    from ganjax.harness.writers import read_json

    def same(facts):
        return facts.get("command") == mark

    results, table = out / "results.json", out / "table.md"
    with writing_to(out):  # a folder that may not be entered is one line
        facts = read_json(results) if results.exists() else {}
        if results.exists():
            fits = (own or same)(facts)
        else:  # a call that was ended between the two, or a table alone, such as that of launch.accelerator
            fits = not table.is_file() or mark in table.read_text(errors="replace")
        fits = fits and not (out / "config.json").exists()
    if not fits:
        of = f" (of {facts['command']!r}, not {mark!r})" if own is None and "command" in facts else ""
        raise UserError(f"{out} has other results{of}: give another --out")
    return facts
