"""The average that samples are drawn from: its parameters, and the batch statistics that they have."""

import chex
import flax.linen as nn
import jax
import jax.numpy as jnp
import numpy as np
import optax

from ganjax.harness import build
from ganjax.methods.common import with_ema
from ganjax.methods.gan import gan
from ganjax.networks import mlp
from ganjax.networks.layers import batch_norm
from tests import tiny_configs

DECAY = 0.97


class Generator(nn.Module):
    """Two layers with batch norm: latent [B, 6] -> [B, 2]."""

    latent_dim: int = 6

    @nn.compact
    def __call__(self, latent, *, train: bool):
        x = latent
        for _ in range(2):
            x = nn.relu(batch_norm(train, None)(nn.Dense(16)(x)))
        return nn.Dense(2)(x)


def test_ema_is_the_bias_corrected_average():
    config = tiny_configs.gan()
    method = build.method(config, build.dataset(config))
    averaged, batch = with_ema(method, 0.9), build.dataset(config).sample(jax.random.key(5), 8)
    state = averaged.init(jax.random.key(0), batch)
    np.testing.assert_array_equal(
        averaged.sample(jax.random.key(2), state, 4), method.sample(jax.random.key(2), state, 4)
    )
    visited = []
    for i in range(3):
        state, _ = averaged.step(jax.random.key(i), state, batch)
        visited.append(state.params["generator"])
    weights = np.array([0.1 * 0.9**2, 0.1 * 0.9, 0.1]) / (1 - 0.9**3)
    mean = jax.tree.map(lambda *p: sum(w * v for w, v in zip(weights, p, strict=True)), *visited)
    expected = method.sample(jax.random.key(2), state._replace(params={**state.params, "generator": mean}), 4)
    np.testing.assert_allclose(averaged.sample(jax.random.key(2), state, 4), expected, atol=1e-6)
    plain, _ = method.step(jax.random.key(0), method.init(jax.random.key(0), batch), batch)
    chex.assert_trees_all_equal(plain.params["generator"], visited[0])


def test_a_method_without_a_generator_is_averaged_whole():
    config = tiny_configs.vae()
    method = build.method(config, build.dataset(config))
    averaged, batch = with_ema(method, 0.5), build.dataset(config).sample(jax.random.key(5), 8)
    state = averaged.init(jax.random.key(0), batch)
    visited = []
    for i in range(2):
        state, _ = averaged.step(jax.random.key(i), state, batch)
        visited.append(state.params)
    mean = jax.tree.map(lambda a, b: (a + 2 * b) / 3, *visited)
    expected = method.sample(jax.random.key(2), state._replace(params=mean), 4)
    np.testing.assert_allclose(averaged.sample(jax.random.key(2), state, 4), expected, atol=1e-5)


def test_batch_statistics_are_those_of_the_averaged_parameters():
    """Parameters that jump about: the statistics of the last ones, and their average, are both far off."""
    generator, discriminator = Generator(), mlp.Discriminator(hidden=(4,))
    game = gan(generator, discriminator, generator_tx=optax.sgd(0.0), discriminator_tx=optax.sgd(0.0))
    batch = {"x": jnp.zeros((512, 2))}
    first = game.init(jax.random.key(0), batch).params["generator"]

    def jump(key, state, batch):
        """A step after which the parameters are the first ones with fresh noise of their own size."""
        keys = iter(jax.random.split(key, len(jax.tree.leaves(first))))
        noisy = jax.tree.map(lambda p: p + 0.3 * jax.random.normal(next(keys), p.shape), first)
        statistics = game.refresh(key, state, batch).model_state
        return state._replace(
            step=state.step + 1, params={**state.params, "generator": noisy}, model_state=statistics
        ), {}

    method = with_ema(game._replace(step=jump), DECAY)
    state, step = method.init(jax.random.key(0), batch), jax.jit(method.step)
    for i in range(150):
        state, _ = step(jax.random.key(i), state, batch)
    weight = 1 - DECAY**150
    mean = jax.tree.map(lambda a: a / weight, state.model_state["ema"]["params"]["generator"])
    # Many passes in training mode, as batch norm's own running averages are made.
    exact, refresh = state._replace(params={**state.params, "generator": mean}), jax.jit(game.refresh)
    for i in range(100):
        exact = refresh(jax.random.key(1000 + i), exact, batch)

    def variances(statistics):
        return np.concatenate(
            [np.ravel(v) for path, v in jax.tree_util.tree_leaves_with_path(statistics) if "var" in str(path[-1])]
        )

    true = variances(exact.model_state["generator"])
    ours = variances(state.model_state["ema"]["statistics"]["generator"])
    last = variances(state.model_state["generator"])
    assert np.abs(last / true - 1).mean() > 0.5  # or the case would show nothing
    assert np.abs(ours / true - 1).mean() < 0.1
    key = jax.random.key(7)
    stale = exact._replace(model_state={**exact.model_state, "generator": state.model_state["generator"]})
    expected = game.sample(key, exact, 512)
    ours, theirs = (
        np.abs(x - expected).mean() for x in (method.sample(key, state, 512), game.sample(key, stale, 512))
    )
    assert ours < 0.1 * expected.std() and ours < 0.2 * theirs
    # A method that cannot refresh them keeps those of its last step.
    bare = with_ema(game._replace(step=jump, refresh=None), DECAY)
    state = bare.init(jax.random.key(0), batch)
    for i in range(2):
        state, _ = bare.step(jax.random.key(i), state, batch)
    statistics = state.model_state["ema"]["statistics"]["generator"]
    chex.assert_trees_all_equal(statistics, state.model_state["generator"])
