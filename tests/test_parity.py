"""One device or four, jit, pmap or shard_map: the same numbers (float64, to 1e-10)."""

import chex
import jax
import jax.numpy as jnp
import numpy as np
import pytest

from ganjax import parallel
from ganjax.harness.checkpoints import Checkpoints
from ganjax.harness.run import prepare
from tests.tiny_configs import gan

STEPS = 3


def to_float64(tree):
    return jax.tree.map(lambda x: x.astype(jnp.float64) if jnp.issubdtype(x.dtype, jnp.floating) else x, tree)


def begin(config, mode, n_devices, start=None):
    """(the run, its initial state); every trial begins at `start` if it is given."""
    run = prepare(config, mode, jax.devices()[:n_devices])
    if start is None:
        return run, to_float64(jax.device_get(run.init()))
    return run, jax.tree.map(lambda x: np.concatenate([x] * config.trials), start)


def states_after(config, mode, n_devices, start=None):
    """(initial state, state after STEPS, metrics)."""
    run, initial = begin(config, mode, n_devices, start)
    state, metrics = run.chunk(initial, 0, STEPS)
    return initial, jax.device_get(state), metrics


def test_a_trial_begins_as_it_does_alone():
    """To a rounding of float32; and another trial elsewhere."""
    config = gan()
    alone = jax.device_get(prepare(config).init())
    config.trials = 2
    both = jax.device_get(prepare(config).init())
    chex.assert_trees_all_close(jax.tree.map(lambda x: x[:1], both), alone, rtol=1e-5, atol=1e-7)
    kernels = [x for x in jax.tree.leaves(both.params) if x.ndim > 2]
    assert kernels and all(np.abs(x[0] - x[1]).max() > 1e-3 for x in kernels)


def stopped_and_resumed(run, initial, folder):
    """The state after STEPS of which the last is taken from a checkpoint."""
    state, _ = run.chunk(initial, 0, STEPS - 1)
    checkpoints = Checkpoints(folder)
    checkpoints.save(STEPS - 1, state, {})
    state, _ = checkpoints.restore(jax.eval_shape(lambda: initial))
    return jax.device_get(run.chunk(state, STEPS - 1, STEPS)[0])


# jit over four devices and pmap run these alone: to a method they are one device and shard_map again, as each of them
# calls the same step with the same axis name, and a program takes seconds to compile.
ALL_LAYOUTS = ("gan", "wgan", "sig", "reg_gan", "lbt_gan", "svgd")


def test_every_method_goes_on_and_every_layout_gives_the_same_states(method_config, request, tmp_path, x64):
    """Saved within, a run ends with the same bits; on other layouts with the same numbers.

    Under shard_map there are two trials: the first is the run, the second, of another key, is not.
    """
    run, start = begin(method_config, "jit", 1)
    expected = jax.device_get(run.chunk(start, 0, STEPS))
    assert all(np.isfinite(values).all() for values in expected[1].values())
    chex.assert_tree_all_finite(expected[0].params)
    chex.assert_trees_all_equal(stopped_and_resumed(run, start, tmp_path), expected[0])
    others = (("jit", 1), ("pmap", 1)) if request.node.callspec.params["method_config"] in ALL_LAYOUTS else ()
    for mode, trials in (*others, ("shard_map", 2)):
        method_config.trials = trials
        _, state, metrics = states_after(method_config, mode, 4, start)
        first = jax.tree.map(lambda x: x[:1], state), {name: values[:, :1] for name, values in metrics.items()}
        chex.assert_trees_all_close(first[0], expected[0], rtol=0, atol=1e-10)
        # A metric may be of any size: the norm of an implicit gradient is in the hundreds.
        chex.assert_trees_all_close(first[1], expected[1], rtol=1e-11, atol=1e-10)
    leaves = [x for x in jax.tree.leaves(state.params) if x.size > 2]
    assert any(np.abs(x[0] - x[1]).max() > 1e-3 for x in leaves)


def test_a_checkpoint_goes_on_on_any_layout(tmp_path, x64):
    """A step on one device, one on four by pmap, one on two by shard_map, one on four by jit: saved between them."""
    config = gan()
    config.ema = 0.9
    layouts = (("jit", 1), ("pmap", 4), ("shard_map", 2), ("jit", 4))
    runs = [prepare(config, mode, jax.devices()[:n]) for mode, n in layouts]
    initial = to_float64(jax.device_get(runs[0].init()))
    expected, _ = runs[0].chunk(initial, 0, len(runs))
    state, checkpoints = initial, Checkpoints(tmp_path)
    for step, run in enumerate(runs):
        state, _ = run.chunk(state, step, step + 1)
        checkpoints.save(step, state, {})
        state, _ = checkpoints.restore(jax.eval_shape(lambda: initial))
    chex.assert_trees_all_close(state, jax.device_get(expected), rtol=0, atol=1e-10)
    assert all(leaf.dtype != np.float32 for leaf in jax.tree.leaves(state.params))


def test_example_keys_do_not_depend_on_the_layout():
    key = jax.random.key(3)
    whole = parallel.example_normal(key, 8, (2,))
    split = jax.pmap(lambda _: parallel.example_normal(key, 2, (2,), "i"), "i")(jnp.arange(4))
    np.testing.assert_array_equal(split.reshape(8, 2), whole)


@pytest.mark.parametrize("mode", ["pmap", "shard_map"])
def test_value_and_pgrad_is_the_global_gradient(mode, x64):
    """Also of a loss that contains such a gradient: two levels, as an unrolled step has."""
    x = jnp.arange(8.0).reshape(8, 1)

    def outer(theta, x, axis_name):
        def inner(phi):
            return jnp.mean((phi * x - jnp.sin(theta * x)) ** 2), None

        (_, _), g = parallel.value_and_pgrad(inner, axis_name)(jnp.ones([]))
        phi = 1 - 0.1 * g
        return jnp.mean(jnp.cos(phi * x) + theta * x), None

    expected = jax.grad(lambda t: outer(t, x, None)[0])(jnp.float64(0.7))

    def make(axis_name, shard):
        def f(theta, stream):
            (_, _), g = parallel.value_and_pgrad(lambda t: outer(t, stream[0], axis_name), axis_name)(theta)
            return g

        return f

    f = parallel.compile_step(make, mode, jax.devices()[:4], stream_axis=1)
    np.testing.assert_allclose(f(jnp.float64(0.7), x[None]), expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize("mode", ["jit", "pmap", "shard_map"])
def test_no_gradient_comes_from_what_is_told_beside_an_inner_loss(mode, x64):
    """A root of 0 has none: beside the inner gradient, a number [] too, it would be 0 times infinity."""
    x = jnp.arange(8.0)

    def make(axis_name, shard):
        def f(theta, stream):
            def outer(theta):
                def inner(phi):
                    return jnp.mean((phi * stream[0] - theta) ** 2) / 2, {"size": jnp.sqrt(0 * theta)}

                (_, told), slope = parallel.value_and_pgrad(inner, axis_name)(jnp.ones([]))
                return slope**2, told

            return parallel.value_and_pgrad(outer, axis_name)(theta)[1]

        return f

    f = parallel.compile_step(make, mode, jax.devices()[: 1 if mode == "jit" else 4], stream_axis=1)
    mean, square = np.arange(8.0).mean(), (np.arange(8.0) ** 2).mean()
    np.testing.assert_allclose(f(jnp.float64(0.7), x[None]), -2 * mean * (square - 0.7 * mean), rtol=1e-12)


@pytest.mark.parametrize("mode", ["pmap", "shard_map"])
def test_a_loss_of_averages_has_the_global_gradient(mode, x64):
    """(mean over all devices of theta x)²: a loss that is already one value for all of them."""
    x = jnp.arange(8.0)
    expected = jax.grad(lambda t: jnp.mean(t * x) ** 2)(jnp.float64(0.7))

    def make(axis_name, shard):
        def f(theta, stream):
            def loss(t):
                return parallel.pmean(jnp.mean(t * stream[0]), axis_name) ** 2, None

            return parallel.value_and_pgrad(loss, axis_name)(theta)[1]

        return f

    f = parallel.compile_step(make, mode, jax.devices()[:4], stream_axis=1)
    np.testing.assert_allclose(f(jnp.float64(0.7), x[None]), expected, rtol=1e-12)


@pytest.mark.parametrize("mode", ["pmap", "shard_map"])
def test_a_pass_run_once_has_the_global_gradient(mode, x64):
    """Of the variance of sin(theta x) around a mean that is no function of theta."""
    x, theta = np.arange(8.0), 0.7

    def make(axis_name, shard):
        def f(theta, stream):
            x = stream[0]
            output, aux, pull = parallel.run_once(lambda t: (jnp.sin(t * x), x.mean()), theta, axis_name)
            middle = parallel.pmean(output.mean(), axis_name)
            (value, _), gradient = pull(lambda output: (jnp.mean((output - middle) ** 2), None))
            return value, aux, gradient

        return f

    found = parallel.compile_step(make, mode, jax.devices()[:4], stream_axis=1)(jnp.float64(theta), x[None])
    apart = np.sin(theta * x) - np.sin(theta * x).mean()
    expected = np.mean(apart**2), x.mean(), np.mean(2 * apart * np.cos(theta * x) * x)
    np.testing.assert_allclose(found, expected, rtol=1e-12)


def test_a_batch_that_does_not_divide_is_refused():
    from ganjax.errors import UserError

    with pytest.raises(UserError, match="not a multiple"):
        parallel.local_size(6, "pmap", 4)
