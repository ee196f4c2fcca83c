"""MDGAN (Che et al. 2017, Sec. 3.3): the generator's manifold is moved to the data, then mass spread along it."""

import flax.linen as nn
import jax
import jax.numpy as jnp
import optax

from ganjax import optimizers
from ganjax.losses import adversarial
from ganjax.methods.common import draw_latent, encoding, judge, require, same_latents, sampler, unconditional, without
from ganjax.methods.game import update_state
from ganjax.networks.variables import autoencode, forward, init_network
from ganjax.parallel import value_and_pgrad
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

    def learn(state, txs, objective):
        """One step of the networks in `txs`; objective: (params, model_state) -> (losses, new states, metrics)."""

        def mean(trained):
            losses, model_state, metrics = objective({**state.params, **trained}, state.model_state)
            return losses.mean(), ({**state.model_state, **model_state}, metrics)

        trained = {name: state.params[name] for name in txs}
        (_, (model_state, metrics)), grads = value_and_pgrad(mean, axis_name)(trained)
        return update_state(state, txs, grads, model_state), metrics

    def judged(params, model_state, name, x):
        logits, _, d_state = judge(discriminator, params[name], model_state[name], x, key=None)
        return logits, d_state

    def discriminator_losses(params, model_state, name, real, fake):
        """The losses of one discriminator; the two kinds of examples are batches of their own."""
        real_logits, d_state = judged(params, model_state, name, real)
        fake_logits, d_state = judged(params, {**model_state, name: d_state}, name, fake)
        losses = loss.real(real_logits) + loss.fake(fake_logits)
        per_example = {"loss": losses, "real_logits": real_logits, "fake_logits": fake_logits}
        return losses, {name: d_state}, {f"{name}/{key}": value.mean() for key, value in per_example.items()}

    def step(key, state, batch):
        x, x_again = batch["x"]  # lines 1 and 4
        latent = draw_latent(generator, key, len(x), axis_name)  # line 5

        def manifold_discriminator(params, model_state):  # line 2
            return discriminator_losses(params, model_state, MANIFOLD, x, reconstruct(params, model_state, x)[0])

        def manifold(params, model_state):  # line 3
            reconstruction, e_state = reconstruct(params, model_state, x)
            d_params, d_state = params[MANIFOLD], model_state[MANIFOLD]

            def judge_manifold(v):
                return judge(discriminator, d_params, d_state, v, key=None)[:2]

            distances, mode = reconstruction_terms(distance, judge_manifold, loss, x, reconstruction)
            losses = distance_weight * distances + mode_weight * mode
            return losses, {"encoder": e_state}, {"distance": distances.mean(), "mode": mode.mean()}

        def diffusion_discriminator(params, model_state):  # line 6
            real, _ = reconstruct(params, model_state, x_again)
            fake, _ = generate(params, model_state, latent)
            return discriminator_losses(params, model_state, DIFFUSION, real, fake)

        def diffusion(params, model_state):  # line 7
            fake, g_state = generate(params, model_state, latent)
            logits, d_state = judged(params, model_state, DIFFUSION, fake)
            losses = loss.generator(logits)
            return losses, {"generator": g_state, DIFFUSION: d_state}, {"generator_loss": losses.mean()}

        metrics = {}
        for txs, objective in (
            ({MANIFOLD: discriminator_tx}, manifold_discriminator),
            ({"generator": generator_tx, "encoder": encoder_tx}, manifold),
            ({DIFFUSION: discriminator_tx}, diffusion_discriminator),
            ({"generator": generator_tx}, diffusion),
        ):
            state, step_metrics = learn(state, txs, objective)
            metrics |= step_metrics
        return state._replace(step=state.step + 1), metrics

    fields = encoding(generator, encoder, axis_name=axis_name)
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
        loss=adversarial.by_name(method.loss),
        distance_weight=method.distance_weight,
        mode_weight=method.mode_weight,
        distance=method.distance,
        axis_name=axis_name,
    )
