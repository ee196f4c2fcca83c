"""Pictures: sample grids, scatter and density plots. matplotlib is imported where it is used."""

import math
import pathlib
import re

import numpy as np

from ganjax.files import replacing


def figure(rows: int = 1, columns: int = 1, size: float = 3.0):
    """(figure, axes [rows, columns]) that needs no display and no global state."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    fig = Figure(figsize=(size * columns, size * rows), layout="constrained")
    FigureCanvasAgg(fig)
    return fig, fig.subplots(rows, columns, squeeze=False)


def image_grid(images: np.ndarray, columns: int | None = None, gap: int = 0) -> np.ndarray:
    """Images [n, H, W, C] in [-1, 1] as one picture uint8 [rows·H, columns·W, 3], about a square by default.

    gap: grey pixels to the right of and below every image, which then count as its own.
    """
    images = np.asarray(images, np.float32)
    n, height, width, channels = images.shape
    columns = columns or math.ceil(math.sqrt(n * height / width))
    rows = math.ceil(n / columns)
    pixels = np.clip(np.nan_to_num(images, nan=-1) * 127.5 + 127.5, 0, 255).round().astype(np.uint8)
    if channels == 1:
        pixels = np.repeat(pixels, 3, axis=-1)
    blank = np.zeros((rows * columns - n, height, width, 3), np.uint8)
    pixels = np.concatenate([pixels[..., :3], blank])
    pixels = np.pad(pixels, ((0, 0), (0, gap), (0, gap), (0, 0)), constant_values=96)
    height, width = height + gap, width + gap
    tiles = pixels.reshape(rows, columns, height, width, 3)
    return tiles.transpose(0, 2, 1, 3, 4).reshape(rows * height, columns * width, 3)


def _limits(reference: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    low, high = reference.min(0), reference.max(0)
    margin = 0.1 * (high - low).max() + 1e-6
    return low - margin, high + margin


def scatter(axis, samples: np.ndarray, reference: np.ndarray | None = None, title: str = "") -> None:
    """Draws samples [n, d] (its first two coordinates) over a reference in grey, within its limits."""
    samples = np.asarray(samples)
    samples = samples.reshape(len(samples), -1)[:, :2]
    reference = None if reference is None else reference.reshape(len(reference), -1)[:, :2]
    samples = samples[np.isfinite(samples).all(-1)]
    view = reference if reference is not None else samples
    if samples.shape[-1] == 1:
        low, high = _limits(view) if len(view) else ([-1], [1])
        bins = np.linspace(low[0], high[0], 100)
        if reference is not None:
            axis.hist(reference[:, 0], bins, density=True, color="0.8")
        axis.hist(samples[:, 0], bins, density=True, histtype="step", color="C0")
    else:
        if reference is not None:
            axis.plot(*reference.T, ".", color="0.8", markersize=2, rasterized=True)
        few = float(np.clip(45 / math.sqrt(max(len(samples), 1)), 1, 5))  # some dozen points are to be seen too
        axis.plot(*samples.T, ".", color="C0", markersize=few, alpha=0.5, rasterized=True)
        if len(view):
            low, high = _limits(view)
            axis.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]), aspect="equal")
    axis.set(xticks=[], yticks=[], title=title)


def scatter_by_class(axis, points: np.ndarray, labels: np.ndarray, title: str = "") -> None:
    """Draws points [n, 2] in the colour of their labels [n], whole numbers, with a legend."""
    from matplotlib import colormaps

    classes = np.unique(labels)
    few = len(classes) <= 10
    colours = colormaps["tab10"](range(10)) if few else colormaps["turbo"](np.linspace(0, 1, len(classes)))
    for colour, label in zip(colours, classes, strict=False):
        axis.plot(*points[labels == label].T, ".", color=colour, markersize=2, label=str(label), rasterized=True)
    axis.set_aspect("equal", adjustable="datalim")
    axis.tick_params(labelsize="xx-small")
    axis.legend(fontsize="xx-small", markerscale=4, loc="upper right")
    axis.set_title(title, fontsize="small")


def density(
    axis, samples: np.ndarray, view: np.ndarray, bandwidth: float, title: str = "", top: float | None = None
) -> float:
    """Draws a kernel density estimate of samples [n, 2] within the limits of `view` [m, 2].

    A histogram smoothed by a Gaussian of std `bandwidth` (in data units): exact up to its bins, and as
    fast for 500,000 samples as for 500. `top` is the density that the brightest colour stands for, so that
    panels can be compared; default, and returned, the estimate's own maximum.
    """
    from scipy.ndimage import gaussian_filter

    low, high = _limits(view)
    bins = 400
    samples = np.asarray(samples)
    samples = samples[np.isfinite(samples).all(-1)]
    counts, *_ = np.histogram2d(samples[:, 0], samples[:, 1], bins, range=np.stack([low, high], 1))
    smooth = gaussian_filter(counts, bandwidth * bins / (high - low), mode="constant")
    smooth = smooth / max(len(samples), 1)
    extent = (low[0], high[0], low[1], high[1])
    axis.imshow(smooth.T, origin="lower", cmap="viridis", extent=extent, vmin=0, vmax=top or smooth.max())
    axis.set(xticks=[], yticks=[], title=title)
    return float(smooth.max())


def save_samples(path: pathlib.Path, samples: np.ndarray, reference: np.ndarray | None = None) -> np.ndarray:
    """Writes a PNG of images [n, H, W, C] or points [n, d]; returns its pixels uint8 [h, w, 3]."""
    from matplotlib import image

    if samples.ndim == 4:
        pixels = image_grid(samples, gap=1)
        scale = max(1, 448 // pixels.shape[0])
        pixels = pixels.repeat(scale, 0).repeat(scale, 1)
    else:
        fig, axes = figure(size=4)
        scatter(axes[0, 0], samples, reference)
        fig.canvas.draw()
        pixels = np.asarray(fig.canvas.buffer_rgba())[..., :3].copy()
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as partial:
        image.imsave(partial, pixels)
    return pixels


def drop_samples(folder: pathlib.Path, step: int, keep: int) -> None:
    """Deletes the pictures step_NUMBER.png of a folder but the newest `keep` of those up to `step`; 0 keeps all.

    Later ones are of steps that a resumed run has yet to take again: they stay until it does. Other files stay.
    """
    matches = (re.fullmatch(r"step_(\d+)\.png", path.name) for path in folder.iterdir())
    drawn = sorted((int(match[1]), match[0]) for match in matches if match and int(match[1]) <= step)
    for _, name in drawn[:-keep] if keep else ():
        (folder / name).unlink(missing_ok=True)


def save(fig, path: pathlib.Path) -> None:
    """Writes a matplotlib figure as a PNG."""
    with replacing(path) as partial:
        fig.savefig(partial, dpi=110)
