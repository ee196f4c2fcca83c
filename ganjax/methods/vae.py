"""Variational auto-encoder (Kingma & Welling 2014): a method, and the estimator that LBT teaches."""

from collections.abc import Callable

import flax.linen as nn
import optax

from ganjax import optimizers
from ganjax.losses import bounds
from ganjax.methods.latent import arguments, bound_estimator, latent_model, maximise, normal
from ganjax.types import Estimator, Method

# What of `method` only samples depend on, and not the training.
OF_SAMPLES = ("sample", "observation_temperature")


def vae_estimator(
    encoder: nn.Module,
    decoder: nn.Module,
    *,
    observation: Callable = normal,
    variance: float | None = None,
    samples: int = 1,
    chunk: int | None = None,
    objective: bounds.Objective | None = None,
    axis_name: str | None = None,
) -> Estimator:
    """The evidence lower bound of a VAE (Kingma & Welling 2014, Eq. 7), or another objective of the same model.

    Args:
      encoder: x -> (mean, log variance) of the latent. decoder: latent -> the observation's parameter. Those of
        `ganjax.networks.stochastic` have several stochastic layers.
      observation: `normal` or `bernoulli` of `ganjax.methods.latent`.
      variance: of the normal observation; None learns it.
      samples: latents an example that the objective is of.
      chunk: how many of them are held at a time; None: all (`ganjax.methods.latent.bound_estimator`).
      objective: of `ganjax.losses.bounds`; None is the ELBO, with the KL term in closed form.
      axis_name: the device axis, or None.
    """
    model = latent_model(encoder, decoder, observation, variance)
    return bound_estimator(model, objective or bounds.elbo(), samples, chunk, axis_name)


def vae(
    encoder: nn.Module,
    decoder: nn.Module,
    *,
    tx: optax.GradientTransformation,
    observation: Callable = normal,
    variance: float | None = None,
    samples: int = 1,
    chunk: int | None = None,
    objective: bounds.Objective | None = None,
    variable: str = "x",
    axis_name: str | None = None,
) -> Method:
    """A VAE trained on the data; `reconstruct` takes the mean of the observation model.

    Args: as `vae_estimator`; `tx` is the optimiser of encoder and decoder together; `variable` as
      `ganjax.methods.latent.maximise`.
    """
    return maximise(
        latent_model(encoder, decoder, observation, variance),
        objective or bounds.elbo(),
        tx,
        samples=samples,
        chunk=chunk,
        variable=variable,
        axis_name=axis_name,
    )


def make_estimator(config, networks, axis_name=None) -> Estimator:
    """The estimator that `config` (a config's `method.estimator`) describes; `variance=0.` learns it."""
    return vae_estimator(**arguments(config, networks, axis_name, "elbo"))


def make(config, networks, axis_name=None) -> Method:
    """`vae` from a config: `method` has `observation`, `variance` (0: learned) and `sample`; `estimator_tx`.

    `method.objective` (a name of `ganjax.losses.bounds`, and its arguments) takes the place of the ELBO.
    """
    return vae(
        **arguments(config.method, networks, axis_name, "elbo"),
        tx=optimizers.make(config.estimator_tx),
        variable=config.method.get("sample", "x"),
    )
