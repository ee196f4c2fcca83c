"""HTML from elements: `element` makes one, `document` the file."""

import pathlib
import re
from collections.abc import Iterable
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

# Nothing is fetched, whatever the page holds: a browser refuses what is not listed.
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'"


def element(tag: str, *children: Element | str | None, **attributes: object) -> Element:
    """`<tag ...>children</tag>`, text escaped; None is left out.

    Names of attributes may end in _ (`class_`), and have _ for - (`data_step`). True is an attribute without a value,
    and None is none.
    """
    made = Element(tag)
    for name, value in attributes.items():
        if value is not None:
            made.set(name.rstrip("_").replace("_", "-"), "" if value is True else str(value))
    append(made, *children)
    return made


def append(parent: Element, *children: Element | str | None) -> None:
    """Puts children at the end of an element."""
    for child in children:
        if isinstance(child, Element):
            parent.append(child)
        elif child and len(parent):
            parent[-1].tail = (parent[-1].tail or "") + child
        elif child:
            parent.text = (parent.text or "") + child


def section(title: str, *children: Element | str | None) -> Element:
    """A part of the page under a heading."""
    return element("section", element("h2", title), *children)


def details(summary: str, *children: Element | str | None, open_: bool = False) -> Element:
    """What is shown at a click."""
    return element("details", element("summary", summary), *children, open=open_ or None)


def _breakable(name: str) -> list[Element | str]:
    """A name that may be broken after each _."""
    parts: list[Element | str] = []
    for part in re.findall("[^_]*_|[^_]+", name):
        parts += [part, Element("wbr")]
    return parts[:-1]


def table(header: Iterable[str], rows: Iterable[Iterable[str]], class_: str | None = None) -> Element:
    """Rows of text under a header, () for none; the first column names the row."""
    head = [element("th", *_breakable(cell), scope="col") for cell in header]
    body = [
        element("tr", *(element("td" if i else "th", cell, scope=None if i else "row") for i, cell in enumerate(row)))
        for row in rows
    ]
    top = element("thead", element("tr", *head)) if head else None
    table_element = element("table", top, element("tbody", *body), class_=class_)
    return element("div", table_element, class_="wide")


def document(title: str, subtitle: str, sections: Iterable[Element | None]) -> str:
    """The complete file: it loads no other."""
    folder = pathlib.Path(__file__).parent
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=POLICY),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", f"{title}: ganjax"),
        element("style", (folder / "page.css").read_text()),
    )
    top = element("header", element("h1", title), element("p", subtitle))
    script = element("script", (folder / "page.js").read_text())
    document_element = element("html", head, element("body", top, element("main", *sections), script), lang="en")
    return "<!DOCTYPE html>\n" + ElementTree.tostring(document_element, encoding="unicode", method="html") + "\n"
