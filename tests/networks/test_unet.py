import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from ganjax.errors import UserError
from ganjax.methods.flow_matching import flow_matching
from ganjax.networks.unet import FREQUENCIES, Velocity, time_features

SHAPE = (4, 8, 1)


def randomised(network, key):
    """Parameters that are all normal: at first the last layers are 0, and hide what comes before."""
    params = network.init(key, jnp.zeros((1, *SHAPE)), jnp.zeros(1))["params"]
    leaves, tree = jax.tree.flatten(params)
    keys = jax.random.split(key, len(leaves))
    normal = [0.3 * jax.random.normal(k, leaf.shape) for k, leaf in zip(keys, leaves, strict=True)]
    return {"params": jax.tree.unflatten(tree, normal)}


def test_times_are_sines_and_cosines_of_frequencies_from_1_to_1000():
    features = np.asarray(time_features(jnp.array([0.0, 0.5])))
    np.testing.assert_allclose(features[0], [0] * FREQUENCIES + [1] * FREQUENCIES)
    np.testing.assert_allclose(features[1, [0, FREQUENCIES - 1]], np.sin([0.5, 500.0]), atol=1e-3)
    np.testing.assert_allclose((features[1].reshape(2, -1) ** 2).sum(0), 1, rtol=1e-5)


def test_a_velocity_is_0_at_first_and_has_the_images_shape():
    network = Velocity((8, 12, 3), filters=2)
    x = jax.random.normal(jax.random.key(0), (2, 8, 12, 3))
    velocity, _ = network.init_with_output(jax.random.key(1), x, jnp.array([0.0, 1.0]))
    np.testing.assert_array_equal(velocity, np.zeros_like(x))


@pytest.mark.parametrize("filters", [2, 5])
def test_maps_have_the_channels_of_their_level_on_both_ways(filters):
    network = Velocity((8, 8, 1), filters=filters, blocks=(1, 1))
    params = jax.eval_shape(network.init, jax.random.key(0), jnp.zeros((1, 8, 8, 1)), jnp.zeros(1))["params"]
    last = [params[f"Block_{i}"]["Conv_1"]["kernel"].shape[-1] for i in range(4)]
    assert last == [2 * filters, 4 * filters, 4 * filters, 2 * filters]


def test_a_velocity_is_of_its_own_image_and_time():
    network = Velocity(SHAPE, filters=2, blocks=(1,))
    params = randomised(network, jax.random.key(0))
    x = jax.random.normal(jax.random.key(1), (3, *SHAPE))
    time = jnp.array([0.1, 0.5, 0.9])
    velocity = network.apply(params, x, time)
    others = network.apply(params, x.at[1:].multiply(5), time.at[1:].set(0))
    np.testing.assert_allclose(others[0], velocity[0], rtol=1e-5, atol=1e-6)
    assert np.abs(network.apply(params, x, 1 - time)[0] - velocity[0]).max() > 1e-2
    # All pixels matter to a pixel: the way down has them in its last maps.
    gradient = jax.grad(lambda x: network.apply(params, x[None], time[:1])[0, 0, 0, 0])(x[0])
    assert (gradient != 0).all()


def test_sides_that_cannot_be_halved_are_refused():
    with pytest.raises(UserError, match="divisible by 4"):
        Velocity((10, 10, 1)).init(jax.random.key(0), jnp.zeros((1, 10, 10, 1)), jnp.zeros(1))


def test_flow_matching_learns_an_image():
    """Of a single image x the best velocity is (x - x_t) / (1 - t): its error is 0."""
    network = Velocity(SHAPE, filters=4, blocks=(1,))
    method = flow_matching(network, tx=optax.adam(1e-2), euler_steps=20)
    image = jnp.linspace(-1, 1, 32).reshape(SHAPE)
    batch = {"x": jnp.broadcast_to(image, (32, *SHAPE))}
    state = method.init(jax.random.key(0), batch)
    train = jax.jit(lambda state, keys: jax.lax.scan(lambda s, k: method.step(k, s, batch), state, keys))
    state, metrics = train(state, jax.random.split(jax.random.key(1), 300))
    error = np.asarray(metrics["velocity_error"])
    assert error[-50:].mean() < 0.25 * error[0]
    samples = method.sample(jax.random.key(2), state, 50)
    assert np.sqrt(((samples - image) ** 2).mean()) < 0.25
