"""The Donsker-Varadhan bound of KL(P || Q), and the moving average that corrects its gradient."""

import math

import jax
import jax.numpy as jnp
from jax.lax import stop_gradient

from ganjax.errors import UserError
from ganjax.losses.adversarial import wasserstein
from ganjax.parallel import gather, pmean
from ganjax.types import Array, Term

_NONE = -1e30  # the logarithm of a sum of nothing


def log_mean_exp(logits: Array, axis_name: str | None = None) -> Array:
    """log (1/n) sum_i exp(logits_i) [] of logits [B], over all n of them on all devices."""
    every = gather(logits, axis_name)
    return jax.nn.logsumexp(every) - jnp.log(len(every))


def make(decay: float = 0.99) -> Term:
    """Makes of a Wasserstein critic T one of the bound KL(P || Q) >= E_P T - log E_Q exp T.

    Donsker & Varadhan 1975; Belghazi et al. 2018, Eq. 10. The Wasserstein losses have E_Q T in the place of the
    logarithm: the term adds the difference, to the discriminator's loss, and less it to the generator's. It needs
    `config.method.loss = "wasserstein"`, and is to be among the terms of both players.

    The gradient E_Q[exp(T) ∇T] / E_Q exp T of a batch is biased, as its denominator is of the same batch: a moving
    average of it is taken (Belghazi et al. 2018, Eq. 12). The loss is the bound's value on the batch all the same.

    Args:
      decay: of the moving average, which forgets its start as Adam's do; 0 is the batch's own.

    Raises:
      UserError: for a decay outside [0, 1), or beside another loss.
    """
    if isinstance(decay, str) or not 0 <= decay < 1:
        raise UserError(f"config.method.terms: the decay of donsker_varadhan is in [0, 1), not {decay!r}")

    def init(key, context):
        del key
        if context.loss._replace(zero_sum=False) != wasserstein:
            raise UserError("config.method.terms: donsker_varadhan needs config.method.loss=wasserstein")
        return {}, {"log_sum": jnp.full([], _NONE), "weight": jnp.zeros([])}

    def loss(params, state, key, step, context):
        del params, key, step
        of_critic = context.real_logits is not None
        log_mean = log_mean_exp(context.fake_logits, context.axis_name)
        if of_critic:
            batch = stop_gradient(log_mean)
            old = state["log_sum"] + (math.log(decay) if decay else _NONE)
            state = {
                "log_sum": jnp.logaddexp(old, batch + math.log1p(-decay)),
                "weight": decay * state["weight"] + 1 - decay,
            }
        if decay:
            ratio = jnp.exp(context.fake_logits - (state["log_sum"] - jnp.log(state["weight"])))
            losses = ratio + stop_gradient(log_mean - pmean(ratio.mean(), context.axis_name))
        else:
            losses = jnp.full_like(context.fake_logits, log_mean)
        gap = losses - context.fake_logits
        if not of_critic:
            return -gap, state, {}
        return gap, state, {"bound": pmean(context.real_logits.mean(), context.axis_name) - log_mean}

    return Term(init, loss, name="donsker_varadhan", owner="both")
