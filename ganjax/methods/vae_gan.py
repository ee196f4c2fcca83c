"""VAE/GAN (Larsen et al. 2016): a VAE whose reconstructions are judged in the discriminator's features."""

from typing import NamedTuple

import flax.linen as nn
import jax
import jax.numpy as jnp
import optax

from ganjax import optimizers
from ganjax.dropout import refuse
from ganjax.losses import adversarial
from ganjax.losses.distance import squared_distance
from ganjax.losses.likelihood import normal_kl
from ganjax.methods.common import (
    at_least,
    draw_latent,
    encoding,
    featurer,
    first,
    judge,
    normal_prior,
    require,
    same_latents,
    sampler,
    stochastic,
    unconditional,
    without,
)
from ganjax.methods.game import update_state
from ganjax.networks.variables import forward, init_network
from ganjax.parallel import example_normal, value_and_pgrad
from ganjax.types import Array, Method, Params, TrainState


class Losses(NamedTuple):
    """What one pass gives, per example [B], and the networks' states after it.

    Attributes:
      prior: KL(q(z | x) || N(0, I)). likelihood: -log N(f(x); f(G(z)), I) less its constant, z ~ q(z | x).
      real, reconstructed, generated: D's losses of x, of G(z ~ q(z | x)) and of G(z ~ p).
      deception: the generator's losses of the last two, summed.
    """

    prior: Array
    likelihood: Array
    real: Array
    reconstructed: Array
    generated: Array
    deception: Array
    model_state: dict[str, Params]


def balance(real: Array, generated: Array, equilibrium: float, margin: float) -> tuple[Array, Array]:
    """Whether D, and whether G, learns in a step, booleans []: the equilibrium rule of the authors' code.

    Of D's two mean losses: one below equilibrium - margin pauses D, which is too strong; one above equilibrium +
    margin pauses G. Where both would pause, both learn.

    Args:
      real, generated: D's mean losses [] of the data and of G(z), z of the prior.
    """
    discriminator = jnp.minimum(real, generated) >= equilibrium - margin
    generator = jnp.maximum(real, generated) <= equilibrium + margin
    neither = ~(discriminator | generator)
    return discriminator | neither, generator | neither


def vae_gan(
    generator: nn.Module,
    encoder: nn.Module,
    discriminator: nn.Module,
    *,
    generator_tx: optax.GradientTransformation,
    encoder_tx: optax.GradientTransformation,
    discriminator_tx: optax.GradientTransformation,
    loss: adversarial.AdversarialLoss = adversarial.minimax,
    likelihood_weight: float = 1e-6,
    equilibrium: float = 0.68,
    margin: float = 0.35,
    axis_name: str | None = None,
) -> Method:
    """Larsen et al. 2016, Algorithm 1: the encoder, the generator (its decoder) and D learn at once.

    The encoder descends L_prior + L_llike, the generator gamma L_llike + L_GAN, D -L_GAN, where L_GAN = log D(x) +
    log(1 - D(G(z ~ q))) + log(1 - D(G(z ~ p))); with another loss it is that loss's parts. D does not descend L_llike
    (Eq. 7), the distance in its features.

    Args:
      generator: its latents are N(0, I).
      encoder: x -> (mean, log variance) of a latent of the generator's size.
      discriminator: its features, flat, are Dis_l.
      loss: "minimax" is the paper's.
      likelihood_weight: gamma.
      equilibrium, margin: of `balance`; a margin as large as the losses pauses nobody.
      others: as `ganjax.methods.game.play`.

    Raises:
      UserError: for players that do not fit each other or this method.
    """
    unconditional(generator, "VAE/GAN")
    refuse(discriminator, "VAE/GAN")
    same_latents(generator, encoder)
    stochastic(encoder, "VAE/GAN")
    normal_prior(generator, "generator", "VAE/GAN")

    def init(key, batch):
        keys = jax.random.split(key, 3)
        x, latent = first(batch), jnp.zeros((1, generator.latent_dim))
        params, model_state = {}, {}
        for name, module, network_key, example in (
            ("generator", generator, keys[0], latent),
            ("encoder", encoder, keys[1], x),
            ("discriminator", discriminator, keys[2], x),
        ):
            params[name], model_state[name] = init_network(module, network_key, example, train=False)
        statistics = jax.tree.map(jnp.copy, model_state["generator"])
        model_state["encoder"] = {"encoder": model_state["encoder"], "generator": statistics}
        opt_state = {name: tx.init(params[name]) for name, tx in txs.items()}
        return TrainState(jnp.zeros([], jnp.int32), params, model_state, opt_state)

    txs = {"generator": generator_tx, "encoder": encoder_tx, "discriminator": discriminator_tx}

    def losses_of(params, model_state, x, latent, noise) -> Losses:
        g_params, d_params = params["generator"], params["discriminator"]
        encoder_state, d_state = model_state["encoder"], model_state["discriminator"]
        (mean, log_variance), e_state = forward(encoder, params["encoder"], encoder_state["encoder"], x)
        inferred = mean + jnp.exp(log_variance / 2) * noise
        # Latents of q and of the prior are batches of their own, as in `ganjax.networks.variables.autoencode`.
        reconstruction, statistics = forward(generator, g_params, encoder_state["generator"], inferred)
        fake, g_state = forward(generator, g_params, model_state["generator"], latent)
        real_logits, features, d_state = judge(discriminator, d_params, d_state, x, key=None)
        q_logits, q_features, d_state = judge(discriminator, d_params, d_state, reconstruction, key=None)
        p_logits, _, d_state = judge(discriminator, d_params, d_state, fake, key=None)
        return Losses(
            prior=normal_kl(mean, log_variance),
            likelihood=0.5 * squared_distance(features, q_features),
            real=loss.real(real_logits),
            reconstructed=loss.fake(q_logits),
            generated=loss.fake(p_logits),
            deception=loss.generator(q_logits) + loss.generator(p_logits),
            model_state={
                "generator": g_state,
                "encoder": {"encoder": e_state, "generator": statistics},
                "discriminator": d_state,
            },
        )

    objectives = {
        "encoder": lambda losses: losses.prior + losses.likelihood,
        "generator": lambda losses: likelihood_weight * losses.likelihood + losses.deception,
        "discriminator": lambda losses: losses.real + losses.reconstructed + losses.generated,
    }

    def step(key, state, batch):
        x, keys = batch["x"], jax.random.split(key)
        latent = draw_latent(generator, keys[0], len(x), axis_name)
        noise = example_normal(keys[1], len(x), (generator.latent_dim,), axis_name)
        grads = {}
        for name, objective in objectives.items():

            def mean(trained, name=name, objective=objective):
                losses = losses_of({**state.params, name: trained}, state.model_state, x, latent, noise)
                metrics = {key: value.mean() for key, value in losses._asdict().items() if key != "model_state"}
                return objective(losses).mean(), (losses.model_state, metrics)

            # Three gradients of the same pass; the compiler merges the three copies of it.
            (_, (model_state, metrics)), grads[name] = value_and_pgrad(mean, axis_name)(state.params[name])
        d_learns, g_learns = balance(metrics["real"], metrics["generated"], equilibrium, margin)
        after = update_state(state, txs, grads, {**state.model_state, **model_state})
        params, opt_state = dict(after.params), dict(after.opt_state)
        for name, on in (("discriminator", d_learns), ("generator", g_learns)):
            # A player that pauses also has its old optimiser state.
            params[name], opt_state[name] = jax.tree.map(
                lambda new, old, on=on: jnp.where(on, new, old),
                (params[name], opt_state[name]),
                (state.params[name], state.opt_state[name]),
            )
            metrics[f"{name}_learns"] = on.astype(jnp.float32)
        return TrainState(state.step + 1, params, after.model_state, opt_state), metrics

    fields = encoding(generator, encoder, axis_name=axis_name) | {"features": featurer(discriminator)}
    return Method(init, step, sampler(generator), **fields)


def make(config, networks, axis_name=None) -> Method:
    """`vae_gan` from a config: `method` has `loss`, `likelihood_weight`, `equilibrium` and `margin`."""
    method = config.method
    without(method, "VAE/GAN", "terms", "feature_tx", "sample_tx")
    at_least(method, likelihood_weight=0.0, margin=0.0)
    return vae_gan(
        *require(networks, "generator", "encoder", "discriminator"),
        generator_tx=optimizers.make(config.generator_tx),
        encoder_tx=optimizers.make(config.encoder_tx),
        discriminator_tx=optimizers.make(config.discriminator_tx),
        loss=adversarial.require_single(adversarial.by_name(method.loss), "VAE/GAN"),
        likelihood_weight=method.likelihood_weight,
        equilibrium=method.equilibrium,
        margin=method.margin,
        axis_name=axis_name,
    )
