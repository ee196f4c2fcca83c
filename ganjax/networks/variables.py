"""Running a module: its parameters, its other variables, and what goes through an encoder and a generator."""

from collections.abc import Callable

import flax.linen as nn

from ganjax.errors import UserError
from ganjax.types import Array, Params


def init_network(module: nn.Module, key: Array, *args, **kwargs) -> tuple[Params, Params]:
    """Parameters and other variables (batch statistics, ...) of a module; the latter may be empty."""
    variables = dict(module.init(key, *args, **kwargs))
    return variables.pop("params", {}), variables


def init_stateless(role: str, module: nn.Module, key: Array, *args, **kwargs) -> Params:
    """Parameters of a module for a method that keeps none of its other variables; `role` is its key of a config.

    Raises:
      UserError: the module has other variables, such as batch statistics.
    """
    params, state = init_network(module, key, *args, **kwargs)
    if state:
        raise UserError(
            f"config.networks.{role} has {', '.join(sorted(state))}, which this method does not keep: "
            f"config.networks.{role}.batch_norm must be False, or the network another"
        )
    return params


def forward(module: nn.Module, params: Params, state: Params, *args, train: bool = True, **kwargs):
    """Applies a module: (output, new state). The state changes only when `train`."""
    variables = {"params": params, **state}
    if not (train and state):
        return module.apply(variables, *args, train=train, **kwargs), state
    return module.apply(variables, *args, train=train, mutable=list(state), **kwargs)


def autoencode(
    encoder: nn.Module,
    params: Params,
    state: Params,
    x: Array,
    generate: Callable[[Array, Params], tuple[Array, Params]],
    train: bool = True,
) -> tuple[Array, Array, Params]:
    """E(x), G(E(x)) and the state after it.

    A generator that sees latents of the prior and of an encoder has two kinds of batches. They share its parameters,
    batch norm's scale and bias among them, and each have batch statistics of their own (Che et al. 2017, App. B): of
    encoded latents they are kept here, beside the encoder, of the prior's latents with the generator.

    Args:
      encoder: x -> latent [B, d], or its (mean, log variance), of which the mean is taken.
      params: the encoder's.
      state: {"encoder": its variables, "generator": the generator's batch statistics of encoded latents}.
      x: [B, ...].
      generate: (latent, batch statistics) -> (x, new batch statistics), in the mode that `train` says.
      train: as `forward`.
    """
    latent, own = forward(encoder, params, state["encoder"], x, train=train)
    latent = latent[0] if isinstance(latent, tuple) else latent
    reconstruction, statistics = generate(latent, state["generator"])
    return latent, reconstruction, {"encoder": own, "generator": statistics}
