"""What the documentation takes from the repository when it is built: nothing that was measured is copied by hand.

The pages are Markdown whose links hold on a code host, too. Of links that lead out of docs/ the built pages make
other ones:

  ![caption](../results/NAME/FILE.png)      the picture
  [text](../configs/FOLDER/NAME.py)         the config's header, in the reference
  [text](../ganjax/MODULE.py#NAME)          the entry of that module or name, in the reference
  [text](../ganjax/PACKAGE)                 the page of that package

and in the place of a link that is a line of its own stands

  [text](../results/NAME/table.md)          the table, below the heading that it stands under
  [text](../results/README.md)              the file, as any other Markdown file
  [FILE](../README.md)                      the code of the README whose first line is the comment FILE

A link to a heading of the README, which is no page here, is left as its text.

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
LINK = re.compile(
    r"(?P<line>^!?)?\[(?P<text>[^\[\]]*)\]"
    r"\((?P<up>(?:\.\./)+)(?P<path>[^()\s#]+)(?:#(?P<anchor>[\w.-]+))?\)(?P<end>$)?",
    re.M,
)
NOTEBOOK = re.compile(r"(\]\((?:\.\./)*notebooks/\w+)\.py\)")


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
    """Puts the tables, files and code where a page asks for them, and leads its links into the reference."""
    depth = page.file.src_uri.count("/")

    def linked(match):
        if match["up"].count("/") != depth + 1:
            return match[0]
        try:
            return _linked(match, "../" * depth)
        except LookupError as error:
            raise PluginError(f"{page.file.src_uri}: {match[0]}: {error}") from None

    return NOTEBOOK.sub(r"\1.md)", LINK.sub(linked, markdown))


def _linked(match: re.Match, up: str) -> str:
    """What stands in the built page for a LINK that leads out of docs/; `up` leads from the page to docs/.

    Raises:
      LookupError: the repository has no such file, or the documentation no page for it.
    """
    text, path, anchor = match["text"], match["path"], match["anchor"]
    there = ROOT / path
    if not there.exists():
        raise LookupError(f"there is no {path}")
    name = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    if path == "README.md":
        return text if anchor else _readme_code(text)
    if path.startswith("results/") and there.suffix == ".png":
        return f"{match['line'] or ''}[{text}]({up}{path})"
    if there.suffix == ".md" and match["line"] is not None and match["end"] is not None:
        included = there.read_text()
        return re.sub(r"^#", "###", included, flags=re.M) if there.name == "table.md" else _below(included)
    if path.startswith("configs/") and there.is_file():
        return f"[{text}]({up}reference/configs.md#{name.removeprefix('configs.').replace('.', '-')})"
    if path.startswith("ganjax/") and there.is_dir():
        return f"[{text}]({up}api/{there.name}.md)"
    if path.startswith("ganjax/"):
        return f"[{text}][{'.'.join(filter(None, (name, anchor)))}]"
    raise LookupError("the documentation has no page for it")


def _readme_code(name: str) -> str:
    blocks = dict(re.findall(r"```python\n# (\S+)\n(.*?)```", (ROOT / "README.md").read_text(), re.S))
    if name not in blocks:
        raise LookupError("the README has no such code")
    return f"```python\n# {name}\n{blocks[name]}```"


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
