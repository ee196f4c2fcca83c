"""Figures of latents: what a plane of them is decoded to, and where images are encoded to.

Those that a table can name take [(label, group, workdir)] and a folder, and write PNGs there.
"""

import pathlib

import jax
import jax.numpy as jnp
import numpy as np
from scipy.stats import norm

from ganjax.data.images import to_float
from ganjax.errors import UserError
from ganjax.harness import plots
from ganjax.harness.evaluate import load
from ganjax.harness.metric_figures import Runs
from ganjax.harness.run import Run, lane, root_key
from ganjax.types import TrainState


def manifold(run: Run, state: TrainState, n: int = 20) -> np.ndarray:
    """Images [n * n, H, W, C]: latents [2] at the quantiles (i + 1/2) / n of N(0, 1), decoded by the first trial.

    In the order of a picture of n columns whose axes are a scatter's: the first latent grows to the right, the
    second upwards (Kingma & Welling 2014, Fig. 4).

    Raises:
      UserError: the method does not decode.
    """
    decode = run.lane_method(lane(run.values, 0)).decode
    if decode is None:
        raise UserError(f"{run.config.method.name} does not decode latents: there is no manifold to draw")
    quantiles = norm.ppf((np.arange(n) + 0.5) / n)
    latent = np.stack(np.meshgrid(quantiles, quantiles[::-1]), -1).reshape(-1, 2)
    return np.asarray(jax.jit(decode)(root_key(run.config, 2), lane(state, 0), jnp.asarray(latent, jnp.float32)))


def codes(run: Run, state: TrainState, most: int = 5_000, batch: int = 500) -> tuple[np.ndarray, np.ndarray]:
    """(latents [n, 2], labels [n]) of the first `most` held-out images, encoded by the first trial.

    Raises:
      UserError: the method does not encode to two latents, or the data have no held-out images with a class each.
    """
    encode = run.lane_method(lane(run.values, 0)).encode
    x, label = run.dataset.info["test"]() if run.dataset.info.get("test") else (None, None)
    if x is None or label is None or np.ndim(label) != 1:
        raise UserError(f"{run.config.data.name}: there are no held-out images with a class each")
    if encode is None:
        raise UserError(f"{run.config.method.name} does not encode: there are no latents to draw")
    x, label = x[:most], np.asarray(label[:most])
    of_batch, one = jax.jit(encode), lane(state, 0)
    parts = [
        np.asarray(of_batch(root_key(run.config, 2), one, to_float(x[start : start + batch])))
        for start in range(0, len(x), batch)
    ]
    latents = np.concatenate(parts)
    if latents.shape[1] != 2:
        raise UserError(f"{run.config.method.name}: a plane has two latents, not {latents.shape[1]}")
    return latents, label


def manifold_and_codes(runs: Runs, out: pathlib.Path) -> None:
    """figure.png: the `manifold` of each run's first trial, and `codes` coloured by class beside it, a row a run."""
    fig, axes = plots.figure(len(runs), 2, 4.5)
    for (left, right), (label, _, workdir) in zip(axes, runs, strict=True):
        run, state, _ = load(workdir)
        latents, classes = codes(run, state)
        images = manifold(run, state)
        left.imshow(plots.image_grid(images, columns=round(len(images) ** 0.5)))
        left.set_axis_off()
        left.set_title(f"{label}: decoded latents", fontsize="small")
        plots.scatter_by_class(right, latents, classes, f"{label}: encoded test images")
    plots.save(fig, out / "figure.png")
