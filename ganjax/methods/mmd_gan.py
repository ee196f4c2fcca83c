"""MMD-GAN (Li et al. 2017): the generator matches the data in kernels of features that are learned against it."""

from collections.abc import Sequence
from functools import partial

import flax.linen as nn
import jax
import jax.numpy as jnp
import optax

from ganjax import optimizers
from ganjax.errors import UserError
from ganjax.losses.distance import squared_distance
from ganjax.losses.mmd import BANDWIDTHS, mmd_losses, rbf_mixture
from ganjax.methods.common import at_least, draw_latent, first, refresher, require, sampler, unconditional
from ganjax.methods.game import update_state
from ganjax.networks.variables import forward, init_network
from ganjax.parallel import value_and_pgrad
from ganjax.types import Method, TrainState
from ganjax.unroll import unroll


def mmd_gan(
    generator: nn.Module,
    encoder: nn.Module,
    decoder: nn.Module,
    *,
    generator_tx: optax.GradientTransformation,
    critic_tx: optax.GradientTransformation,
    bandwidths: Sequence[float] = BANDWIDTHS,
    reconstruction_weight: float = 8.0,
    critic_steps: int = 5,
    axis_name: str | None = None,
) -> Method:
    """min_G max_E MMD²(E(x), E(G(z))) - lambda E_y |y - D(E(y))|², y of the data and of G (Li et al. 2017, Eq. 4).

    E and its decoder D are the critic, whose the second term is; G descends the first alone (ibid., Algorithm 1). The
    reconstruction keeps E one-to-one, so that the MMD of features is 0 for equal distributions alone. `critic_tx`
    with `clip_parameters` keeps E Lipschitz, as in the paper. The authors' code also takes the root of the MMD and
    adds a penalty of the features' order; here neither is.

    Args:
      generator: latent -> x. encoder: x -> features [B, d], deterministic. decoder: features -> x.
      generator_tx: G's optimiser. critic_tx: that of encoder and decoder together.
      bandwidths: of the kernels, in units of the features.
      reconstruction_weight: lambda, the same for both kinds of y. The authors' code has 8 times a mean over values;
        here it is a sum, as in Eq. 4, so that theirs is 8 over the number of values: 8 / 3,072 for CIFAR-10.
      critic_steps: steps of the critic before each of G, on a batch each; 5 in the paper.
      axis_name: the device axis, or None.

    Raises:
      UserError: for a conditional generator, an encoder of distributions, or a decoder of another size.
    """
    unconditional(generator, "MMD-GAN")
    if not getattr(encoder, "deterministic", True):
        raise UserError("config.networks.encoder.deterministic must be True: MMD-GAN compares features")
    if encoder.latent_dim != decoder.latent_dim:
        raise UserError(
            f"config.networks.decoder.latent_dim is {decoder.latent_dim}: it must be the encoder's, "
            f"{encoder.latent_dim}"
        )
    txs = {"generator": generator_tx, "critic": critic_tx}

    def init(key, batch):
        keys = jax.random.split(key, 3)
        x = first(batch) if critic_steps == 1 else batch["x"][0, :1]
        latent, code = jnp.zeros((1, generator.latent_dim)), jnp.zeros((1, encoder.latent_dim))
        g_params, g_state = init_network(generator, keys[0], latent, train=False)
        e_params, e_state = init_network(encoder, keys[1], x, train=False)
        d_params, d_state = init_network(decoder, keys[2], code, train=False)
        params = {"generator": g_params, "critic": {"encoder": e_params, "decoder": d_params}}
        model_state = {"generator": g_state, "encoder": e_state, "decoder": d_state}
        opt_state = {name: tx.init(params[name]) for name, tx in txs.items()}
        return TrainState(jnp.zeros([], jnp.int32), params, model_state, opt_state)

    def pass_of(params, model_state, key, x):
        """(MMD² [], reconstruction error [], new model state) of a batch of the data and as many samples."""
        latent, critic = draw_latent(generator, key, len(x), axis_name), params["critic"]
        fake, g_state = forward(generator, params["generator"], model_state["generator"], latent)
        # Batch norm: the two kinds of examples are batches of their own.
        e_state, d_state, codes, errors = model_state["encoder"], model_state["decoder"], [], []
        for y in (x, fake):
            code, e_state = forward(encoder, critic["encoder"], e_state, y)
            again, d_state = forward(decoder, critic["decoder"], d_state, code)
            codes.append(code)
            errors.append(squared_distance(y, again))
        new = {"generator": g_state, "encoder": e_state, "decoder": d_state}
        mmd = mmd_losses(codes[0], codes[1], partial(rbf_mixture, bandwidths=bandwidths), axis_name).mean()
        return mmd, (errors[0] + errors[1]).mean(), new

    def critic_step(key, state, x):
        def loss(critic):
            mmd, error, new = pass_of({**state.params, "critic": critic}, state.model_state, key, x)
            metrics = {"critic_mmd": mmd, "reconstruction_error": error}
            new = {**new, "generator": state.model_state["generator"]}
            return reconstruction_weight * error - mmd, (new, metrics)

        (_, (model_state, metrics)), grads = value_and_pgrad(loss, axis_name)(state.params["critic"])
        model_state = {**state.model_state, **model_state}
        return update_state(state, {"critic": critic_tx}, {"critic": grads}, model_state), metrics

    def step(key, state, batch):
        critic_key, generator_key = jax.random.split(key)
        batches = batch["x"][None] if critic_steps == 1 else batch["x"]
        keys = jax.random.split(critic_key, critic_steps)
        state, metrics = unroll(lambda s, x: critic_step(x[0], s, x[1]), state, (keys, batches))

        def loss(params):
            mmd, _, new = pass_of(
                {**state.params, "generator": params}, state.model_state, generator_key, batches[-1]
            )
            return mmd, (new, {"mmd": mmd})

        (_, (model_state, more)), grads = value_and_pgrad(loss, axis_name)(state.params["generator"])
        model_state = {**state.model_state, **model_state}
        state = update_state(state, {"generator": generator_tx}, {"generator": grads}, model_state)
        metrics = {name: value[-1] for name, value in metrics.items()} | more
        return state._replace(step=state.step + 1), metrics

    return Method(
        init,
        step,
        sampler(generator),
        batches_per_step=critic_steps,
        encode=lambda key, state, x: _encode(encoder, state, x),
        refresh=refresher(generator, axis_name),
    )


def _encode(encoder, state, x):
    return forward(encoder, state.params["critic"]["encoder"], state.model_state["encoder"], x, train=False)[0]


def make(config, networks, axis_name=None) -> Method:
    """`mmd_gan` from a config: `generator_tx`, `critic_tx`, and its arguments in `method`."""
    method = config.method
    at_least(method, critic_steps=1, reconstruction_weight=0.0)
    if not method.bandwidths or not all(s > 0 for s in method.bandwidths):
        raise UserError(f"config.method.bandwidths are positive numbers, not {tuple(method.bandwidths)}")
    return mmd_gan(
        *require(networks, "generator", "encoder", "decoder"),
        generator_tx=optimizers.make(config.generator_tx),
        critic_tx=optimizers.make(config.critic_tx),
        bandwidths=tuple(method.bandwidths),
        reconstruction_weight=method.reconstruction_weight,
        critic_steps=method.critic_steps,
        axis_name=axis_name,
    )
