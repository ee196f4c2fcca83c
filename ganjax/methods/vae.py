"""Variational auto-encoder (Kingma & Welling 2014): a method, and the estimator that LBT teaches."""

from collections.abc import Callable
from typing import NamedTuple

import flax.linen as nn
import jax
import jax.numpy as jnp
import optax

from ganjax import optimizers
from ganjax.errors import UserError
from ganjax.losses.likelihood import bernoulli_log_prob, normal_kl, normal_log_prob
from ganjax.methods.common import at_least, fit, require
from ganjax.parallel import example_normal
from ganjax.types import Array, Estimator, Method, Params


def normal(variance: float | None) -> tuple[Callable, Callable]:
    """Observation model N(output, variance I): (log_prob, sample), each of (params, output, ...).

    Args:
      variance: fixed if a number; if None, one learned scalar, `params["log_variance"]`.
    """

    def scale(params):
        return jnp.exp(params["log_variance"]) if variance is None else variance

    def log_prob(params, output, x):
        return normal_log_prob(x, output, scale(params))

    def sample(params, output, noise):
        return output + jnp.sqrt(scale(params)) * noise

    return log_prob, sample


def bernoulli(variance: float | None = None) -> tuple[Callable, Callable]:
    """Observation model Bernoulli(sigmoid(output)) of images in [-1, 1]; its sample is the mean, in [-1, 1]."""
    del variance

    def log_prob(params, output, x):
        return bernoulli_log_prob((x + 1) / 2, output)

    def sample(params, output, noise):
        return 2 * jax.nn.sigmoid(output) - 1

    return log_prob, sample


class LatentModel(NamedTuple):
    """p(x | z) and q(z | x) as functions of one pytree of parameters.

    Attributes:
      latent_dim: of z.
      init: (key, x [B, ...]) -> params.
      encode: (params, x) -> (mean, log variance) [B, d]. decode: (params, latent) -> the observation's parameter.
      log_density: (params, output, x) -> log p(x | output), [B].
      observe: (params, output, noise) -> x.
    """

    latent_dim: int
    init: Callable
    encode: Callable
    decode: Callable
    log_density: Callable
    observe: Callable


def latent_model(encoder, decoder, observation: Callable = normal, variance: float | None = None) -> LatentModel:
    """The model of an encoder, a decoder and an observation model; the arguments are `vae_estimator`'s."""
    log_density, observe = observation(variance)

    def init(key: Array, x: Array) -> Params:
        keys = jax.random.split(key)
        latent = jnp.zeros((1, encoder.latent_dim))
        params = {
            "encoder": encoder.init(keys[0], x[:1], train=False)["params"],
            "decoder": decoder.init(keys[1], latent, train=False)["params"],
        }
        return params if variance is not None else {**params, "log_variance": jnp.zeros([])}

    def encode(params, x):
        return encoder.apply({"params": params["encoder"]}, x, train=True)

    def decode(params, latent):
        return decoder.apply({"params": params["decoder"]}, latent, train=True)

    return LatentModel(encoder.latent_dim, init, encode, decode, log_density, observe)


def vae_estimator(
    encoder: nn.Module,
    decoder: nn.Module,
    *,
    observation: Callable = normal,
    variance: float | None = None,
    samples: int = 1,
    axis_name: str | None = None,
) -> Estimator:
    """The evidence lower bound of a VAE, with the KL term in closed form (Kingma & Welling 2014, Eq. 7).

    Args:
      encoder: x -> (mean, log variance) of the latent. decoder: latent -> the observation's parameter.
      observation: `normal` or `bernoulli`.
      variance: of the normal observation; None learns it.
      samples: latents an example over which the bound is averaged.
      axis_name: the device axis, or None.
    """
    model = latent_model(encoder, decoder, observation, variance)

    def elbo(params: Params, key: Array, x: Array) -> Array:
        mean, log_variance = model.encode(params, x)
        noise = example_normal(key, x.shape[0], (samples, model.latent_dim), axis_name)

        def reconstruction(noise):
            return model.log_density(params, model.decode(params, mean + jnp.exp(log_variance / 2) * noise), x)

        expected = jax.vmap(reconstruction, in_axes=1)(noise).mean(0)
        return expected - normal_kl(mean, log_variance)

    return Estimator(model.init, elbo)


def vae(
    encoder: nn.Module,
    decoder: nn.Module,
    *,
    tx: optax.GradientTransformation,
    observation: Callable = normal,
    variance: float | None = None,
    samples: int = 1,
    variable: str = "x",
    axis_name: str | None = None,
) -> Method:
    """A VAE trained on the data; `reconstruct` takes the mean of the observation model.

    Args: as `vae_estimator`; `tx` is the optimiser of encoder and decoder together; `variable` as `maximise`.
    """
    bound = vae_estimator(
        encoder, decoder, observation=observation, variance=variance, samples=samples, axis_name=axis_name
    )
    return maximise(bound, latent_model(encoder, decoder, observation, variance), tx, axis_name, variable)


def maximise(
    bound: Estimator, model: LatentModel, tx: optax.GradientTransformation, axis_name, variable: str = "x"
) -> Method:
    """The method that maximises a bound of `model`'s log-likelihood on the data.

    variable: whether `sample` draws "x" from the observation model or returns "theta", its mean.
    """
    if variable not in ("x", "theta"):
        raise UserError(f"config.method.sample is 'x' or 'theta', not {variable!r}")
    init, step, log_prob = fit(bound, tx, axis_name, "bound")

    def sample(key, state, n, label=None):
        latent_key, noise_key = jax.random.split(key)
        params = state.params["estimator"]
        output = model.decode(params, example_normal(latent_key, n, (model.latent_dim,)))
        noise = example_normal(noise_key, n, output.shape[1:])
        return model.observe(params, output, noise if variable == "x" else jnp.zeros_like(noise))

    def encode(key, state, x):
        return model.encode(state.params["estimator"], x)[0]

    def reconstruct(key, state, x):
        params = state.params["estimator"]
        output = model.decode(params, model.encode(params, x)[0])
        return model.observe(params, output, jnp.zeros_like(output))

    return Method(init, step, sample, log_prob=log_prob, encode=encode, reconstruct=reconstruct)


def arguments(config, networks, axis_name) -> dict:
    """What `vae_estimator` takes, from a config with `observation`, `variance` (0: learned) and `samples`."""
    encoder, decoder = require(networks, "encoder", "decoder")
    at_least(config, samples=1)
    observations = {"normal": normal, "bernoulli": bernoulli}
    if config.observation not in observations:
        raise UserError(f"the observation is one of {', '.join(observations)}, not {config.observation!r}")
    return dict(
        encoder=encoder,
        decoder=decoder,
        observation=observations[config.observation],
        # A swept variance is traced, and never the 0 that asks for a learned one.
        variance=None if isinstance(config.variance, float) and config.variance <= 0 else config.variance,
        samples=config.samples,
        axis_name=axis_name,
    )


def make_estimator(config, networks, axis_name=None) -> Estimator:
    """The estimator that `config` (a config's `method.estimator`) describes; `variance=0.` learns it."""
    return vae_estimator(**arguments(config, networks, axis_name))


def make(config, networks, axis_name=None) -> Method:
    """`vae` from a config: `method` has `observation`, `variance` (0: learned) and `sample`; `estimator_tx`."""
    return vae(
        **arguments(config.method, networks, axis_name),
        tx=optimizers.make(config.estimator_tx),
        variable=config.method.get("sample", "x"),
    )
