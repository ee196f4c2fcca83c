# %% [markdown]
# # LBT-GAN on the ring
#
# Eight Gaussians on a circle, and a generator that is taught to cover them. This takes about three minutes on two CPU
# cores: everything below is plain JAX, flax and optax, with one method of ganjax.

# %%
import os

import jax
import numpy as np
import optax

import ganjax
from ganjax.data.mixtures import ring
from ganjax.methods.common import with_ema
from ganjax.methods.lbt import lbt
from ganjax.methods.vae import vae_estimator
from ganjax.metrics.mixtures import evaluate_mixture
from ganjax.networks.mlp import Discriminator, Encoder, Generator
from ganjax.optimizers import unrollable_adam

STEPS = int(os.environ.get("STEPS", 1_500))
data = ring()
data.sample(jax.random.key(0), 3)

# %% [markdown]
# The student is a VAE with a fixed decoder variance. It learns from the generator's samples only; the generator is
# taught through five of its learning steps. The discriminator makes it LBT-GAN (Eq. 8 of the paper).

# %%
student = vae_estimator(Encoder(32), Generator(32, (2,)), variance=0.005)
method = lbt(
    Generator(32, (2,)),
    student,
    generator_tx=optax.chain(optax.clip_by_global_norm(5.0), optax.adam(1e-3, b1=0.5)),
    estimator_tx=unrollable_adam(9e-4, b1=0.5),
    unroll_tx=unrollable_adam(3e-4, b1=0.5, stop_gradient=True),
    inner_steps=10,
    unroll_steps=5,
    discriminator=Discriminator(),
    discriminator_tx=optax.adam(1e-3, b1=0.5),
    adversarial_weight=0.5,
)
method = with_ema(method, 0.995)

# %% [markdown]
# `fit` trains it. `evaluate` gets a function that draws samples and returns scores: how many modes are covered, and
# the share of samples within three standard deviations of a centre.


# %%
def evaluate(sample):
    return evaluate_mixture(sample(10_000), data.info["means"], data.info["std"])


fitted = ganjax.fit(method, data, STEPS, evaluate=evaluate)
{name: round(value, 3) for name, value in fitted.scores.items()}

# %% [markdown]
# The samples, over the data in grey.

# %%
from ganjax.harness.plots import figure, scatter  # noqa: E402

picture, axes = figure(size=4)
reference = np.asarray(data.sample(jax.random.key(1), 2_000)["x"])
scatter(axes[0, 0], fitted.sample(2_000), reference, f"LBT-GAN after {STEPS} steps")
picture.savefig("ring.png")
