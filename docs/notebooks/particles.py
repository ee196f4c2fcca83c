# %% [markdown]
# # SVGD and LSVGD on your own density
#
# All that SVGD needs is the score, the gradient of a log density. Write the density down; JAX takes the gradient.
# This takes some seconds.

# %%
import os

import jax
import jax.numpy as jnp
import numpy as np

from ganjax.stein import lsvgd_update, svgd_direction

STEPS = int(os.environ.get("STEPS", 10_000))


def log_density(x):
    """A banana: x [2] -> log p(x), up to a constant."""
    return -0.5 * (x[0] ** 2 / 4 + (x[1] - 0.5 * x[0] ** 2 + 2) ** 2)


scores = jax.vmap(jax.grad(log_density))

# %% [markdown]
# SVGD moves the particles along one direction: kernel-weighted scores pull them to high density, the kernel's
# gradient keeps them apart.

# %%
start = jax.random.normal(jax.random.key(0), (100, 2))


@jax.jit
def svgd(x):
    def step(x, _):
        return x + 0.1 * svgd_direction(x, scores(x), bandwidth="median"), None

    return jax.lax.scan(step, x, length=STEPS)[0]


# %% [markdown]
# LSVGD adds noise. `noise="joint"` is the exact one, whose stationary law is the density; `"independent"` with
# `weights="paper"` is the paper's.


# %%
@jax.jit
def lsvgd(x, key):
    def step(x, key):
        return x + lsvgd_update(key, x, scores(x), bandwidth="median", step_size=0.1, noise="joint"), None

    return jax.lax.scan(step, x, jax.random.split(key, STEPS))[0]


particles = {"start": start, "SVGD": svgd(start), "LSVGD, joint noise": lsvgd(start, jax.random.key(1))}
{name: np.asarray(x).std(0).round(2).tolist() for name, x in particles.items()}

# %% [markdown]
# The density has a standard deviation of 2 in its first coordinate. The particles come near it slowly: its arms are
# long and thin.

# %%
from ganjax.harness.plots import figure, scatter  # noqa: E402

ticks = jnp.stack(jnp.meshgrid(jnp.linspace(-5, 5, 60), jnp.linspace(-5, 8, 60)), -1).reshape(-1, 2)
weights = jnp.exp(jax.vmap(log_density)(ticks))
reference = np.asarray(jax.random.choice(jax.random.key(2), ticks, (4_000,), p=weights / weights.sum()))
picture, axes = figure(1, 3)
for axis, (name, x) in zip(axes[0], particles.items(), strict=True):
    scatter(axis, reference, reference, name)
    axis.plot(*np.asarray(x).T, "C1.", markersize=4)
picture.savefig("particles.png")
