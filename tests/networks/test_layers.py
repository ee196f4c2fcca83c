import flax.linen as nn
import jax
import jax.numpy as jnp
import numpy as np
import pytest

from ganjax.networks.layers import Conv, ConvTranspose, batch_norm, condition

PAIRS = [(Conv, nn.Conv), (ConvTranspose, nn.ConvTranspose)]
CROPPED = ((1, 1), (1, 1))


def close(a, b):
    jax.tree.map(lambda a, b: np.testing.assert_allclose(a, b, rtol=0, atol=1e-10), a, b)


@pytest.mark.parametrize(("ours", "theirs"), PAIRS)
@pytest.mark.parametrize("kernel", [3, 4, 5])
@pytest.mark.parametrize("stride", [1, 2])
def test_every_form_is_flax(ours, theirs, kernel, stride):
    forms = ["lax", "patches"] + ["tiles"] * (kernel == 4 and stride == 2)
    forms += ["taps"] * (ours is Conv and stride == 1)
    cases = [("SAME", (6, 7)), ("VALID", (8, 5)), (CROPPED, (5, 6))]
    with jax.enable_x64(True):
        key = jax.random.key(0)
        xs = [jax.random.normal(key, (2, *size, 3)) for _, size in cases]
        variables = theirs(5, (kernel, kernel), param_dtype=jnp.float64).init(key, xs[0])

        def all_cases(cls, **options):
            def run(variables, xs):
                layers = [cls(5, (kernel, kernel), (stride, stride), padding=p, **options) for p, _ in cases]
                return [layer.apply(variables, x) for layer, x in zip(layers, xs, strict=True)]

            def loss(variables, xs):
                return sum((jnp.sin(y) * jnp.arange(y.size).reshape(y.shape)).mean() for y in run(variables, xs))

            return jax.jit(lambda v, xs: (run(v, xs), jax.grad(loss, (0, 1))(v, xs)))(variables, xs)

        expected = all_cases(theirs)
        for form in forms:
            close(all_cases(ours, form=form), expected)


@pytest.mark.parametrize(("ours", "theirs"), PAIRS)
def test_over_trials_and_twice_differentiated(ours, theirs):
    with jax.enable_x64(True):
        x = jax.random.normal(jax.random.key(0), (2, 6, 6, 3))
        reference = theirs(2, (4, 4), (2, 2), param_dtype=jnp.float64)
        trials = jax.vmap(reference.init, (0, None))(jax.random.split(jax.random.key(1), 3), x)

        def penalty(layer):
            def squared_slope(variables, x):
                return (jax.grad(lambda x: jnp.tanh(layer.apply(variables, x)).sum())(x) ** 2).sum()

            return jax.jit(jax.vmap(jax.value_and_grad(squared_slope), (0, None)))(trials, x)

        expected = penalty(reference)
        assert all(np.isfinite(leaf).all() for leaf in jax.tree.leaves(expected))
        for form in ("lax", "patches", "tiles"):
            close(penalty(ours(2, (4, 4), (2, 2), form=form)), expected)


def test_forward_mode_through_reverse_mode():
    x = jax.random.normal(jax.random.key(0), (1, 4, 4, 2))
    layer = Conv(2, (4, 4), (2, 2), form="tiles")
    variables = layer.init(jax.random.key(1), x)
    gradient = jax.grad(lambda v: jnp.tanh(layer.apply(v, x)).sum())
    _, product_ = jax.jvp(gradient, (variables,), (variables,))
    assert all(np.isfinite(leaf).all() for leaf in jax.tree.leaves(product_))


def test_condition():
    latent = jnp.zeros((3, 2))
    assert condition(latent) is latent
    np.testing.assert_array_equal(condition(latent, jnp.array([1, 0, 3]), 4)[:, 2:], np.eye(4)[[1, 0, 3]])
    np.testing.assert_array_equal(condition(latent, jnp.full((3, 19), 0.5))[:, 2:], np.full((3, 19), 0.5))
    with pytest.raises(ValueError, match="n_classes"):
        condition(latent, jnp.array([0, 1, 2]))


def test_batch_norm_uses_running_averages_outside_training():
    x = 3 + 2 * jax.random.normal(jax.random.key(0), (64, 5))
    variables = batch_norm(True).init(jax.random.key(1), x)
    y, updated = batch_norm(True).apply(variables, x, mutable=["batch_stats"])
    np.testing.assert_allclose(y.mean(0), 0, atol=1e-5)
    np.testing.assert_allclose(updated["batch_stats"]["mean"], 0.1 * x.mean(0), rtol=1e-5)
    np.testing.assert_allclose(batch_norm(False).apply(variables, x), x, rtol=1e-4)
