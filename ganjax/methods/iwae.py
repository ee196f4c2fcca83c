"""Importance-weighted auto-encoder (Burda et al. 2016): a method, and a tighter student for LBT."""

from collections.abc import Callable

import flax.linen as nn
import optax

from ganjax import optimizers
from ganjax.losses import bounds
from ganjax.methods.latent import arguments, normal
from ganjax.methods.vae import vae, vae_estimator
from ganjax.types import Estimator, Method

# What of `method` only samples depend on, and not the training.
OF_SAMPLES = ("sample", "observation_temperature")


def iwae_estimator(
    encoder: nn.Module,
    decoder: nn.Module,
    *,
    observation: Callable = normal,
    variance: float | None = None,
    samples: int = 5,
    chunk: int | None = None,
    objective: bounds.Objective | None = None,
    axis_name: str | None = None,
) -> Estimator:
    """L_k = E log (1/k) sum_i p(x, z_i) / q(z_i | x), z_i ~ q (Burda et al. 2016, Eq. 8).

    k = 1 has the evidence lower bound's value, and the bound grows with k towards log p(x). Its gradient is
    that of the logsumexp, with normalised weights.

    Args: as `ganjax.methods.vae.vae_estimator`; `samples` is k, and `objective=None` this bound.
    """
    return vae_estimator(
        encoder,
        decoder,
        observation=observation,
        variance=variance,
        samples=samples,
        chunk=chunk,
        objective=objective or bounds.iwae(),
        axis_name=axis_name,
    )


def iwae(
    encoder: nn.Module,
    decoder: nn.Module,
    *,
    tx: optax.GradientTransformation,
    observation: Callable = normal,
    variance: float | None = None,
    samples: int = 5,
    chunk: int | None = None,
    objective: bounds.Objective | None = None,
    variable: str = "x",
    axis_name: str | None = None,
) -> Method:
    """An IWAE trained on the data.

    Args: as `ganjax.methods.vae.vae`; `samples` is k, and `objective=None` the bound of `iwae_estimator`.
    """
    return vae(
        encoder,
        decoder,
        tx=tx,
        observation=observation,
        variance=variance,
        samples=samples,
        chunk=chunk,
        objective=objective or bounds.iwae(),
        variable=variable,
        axis_name=axis_name,
    )


def make_estimator(config, networks, axis_name=None) -> Estimator:
    """The estimator that `config` (a config's `method.estimator`) describes, as `vae`'s; `samples` is k."""
    return iwae_estimator(**arguments(config, networks, axis_name, "iwae"))


def make(config, networks, axis_name=None) -> Method:
    """`iwae` from a config: as `vae`; `method.samples` is k."""
    return iwae(
        **arguments(config.method, networks, axis_name, "iwae"),
        tx=optimizers.make(config.estimator_tx),
        variable=config.method.get("sample", "x"),
    )
