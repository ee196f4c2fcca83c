"""Where the gradient penalty is taken, and what of the semi-implicit term has a gradient."""

import jax
import jax.numpy as jnp
import numpy as np

from tests.test_terms import context, make, value


def test_the_penalty_is_at_a_uniform_place_between(x64):
    """On |x|²/2 the slope at y is |y|: from 0 to a unit vector it is the share of the way."""
    n, term = 2_000, make("discriminator", gradient_penalty={"weight": 1.0, "target": 0.0})
    one, zero = jnp.zeros((n, 3)).at[:, 0].set(1.0), jnp.zeros((n, 3))
    ctx = context(lambda x: 0.5 * jnp.square(x).sum(-1), n)
    slope = jax.jit(lambda real, fake: jnp.sqrt(value(term, ctx._replace(real=real, fake=fake))[0]))
    there, back = slope(one, zero), slope(zero, one)
    np.testing.assert_allclose(there + back, 1, atol=1e-4)  # the term adds 1e-12 to the square
    shares = np.histogram(there, bins=4, range=(0, 1))[0] / n
    np.testing.assert_allclose(shares, 0.25, atol=5 * np.sqrt(0.25 * 0.75 / n))


def test_the_automatic_weight_is_a_constant(x64):
    """The gradient of weight H_M is the weight's times that of H_M alone, which a weight of 1 gives."""
    ctx = context()

    def slope(weight):
        def mean(fake):
            losses, _, metrics = value(make("generator", semi_implicit={"weight": weight}), ctx._replace(fake=fake))
            return losses.mean(), metrics["weight"]

        return jax.jit(jax.grad(mean, has_aux=True))(ctx.fake)

    (automatic, weight), (plain, _) = slope("auto"), slope(1.0)
    assert np.abs(plain).max() > 0.1
    np.testing.assert_allclose(automatic, weight * plain, rtol=1e-9)
