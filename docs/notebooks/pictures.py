# %% [markdown]
# # A GAN on your own pictures
#
# `PICTURES` is a folder of images, in sub-folders or not. Without one, this notebook writes a thousand pictures of
# handwritten digits (scikit-learn's, no download) to a folder, and takes that.

# %%
import os
import pathlib
import tempfile

import jax
import optax

import ganjax
from ganjax.data import load
from ganjax.losses.adversarial import hinge
from ganjax.methods.common import with_ema
from ganjax.methods.gan import gan
from ganjax.networks.dcgan import Discriminator, Generator

STEPS = int(os.environ.get("STEPS", 2_000))
folder = os.environ.get("PICTURES")
if not folder:
    from PIL import Image
    from sklearn.datasets import load_digits

    folder = tempfile.mkdtemp()
    for index, digit in enumerate(load_digits().images[:1000]):
        Image.fromarray((digit * 15.9).astype("uint8")).save(pathlib.Path(folder, f"{index}.png"))

# %% [markdown]
# Images are cropped and resized to the shape that the networks take: (height, width, channels).

# %%
shape = (16, 16, 1)
data = load({"name": "folder", "path": folder}, shape)
data.info.get("held_out"), data.sample(jax.random.key(0), 4)["x"].shape

# %% [markdown]
# DCGAN's networks with spectral norm in the discriminator, the hinge loss, and an average of the generator.

# %%
method = gan(
    Generator(64, shape, filters=16),
    Discriminator(filters=16, spectral_norm=True),
    loss=hinge,
    generator_tx=optax.adam(2e-4, b1=0.5),
    discriminator_tx=optax.adam(2e-4, b1=0.5),
)
method = with_ema(method, 0.99)

# %% [markdown]
# With a `workdir` the run keeps checkpoints, and the same call goes on where it stopped.

# %%
workdir = os.environ.get("WORKDIR") or tempfile.mkdtemp()
fitted = ganjax.fit(method, data, STEPS, batch_size=64, workdir=workdir)
{name: values[-1].round(3) for name, values in fitted.history.items()}

# %%
from ganjax.harness.plots import save_samples  # noqa: E402

pixels = save_samples(pathlib.Path(workdir, "samples.png"), fitted.sample(64))
print(pathlib.Path(workdir, "samples.png"), pixels.shape)
