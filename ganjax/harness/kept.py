"""What a metric has to show beside its numbers, written into a run's workdir: one function a metric."""

import pathlib
from collections.abc import Callable

import numpy as np

from ganjax.files import writing_to
from ganjax.harness import plots
from ganjax.harness.writers import write_json


def keeper(folder: pathlib.Path) -> Callable:
    """(name of a metric, its arrays) -> None, writing them to `folder` by this module's function of that name."""

    def keep(name, arrays):
        with writing_to(folder):
            globals()[name](folder / name, arrays)

    return keep


def missing(folder: pathlib.Path, arrays) -> None:
    """curve.json and curve.png: counts over thresholds; gallery_SIGMA.png: test images above .9, the highest first.

    Where no test image is, there is no gallery (Che et al. 2017, Fig. 5).
    """
    folder.mkdir(parents=True, exist_ok=True)
    facts = {name: np.asarray(arrays[name]).tolist() for name in ("sigma", "thresholds", "counts", "of")}
    write_json(folder / "curve.json", facts)
    fig, axes = plots.figure(1, 1, 4)
    for sigma, counts in zip(facts["sigma"], facts["counts"], strict=True):
        axes[0, 0].plot(facts["thresholds"], counts, ".-", label=f"sigma = {sigma:g}")
    axes[0, 0].set(xlabel="threshold", ylabel=f"missed, of {facts['of']} test images", yscale="symlog")
    axes[0, 0].legend(fontsize="small")
    plots.save(fig, folder / "curve.png")
    for sigma, images in zip(facts["sigma"], arrays["gallery"], strict=True):
        path = folder / f"gallery_{sigma:g}.png"
        path.unlink(missing_ok=True)
        if len(images):
            plots.save_samples(path, np.asarray(images, np.float32) / 127.5 - 1)
