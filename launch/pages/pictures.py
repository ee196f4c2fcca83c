"""Pictures inside the page, as small as it needs them, and the slider over a run's samples."""

import base64
import io
import math
import pathlib
import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element

from ganjax.errors import UserError
from launch.pages.html import element


def encoded(path: pathlib.Path, most: int) -> tuple[bytes, tuple[int, int], str]:
    """(PNG, its size (width, height), a note for the reader) of a picture in at most about `most` bytes.

    As it is, if it fits; else in 256 colours; else smaller too, and the note says so.

    Raises:
      UserError: the file is not a picture.
    """
    from PIL import Image

    try:
        data = path.read_bytes()
        image = Image.open(io.BytesIO(data))
        image.load()
    except (OSError, SyntaxError) as error:
        raise UserError(f"cannot read the picture {path}: {error}") from None
    size, shown = image.size, image.size
    if len(data) <= most and image.format == "PNG":
        return data, size, ""
    rgb = Image.new("RGB", size, "white")
    rgb.paste(image.convert("RGBA"), mask=image.convert("RGBA").getchannel("A"))
    for _ in range(8):
        file = io.BytesIO()
        small = rgb if shown == size else rgb.resize(shown, Image.Resampling.LANCZOS)
        small.quantize(256).save(file, "PNG", optimize=True)
        data = file.getvalue()
        if len(data) <= most or min(shown) < 64:
            break
        factor = min(0.9, math.sqrt(most / len(data)))
        shown = max(1, round(shown[0] * factor)), max(1, round(shown[1] * factor))
    return data, shown, "" if shown == size else f"shown at {shown[0] / size[0]:.0%} of its size"


def picture(path: pathlib.Path, alt: str, most: int, **attributes: object) -> tuple[Element, int]:
    """(figure, its bytes in the page) of a picture with its caption."""
    data, (width, height), note = encoded(path, most)
    source = "data:image/png;base64," + base64.b64encode(data).decode()
    image = element("img", src=source, alt=alt, width=width, height=height)
    caption = element("figcaption", f"{alt} ({note})" if note else alt)
    return element("figure", image, caption, **attributes), len(source)


def sample_files(workdir: pathlib.Path) -> list[tuple[int, pathlib.Path]]:
    """(step, file) of the pictures of samples in a workdir, in order."""
    matches = [(re.fullmatch(r"step_(\d+)", path.stem), path) for path in (workdir / "samples").glob("step_*.png")]
    return sorted((int(match[1]), path) for match, path in matches if match)


def _chosen(files: Sequence, most: int) -> list:
    """At most `most` of them, evenly spaced, the first and the last among them (the last alone, if one)."""
    if len(files) <= most:
        return list(files)
    return [files[-1 - round(i * (len(files) - 1) / max(most - 1, 1))] for i in reversed(range(most))]


def samples(workdir: pathlib.Path, most: int) -> Element | None:
    """The pictures of a run's samples with a slider over their steps; None where there are none.

    They take at most about `most` bytes: of more than there is room for, some are left out, and the page says so. The
    last one is shown.
    """
    files = sample_files(workdir)
    if not files:
        return None
    most = most * 3 // 4  # base64
    largest = min(max(path.stat().st_size for _, path in files), 200_000)
    shown = _chosen(files, max(1, most // largest))
    figures = []
    for index, (step, path) in enumerate(shown):
        hidden = index < len(shown) - 1 or None
        made, _ = picture(path, f"samples at step {step:,}", most // len(shown), data_step=step, hidden=hidden)
        figures.append(made)
    note = ""
    if len(shown) < len(files):
        note = f"{len(shown)} of {len(files)} pictures, to keep the page small."
    elif len(files) == 1:
        note = "The run has one picture; with --config.sample_every=N it has one every N steps."
    return element(
        "div",
        slider([step for step, _ in shown]) if len(shown) > 1 else None,
        element("div", *figures, class_="frames"),
        element("p", note, class_="note") if note else None,
        class_="viewer",
    )


def slider(steps: Sequence[int]) -> Element:
    """What moves through the pictures of these steps."""
    last = len(steps) - 1
    return element(
        "div",
        element("button", "▶", type="button", title="play", aria_label="play"),
        element("input", type="range", min=0, max=last, value=last, aria_label="step of the samples"),
        element("output", f"step {steps[-1]:,}"),
        class_="slider",
    )
