"""Generative adversarial networks: any loss, any number of critic steps, any terms (Goodfellow et al. 2014).

`play` gives the two halves of the game, which unrolled GANs and LBT-GAN are built from as well; `gan`
alternates them.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

import flax.linen as nn
import jax
import jax.numpy as jnp
import optax

from ganjax import optimizers, splice, terms
from ganjax.losses import adversarial
from ganjax.methods.common import (
    apply_gradient,
    at_least,
    draw_latent,
    first,
    forward,
    init_network,
    judge,
    require,
    sampler,
)
from ganjax.parallel import value_and_pgrad
from ganjax.types import Array, Batch, Method, Metrics, Params, Term, TrainState
from ganjax.unroll import unroll


class Context(NamedTuple):
    """What a step has at hand when it asks its terms for their losses; a term uses what it needs.

    Attributes:
      real, fake: [B, ...]. label: [B] or [B, c], or None. latent: [B, d], the fakes' latents.
      real_logits, fake_logits: [B]; real_logits is None in a generator step.
      adversarial: the player's losses [B] before any term.
      generate: latent [m, d] -> [m, ...]. discriminate: x [m, ...] -> logits [m]. Both with the
        parameters of this step, in training mode, leaving batch statistics as they are.
      axis_name: the device axis or None.
    """

    real: Array
    fake: Array
    label: Array | None
    latent: Array
    real_logits: Array | None
    fake_logits: Array
    adversarial: Array
    generate: Callable[[Array], Array]
    discriminate: Callable[[Array], Array]
    axis_name: str | None


class Game(NamedTuple):
    """The two halves of an adversarial game over one `TrainState`.

    Attributes:
      init: (key, batch) -> TrainState.
      critic: (key, state, batch) -> (state, metrics): one discriminator step.
      generator_loss: (params of the generator and its terms, state, key, batch) ->
        (scalar, (model_state, metrics)), differentiable in the state as well.
      fakes: (params, model_state, key, batch) -> (latent, generated batch, the generator's new state).
      trained: the keys of `state.params` that the generator step trains, in `params` above.
    """

    init: Callable[..., TrainState]
    critic: Callable[..., tuple[TrainState, Metrics]]
    generator_loss: Callable[..., tuple[Array, tuple[Params, Metrics]]]
    fakes: Callable[..., tuple[Array, Array, Params]]
    trained: tuple[str, ...]


def _add_terms(terms: Sequence[Term], params, model_state, key, step, context, losses):
    """Losses with the terms' added, the model state with theirs, and their metrics."""
    metrics = {}
    for index, term in enumerate(terms):
        added, new, told = term.loss(
            params.get(term.name, {}),
            model_state.get(term.name, {}),
            jax.random.fold_in(key, index),
            step,
            context,
        )
        losses = losses + added
        model_state = {**model_state, term.name: new}
        metrics.update({f"{term.name}/{k}": v for k, v in told.items()})
    return losses, model_state, metrics


def play(
    generator: nn.Module,
    discriminator: nn.Module,
    *,
    generator_tx: optax.GradientTransformation,
    discriminator_tx: optax.GradientTransformation,
    loss: adversarial.AdversarialLoss = adversarial.non_saturating,
    discriminator_terms: Sequence[Term] = (),
    generator_terms: Sequence[Term] = (),
    feature_tx: optax.GradientTransformationExtraArgs | None = None,
    axis_name: str | None = None,
) -> Game:
    """The halves of a game between `generator` and `discriminator`.

    Args:
      generator, discriminator: modules as `ganjax.networks.mlp` has them.
      generator_tx, discriminator_tx: their optimisers.
      loss: what the two minimise.
      discriminator_terms, generator_terms: what is added to either's loss.
      feature_tx: transforms the adversarial loss's gradients at the discriminator's features, in both steps and
        for real and generated examples by themselves (`ganjax.splice`); terms keep their own.
      axis_name: the device axis, or None.
    """
    conditional = bool(getattr(generator, "n_classes", 0))

    def labels(batch):
        return (batch["label"],) if conditional else ()

    def init(key: Array, batch: Batch) -> TrainState:
        keys = jax.random.split(key, 3)
        x, latent = first(batch), jnp.zeros((1, generator.latent_dim))
        label = tuple(value[:1] for value in labels(batch))
        g_params, g_state = init_network(generator, keys[0], latent, *label, train=False)
        d_params, d_state = init_network(discriminator, keys[1], x, train=False)
        params = {"generator": g_params, "discriminator": d_params}
        model_state = {"generator": g_state, "discriminator": d_state}
        opt_state = {
            "generator": generator_tx.init(g_params),
            "discriminator": discriminator_tx.init(d_params),
        }

        logits = jnp.zeros(1)
        context = Context(
            real=x,
            fake=jnp.zeros_like(x),
            label=batch["label"][:1] if "label" in batch else None,
            latent=latent,
            real_logits=logits,
            fake_logits=logits,
            adversarial=logits,
            generate=lambda z: forward(generator, g_params, g_state, z, *label, train=False)[0],
            discriminate=lambda v: forward(discriminator, d_params, d_state, v, train=False)[0],
            axis_name=None,
        )
        for index, term in enumerate((*discriminator_terms, *generator_terms)):
            if term.name in params:
                raise ValueError(f"two terms or networks are called {term.name!r}")
            owned, state = term.init(jax.random.fold_in(keys[2], index), context)
            params[term.name], model_state[term.name] = owned, state
            opt_state[term.name] = term.tx.init(owned) if term.tx is not None else optax.EmptyState()
        return TrainState(jnp.zeros([], jnp.int32), params, model_state, opt_state)

    def context_of(params, model_state, batch, latent, fake, real_logits, fake_logits, losses):
        def generate(z):
            return forward(generator, params["generator"], model_state["generator"], z, *labels(batch))[0]

        def discriminate(x):
            return forward(discriminator, params["discriminator"], model_state["discriminator"], x)[0]

        return Context(
            real=batch["x"],
            fake=fake,
            label=batch.get("label"),
            latent=latent,
            real_logits=real_logits,
            fake_logits=fake_logits,
            adversarial=losses,
            generate=generate,
            discriminate=discriminate,
            axis_name=axis_name,
        )

    def fakes(params, model_state, key, batch):
        latent = draw_latent(generator, key, batch["x"].shape[0], axis_name)
        fake, g_state = forward(generator, params["generator"], model_state["generator"], latent, *labels(batch))
        return latent, fake, g_state

    judged = partial(judge, discriminator, feature_tx=feature_tx)

    def discriminator_loss(trained, state: TrainState, key, batch):
        latent_key, term_key = jax.random.split(key)
        real_key, fake_key = jax.random.split(jax.random.fold_in(key, 2))
        probes = trained["probes"]
        params, model_state = {**state.params, **trained}, state.model_state
        latent, fake, _ = fakes(params, model_state, latent_key, batch)
        d_params, d_state = params["discriminator"], model_state["discriminator"]
        if d_state or feature_tx is not None:
            # Batch norm: real and generated examples are batches of their own (Radford et al. 2016).
            real_logits, d_state = judged(d_params, d_state, batch["x"], key=real_key, probe=probes["real"])
            fake_logits, d_state = judged(d_params, d_state, fake, key=fake_key, probe=probes["fake"])
        else:
            both, _ = forward(discriminator, d_params, d_state, jnp.concatenate([batch["x"], fake]))
            real_logits, fake_logits = jnp.split(both, 2)
        losses = loss.real(real_logits) + loss.fake(fake_logits)
        context = context_of(params, model_state, batch, latent, fake, real_logits, fake_logits, losses)
        losses, model_state, told = _add_terms(
            discriminator_terms, trained, model_state, term_key, state.step, context, losses
        )
        metrics = {
            "discriminator_loss": losses.mean(),
            "real_logits": real_logits.mean(),
            "fake_logits": fake_logits.mean(),
            **told,
        }
        return losses.mean(), ({**model_state, "discriminator": d_state}, metrics)

    critic_txs = {"discriminator": discriminator_tx, **{t.name: t.tx for t in discriminator_terms if t.tx}}

    def critic(key: Array, state: TrainState, batch: Batch) -> tuple[TrainState, Metrics]:
        probes = {side: splice.probe_of(feature_tx) for side in ("real", "fake")}
        trained = {"probes": probes, **{name: state.params[name] for name in critic_txs}}
        loss_and_grad = value_and_pgrad(discriminator_loss, axis_name)
        (_, (model_state, metrics)), grads = loss_and_grad(trained, state, key, batch)
        found = {f"{side}_{k}": v for side, told in grads["probes"].items() for k, v in told.items()}
        return update_state(state, critic_txs, grads, model_state), {**metrics, **found}

    generator_names = ("generator", *(t.name for t in generator_terms if t.tx))

    def generator_loss(trained, state: TrainState, key, batch):
        latent_key, term_key = jax.random.split(key)
        params, model_state = {**state.params, **trained}, state.model_state
        latent, fake, g_state = fakes(params, model_state, latent_key, batch)
        d_params, d_state = params["discriminator"], model_state["discriminator"]
        fake_logits, d_state = judged(d_params, d_state, fake, key=jax.random.fold_in(key, 2))
        losses = loss.generator(fake_logits)
        context = context_of(params, model_state, batch, latent, fake, None, fake_logits, losses)
        losses, model_state, told = _add_terms(
            generator_terms, trained, model_state, term_key, state.step, context, losses
        )
        metrics = {"generator_loss": losses.mean(), **told}
        return losses.mean(), ({**model_state, "generator": g_state, "discriminator": d_state}, metrics)

    return Game(init, critic, generator_loss, fakes, generator_names)


def update_state(state: TrainState, txs, grads, model_state) -> TrainState:
    """The state after one optimiser step for each network named in `txs`; `step` is left as it is."""
    params, opt_state = dict(state.params), dict(state.opt_state)
    for name, tx in txs.items():
        params[name], opt_state[name] = apply_gradient(tx, grads[name], opt_state[name], params[name])
    return TrainState(state.step, params, model_state, opt_state)


def critic_steps_of(game: Game, steps: int):
    """(key, state, batch) -> (state, metrics): `steps` critic steps, on a batch each if more than one."""

    def many(key, state, batch):
        if steps == 1:
            return game.critic(key, state, batch)
        state, metrics = unroll(lambda s, x: game.critic(x[0], s, x[1]), state, (jax.random.split(key, steps), batch))
        return state, jax.tree.map(lambda m: m[-1], metrics)

    return many


def gan(
    generator: nn.Module,
    discriminator: nn.Module,
    *,
    generator_tx: optax.GradientTransformation,
    discriminator_tx: optax.GradientTransformation,
    loss: adversarial.AdversarialLoss = adversarial.non_saturating,
    critic_steps: int = 1,
    discriminator_terms: Sequence[Term] = (),
    generator_terms: Sequence[Term] = (),
    feature_tx: optax.GradientTransformationExtraArgs | None = None,
    axis_name: str | None = None,
) -> Method:
    """A GAN: `critic_steps` discriminator steps, then one generator step, on fresh latents each.

    Args: as `play`; `critic_steps` discriminator steps a generator step, each on a batch of its own.
    """
    game = play(
        generator,
        discriminator,
        generator_tx=generator_tx,
        discriminator_tx=discriminator_tx,
        loss=loss,
        discriminator_terms=discriminator_terms,
        generator_terms=generator_terms,
        feature_tx=feature_tx,
        axis_name=axis_name,
    )
    critic = critic_steps_of(game, critic_steps)
    txs = {"generator": generator_tx, **{t.name: t.tx for t in generator_terms if t.tx}}

    def step(key, state, batch):
        critic_key, generator_key = jax.random.split(key)
        state, metrics = critic(critic_key, state, batch)
        last = batch if critic_steps == 1 else jax.tree.map(lambda x: x[-1], batch)
        trained = {name: state.params[name] for name in game.trained}
        loss_and_grad = value_and_pgrad(game.generator_loss, axis_name)
        (_, (model_state, told)), grads = loss_and_grad(trained, state, generator_key, last)
        state = update_state(state, txs, grads, model_state)
        return state._replace(step=state.step + 1), {**metrics, **told}

    def init(key, batch):
        return game.init(key, batch if critic_steps == 1 else jax.tree.map(lambda x: x[0], batch))

    return Method(init, step, sampler(generator), batches_per_step=critic_steps)


def make(config, networks, axis_name=None) -> Method:
    """`gan` as a config says: `method.loss`, `critic_steps`, `terms` (side -> name -> arguments), `feature_tx`."""
    generator, discriminator = require(networks, "generator", "discriminator")
    at_least(config.method, critic_steps=1)
    return gan(
        generator,
        discriminator,
        generator_tx=optimizers.make(config.generator_tx),
        discriminator_tx=optimizers.make(config.discriminator_tx),
        loss=adversarial.by_name(config.method.loss),
        critic_steps=config.method.critic_steps,
        discriminator_terms=terms.make(config.method.get("terms"), "discriminator"),
        generator_terms=terms.make(config.method.get("terms"), "generator"),
        feature_tx=splice.make(config.method.get("feature_tx"), axis_name),
        axis_name=axis_name,
    )
