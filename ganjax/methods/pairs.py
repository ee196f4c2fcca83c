"""What the games over pairs (x, latent) share: generator, encoder, and a discriminator of both."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import flax.linen as nn
import jax
import jax.numpy as jnp
import optax

from ganjax import splice
from ganjax.losses.adversarial import AdversarialLoss
from ganjax.methods.common import (
    apply_gradient,
    decoder,
    draw_latent,
    featurer,
    first,
    judge,
    refresher,
    same_latents,
    sampler,
    stochastic,
    unconditional,
    without,
)
from ganjax.networks.variables import forward, init_network
from ganjax.parallel import example_normal, value_and_pgrad
from ganjax.types import Array, Method, Params, TrainState


class Pairs(NamedTuple):
    """One step's pairs under some parameters, differentiable in them.

    Attributes:
      latent: [B, k] from the prior. fake: [B, ...] = G(latent).
      real_logits: D(x, z ~ q(z | x)), [B]. fake_logits: D(G(latent), latent), [B].
      encode: x [B, ...] -> (mean, log variance) [B, k], in training mode.
      model_state: the three networks', after this pass.
    """

    latent: Array
    fake: Array
    real_logits: Array
    fake_logits: Array
    encode: Callable[[Array], tuple[Array, Array]]
    model_state: dict[str, Params]


def pair_game(
    generator: nn.Module,
    encoder: nn.Module,
    discriminator: nn.Module,
    generator_loss: Callable[[Pairs], tuple[Array, dict[str, Array]]],
    *,
    generator_tx: optax.GradientTransformation,
    encoder_tx: optax.GradientTransformation,
    discriminator_tx: optax.GradientTransformation,
    loss: AdversarialLoss,
    feature_tx: optax.GradientTransformationExtraArgs | None = None,
    axis_name: str | None = None,
) -> Method:
    """A step of D on pairs of the data and of the generator, then one of G and E together.

    Args:
      generator: latent -> x. encoder: x -> (mean, log variance) of a latent of the generator's size.
      discriminator: (x, latent) -> logits.
      generator_loss: what G and E minimise: Pairs -> (losses [B], metrics).
      loss: the discriminator's: real pairs are (x, E(x)), generated ones (G(z), z).
      feature_tx: as `ganjax.methods.game.GameOptions`.
      generator_tx, encoder_tx, discriminator_tx: the optimisers. axis_name: the device axis, or None.
    """

    unconditional(generator, "a game over pairs")
    stochastic(encoder, "a game over pairs")
    same_latents(generator, encoder)

    def init(key, batch):
        keys = jax.random.split(key, 3)
        x, latent = first(batch), jnp.zeros((1, generator.latent_dim))
        networks = {
            "generator": init_network(generator, keys[0], latent, train=False),
            "encoder": init_network(encoder, keys[1], x, train=False),
            "discriminator": init_network(discriminator, keys[2], x, latent, train=False),
        }
        params = {name: variables[0] for name, variables in networks.items()}
        txs = {"generator": generator_tx, "encoder": encoder_tx, "discriminator": discriminator_tx}
        opt_state = {name: tx.init(params[name]) for name, tx in txs.items()}
        return TrainState(
            jnp.zeros([], jnp.int32), params, {name: variables[1] for name, variables in networks.items()}, opt_state
        )

    def play(params, model_state, key, x, probes) -> Pairs:
        latent_key, noise_key, real_key, fake_key = jax.random.split(key, 4)
        latent = draw_latent(generator, latent_key, len(x), axis_name)
        fake, g_state = forward(generator, params["generator"], model_state["generator"], latent)
        (mean, log_variance), e_state = forward(encoder, params["encoder"], model_state["encoder"], x)
        noise = example_normal(noise_key, len(x), mean.shape[1:], axis_name)
        inferred = mean + jnp.exp(log_variance / 2) * noise

        d_params, d_state = params["discriminator"], model_state["discriminator"]
        if d_state or feature_tx is not None:
            # Batch norm: the two kinds of pairs are batches of their own.
            judged = partial(judge, discriminator, d_params, feature_tx=feature_tx)
            real_logits, _, d_state = judged(d_state, x, inferred, key=real_key, probe=probes["real"])
            fake_logits, _, d_state = judged(d_state, fake, latent, key=fake_key, probe=probes["fake"])
        else:
            both = jnp.concatenate([x, fake]), jnp.concatenate([inferred, latent])
            real_logits, fake_logits = jnp.split(forward(discriminator, d_params, d_state, *both)[0], 2)
        return Pairs(
            latent,
            fake,
            real_logits,
            fake_logits,
            lambda v: forward(encoder, params["encoder"], model_state["encoder"], v)[0],
            {"generator": g_state, "encoder": e_state, "discriminator": d_state},
        )

    def step(key, state, batch):
        x, keys = batch["x"], jax.random.split(key)
        probes = {side: splice.probe_of(feature_tx) for side in ("real", "fake")}

        def discriminator_loss(d_params, probes):
            pairs = play({**state.params, "discriminator": d_params}, state.model_state, keys[0], x, probes)
            losses = loss.of_discriminator(pairs.real_logits, pairs.fake_logits)
            aux = {"discriminator_loss": losses.mean(), "real_logits": pairs.real_logits.mean()}
            return losses.mean(), (pairs.model_state["discriminator"], aux)

        params, opt_state = dict(state.params), dict(state.opt_state)
        descend = value_and_pgrad(lambda trained: discriminator_loss(*trained), axis_name)
        (_, (d_state, metrics)), (grads, discriminator_probes) = descend((params["discriminator"], probes))
        params["discriminator"], opt_state["discriminator"] = apply_gradient(
            discriminator_tx, grads, opt_state["discriminator"], params["discriminator"]
        )
        model_state = {**state.model_state, "discriminator": d_state}

        def joint_loss(trained, probes):
            pairs = play({**params, **trained}, model_state, keys[1], x, probes)
            losses, aux = generator_loss(pairs)
            return losses.mean(), (
                pairs.model_state,
                {"generator_loss": losses.mean(), "fake_logits": pairs.fake_logits.mean(), **aux},
            )

        trained = {name: params[name] for name in ("generator", "encoder")}
        descend = value_and_pgrad(lambda trained: joint_loss(*trained), axis_name)
        (_, (model_state, aux)), (grads, jointly) = descend((trained, probes))
        aux |= splice.diagnostics_of(
            {**discriminator_probes, **{f"generator_{side}": value for side, value in jointly.items()}}
        )
        for name, tx in (("generator", generator_tx), ("encoder", encoder_tx)):
            params[name], opt_state[name] = apply_gradient(tx, grads[name], opt_state[name], params[name])
        model_state = {**state.model_state, **model_state}
        return TrainState(state.step + 1, params, model_state, opt_state), {**metrics, **aux}

    decode = decoder(generator)

    def encode(key, state, x):
        return forward(encoder, state.params["encoder"], state.model_state["encoder"], x, train=False)[0][0]

    def reconstruct(key, state, x, label=None):
        del label
        return decode(key, state, encode(key, state, x))

    return Method(
        init,
        step,
        sampler(generator),
        encode=encode,
        decode=decode,
        reconstruct=reconstruct,
        refresh=refresher(generator, axis_name),
        features=featurer(discriminator, encode),
    )


def feature_tx_of(config, axis_name):
    """The `method.feature_tx` of a game over pairs.

    Raises:
      UserError: for the options of a game over single examples, which it does not have.
    """
    without(config, "a game over pairs", "terms", "sample_tx")
    return splice.make(config.get("feature_tx"), axis_name)
