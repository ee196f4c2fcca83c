"""Importance-weighted auto-encoder (Burda et al. 2016): a method, and a tighter student for LBT."""

from collections.abc import Callable

import flax.linen as nn
import jax
import jax.numpy as jnp
import optax

from ganjax import optimizers
from ganjax.losses.likelihood import normal_log_prob
from ganjax.methods.vae import arguments, latent_model, maximise, normal
from ganjax.parallel import example_normal
from ganjax.types import Array, Estimator, Method, Params


def iwae_estimator(
    encoder: nn.Module,
    decoder: nn.Module,
    *,
    observation: Callable = normal,
    variance: float | None = None,
    samples: int = 5,
    axis_name: str | None = None,
) -> Estimator:
    """L_k = E log (1/k) sum_i p(x, z_i) / q(z_i | x), z_i ~ q (Burda et al. 2016, Eq. 8).

    k = 1 has the evidence lower bound's value, and the bound grows with k towards log p(x). Its gradient is
    that of the logsumexp, with normalised weights.

    Args: as `ganjax.methods.vae.vae_estimator`; `samples` is k.
    """
    model = latent_model(encoder, decoder, observation, variance)

    def log_prob(params: Params, key: Array, x: Array) -> Array:
        mean, log_variance = model.encode(params, x)
        noise = example_normal(key, x.shape[0], (samples, model.latent_dim), axis_name)

        def log_weight(noise):
            latent = mean + jnp.exp(log_variance / 2) * noise
            prior = normal_log_prob(latent, jnp.zeros_like(latent), 1.0)
            posterior = normal_log_prob(latent, mean, jnp.exp(log_variance))
            return model.log_density(params, model.decode(params, latent), x) + prior - posterior

        log_weights = jax.vmap(log_weight, in_axes=1)(noise)
        return jax.nn.logsumexp(log_weights, axis=0) - jnp.log(samples)

    return Estimator(model.init, log_prob)


def iwae(
    encoder: nn.Module,
    decoder: nn.Module,
    *,
    tx: optax.GradientTransformation,
    observation: Callable = normal,
    variance: float | None = None,
    samples: int = 5,
    axis_name: str | None = None,
) -> Method:
    """An IWAE trained on the data.

    Args: as `iwae_estimator`; `tx` is the optimiser of encoder and decoder together.
    """
    bound = iwae_estimator(
        encoder, decoder, observation=observation, variance=variance, samples=samples, axis_name=axis_name
    )
    return maximise(bound, latent_model(encoder, decoder, observation, variance), tx, axis_name)


def make_estimator(config, networks, axis_name=None) -> Estimator:
    """The estimator that `config` (a config's `method.estimator`) describes, as `vae`'s; `samples` is k."""
    return iwae_estimator(**arguments(config, networks, axis_name))


def make(config, networks, axis_name=None) -> Method:
    """`iwae` from a config: as `vae`; `method.samples` is k."""
    return iwae(**arguments(config.method, networks, axis_name), tx=optimizers.make(config.estimator_tx))
