"""Our own activations against NumPy's, in double precision."""

import jax
import numpy as np
import pytest

from ganjax.networks import activations
from ganjax.networks.mlp import function


@pytest.mark.parametrize("scale", [1.0, 100.0, 1e4])
def test_the_sine_and_its_derivatives(scale):
    assert function("sin") is activations.sin
    x = np.random.default_rng(0).uniform(-scale, scale, 10_000).astype(np.float32)
    each = [activations.sin]
    for _ in range(2):
        each.append(jax.grad(each[-1]))
    values = jax.jit(lambda x: [jax.vmap(f)(x) for f in each])(x)
    exact = x.astype(np.float64)
    for value, wanted in zip(values, (np.sin(exact), np.cos(exact), -np.sin(exact)), strict=True):
        np.testing.assert_allclose(value, wanted, rtol=0, atol=2.5e-7)


def test_the_sine_of_what_is_not_a_number():
    assert np.isnan(jax.jit(activations.sin)(np.array([np.inf, -np.inf, np.nan], np.float32))).all()


def test_the_leaky_relu_of_dcgan():
    x = np.array([-3.0, -0.5, 0.5, 2.0], np.float32)
    np.testing.assert_allclose(function("dcgan_leaky_relu")(x), [-0.6, -0.1, 0.5, 2.0], rtol=1e-6)
    np.testing.assert_allclose(function("leaky_relu")(x), [-0.03, -0.005, 0.5, 2.0], rtol=1e-6)
