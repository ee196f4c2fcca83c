"""What the documentation takes from the repository when it is built: nothing that was measured is copied by hand.

In a page, a line of its own

  [[table NAME]]                   is results/NAME/table.md, below the heading that it stands under
  [[figure NAME FILE: caption]]    is the picture results/NAME/FILE
  [[file PATH]]                    is a Markdown file of the repository, such as results/README.md
  [[readme FILE]]                  is the code of the README whose first line is the comment FILE

The reference of the API, of the commands and of the configs, and the notebooks (docs/notebooks/*.py, in the percent
format), are pages that are made here.
"""

import ast
import json
import pathlib
import re

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File

ROOT = pathlib.Path(__file__).parents[1]
PACKAGES = ("methods", "terms", "losses", "networks", "data", "metrics", "harness")
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
    "local_cluster",
)
INCLUDE = re.compile(r"^\[\[(table|figure|file|readme) (\S+)(?: ([^\]:]+): ([^\]]+))?\]\]$", re.M)


def on_files(files, config):
    """Adds the pages that are made, and the pictures of results/."""
    pages = {
        "api/core.md": _api("The core", [ROOT / "ganjax/__init__.py", *sorted((ROOT / "ganjax").glob("[a-z]*.py"))]),
        "reference/commands.md": _commands(),
        "reference/configs.md": _configs(),
    }
    for package in PACKAGES:
        modules = sorted((ROOT / "ganjax" / package).glob("*.py"))
        pages[f"api/{package}.md"] = _api(package.capitalize(), modules)
    for path in sorted((ROOT / "docs/notebooks").glob("*.py")):
        cells = notebook_cells(path.read_text())
        pages[f"notebooks/{path.stem}.md"] = _notebook_page(path, cells)
        made = File.generated(config, f"notebooks/{path.stem}.ipynb", content=notebook_json(cells))
        files.append(made)
    for name, text in pages.items():
        files.append(File.generated(config, name, content=text))
    for picture in sorted((ROOT / "results").glob("*/*.png")):
        name = picture.relative_to(ROOT).as_posix()
        files.append(File.generated(config, name, abs_src_path=str(picture)))
    return files


def on_page_markdown(markdown, page, config, files):
    """Puts the tables, figures and files where a page asks for them."""
    up = "../" * page.file.src_uri.count("/")

    def included(match):
        kind, name, file, caption = match.groups()
        if kind == "readme":
            blocks = dict(re.findall(r"```python\n# (\S+)\n(.*?)```", (ROOT / "README.md").read_text(), re.S))
            if name not in blocks:
                raise PluginError(f"{page.file.src_uri}: {match[0]}: the README has no such code")
            return f"```python\n# {name}\n{blocks[name]}```"
        path = {"table": f"results/{name}/table.md", "figure": f"results/{name}/{file}", "file": name}[kind]
        if not (ROOT / path).is_file():
            raise PluginError(f"{page.file.src_uri}: {match[0]}: there is no {path}")
        if kind == "figure":
            return f"![{caption}]({up}{path})"
        text = (ROOT / path).read_text()
        return re.sub(r"^#", "###", text, flags=re.M) if kind == "table" else _below(text)

    return INCLUDE.sub(included, markdown)


def _below(text: str) -> str:
    """Markdown whose headings are one level lower; its links lead out of the documentation and become text."""
    text = re.sub(r"^#", "##", text, flags=re.M)
    return re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", text)


def _api(title: str, modules) -> str:
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in modules]
    lines = [f"# {title}", ""]
    for name in dict.fromkeys(names):
        options = "" if name != "ganjax" else "    options: {members: false}\n"
        lines += [f"::: {name}\n{options}"]
    return "\n".join(lines)


def _docstring(path: pathlib.Path) -> str:
    return ast.get_docstring(ast.parse(path.read_text())) or ""


def _commands() -> str:
    lines = ["# Commands", ""]
    lines += ["`ganjax COMMAND` runs from any folder; `python -m launch.COMMAND` does the same in the repository."]
    lines += ["`ganjax list` names the configs, the tables and the methods.", ""]
    for name in COMMANDS:
        lines += [f"## {name}", "", "```text", _docstring(ROOT / f"launch/{name}.py"), "```", ""]
    return "\n".join(lines)


def _configs() -> str:
    lines = [
        "# Configs",
        "",
        "Every config that comes with ganjax: its command, what it shows, what was measured.",
        "",
    ]
    for path in sorted((ROOT / "configs").glob("*/*.py")):
        name = path.relative_to(ROOT / "configs").with_suffix("").as_posix()
        if path.stem != "__init__":
            lines += [f"## {name} {{ #{name.replace('/', '-')} }}", "", "```text", _docstring(path), "```", ""]
    return "\n".join(lines)


def notebook_cells(text: str) -> list[tuple[str, str]]:
    """("markdown" or "code", text) of every cell of a script in the percent format."""
    cells = []
    for part in re.split(r"^# %%", text, flags=re.M)[1:]:
        head, _, body = part.partition("\n")
        if "[markdown]" in head:
            cells.append(("markdown", re.sub(r"^# ?", "", body.strip(), flags=re.M)))
        else:
            cells.append(("code", body.strip()))
    return cells


def notebook_json(cells) -> str:
    """The cells as a Jupyter notebook (nbformat 4.5)."""
    made = []
    for index, (kind, text) in enumerate(cells):
        cell = {"cell_type": kind, "id": f"cell-{index}", "metadata": {}, "source": text.splitlines(keepends=True)}
        made.append(cell | ({"execution_count": None, "outputs": []} if kind == "code" else {}))
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return json.dumps(
        {"cells": made, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}, indent=1
    )


def _notebook_page(path: pathlib.Path, cells) -> str:
    parts = [text if kind == "markdown" else f"```python\n{text}\n```" for kind, text in cells]
    title, rest = parts[0].partition("\n")[::2]
    note = f"`docs/notebooks/{path.name}` as a page; the same [as a Jupyter notebook]({path.stem}.ipynb)."
    return "\n\n".join([title, note, rest.strip(), *parts[1:]])
