import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from ganjax.errors import UserError
from ganjax.methods.flow_matching import flow_matching
from ganjax.networks.unet import Velocity
from tests.networks.test_velocities import randomised

SHAPE = (4, 8, 1)


@pytest.mark.parametrize("filters", [2, 5])
def test_maps_have_the_channels_of_their_level_on_both_ways(filters):
    network = Velocity((8, 8, 1), filters=filters, blocks=(1, 1))
    params = jax.eval_shape(network.init, jax.random.key(0), jnp.zeros((1, 8, 8, 1)), jnp.zeros(1))["params"]
    last = [params[f"Block_{i}"]["Conv_1"]["kernel"].shape[-1] for i in range(4)]
    assert last == [2 * filters, 4 * filters, 4 * filters, 2 * filters]


def test_all_pixels_matter_to_a_pixel():
    """The way down has them in its last maps."""
    network = Velocity(SHAPE, filters=2, blocks=(1,))
    params = randomised(network, jax.random.key(0))
    x = jax.random.normal(jax.random.key(1), SHAPE)
    gradient = jax.grad(lambda x: network.apply(params, x[None], jnp.array([0.1]))[0, 0, 0, 0])(x)
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
