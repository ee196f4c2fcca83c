"""Curves as inline SVG, drawn by matplotlib in the page's own text colour."""

import io
import re
from collections.abc import Sequence
from typing import Any, NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import numpy as np

from launch.pages.html import element

# Stands for the page's text colour while matplotlib draws, and is then replaced.
INK = "#010203"
# Points that a curve of one chart has at most, and curves that have a colour and a name of their own.
POINTS, NAMED = 400, 10


class Curve(NamedTuple):
    """One line of a chart.

    Attributes:
      label: '' where a chart has one alone.
      steps: [n], increasing. values: [n, trials]; what is not finite is a gap.
    """

    label: str
    steps: np.ndarray
    values: np.ndarray


def curves(lines: Sequence[dict], kind: str, labels: Sequence[str]) -> dict[str, list[Curve]]:
    """Name of a metric -> its curves, one a label, of the lines of a metrics.jsonl.

    Args:
      lines: as `ganjax.harness.writers.read_lines` gives them.
      kind: "train" or "eval".
      labels: of the points of the sweep; lanes are divided evenly among them.
    """
    # Of a step that is there twice, the later line.
    of_step = {line["step"]: line[kind] for line in lines if isinstance(line.get(kind), dict)}
    curves_of: dict[str, list[Curve]] = {}
    for name in dict.fromkeys(name for values in of_step.values() for name in values):
        steps = sorted(step for step, values in of_step.items() if name in values)
        lanes = np.array([of_step[step][name] for step in steps], float).reshape(len(steps), -1)
        parts = np.split(lanes, len(labels), axis=1) if lanes.shape[1] % len(labels) == 0 else [lanes]
        curves_of[name] = [Curve(label, np.array(steps), part) for label, part in zip(labels, parts, strict=False)]
    return curves_of


def _means(values: np.ndarray) -> np.ndarray:
    """Mean [n] over the finite ones of values [n, trials]; NaN where there are none."""
    finite = np.isfinite(values)
    sums = np.where(finite, values, 0).sum(1)
    return np.where(finite.any(1), sums / np.maximum(finite.sum(1), 1), np.nan)


def _thinned(curve: Curve, most: int) -> Curve:
    """At most `most` points of a curve, evenly spaced, the first and the last among them."""
    if len(curve.steps) <= most:
        return curve
    indices = np.linspace(0, len(curve.steps) - 1, most).round().astype(int)
    return curve._replace(steps=curve.steps[indices], values=curve.values[indices])


def _logarithmic(drawn: Sequence[Curve]) -> bool:
    """Whether a logarithmic axis shows more: all values positive, over more than three decades."""
    values = np.concatenate([curve.values.ravel() for curve in drawn])
    values = values[np.isfinite(values)]
    return bool(len(values)) and bool(values.min() > 0) and bool(values.max() > 1000 * values.min())


# Styles that nearly every chart has many times, and their classes in page.css.
_CLASSES = {
    "fill: none; stroke: currentColor; stroke-opacity: 0.15; stroke-width: 0.8; stroke-linecap: square": "gridline",
    "fill: currentColor; fill-opacity: 0.5; stroke: currentColor; stroke-opacity: 0.5": "marker",
}


def _short(coordinates: str) -> str:
    """The numbers of an SVG attribute with at most two decimals, and single spaces between them."""
    rounded = re.sub(r"\d+\.\d+", lambda number: f"{float(number[0]):.2f}".rstrip("0").rstrip("."), coordinates)
    return " ".join(rounded.split())


def _unwrap(node: Element) -> None:
    """Removes what draws nothing: groups that say nothing of their content, which stays, and unfilled backgrounds."""
    for child in list(node):
        _unwrap(child)
        if child.tag == "g" and not child.attrib:
            index = list(node).index(child)
            node[index : index + 1] = list(child)
        elif child.tag == "path" and child.get("style") == "fill: none" and not child.get("id"):
            node.remove(child)


def _inline(svg: str) -> Element:
    """matplotlib's SVG as an element of an HTML page: no namespaces, metadata, style or fonts of its own.

    Coordinates have two decimals, a hundredth of a point: a page of a table has hundreds of charts.
    """
    tree = ElementTree.fromstring(svg.replace(INK, "currentColor"))
    for node in tree.iter():
        node.tag = node.tag.rpartition("}")[2]
        node.attrib = {name.rpartition("}")[2]: value for name, value in node.attrib.items()}
        for child in list(node):
            if child.tag.rpartition("}")[2] in ("metadata", "style"):
                node.remove(child)
    used = set(re.findall(r"#(\w+)", " ".join(value for node in tree.iter() for value in node.attrib.values())))
    for node in tree.iter():
        if node.get("id") not in used:
            node.attrib.pop("id", None)
        node.text, node.tail = (node.text or "").strip(), None
        if node.get("transform", "").startswith("rotate(-0 "):
            del node.attrib["transform"]
        for name in {"d", "x", "y", "transform"} & set(node.attrib):
            node.set(name, _short(node.attrib[name]))
        if "style" in node.attrib:
            node.set("style", re.sub(r"font-family: [^;]*;? ?", "", node.attrib["style"]))
            if node.attrib["style"] in _CLASSES:
                node.set("class", _CLASSES[node.attrib.pop("style")])
    _unwrap(tree)
    for name in ("width", "height", "version"):
        tree.attrib.pop(name, None)
    return tree


def chart(name: str, drawn: Sequence[Curve], salt: str = "") -> Element:
    """A panel of the curves of one metric over the steps.

    Where a curve has several trials, its thick line is their mean and the thin ones are the trials. More than `NAMED`
    curves have one colour, means alone and no names. The figure has what the page's script needs to mark a step:
    where its axes are in the SVG's units (`data-left` ...), and the steps there (`data-first`, `data-last`).

    Args:
      name: of the metric. drawn: at least one curve. salt: distinguishes charts of the same name on one page.
    """
    from matplotlib import rc_context
    from matplotlib.ticker import EngFormatter, MaxNLocator

    from ganjax.harness.plots import figure

    colours = [f"C{index}" for index in range(NAMED)] if len(drawn) <= NAMED else [INK] * len(drawn)
    settings: Any = {"svg.fonttype": "none", "svg.hashsalt": salt + name, "font.size": 9, "figure.dpi": 72}
    inks = ("text.color", "axes.labelcolor", "axes.edgecolor", "xtick.color", "ytick.color")
    with rc_context(settings | dict.fromkeys(inks, INK)):
        fig, axes = figure(1, 1, 1)
        fig.set_size_inches(4.4, 2.5)
        axis = axes[0, 0]
        lanes = sum(curve.values.shape[1] for curve in drawn)
        for curve, colour in zip(drawn, colours, strict=False):
            few = _thinned(curve, max(40, POINTS * 4 // max(lanes, 4)))
            marker = "." if len(few.steps) < 12 else ""
            if few.values.shape[1] > 1 and len(drawn) <= NAMED:
                axis.plot(few.steps, few.values, color=colour, linewidth=0.8, alpha=0.5)
            alpha = 1 if len(drawn) <= NAMED else 0.5
            axis.plot(few.steps, _means(few.values), marker=marker, color=colour, alpha=alpha, label=curve.label)
        axis.set(yscale="log" if _logarithmic(drawn) else "linear")
        axis.xaxis.set_major_locator(MaxNLocator(6, integer=True))
        axis.xaxis.set_major_formatter(EngFormatter(sep=""))
        axis.spines[["top", "right"]].set_visible(False)
        axis.grid(alpha=0.15, color=INK)
        axis.tick_params(which="both", left=False, bottom=False)  # the grid's lines are the ticks
        if 1 < len(drawn) <= NAMED:
            axis.legend(fontsize="small", framealpha=0)
        file = io.StringIO()
        fig.savefig(file, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
        box, height = axis.get_window_extent(), fig.bbox.height
        first, last = axis.get_xlim()
    svg = _inline(file.getvalue())
    svg.set("role", "img")
    svg.set("aria-label", f"{name} over the steps")
    return element(
        "figure",
        element("figcaption", name),
        svg,
        class_="chart",
        data_left=f"{box.x0:.2f}",
        data_right=f"{box.x1:.2f}",
        data_top=f"{height - box.y1:.2f}",
        data_bottom=f"{height - box.y0:.2f}",
        data_first=f"{first:.6g}",
        data_last=f"{last:.6g}",
    )


def grid(charts: Sequence[Element]) -> Element:
    """Charts side by side, as many in a row as there is room for."""
    return element("div", *charts, class_="charts")
