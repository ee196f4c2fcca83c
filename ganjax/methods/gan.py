"""Generative adversarial networks: any loss, any number of critic steps, any terms (Goodfellow et al. 2014).

`play` gives the two halves of the game, which unrolled GANs and LBT-GAN are built from as well; `gan`
alternates them.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

import flax.linen as nn
import jax
import jax.numpy as jnp
import optax

from ganjax import optimizers, splice, terms
from ganjax.dropout import drops
from ganjax.errors import UserError
from ganjax.losses import adversarial
from ganjax.methods.common import (
    apply_gradient,
    at_least,
    draw_latent,
    encoding,
    first,
    judge,
    refresher,
    require,
    sampler,
)
from ganjax.networks.variables import forward, init_network
from ganjax.parallel import value_and_pgrad
from ganjax.types import Array, Batch, Method, Metrics, Params, Term, TrainState
from ganjax.unroll import unroll


class Context(NamedTuple):
    """What a step has at hand when it asks its terms for their losses; a term uses what it needs.

    Attributes:
      real, fake: [B, ...]. label: [B] or [B, c], or None. latent: [B, d], the fakes' latents.
      n_classes: how many classes, or attributes, the generator is told; 0 if it is unconditional.
      real_features, fake_features: [B, d] at the discriminator's feature layer, behind `feature_tx`: what a term
        says of these is transformed with what the game says.
      real_logits, fake_logits: [B]. In a generator step real_features and real_logits are None.
      adversarial: the player's losses [B] before any term.
      loss: what the game's players minimise.
      generate: (latent [m, d], batch statistics) -> (x [m, ...], new batch statistics). discriminate: x [m, ...] ->
        logits [m]. judge: x [m, ...] -> (logits, features). All with the parameters of this step, in training mode,
        leaving the players' own batch statistics as they are; the features are not behind `feature_tx`.
      statistics: the generator's, of batches of the prior's latents.
      axis_name: the device axis or None.
    """

    real: Array
    fake: Array
    label: Array | None
    n_classes: int
    latent: Array
    real_features: Array | None
    fake_features: Array
    real_logits: Array | None
    fake_logits: Array
    adversarial: Array
    loss: adversarial.AdversarialLoss
    generate: Callable[[Array, Params], tuple[Array, Params]]
    discriminate: Callable[[Array], Array]
    judge: Callable[[Array], tuple[Array, Array]]
    statistics: Params
    axis_name: str | None


class Game(NamedTuple):
    """The two halves of an adversarial game over one `TrainState`.

    Attributes:
      init: (key, batch) -> TrainState.
      critic: (key, state, batch) -> (state, metrics): one discriminator step.
      generator_loss: (params of the generator and its terms, state, key, batch) ->
        (scalar, (model_state, metrics)), differentiable in the state as well.
      fakes: (params, model_state, key, batch) -> (latent, generated batch, the generator's new state).
      txs: the optimisers of the generator and of its own terms, by their keys in `state.params`: `params` above.
      probes: zeros that `params` may have under "probes", whose gradients tell what the transforms found.
      fields: those of a `Method` that the players, and a term's encoder, give: `sample`, `refresh`, and perhaps
        `encode`, `reconstruct` and `refreshed`.
    """

    init: Callable[..., TrainState]
    critic: Callable[..., tuple[TrainState, Metrics]]
    generator_loss: Callable[..., tuple[Array, tuple[Params, Metrics]]]
    fakes: Callable[..., tuple[Array, Array, Params]]
    txs: dict[str, optax.GradientTransformation]
    probes: Params
    fields: dict[str, Any]


def _add_terms(terms: Sequence[Term], params, model_state, key, step, context, losses):
    """Losses with the terms' added, the model state with theirs, and their metrics."""
    metrics = {}
    for index, term in enumerate(terms):
        added, new, told = term.loss(
            params[term.name],
            model_state[term.name],
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
    sample_tx: optax.GradientTransformationExtraArgs | None = None,
    axis_name: str | None = None,
) -> Game:
    """The halves of a game between `generator` and `discriminator`.

    Args:
      generator, discriminator: modules as `ganjax.networks.mlp` has them.
      generator_tx, discriminator_tx: their optimisers.
      loss: what the two minimise.
      discriminator_terms, generator_terms: what is added to either's loss. A term of one name on both sides is one
        term: its parameters learn in the discriminator's step.
      feature_tx: transforms the gradients at the discriminator's features, in both steps and for real and generated
        examples by themselves (`ganjax.splice`): those of the game and of terms that use the context's features.
        Terms that call the discriminator keep their own.
      sample_tx: transforms the generator's gradients at its samples themselves, flattened to [n, d]: with SVGD the
        amortised SVGD of Stein-GAN (Wang & Liu 2016), the discriminator being minus an energy.
      axis_name: the device axis, or None.
    """
    n_classes = getattr(generator, "n_classes", 0)
    for term in _own(discriminator_terms, generator_terms):
        if term.owner == "discriminator":
            raise UserError(f"config.method.terms: {term.name} must be among the discriminator's terms, too")
    for term in discriminator_terms:
        if term.owner == "generator":
            raise UserError(f"config.method.terms: {term.name} can be among the generator's terms only")

    def labels(batch):
        return (batch["label"],) if n_classes else ()

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

        def features_of(v):
            return discriminator.init_with_output(keys[1], v, train=False, method="features")[0]

        logits, features = jnp.zeros(1), jax.eval_shape(features_of, x)
        context = Context(
            real=x,
            fake=jnp.zeros_like(x),
            label=batch["label"][:1] if "label" in batch else None,
            n_classes=n_classes,
            latent=latent,
            real_features=jnp.zeros(features.shape, features.dtype),
            fake_features=jnp.zeros(features.shape, features.dtype),
            real_logits=logits,
            fake_logits=logits,
            adversarial=logits,
            loss=loss,
            generate=lambda z, statistics: forward(generator, g_params, statistics, z, *label, train=False),
            discriminate=lambda v: forward(discriminator, d_params, d_state, v, train=False)[0],
            judge=lambda v: judge(discriminator, d_params, d_state, v, key=None)[:2],
            statistics=g_state,
            axis_name=None,
        )
        for index, term in enumerate((*discriminator_terms, *_own(discriminator_terms, generator_terms))):
            if term.name in params:
                raise ValueError(f"two terms or networks are called {term.name!r}")
            owned, state = term.init(jax.random.fold_in(keys[2], index), context)
            params[term.name], model_state[term.name] = owned, state
            opt_state[term.name] = term.tx.init(owned) if term.tx is not None else optax.EmptyState()
        return TrainState(jnp.zeros([], jnp.int32), params, model_state, opt_state)

    def context_of(params, model_state, batch, latent, fake, of_real, of_fake, adversarial):
        """The context of a step; of_real, of_fake: (logits, features)."""

        d_params, d_state = params["discriminator"], model_state["discriminator"]
        return Context(
            real=batch["x"],
            label=batch.get("label"),
            n_classes=n_classes,
            loss=loss,
            generate=lambda z, statistics: forward(generator, params["generator"], statistics, z, *labels(batch)),
            discriminate=lambda x: forward(discriminator, d_params, d_state, x)[0],
            judge=lambda x: judge(discriminator, d_params, d_state, x, key=None)[:2],
            statistics=model_state["generator"],
            axis_name=axis_name,
            latent=latent,
            fake=fake,
            real_logits=of_real[0],
            real_features=of_real[1],
            fake_logits=of_fake[0],
            fake_features=of_fake[1],
            adversarial=adversarial,
        )

    def fakes(params, model_state, key, batch):
        latent = draw_latent(generator, key, batch["x"].shape[0], axis_name)
        fake, g_state = forward(generator, params["generator"], model_state["generator"], latent, *labels(batch))
        return latent, fake, g_state

    judged = partial(judge, discriminator, feature_tx=feature_tx)

    def discriminator_loss(trained, state: TrainState, key, batch):
        latent_key, term_key, real_key, fake_key = jax.random.split(key, 4)
        probes = trained["probes"]
        params, model_state = {**state.params, **trained}, state.model_state
        latent, fake, _ = fakes(params, model_state, latent_key, batch)
        d_params, d_state = params["discriminator"], model_state["discriminator"]
        if d_state or feature_tx is not None or drops(discriminator):
            # Batch norm: real and generated examples are batches of their own (Radford et al. 2016). Dropout's masks
            # are by the number of an example in its batch.
            *of_real, d_state = judged(d_params, d_state, batch["x"], key=real_key, probe=probes["real"])
            *of_fake, d_state = judged(d_params, d_state, fake, key=fake_key, probe=probes["fake"])
        else:
            *both, _ = judged(d_params, d_state, jnp.concatenate([batch["x"], fake]), key=real_key)
            of_real, of_fake = zip(*(jnp.split(x, 2) for x in both), strict=True)
        losses = loss.real(of_real[0]) + loss.fake(of_fake[0])
        context = context_of(params, model_state, batch, latent, fake, of_real, of_fake, losses)
        losses, model_state, told = _add_terms(
            discriminator_terms, params, model_state, term_key, state.step, context, losses
        )
        metrics = {
            "discriminator_loss": losses.mean(),
            "real_logits": of_real[0].mean(),
            "fake_logits": of_fake[0].mean(),
            **told,
        }
        return losses.mean(), ({**model_state, "discriminator": d_state}, metrics)

    critic_txs = {"discriminator": discriminator_tx, **{t.name: t.tx for t in discriminator_terms if t.tx}}

    def critic(key: Array, state: TrainState, batch: Batch) -> tuple[TrainState, Metrics]:
        probes = {side: splice.probe_of(feature_tx) for side in ("real", "fake")}
        trained = {"probes": probes, **{name: state.params[name] for name in critic_txs}}
        loss_and_grad = value_and_pgrad(discriminator_loss, axis_name)
        (_, (model_state, metrics)), grads = loss_and_grad(trained, state, key, batch)
        return update_state(state, critic_txs, grads, model_state), {**metrics, **splice.found(grads["probes"])}

    generator_probes = {"generator": splice.probe_of(feature_tx), "sample": splice.probe_of(sample_tx)}

    def generator_loss(trained, state: TrainState, key, batch):
        latent_key, term_key, judge_key, sample_key = jax.random.split(key, 4)
        probes = trained.get("probes", generator_probes)
        params, model_state = {**state.params, **trained}, state.model_state
        latent, fake, g_state = fakes(params, model_state, latent_key, batch)
        seen = fake
        if sample_tx is not None:
            # What D says of the samples, its features included, is transformed; what terms find by calling D is not.
            flat = splice.splice(fake.reshape(len(fake), -1), sample_tx, sample_key, probes["sample"])
            seen = flat.reshape(fake.shape)
        d_params, d_state = params["discriminator"], model_state["discriminator"]
        *of_fake, d_state = judged(d_params, d_state, seen, key=judge_key, probe=probes["generator"])
        losses = loss.generator(of_fake[0])
        context = context_of(params, model_state, batch, latent, fake, (None, None), of_fake, losses)
        losses, model_state, told = _add_terms(
            generator_terms, params, model_state, term_key, state.step, context, losses
        )
        metrics = {"generator_loss": losses.mean(), **told}
        return losses.mean(), ({**model_state, "generator": g_state, "discriminator": d_state}, metrics)

    own = {term.name: term.tx for term in _own(discriminator_terms, generator_terms) if term.tx}
    fields = {"sample": sampler(generator), "refresh": refresher(generator, axis_name)}
    for term in generator_terms:
        if term.encoder is not None:
            fields |= encoding(generator, term.encoder, term.name, axis_name)
    return Game(init, critic, generator_loss, fakes, {"generator": generator_tx, **own}, generator_probes, fields)


def _own(discriminator_terms: Sequence[Term], generator_terms: Sequence[Term]) -> tuple[Term, ...]:
    """The generator's terms that are not the discriminator's as well."""
    shared = {term.name for term in discriminator_terms}
    return tuple(term for term in generator_terms if term.name not in shared)


def game_options(config: Mapping, axis_name: str | None) -> dict[str, Any]:
    """What `config.method` says of `play`: `loss`, `terms` (side -> name -> arguments), `feature_tx`, `sample_tx`."""
    return dict(
        loss=adversarial.by_name(config.loss),
        discriminator_terms=terms.make(config.get("terms"), "discriminator", axis_name),
        generator_terms=terms.make(config.get("terms"), "generator", axis_name),
        feature_tx=splice.make(config.get("feature_tx"), axis_name),
        sample_tx=splice.make(config.get("sample_tx"), axis_name, "sample_tx"),
        axis_name=axis_name,
    )


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
    critic_steps: int = 1,
    axis_name: str | None = None,
    **options,
) -> Method:
    """A GAN: `critic_steps` discriminator steps, then one generator step, on fresh latents each.

    Args: as `play`; `critic_steps` discriminator steps a generator step, each on a batch of its own.
    """
    game = play(
        generator,
        discriminator,
        generator_tx=generator_tx,
        discriminator_tx=discriminator_tx,
        axis_name=axis_name,
        **options,
    )
    critic = critic_steps_of(game, critic_steps)

    def step(key, state, batch):
        critic_key, generator_key = jax.random.split(key)
        state, metrics = critic(critic_key, state, batch)
        last = batch if critic_steps == 1 else jax.tree.map(lambda x: x[-1], batch)
        trained = {"probes": game.probes, **{name: state.params[name] for name in game.txs}}
        loss_and_grad = value_and_pgrad(game.generator_loss, axis_name)
        (_, (model_state, told)), grads = loss_and_grad(trained, state, generator_key, last)
        state = update_state(state, game.txs, grads, model_state)
        return state._replace(step=state.step + 1), {**metrics, **told, **splice.found(grads["probes"])}

    def init(key, batch):
        return game.init(key, batch if critic_steps == 1 else jax.tree.map(lambda x: x[0], batch))

    return Method(init, step, batches_per_step=critic_steps, **game.fields)


def make(config, networks, axis_name=None) -> Method:
    """`gan` as a config says: `method.critic_steps`, and `game_options`."""
    generator, discriminator = require(networks, "generator", "discriminator")
    at_least(config.method, critic_steps=1)
    return gan(
        generator,
        discriminator,
        generator_tx=optimizers.make(config.generator_tx),
        discriminator_tx=optimizers.make(config.discriminator_tx),
        critic_steps=config.method.critic_steps,
        **game_options(config.method, axis_name),
    )
