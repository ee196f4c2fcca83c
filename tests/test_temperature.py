"""The temperature of LSVGD's noise, in the transform and in the method, and where particles start."""

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from ganjax import stein
from ganjax.methods.svgd import svgd
from ganjax.networks.mixture import Target

TARGET = Target(((-1.0, 0.0), (1.0, 0.0)), (0.7, 1.0))


@pytest.mark.parametrize("noise", ["independent", "joint"])
def test_the_temperature_is_a_factor_on_the_noises_variance(noise, x64):
    keys = jax.random.split(jax.random.key(0))
    x, s = (jax.random.normal(key, (9, 3)) for key in keys)
    options = dict(bandwidth=0.9, step_size=0.1)

    @partial(jax.jit, static_argnums=0)
    def update(noise, temperature):
        return stein.lsvgd_update(keys[1], x, s, noise=noise, temperature=temperature, **options)

    one, quarter, none = (update(noise, t) - update("none", t) for t in (1.0, 0.25, 0.0))
    assert np.abs(one).max() > 0.1
    np.testing.assert_allclose(quarter, one / 2, atol=1e-12)
    np.testing.assert_allclose(none, 0, atol=1e-12)


def test_the_method_passes_its_temperature_on():
    moved = {}
    for temperature in (0.0, 1.0):
        method = svgd(TARGET, particles=5, bandwidth=0.9, noise="joint", temperature=temperature)
        state = method.init(jax.random.key(0), None)
        after, metrics = jax.jit(method.step)(jax.random.key(1), state, None)
        moved[temperature] = np.asarray(after.params["particles"] - state.params["particles"])
    still = svgd(TARGET, particles=5, bandwidth=0.9, noise="none")
    expected, _ = jax.jit(still.step)(jax.random.key(1), state, None)
    np.testing.assert_allclose(moved[0.0], expected.params["particles"] - state.params["particles"], atol=1e-6)
    assert np.abs(moved[1.0] - moved[0.0]).max() > 0.01 and metrics["noise_to_signal"] > 0


def test_particles_start_as_far_apart_as_asked():
    near, far = (svgd(TARGET, spread=s).init(jax.random.key(0), None).params["particles"] for s in (1.0, 3.0))
    np.testing.assert_allclose(far, 3 * near, rtol=1e-6)
    assert jnp.std(near) == pytest.approx(1, rel=0.15)
