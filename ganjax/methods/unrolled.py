"""Unrolled GAN (Metz et al. 2016): the generator plays against a discriminator K steps ahead."""

import flax.linen as nn
import jax
import optax

from ganjax import optimizers
from ganjax.errors import UserError
from ganjax.methods.common import at_least, require
from ganjax.methods.game import DEFAULT_OPTIONS, GameOptions, game_options, generator_step, play
from ganjax.types import Method
from ganjax.unroll import unroll

SURROGATES = ("saddle", "generator")


def unrolled(
    generator: nn.Module,
    discriminator: nn.Module,
    *,
    generator_tx: optax.GradientTransformation,
    discriminator_tx: optax.GradientTransformation,
    unroll_tx: optax.GradientTransformation | None = None,
    unroll_steps: int = 5,
    surrogate: str = "saddle",
    remat: bool = False,
    options: GameOptions = DEFAULT_OPTIONS,
    axis_name: str | None = None,
) -> Method:
    """One committed discriminator step; then a generator step through K further, discarded ones.

    The surrogate of Metz et al. 2016, Eq. 7 and 10: f(theta_G, theta_D^K(theta_G)), differentiated through
    the K updates. f is the value of the game, minus D's loss (without its terms): E log D(x) has a gradient in
    theta_G, as D^K has seen the samples, and it grows without a bound where G has no mass. What terms of D's loss
    learn moves with D; statistics without a gradient stay. With `unroll_steps=0` it is `gan` by that loss.

    Args:
      surrogate: "saddle", f above, or "generator": the loss's own part of the samples, such as
        -E log D^K(G(z)) with `non_saturating`. D^K then is what a sample has to deceive, and what the data lose
        by it does not count.
      unroll_tx: the optimiser of the discarded steps; it goes on from the state of `discriminator_tx`,
        which it defaults to. It and the optimisers of D's terms are differentiated: where a slope may be 0 for
        long, as behind ReLUs, take `ganjax.optimizers.unrollable_adam`.
      unroll_steps: K.
      remat: recompute the unrolled steps in the backward pass, to save memory.
      others: as `ganjax.methods.game.play`.

    Raises:
      UserError: for another surrogate, and as `play` does.
    """
    if surrogate not in SURROGATES:
        raise UserError(f"config.method.surrogate is one of {', '.join(SURROGATES)}, not {surrogate!r}")
    ahead_tx = discriminator_tx if unroll_tx is None else unroll_tx
    # D, and what terms of its loss learn.
    learners = ("discriminator", *(term.name for term in options.discriminator_terms if term.tx is not None))
    options = options._replace(loss=options.loss._replace(zero_sum=surrogate == "saddle"))
    common = dict(generator_tx=generator_tx, options=options, axis_name=axis_name)
    game = play(generator, discriminator, discriminator_tx=discriminator_tx, **common)
    ahead_game = play(generator, discriminator, discriminator_tx=ahead_tx, **common)

    def step(key, state, batch):
        critic_key, generator_key, ahead_key = jax.random.split(key, 3)
        unroll_keys = jax.random.split(ahead_key, unroll_steps)
        state, metrics = game.critic(critic_key, state, batch)

        def ahead_loss(trained, state, key, batch):
            own = {name: trained[name] for name in game.txs}

            def learned(state):
                return tuple({name: part[name] for name in learners} for part in (state.params, state.opt_state))

            def ahead(carry, step_key):
                params, moments = carry
                state_ahead = state._replace(
                    params={**state.params, **own, **params},
                    opt_state={**state.opt_state, **moments},
                )
                state_ahead, aux = ahead_game.critic(step_key, state_ahead, batch)
                return learned(state_ahead), aux["discriminator_loss"]

            (params, _), _ = unroll(ahead, learned(state), unroll_keys, remat=remat)
            state_ahead = state._replace(params={**state.params, **params})
            return game.generator_loss(trained, state_ahead, key, batch)

        state, more = generator_step(game, ahead_loss, generator_key, state, batch, axis_name)
        return state._replace(step=state.step + 1), {**metrics, **more}

    return Method(game.init, step, **game.fields)


def make(config, networks, axis_name=None) -> Method:
    """`unrolled` from a config: `method.surrogate`, `unroll_steps` and `remat`, `unroll_tx`, and `game_options`."""
    generator, discriminator = require(networks, "generator", "discriminator")
    at_least(config.method, unroll_steps=0)
    return unrolled(
        generator,
        discriminator,
        generator_tx=optimizers.make(config.generator_tx),
        discriminator_tx=optimizers.make(config.discriminator_tx),
        unroll_tx=optimizers.make(config.unroll_tx) if "unroll_tx" in config else None,
        unroll_steps=config.method.unroll_steps,
        surrogate=config.method.get("surrogate", "generator"),  # a run of before there was a choice has none
        remat=config.method.remat,
        options=game_options(config.method, axis_name, config.get("precision", "float32")),
        axis_name=axis_name,
    )
