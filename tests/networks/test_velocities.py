"""What every network of x and time has in common, and a residual MLP in NumPy."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from ganjax.networks import mlp, residual_mlp, unet
from ganjax.networks.time_features import FREQUENCIES, time_features

NETWORKS = {
    "mlp": mlp.Velocity((4, 8, 1), hidden=(5,)),
    "residual_mlp": residual_mlp.Velocity((4, 8, 1), width=8, blocks=2),
    "unet": unet.Velocity((4, 8, 1), filters=2, blocks=(1,)),
}


def randomised(network, key):
    """Parameters that are all normal: at first the last layers are 0, and hide what comes before."""
    params = network.init(key, jnp.zeros((1, *network.x_shape)), jnp.zeros(1))["params"]
    leaves, tree = jax.tree.flatten(params)
    keys = jax.random.split(key, len(leaves))
    normal = [0.3 * jax.random.normal(k, leaf.shape) for k, leaf in zip(keys, leaves, strict=True)]
    return {"params": jax.tree.unflatten(tree, normal)}


def test_times_are_sines_and_cosines_of_frequencies_from_1_to_1000():
    features = np.asarray(time_features(jnp.array([0.0, 0.5])))
    np.testing.assert_allclose(features[0], [0] * FREQUENCIES + [1] * FREQUENCIES)
    np.testing.assert_allclose(features[1, [0, FREQUENCIES - 1]], np.sin([0.5, 500.0]), atol=1e-3)
    np.testing.assert_allclose((features[1].reshape(2, -1) ** 2).sum(0), 1, rtol=1e-5)


@pytest.mark.parametrize("name", NETWORKS)
def test_a_velocity_is_of_its_own_x_and_time(name):
    network = NETWORKS[name]
    params = randomised(network, jax.random.key(0))
    x = jax.random.normal(jax.random.key(1), (3, *network.x_shape))
    time = jnp.array([0.1, 0.5, 0.9])
    velocity = network.apply(params, x, time)
    assert velocity.shape == x.shape
    others = network.apply(params, x.at[1:].multiply(5), time.at[1:].set(0))
    np.testing.assert_allclose(others[0], velocity[0], rtol=1e-5, atol=1e-6)
    assert np.abs(network.apply(params, x, 1 - time)[0] - velocity[0]).max() > 1e-2


@pytest.mark.parametrize("network", [residual_mlp.Velocity((5,)), unet.Velocity((8, 12, 3), filters=2)])
def test_a_velocity_is_0_at_first(network):
    x = jax.random.normal(jax.random.key(0), (2, *network.x_shape))
    velocity, _ = network.init_with_output(jax.random.key(1), x, jnp.array([0.0, 1.0]))
    np.testing.assert_array_equal(velocity, np.zeros_like(x))


def test_a_residual_mlp_is_this_in_numpy():
    network = residual_mlp.Velocity((3,), width=8, blocks=2)
    params = randomised(network, jax.random.key(0))
    x, time = jax.random.normal(jax.random.key(1), (4, 3)), jnp.linspace(0, 1, 4)
    tree = jax.tree.map(np.float64, params["params"])

    def silu(h):
        return h / (1 + np.exp(-h))

    def dense(layer, h):
        return h @ layer["kernel"] + layer.get("bias", 0)

    def norm(layer, h):
        centred = h - h.mean(-1, keepdims=True)
        return layer["scale"] * centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-6) + layer["bias"]

    embedding = silu(dense(tree["Dense_0"], np.float64(time_features(time))))
    assert embedding.shape == (4, 2)
    h = dense(tree["Dense_1"], np.float64(x))
    for block in (tree["Block_0"], tree["Block_1"]):
        y = norm(block["LayerNorm_0"], h) + dense(block["Dense_0"], embedding)
        h = h + dense(block["Dense_2"], silu(dense(block["Dense_1"], silu(y))))
    expected = dense(tree["Dense_2"], silu(norm(tree["LayerNorm_0"], h)))
    np.testing.assert_allclose(network.apply(params, x, time), expected, rtol=1e-3, atol=1e-4)
