"""Latent-variable models p(x | z) p(z) with q(z | x), of any number of stochastic layers: VAE and IWAE share them."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import optax
from jax.nn import log_sigmoid

from ganjax.errors import UserError
from ganjax.losses import bounds
from ganjax.losses.bounds import Draw, Objective, power_mean
from ganjax.losses.likelihood import bernoulli_log_prob, normal_kl, normal_log_prob
from ganjax.methods.common import at_least, fit, normal_prior, require, stochastic
from ganjax.networks.variables import init_stateless
from ganjax.parallel import example_normal
from ganjax.types import Array, Estimator, Method, Params


class Observation(NamedTuple):
    """p(x | output), the decoder's output [B, ...] being its parameter.

    Attributes:
      log_prob: (params, output, x) -> [B]. sample: (params, output, standard normal noise) -> x.
      log_power: (params, output, beta) -> log ∫ p(y | output)^(1 + beta) dy, [B].
    """

    log_prob: Callable
    sample: Callable
    log_power: Callable


def normal(variance: float | None, temperature: float = 1.0) -> Observation:
    """N(output, variance I).

    Args:
      variance: fixed if a number; if None, one learned scalar, `params["log_variance"]`.
      temperature: T of its samples, whose density is p(x | output)^(1/T), normalised: N(output, T variance I).
    """

    def scale(params):
        return jnp.exp(params["log_variance"]) if variance is None else variance

    def log_prob(params, output, x):
        return normal_log_prob(x, output, scale(params))

    def sample(params, output, noise):
        return output + jnp.sqrt(temperature * scale(params)) * noise

    def log_power(params, output, beta):
        of_one = -0.5 * (beta * jnp.log(2 * jnp.pi * scale(params)) + jnp.log1p(beta))
        return jnp.broadcast_to(of_one * output[0].size, len(output))

    return Observation(log_prob, sample, log_power)


def bernoulli(variance: float | None = None, temperature: float = 1.0) -> Observation:
    """Bernoulli(sigmoid(output)) of images in [-1, 1]; its sample is the mean, in [-1, 1].

    temperature: T of that sample, the mean of p(x | output)^(1/T), normalised: below 1 it has more contrast.
    """
    del variance

    def log_prob(params, output, x):
        return bernoulli_log_prob((x + 1) / 2, output)

    def sample(params, output, noise):
        return 2 * jax.nn.sigmoid(output / temperature) - 1

    def log_power(params, output, beta):
        of_one = jnp.logaddexp((1 + beta) * log_sigmoid(output), (1 + beta) * log_sigmoid(-output))
        return of_one.reshape(len(output), -1).sum(-1)

    return Observation(log_prob, sample, log_power)


class LatentModel(NamedTuple):
    """p(x | z), p(z) and q(z | x) as functions of one pytree of parameters.

    Attributes:
      latent_dims: width of each stochastic layer, from the data upwards.
      init: (key, x [B, ...]) -> params.
      posterior: (params, layer, x or the latent below) -> (mean, log variance) [B, d] of the layer's latent.
      prior: (params, layer, the latent above [B, d]) -> (mean, log variance); the top layer's is N(0, I).
      decode: (params, latent of layer 0) -> the observation's parameter. observation: of x given that.
    """

    latent_dims: tuple[int, ...]
    init: Callable
    posterior: Callable
    prior: Callable
    decode: Callable
    observation: Observation


def latent_model(encoder, decoder, observation: Callable = normal, variance: float | None = None) -> LatentModel:
    """The model of an encoder, a decoder and an observation model; the arguments are `vae_estimator`'s.

    Several stochastic layers are those of `ganjax.networks.stochastic`.

    Raises:
      UserError: encoder and decoder have other stochastic layers, the encoder has no variance, or the decoder
        asks for other latents than N(0, I).
    """
    stochastic(encoder, "a latent-variable model")
    normal_prior(decoder, "decoder", "a latent-variable model")
    several = hasattr(encoder, "latent_dims")
    if several != hasattr(decoder, "latent_dims") or (several and encoder.latent_dims != decoder.latent_dims):
        raise UserError("config.networks: encoder and decoder must have the same latent_dims")
    dims = tuple(encoder.latent_dims) if several else (encoder.latent_dim,)

    def init(key: Array, x: Array) -> Params:
        keys = jax.random.split(key)
        params = {
            "encoder": init_stateless("encoder", encoder, keys[0], x[:1], train=False),
            "decoder": init_stateless("decoder", decoder, keys[1], jnp.zeros((1, dims[0])), train=False),
        }
        return params if variance is not None else {**params, "log_variance": jnp.zeros([])}

    def posterior(params, layer, below):
        how = {"index": layer, "method": "layer"} if several else {}
        return encoder.apply({"params": params["encoder"]}, below, train=True, **how)

    def prior(params, layer, above):
        return decoder.apply({"params": params["decoder"]}, above, index=layer, train=True, method="layer")

    def decode(params, latent):
        return decoder.apply({"params": params["decoder"]}, latent, train=True)

    return LatentModel(dims, init, posterior, prior, decode, observation(variance))


def _noises(model: LatentModel, key: Array, n: int, axis_name: str | None = None) -> list[Array]:
    """Standard normal noise [n, d] for each stochastic layer."""
    noise = example_normal(key, n, (sum(model.latent_dims),), axis_name)
    ends = [sum(model.latent_dims[: i + 1]) for i in range(len(model.latent_dims) - 1)]
    return jnp.split(noise, ends, axis=1)


def draw_latents(model: LatentModel, params: Params, key: Array, x: Array, first, axis_name=None) -> Draw:
    """One latent of each x [B, ...] from q(z | x); `first` is the mean and the log variance of layer 0."""
    noise_key, prior_key = jax.random.split(key)
    latents, log_ratio, codes = [], jnp.zeros(len(x)), first
    for layer, noise in enumerate(_noises(model, noise_key, len(x), axis_name)):
        mean, log_variance = model.posterior(params, layer, latents[-1]) if latents else codes
        latents.append(mean + jnp.exp(log_variance / 2) * noise)
        log_ratio -= normal_log_prob(latents[-1], mean, jnp.exp(log_variance))
    log_ratio += normal_log_prob(latents[-1], jnp.zeros_like(latents[-1]), 1.0)
    for layer, above in enumerate(latents[1:]):
        mean, log_variance = model.prior(params, layer, above)
        log_ratio += normal_log_prob(latents[layer], mean, jnp.exp(log_variance))
    output = model.decode(params, latents[0])
    return Draw(
        log_likelihood=model.observation.log_prob(params, output, x),
        log_ratio=log_ratio,
        kl=normal_kl(*first) if len(latents) == 1 else None,
        log_power=lambda beta: model.observation.log_power(params, output, beta),
        latent=latents[-1],
        prior=lambda: example_normal(prior_key, len(x), (model.latent_dims[-1],), axis_name),
        axis_name=axis_name,
    )


def bound_estimator(
    model: LatentModel, objective: Objective, samples: int = 1, chunk: int | None = None, axis_name: str | None = None
) -> Estimator:
    """The estimator whose `log_prob` is an objective of `samples` latents an example.

    Args:
      chunk: latents an example that are held at a time, also in the backward pass, which computes their values again.
        It must divide `samples`; None: all. The numbers do not depend on it.
      axis_name: the device axis, or None.

    Raises:
      UserError: `chunk` does not divide `samples`.
    """
    chunk = chunk or samples
    if samples % chunk:
        raise UserError(f"config.method.chunk must divide config.method.samples, {samples}: {chunk} does not")

    def log_prob(params: Params, key: Array, x: Array) -> Array:
        first = model.posterior(params, 0, x)

        def value(index):
            draw = draw_latents(model, params, jax.random.fold_in(key, index), x, first, axis_name)
            return objective.value(draw)

        def part(indices):
            return power_mean(jax.vmap(value)(indices), objective.alpha)

        indices = jnp.arange(samples).reshape(-1, chunk)
        if len(indices) == 1:
            return part(indices[0])
        return power_mean(jax.lax.map(jax.checkpoint(part), indices), objective.alpha)

    return Estimator(model.init, log_prob)


def maximise(
    model: LatentModel,
    objective: Objective,
    tx: optax.GradientTransformation,
    *,
    samples: int = 1,
    chunk: int | None = None,
    variable: str = "x",
    axis_name: str | None = None,
) -> Method:
    """The method that maximises an objective of `model` on the data.

    Its `log_prob` is the objective, or the ELBO where that is no lower bound. `encode` gives the posterior's mean; of
    several stochastic layers the means side by side, from the data upwards, each by a latent of the layer below.

    Args:
      samples, chunk, axis_name: as `bound_estimator`. tx: the optimiser.
      variable: whether `sample` draws "x" from the observation model or returns "theta", its mean.

    Raises:
      UserError: for another `variable`, or as `bound_estimator`.
    """
    if variable not in ("x", "theta"):
        raise UserError(f"config.method.sample is 'x' or 'theta', not {variable!r}")
    several = len(model.latent_dims) > 1
    estimator = bound_estimator(model, objective, samples, chunk, axis_name)
    init, step, log_prob = fit(estimator, tx, axis_name, "bound")
    if not objective.lower_bound:
        log_prob = fit(bound_estimator(model, bounds.elbo(), samples, chunk, axis_name), tx, axis_name, "bound")[2]

    def sample(key, state, n, label=None):
        latent_key, noise_key = jax.random.split(key)
        params, noises = state.params["estimator"], _noises(model, latent_key, n)
        latent = noises[-1]
        for layer in reversed(range(len(noises) - 1)):
            mean, log_variance = model.prior(params, layer, latent)
            latent = mean + jnp.exp(log_variance / 2) * noises[layer]
        output = model.decode(params, latent)
        noise = example_normal(noise_key, n, output.shape[1:])
        return model.observation.sample(params, output, noise if variable == "x" else jnp.zeros_like(noise))

    def encode(key, state, x):
        params, means = state.params["estimator"], []
        for layer, noise in enumerate(_noises(model, key, len(x))):
            mean, log_variance = model.posterior(params, layer, x)
            means.append(mean)
            x = mean + jnp.exp(log_variance / 2) * noise
        return jnp.concatenate(means, -1)

    def decode(key, state, latent, label=None):
        params = state.params["estimator"]
        output = model.decode(params, latent)
        return model.observation.sample(params, output, jnp.zeros_like(output))

    def reconstruct(key, state, x, label=None):
        del label
        return decode(key, state, model.posterior(state.params["estimator"], 0, x)[0])

    def log_weight(key, state, x, n):
        params = state.params["estimator"]
        first = model.posterior(params, 0, x)

        def one(index):
            draw = draw_latents(model, params, jax.random.fold_in(key, index), x, first)
            return draw.log_likelihood + draw.log_ratio

        return jax.vmap(one)(jnp.arange(n))

    return Method(
        init,
        step,
        sample,
        log_prob=log_prob,
        encode=encode,
        decode=None if several else decode,
        reconstruct=reconstruct,
        log_weight=log_weight,
        latent_dims=model.latent_dims if several else (),
    )


def arguments(config, networks, axis_name, objective: str) -> dict:
    """What `vae_estimator` takes, from a config with `observation`, `variance` (0: learned) and `samples`.

    config: it may have `objective` (default: that of the name given here), `chunk` (0: all) and
      `observation_temperature` (1; of samples and reconstructions, not of training).
    """
    encoder, decoder = require(networks, "encoder", "decoder")
    at_least(config, samples=1)
    observations = {"normal": normal, "bernoulli": bernoulli}
    if config.observation not in observations:
        raise UserError(f"the observation is one of {', '.join(observations)}, not {config.observation!r}")
    temperature = config.get("observation_temperature", 1.0)
    if isinstance(temperature, int | float) and temperature <= 0:
        raise UserError(f"config.method.observation_temperature must be above 0, not {temperature}")
    chunk = config.get("chunk", 0)
    if chunk < 0:
        raise UserError(f"config.method.chunk must be at least 0, not {chunk}")
    return dict(
        encoder=encoder,
        decoder=decoder,
        observation=partial(observations[config.observation], temperature=temperature),
        # A swept variance is traced, and never the 0 that asks for a learned one.
        variance=None if isinstance(config.variance, float) and config.variance <= 0 else config.variance,
        objective=bounds.make(config.get("objective") or {"name": objective}),
        samples=config.samples,
        chunk=chunk or None,
        axis_name=axis_name,
    )
