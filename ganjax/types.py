"""The values that everything else is written in: a state, a method, an estimator, a term."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

import jax
import optax

if TYPE_CHECKING:  # flax takes seconds to import, and `import ganjax` needs nothing else of it
    import flax.linen as nn

Array = jax.Array
Params = Any  # a pytree of arrays
Metrics = dict[str, Array]
Batch = dict[str, Array]


class TrainState(NamedTuple):
    """All that a training run carries from one step to the next.

    Attributes:
      step: int32 [], how many steps have been taken.
      params: network or term name -> its parameters.
      model_state: network or term name -> what is learned without a gradient (batch statistics,
        spectral-norm vectors, running scales, averages).
      opt_state: network or term name -> its optimiser's state.
    """

    step: Array
    params: dict[str, Params]
    model_state: dict[str, Params]
    opt_state: dict[str, Any]


class Method(NamedTuple):
    """A training method: three pure functions over one state.

    Attributes:
      init: (key, batch) -> TrainState. A batch is {'x': [B, ...], 'label': [B] or [B, c], if any}; it
        gives shapes only.
      step: (key, state, batch) -> (TrainState, metrics: name -> scalar). Written per device: with an
        axis name, the batch is this device's part and every result is the same on all devices.
      sample: (key, state, n, label=None) -> [n, ...].
      batches_per_step: if more than 1, the leaves of a batch are [batches_per_step, B, ...].
      log_prob: (key, state, x [B, ...]) -> [B], a log-likelihood or a lower bound; None if there is none.
      encode: (key, state, x) -> latent [B, d]; None if there is none.
      decode: (key, state, latent [B, d], label=None) -> [B, ...], the mean of p(x | latent), with the batch
        statistics of samples; None if there is none.
      log_weight: (key, state, x, n) -> [n, B], log p(x, z) - log q(z | x) of n latents z ~ q(z | x) an example: the
        mean of its exponential is p(x). Of a model without latents log p(x), n times. None if there is no such q.
      latent_dims: the widths of the stochastic layers whose latents `encode` gives side by side, from the data
        upwards; empty where there is one.
      reconstruct: (key, state, x, label=None) -> [B, ...]; None if there is none.
      features: (key, state, x) -> [n, d], what the discriminator's head judges by, a row an example or a pack; one of
        pairs sees x with its latent's mean, of MDGAN's two it is D_1. None if there is no discriminator.
      refresh: (key, state, batch) -> TrainState with the generator's batch statistics moved towards those that its
        parameters have, as one forward pass in training mode does; None if it has no generator.
      refreshed: keys of `model_state`, besides the generator's, that `refresh` moves: those of an encoder whose
        latents the generator has statistics of their own for.
    """

    init: Callable[..., TrainState]
    step: Callable[..., tuple[TrainState, Metrics]]
    sample: Callable[..., Array]
    batches_per_step: int = 1
    log_prob: Callable[..., Array] | None = None
    encode: Callable[..., Array] | None = None
    reconstruct: Callable[..., Array] | None = None
    refresh: Callable[..., TrainState] | None = None
    refreshed: tuple[str, ...] = ()
    log_weight: Callable[..., Array] | None = None
    latent_dims: tuple[int, ...] = ()
    decode: Callable[..., Array] | None = None
    features: Callable[..., Array] | None = None


class Estimator(NamedTuple):
    """An explicit model that learns from the generator and so teaches it (the student of LBT).

    Attributes:
      init: (key, x [B, ...]) -> params.
      log_prob: (params, key, x [B, ...]) -> [B], in nats, exact or a lower bound.
    """

    init: Callable[..., Params]
    log_prob: Callable[..., Array]


class Term(NamedTuple):
    """An addition to the discriminator's or the generator's loss.

    Attributes:
      init: (key, context) -> (params, state), both empty dicts for a term that owns nothing.
      loss: (params, state, key, step, context) -> (per-example losses [B], new state, metrics).
        `context` is a `ganjax.methods.context.Context`.
      tx: the optimiser of the term's own parameters; None if it has none.
      name: the key of its parameters and state in a TrainState; unique within a method.
      owner: "discriminator" if it must be among that player's terms, as where its parameters learn in that player's
        step alone; "generator" if it can be among the generator's terms only; "both" if it must be
        among the terms of both.
      encoder: the module x -> latent that the term's parameters are of, if it owns one: the method then encodes and
        reconstructs by it. The term's state is that of `ganjax.networks.variables.autoencode`.
    """

    init: Callable[..., tuple[Params, Params]]
    loss: Callable[..., tuple[Array, Params, Metrics]]
    tx: optax.GradientTransformation | None = None
    name: str = "term"
    owner: str = ""
    encoder: "nn.Module | None" = None
