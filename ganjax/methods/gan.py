"""Generative adversarial networks: any loss, any number of critic steps, any terms (Goodfellow et al. 2014)."""

from collections.abc import Sequence

import flax.linen as nn
import jax
import optax

from ganjax import optimizers
from ganjax.losses import adversarial
from ganjax.methods.common import at_least, require
from ganjax.methods.game import Game, GameOptions, game_options, generator_step, play
from ganjax.types import Method, Term
from ganjax.unroll import unroll


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
    loss: adversarial.AdversarialLoss = adversarial.non_saturating,
    discriminator_terms: Sequence[Term] = (),
    generator_terms: Sequence[Term] = (),
    feature_tx: optax.GradientTransformationExtraArgs | None = None,
    sample_tx: optax.GradientTransformationExtraArgs | None = None,
    axis_name: str | None = None,
) -> Method:
    """A GAN: `critic_steps` discriminator steps, then one generator step, on fresh latents each.

    Args:
      generator, discriminator, generator_tx, discriminator_tx, axis_name: as `ganjax.methods.game.play`.
      critic_steps: discriminator steps a generator step, each on a batch of its own.
      loss, discriminator_terms, generator_terms, feature_tx, sample_tx: as `ganjax.methods.game.GameOptions`.
    """
    game = play(
        generator,
        discriminator,
        generator_tx=generator_tx,
        discriminator_tx=discriminator_tx,
        options=GameOptions(loss, discriminator_terms, generator_terms, feature_tx, sample_tx),
        axis_name=axis_name,
    )
    critic = critic_steps_of(game, critic_steps)

    def step(key, state, batch):
        critic_key, generator_key = jax.random.split(key)
        state, metrics = critic(critic_key, state, batch)
        last = batch if critic_steps == 1 else jax.tree.map(lambda x: x[-1], batch)
        state, more = generator_step(game, game.generator_loss, generator_key, state, last, axis_name)
        return state._replace(step=state.step + 1), {**metrics, **more}

    def init(key, batch):
        return game.init(key, batch if critic_steps == 1 else jax.tree.map(lambda x: x[0], batch))

    return Method(init, step, batches_per_step=critic_steps, **game.fields)


def make(config, networks, axis_name=None) -> Method:
    """`gan` from a config: `method.critic_steps`, and `game_options`."""
    generator, discriminator = require(networks, "generator", "discriminator")
    at_least(config.method, critic_steps=1)
    return gan(
        generator,
        discriminator,
        generator_tx=optimizers.make(config.generator_tx),
        discriminator_tx=optimizers.make(config.discriminator_tx),
        critic_steps=config.method.critic_steps,
        **game_options(config.method, axis_name, config.get("precision", "float32"))._asdict(),
        axis_name=axis_name,
    )
