"""MDGAN (Che et al. 2017, Sec. 3.3): the generator's manifold is moved to the data, then mass spread along it."""

import flax.linen as nn
import jax
import jax.numpy as jnp
import optax

from ganjax import optimizers
from ganjax.dropout import refuse
from ganjax.losses import adversarial
from ganjax.methods.common import (
    draw_latent,
    encoding,
    featurer,
    judge,
    require,
    same_latents,
    sampler,
    unconditional,
    without,
)
from ganjax.methods.game import update_state
from ganjax.networks.variables import autoencode, forward, init_network
from ganjax.parallel import run_once, value_and_pgrad
from ganjax.terms.mode_reg import check_weights, reconstruction_terms
from ganjax.types import Method, TrainState

# The two discriminators, as keys of a state.
MANIFOLD, DIFFUSION = "discriminator", "diffusion_discriminator"


def mdgan(
    generator: nn.Module,
    encoder: nn.Module,
    discriminator: nn.Module,
    *,
    generator_tx: optax.GradientTransformation,
    encoder_tx: optax.GradientTransformation,
    discriminator_tx: optax.GradientTransformation,
    loss: adversarial.AdversarialLoss = adversarial.non_saturating,
    distance_weight: float = 1.0,
    mode_weight: float = 1.0,
    distance: str = "pixels",
    axis_name: str | None = None,
) -> Method:
    """Manifold-diffusion training, Che et al. 2017, Fig. 8; a step is both, on a batch of the data each.

    Two lines of the figure are not followed as printed: E is updated with G in line 3, and D_2 of line 6 sees G(z).
    G is updated twice a step, by one optimiser. The latents of lines 6 and 7 are the same ones.

    Args:
      encoder: x -> latent of the generator's size.
      discriminator: of D_1, x against G(E(x)), and of D_2, G(E(x)) against G(z), with parameters of their own.
      generator_tx, encoder_tx, discriminator_tx: the optimisers; D_1 and D_2 have one each, alike.
      loss: of both games.
      distance_weight, mode_weight: of the distance and of -log D_1(G(E(x))) in line 3, where the figure has 1 and
        lambda.
      distance: "pixels" or "features" (of D_1), as `ganjax.terms.mode_reg`.
      axis_name: the device axis, or None.
    """
    refuse(discriminator, "MDGAN")
    unconditional(generator, "MDGAN")
    same_latents(generator, encoder)
    check_weights("config.method", distance, distance_weight=distance_weight, mode_weight=mode_weight)

    def init(key, batch):
        keys = jax.random.split(key, 4)
        x, latent = batch["x"][0, :1], jnp.zeros((1, generator.latent_dim))
        params, model_state = {}, {}
        for name, module, network_key, example in (
            ("generator", generator, keys[0], latent),
            ("encoder", encoder, keys[1], x),
            (MANIFOLD, discriminator, keys[2], x),
            (DIFFUSION, discriminator, keys[3], x),
        ):
            params[name], model_state[name] = init_network(module, network_key, example, train=False)
        statistics = jax.tree.map(jnp.copy, model_state["generator"])
        model_state["encoder"] = {"encoder": model_state["encoder"], "generator": statistics}
        txs = {
            "generator": generator_tx,
            "encoder": encoder_tx,
            MANIFOLD: discriminator_tx,
            DIFFUSION: discriminator_tx,
        }
        opt_state = {name: tx.init(params[name]) for name, tx in txs.items()}
        return TrainState(jnp.zeros([], jnp.int32), params, model_state, opt_state)

    def generate(params, model_state, latent):
        return forward(generator, params["generator"], model_state["generator"], latent)

    def reconstruct(params, model_state, x):
        def of_latent(latent, statistics):
            return forward(generator, params["generator"], statistics, latent)

        return autoencode(encoder, params["encoder"], model_state["encoder"], x, of_latent)[1:]

    def discriminator_step(state, name, real, fake):
        """A step of one discriminator: (state, metrics); the two kinds of examples are batches of their own."""

        def objective(params):
            real_logits, _, d_state = judge(discriminator, params, state.model_state[name], real, key=None)
            fake_logits, _, d_state = judge(discriminator, params, d_state, fake, key=None)
            losses = loss.real(real_logits) + loss.fake(fake_logits)
            per_example = {"loss": losses, "real_logits": real_logits, "fake_logits": fake_logits}
            return losses.mean(), (d_state, {f"{name}/{key}": value.mean() for key, value in per_example.items()})

        (_, (d_state, metrics)), gradient = value_and_pgrad(objective, axis_name)(state.params[name])
        model_state = {**state.model_state, name: d_state}
        return update_state(state, {name: discriminator_tx}, {name: gradient}, model_state), metrics

    def manifold_step(state, x):
        """Lines 2 and 3: (state, metrics); both see the same G(E(x))."""
        trained = {name: state.params[name] for name in ("generator", "encoder")}
        reconstruction, e_state, pull = run_once(
            lambda params: reconstruct(params, state.model_state, x), trained, axis_name
        )
        state, metrics = discriminator_step(state, MANIFOLD, x, reconstruction)
        d_params, d_state = state.params[MANIFOLD], state.model_state[MANIFOLD]

        def judge_manifold(v):
            return judge(discriminator, d_params, d_state, v, key=None)[:2]

        def objective(reconstruction):
            distances, mode = reconstruction_terms(distance, judge_manifold, loss, x, reconstruction)
            losses = distance_weight * distances + mode_weight * mode
            return losses.mean(), {"distance": distances.mean(), "mode": mode.mean()}

        (_, more), grads = pull(objective)
        txs = {"generator": generator_tx, "encoder": encoder_tx}
        return update_state(state, txs, grads, {**state.model_state, "encoder": e_state}), metrics | more

    def diffusion_step(state, x, latent):
        """Lines 6 and 7: (state, metrics); both see the same G(z)."""
        real, _ = reconstruct(state.params, state.model_state, x)
        trained = {"generator": state.params["generator"]}
        fake, g_state, pull = run_once(lambda params: generate(params, state.model_state, latent), trained, axis_name)
        state, metrics = discriminator_step(state, DIFFUSION, real, fake)

        def objective(fake):
            d_params, d_state = state.params[DIFFUSION], state.model_state[DIFFUSION]
            logits, _, d_state = judge(discriminator, d_params, d_state, fake, key=None)
            losses = loss.generator(logits)
            return losses.mean(), (d_state, {"generator_loss": losses.mean()})

        (_, (d_state, more)), grads = pull(objective)
        model_state = {**state.model_state, "generator": g_state, DIFFUSION: d_state}
        return update_state(state, {"generator": generator_tx}, grads, model_state), metrics | more

    def step(key, state, batch):
        x, x_again = batch["x"]  # lines 1 and 4
        latent = draw_latent(generator, key, len(x), axis_name)  # line 5
        state, metrics = manifold_step(state, x)
        state, more = diffusion_step(state, x_again, latent)
        return state._replace(step=state.step + 1), metrics | more

    fields = encoding(generator, encoder, axis_name=axis_name) | {"features": featurer(discriminator)}
    return Method(init, step, sampler(generator), batches_per_step=2, **fields)


def make(config, networks, axis_name=None) -> Method:
    """`mdgan` from a config: `method` has `loss`, `distance`, `distance_weight` and `mode_weight`.

    D_1 and D_2 are both `networks.discriminator`.
    """
    method = config.method
    without(method, "MDGAN", "terms", "feature_tx", "sample_tx")
    return mdgan(
        *require(networks, "generator", "encoder", "discriminator"),
        generator_tx=optimizers.make(config.generator_tx),
        encoder_tx=optimizers.make(config.encoder_tx),
        discriminator_tx=optimizers.make(config.discriminator_tx),
        loss=adversarial.require_single(adversarial.by_name(method.loss), "MDGAN"),
        distance_weight=method.distance_weight,
        mode_weight=method.mode_weight,
        distance=method.distance,
        axis_name=axis_name,
    )
