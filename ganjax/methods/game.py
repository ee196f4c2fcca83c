"""The adversarial game of a generator and a discriminator: both players' steps, with any loss and terms.

`play` binds the functions of this module to two networks. GANs, unrolled GANs and LBT-GAN are built from its `Game`.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

import flax.linen as nn
import jax
import jax.numpy as jnp
import optax

from ganjax import splice, terms
from ganjax.dropout import takes_keys
from ganjax.losses import adversarial
from ganjax.methods.common import apply_gradient, draw_latent, encoding, featurer, first, judge, sampling
from ganjax.methods.context import Context
from ganjax.methods.game_checks import check_classes, check_parts, check_sides
from ganjax.networks.variables import forward, init_network
from ganjax.parallel import value_and_pgrad
from ganjax.types import Array, Batch, Metrics, Params, Term, TrainState


class GameOptions(NamedTuple):
    """The options of a game, which all methods with a game share.

    Attributes:
      loss: what the two players minimise.
      discriminator_terms, generator_terms: additions to either player's loss. A term of one name on both sides is one
        term: its parameters learn in the discriminator's step.
      feature_tx: transforms the gradients at the discriminator's features, in both steps and for real and generated
        examples by themselves (`ganjax.splice`): those of the game and of terms that use the context's features;
        the real examples of a loss that compares have none in the generator's step, nor have terms that call D.
      sample_tx: transforms the generator's gradients at its samples themselves, flattened to [n, d]: with SVGD the
        amortised SVGD of Stein-GAN (Wang & Liu 2016), the discriminator being minus an energy.
    """

    loss: adversarial.AdversarialLoss = adversarial.non_saturating
    discriminator_terms: Sequence[Term] = ()
    generator_terms: Sequence[Term] = ()
    feature_tx: optax.GradientTransformationExtraArgs | None = None
    sample_tx: optax.GradientTransformationExtraArgs | None = None

    @property
    def generator_only_terms(self) -> tuple[Term, ...]:
        """The generator's terms that are not the discriminator's as well."""
        shared = {term.name for term in self.discriminator_terms}
        return tuple(term for term in self.generator_terms if term.name not in shared)


DEFAULT_OPTIONS = GameOptions()


def game_options(config: Any, axis_name: str | None, precision: str = "float32") -> GameOptions:
    """The options in `config.method`: `loss`, `terms` (side -> name -> arguments), `feature_tx`, `sample_tx`.

    `precision` is what the networks of terms compute in.

    Raises:
      UserError: for an unknown loss, term, transform or argument.
    """
    return GameOptions(
        loss=adversarial.by_name(config.loss),
        discriminator_terms=terms.make(config.get("terms"), "discriminator", axis_name, precision),
        generator_terms=terms.make(config.get("terms"), "generator", axis_name, precision),
        feature_tx=splice.make(config.get("feature_tx"), axis_name),
        sample_tx=splice.make(config.get("sample_tx"), axis_name, "sample_tx"),
    )


class Game(NamedTuple):
    """The two halves of an adversarial game over one `TrainState`.

    Attributes:
      init: (key, batch) -> TrainState.
      critic: (key, state, batch) -> (state, metrics): one discriminator step.
      generator_loss: (params of the generator and its terms, state, key, batch) ->
        (scalar, (model_state, metrics)), differentiable in the state as well.
      fakes: (params, model_state, key, batch) -> (latent, generated batch, the generator's new state).
      txs: the optimisers of the generator and of its own terms, by their keys in `state.params`: `params` above.
      probes: zeros that `params` may have under "probes", whose gradients are the transforms' diagnostics.
      fields: those of a `Method` that the players, and a term's encoder, give: `sample`, `refresh`, `features`, and
        perhaps `encode`, `decode`, `reconstruct` and `refreshed`.
    """

    init: Callable[..., TrainState]
    critic: Callable[..., tuple[TrainState, Metrics]]
    generator_loss: Callable[..., tuple[Array, tuple[Params, Metrics]]]
    fakes: Callable[..., tuple[Array, Array, Params]]
    txs: dict[str, optax.GradientTransformation]
    probes: Params
    fields: dict[str, Any]


def play(
    generator: nn.Module,
    discriminator: nn.Module,
    *,
    generator_tx: optax.GradientTransformation,
    discriminator_tx: optax.GradientTransformation,
    options: GameOptions = DEFAULT_OPTIONS,
    axis_name: str | None = None,
) -> Game:
    """The halves of a game between `generator` and `discriminator`.

    Args:
      generator, discriminator: modules as `ganjax.networks.mlp` has them.
      generator_tx, discriminator_tx: their optimisers.
      options: loss, terms and gradient transforms.
      axis_name: the device axis, or None.

    Raises:
      UserError: for a term on a side where it cannot be, or a network that lacks what the game asks of it.
    """
    check_sides(options.discriminator_terms, options.generator_terms)
    check_parts(generator, discriminator)
    check_classes(generator, discriminator)
    players = _Players(generator, discriminator, generator_tx, discriminator_tx, options, axis_name)
    own_txs = {term.name: term.tx for term in options.generator_only_terms if term.tx}
    fields = {**sampling(generator, axis_name), "features": featurer(discriminator)}
    for term in options.generator_terms:
        if term.encoder is not None:
            fields |= encoding(generator, term.encoder, term.name, axis_name)
    return Game(
        init=partial(_init, players),
        critic=partial(_critic, players),
        generator_loss=partial(_generator_loss, players),
        fakes=partial(_fakes, players),
        txs={"generator": generator_tx, **own_txs},
        probes=_generator_probes(options),
        fields=fields,
    )


class _Players(NamedTuple):
    """The arguments of `play`."""

    generator: nn.Module
    discriminator: nn.Module
    generator_tx: optax.GradientTransformation
    discriminator_tx: optax.GradientTransformation
    options: GameOptions
    axis_name: str | None

    @property
    def n_classes(self) -> int:
        return getattr(self.generator, "n_classes", 0)

    def labels(self, batch: Batch) -> tuple[Array, ...]:
        """The generator's arguments behind the latent: the batch's labels, or nothing."""
        return (batch["label"],) if self.n_classes else ()

    def judged(self, batch: Batch) -> tuple[Array, ...]:
        """The same for a discriminator that is conditional: it judges samples with the labels they were asked for."""
        return self.labels(batch) if getattr(self.discriminator, "n_classes", 0) else ()


def _init(players: _Players, key: Array, batch: Batch) -> TrainState:
    """`Game.init`: both networks, then the terms in order, each with its optimiser."""
    options, keys = players.options, jax.random.split(key, 3)
    x, latent = first(batch), jnp.zeros((1, players.generator.latent_dim))
    label = tuple(value[:1] for value in players.labels(batch))
    g_params, g_state = init_network(players.generator, keys[0], latent, *label, train=False)
    judged = tuple(value[:1] for value in players.judged(batch))
    d_params, d_state = init_network(players.discriminator, keys[1], x, *judged, train=False)
    params = {"generator": g_params, "discriminator": d_params}
    model_state = {"generator": g_state, "discriminator": d_state}
    opt_state = {
        "generator": players.generator_tx.init(g_params),
        "discriminator": players.discriminator_tx.init(d_params),
    }
    context = _initial_context(players, keys[1], params, model_state, batch)
    for index, term in enumerate((*options.discriminator_terms, *options.generator_only_terms)):
        if term.name in params:
            raise ValueError(f"two terms or networks are called {term.name!r}")
        term_params, term_state = term.init(jax.random.fold_in(keys[2], index), context)
        params[term.name], model_state[term.name] = term_params, term_state
        opt_state[term.name] = term.tx.init(term_params) if term.tx is not None else optax.EmptyState()
    return TrainState(jnp.zeros([], jnp.int32), params, model_state, opt_state)


def _initial_context(players: _Players, key: Array, params: Params, model_state: Params, batch: Batch) -> Context:
    """A context of one example, for the shapes that a term's `init` needs; the networks are in evaluation mode."""
    generator, discriminator = players.generator, players.discriminator
    g_params, g_state = params["generator"], model_state["generator"]
    d_params, d_state = params["discriminator"], model_state["discriminator"]
    x, logits, latent = first(batch), jnp.zeros(1), jnp.zeros((1, generator.latent_dim))
    label, judged = (tuple(value[:1] for value in given) for given in (players.labels(batch), players.judged(batch)))
    features = jax.eval_shape(
        lambda x: discriminator.init_with_output(key, x, train=False, method="features")[0],
        x,
    )
    return Context(
        real=x,
        fake=jnp.zeros_like(x),
        label=batch["label"][:1] if "label" in batch else None,
        n_classes=players.n_classes,
        latent=latent,
        real_features=jnp.zeros(features.shape, features.dtype),
        fake_features=jnp.zeros(features.shape, features.dtype),
        real_logits=logits,
        fake_logits=logits,
        adversarial=logits,
        loss=players.options.loss,
        generate=lambda z, statistics: forward(generator, g_params, statistics, z, *label, train=False),
        discriminate=lambda x: forward(discriminator, d_params, d_state, x, *judged, train=False)[0],
        judge=lambda x: judge(discriminator, d_params, d_state, x, label=judged, key=None)[:2],
        statistics=g_state,
        axis_name=None,
    )


def _fakes(
    players: _Players, params: Params, model_state: Params, key: Array, batch: Batch
) -> tuple[Array, Array, Params]:
    """`Game.fakes`: as many samples as the batch has examples, under the batch's labels."""
    generator = players.generator
    latent = draw_latent(generator, key, batch["x"].shape[0], players.axis_name)
    arguments = latent, *players.labels(batch)
    fake, g_state = forward(generator, params["generator"], model_state["generator"], *arguments)
    return latent, fake, g_state


def _context(players: _Players, params: Params, model_state: Params, batch: Batch, **outputs) -> Context:
    """The context of a step.

    outputs: the fields of `Context` that are the step's results: latent, fake, logits, features and adversarial.
    """
    generator, discriminator = players.generator, players.discriminator
    d_params, d_state = params["discriminator"], model_state["discriminator"]
    labels, judged = players.labels(batch), players.judged(batch)
    return Context(
        real=batch["x"],
        label=batch.get("label"),
        n_classes=players.n_classes,
        loss=players.options.loss,
        generate=lambda z, statistics: forward(generator, params["generator"], statistics, z, *labels),
        discriminate=lambda x: forward(discriminator, d_params, d_state, x, *judged)[0],
        judge=lambda x: judge(discriminator, d_params, d_state, x, label=judged, key=None)[:2],
        statistics=model_state["generator"],
        axis_name=players.axis_name,
        **outputs,
    )


def _add_terms(added: Sequence[Term], params: Params, model_state: Params, key: Array, step, context, losses):
    """Losses [B] with the terms' added, the model state with theirs, and their metrics by "term/metric"."""
    metrics = {}
    for index, term in enumerate(added):
        term_losses, term_state, term_metrics = term.loss(
            params[term.name],
            model_state[term.name],
            jax.random.fold_in(key, index),
            step,
            context,
        )
        losses = losses + term_losses
        model_state = {**model_state, term.name: term_state}
        metrics.update({f"{term.name}/{name}": value for name, value in term_metrics.items()})
    return losses, model_state, metrics


def _critic_probes(options: GameOptions) -> Params:
    return {side: splice.probe_of(options.feature_tx) for side in ("real", "fake")}


def _generator_probes(options: GameOptions) -> Params:
    return {"generator": splice.probe_of(options.feature_tx), "sample": splice.probe_of(options.sample_tx)}


def _judge_both(players: _Players, d_params, d_state, batch: Batch, fake: Array, keys, probes):
    """((logits [B], features [B, d]) of the real examples, the same of the samples, D's new state)."""
    judge_one = partial(judge, players.discriminator, d_params, feature_tx=players.options.feature_tx)
    real, label = batch["x"], players.judged(batch)
    if d_state or players.options.feature_tx is not None or takes_keys(players.discriminator):
        # Batch norm: real and generated examples are batches of their own (Radford et al. 2016). Dropout's masks
        # are by the number of an example in its batch.
        *of_real, d_state = judge_one(d_state, real, label=label, key=keys[0], probe=probes["real"])
        *of_fake, d_state = judge_one(d_state, fake, label=label, key=keys[1], probe=probes["fake"])
    else:
        twice = tuple(jnp.concatenate([value, value]) for value in label)
        *both, _ = judge_one(d_state, jnp.concatenate([real, fake]), label=twice, key=keys[0])
        real_both, fake_both = zip(*(jnp.split(x, 2) for x in both), strict=True)
        of_real, of_fake = list(real_both), list(fake_both)
    return of_real, of_fake, d_state


def _discriminator_loss(players: _Players, trained: Params, state: TrainState, key: Array, batch: Batch):
    """The loss [] of D and its terms, as `Game.generator_loss` is the generator's; `trained` has "probes"."""
    loss, discriminator_terms = players.options.loss, players.options.discriminator_terms
    latent_key, term_key, *judge_keys = jax.random.split(key, 4)
    params, model_state = {**state.params, **trained}, state.model_state
    latent, fake, _ = _fakes(players, params, model_state, latent_key, batch)
    d_params, d_state = params["discriminator"], model_state["discriminator"]
    (real_logits, real_features), (fake_logits, fake_features), d_state = _judge_both(
        players, d_params, d_state, batch, fake, judge_keys, trained["probes"]
    )
    losses = loss.of_discriminator(real_logits, fake_logits)
    context = _context(
        players,
        params,
        model_state,
        batch,
        latent=latent,
        fake=fake,
        real_logits=real_logits,
        real_features=real_features,
        fake_logits=fake_logits,
        fake_features=fake_features,
        adversarial=losses,
    )
    losses, model_state, term_metrics = _add_terms(
        discriminator_terms, params, model_state, term_key, state.step, context, losses
    )
    metrics = {
        "discriminator_loss": losses.mean(),
        "real_logits": real_logits.mean(),
        "fake_logits": fake_logits.mean(),
        **term_metrics,
    }
    return losses.mean(), ({**model_state, "discriminator": d_state}, metrics)


def _critic(players: _Players, key: Array, state: TrainState, batch: Batch) -> tuple[TrainState, Metrics]:
    """`Game.critic`: D and the parameters of its terms descend `_discriminator_loss` once."""
    options = players.options
    txs = {
        "discriminator": players.discriminator_tx,
        **{term.name: term.tx for term in options.discriminator_terms if term.tx},
    }
    trained = {"probes": _critic_probes(options), **{name: state.params[name] for name in txs}}
    loss_and_grad = value_and_pgrad(partial(_discriminator_loss, players), players.axis_name)
    (_, (model_state, metrics)), grads = loss_and_grad(trained, state, key, batch)
    return update_state(state, txs, grads, model_state), {**metrics, **splice.diagnostics_of(grads["probes"])}


def _generator_loss(players: _Players, trained: Params, state: TrainState, key: Array, batch: Batch):
    """`Game.generator_loss`: the generator's loss of D's logits of its samples, and its terms."""
    loss, sample_tx = players.options.loss, players.options.sample_tx
    latent_key, term_key, judge_key, sample_key, real_key = jax.random.split(key, 5)
    probes = trained.get("probes", _generator_probes(players.options))
    params, model_state = {**state.params, **trained}, state.model_state
    latent, fake, g_state = _fakes(players, params, model_state, latent_key, batch)
    samples = fake
    if sample_tx is not None:
        # Gradients through D's outputs, its features included, are transformed; those of terms that call D are not.
        flat = splice.splice(fake.reshape(len(fake), -1), sample_tx, sample_key, probes["sample"])
        samples = flat.reshape(fake.shape)
    d_params, d_state = params["discriminator"], model_state["discriminator"]
    real_logits, judge_one = None, partial(judge, players.discriminator, label=players.judged(batch))
    if loss.compares:
        real_logits, _, d_state = judge_one(d_params, d_state, batch["x"], key=real_key)
    judge_samples = partial(judge_one, feature_tx=players.options.feature_tx)
    fake_logits, fake_features, d_state = judge_samples(
        d_params, d_state, samples, key=judge_key, probe=probes["generator"]
    )
    losses = loss.of_generator(fake_logits, real_logits)
    context = _context(
        players,
        params,
        model_state,
        batch,
        latent=latent,
        fake=fake,
        real_logits=None,
        real_features=None,
        fake_logits=fake_logits,
        fake_features=fake_features,
        adversarial=losses,
    )
    losses, model_state, term_metrics = _add_terms(
        players.options.generator_terms, params, model_state, term_key, state.step, context, losses
    )
    metrics = {"generator_loss": losses.mean(), **term_metrics}
    return losses.mean(), ({**model_state, "generator": g_state, "discriminator": d_state}, metrics)


def generator_step(
    game: Game, loss: Callable, key: Array, state: TrainState, batch: Batch, axis_name: str | None
) -> tuple[TrainState, Metrics]:
    """One step of the generator and its own terms; `state.step` is left as it is.

    Args:
      loss: what they descend, with the signature of `Game.generator_loss`: that, or another built from it.
      axis_name: the device axis, or None.
    """
    trained = {"probes": game.probes, **{name: state.params[name] for name in game.txs}}
    (_, (model_state, metrics)), grads = value_and_pgrad(loss, axis_name)(trained, state, key, batch)
    state = update_state(state, game.txs, grads, model_state)
    return state, {**metrics, **splice.diagnostics_of(grads["probes"])}


def update_state(state: TrainState, txs, grads, model_state) -> TrainState:
    """The state after one optimiser step for each network named in `txs`; `step` is left as it is."""
    params, opt_state = dict(state.params), dict(state.opt_state)
    for name, tx in txs.items():
        params[name], opt_state[name] = apply_gradient(tx, grads[name], opt_state[name], params[name])
    return TrainState(state.step, params, model_state, opt_state)
