"""Writes a page of a run, or of a table: one HTML file that needs no other.

  python -m launch.report --workdir=DIR [--out=DIR/report.html]

DIR is a workdir of launch.train or ganjax.fit, also of a run that has not ended, or a folder that launch.reproduce
wrote, such as results/demo. The page has the scores with their errors, the samples over training with a slider, the
curves, the config and how it differs from the one that it began as, and what it ran on. It loads nothing from
elsewhere, and PAGE#step=500 opens it at the samples of that step.
A table's page has the samples and curves of the rows whose workdirs are in build/rows, as launch.reproduce left them.
"""

import pathlib

from absl import flags

from launch import cli

WORKDIR = flags.DEFINE_string("workdir", None, "A workdir, or a table's folder.", required=True)
OUT = flags.DEFINE_string("out", None, "The file to write; default: report.html in the workdir.")


def page(folder: pathlib.Path) -> str:
    """The page of a workdir or of a table's folder.

    Raises:
      UserError: the folder holds neither, or a file that cannot be read.
    """
    from ganjax.errors import UserError
    from launch.pages import run, table

    if not folder.is_dir():
        raise UserError(f"there is no folder {folder}")
    if (folder / "config.json").exists():
        return run.page(folder)
    results = run.read(folder / "results.json")
    if isinstance(results, dict) and "rows" in results:
        return table.page(folder)
    raise UserError(f"{folder} holds no run and no table: neither config.json nor a table's results.json")


def write(out: pathlib.Path, text: str) -> None:
    """Replaces a file in one step: a reader gets the old one or the new one.

    Raises:
      UserError: it cannot be written.
    """
    from ganjax.files import write_text, writing_to

    with writing_to(out):
        if out.is_dir():
            raise IsADirectoryError(None, "it is a folder")
        out.parent.mkdir(parents=True, exist_ok=True)
        write_text(out, text)


def main():
    """Writes the page and prints its path."""
    from ganjax.addresses import check_local
    from ganjax.files import writing_to
    from ganjax.harness.mirror import opened

    check_local(OUT.value or "", "--out")
    with opened(WORKDIR.value, write=False) as (folder, copy_back):
        out = pathlib.Path(OUT.value) if OUT.value else folder / "report.html"
        text = page(folder)
        write(out, text)
        if not OUT.value:
            with writing_to(WORKDIR.value):
                copy_back("report.html")
    print(f"{len(text.encode()) / 1e6:.2f} MB in {OUT.value or f'{WORKDIR.value}/report.html'}")


if __name__ == "__main__":
    cli.run(main)
