"""The unrolled gradient against closed forms, and its memory under remat."""

import chex
import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from ganjax.curvature import cosine as cosine_of
from ganjax.curvature import extreme_eigenvalues
from ganjax.optimizers import clip_parameters, cosine, make, staged, unrollable_adam
from ganjax.unroll import implicit_adjoint, unroll


def sgd_on_a_quadratic(theta, steps, lr, curvature=2.0, remat=False):
    """phi_{k+1} = phi_k - lr·curvature·(phi_k - theta), from 0: phi_K = theta (1 - (1 - lr·curvature)^K)."""

    def step(phi, _):
        return phi - lr * jax.grad(lambda p: curvature * (p - theta) ** 2 / 2)(phi), None

    return unroll(step, jnp.zeros_like(theta), length=steps, remat=remat)[0]


@pytest.mark.parametrize("remat", [False, True])
@pytest.mark.parametrize("steps", [0, 1, 5])
def test_hypergradient_is_the_closed_form_on_a_quadratic(steps, remat, x64):
    got = jax.grad(sgd_on_a_quadratic)(jnp.float64(0.3), steps, 0.1, remat=remat)
    np.testing.assert_allclose(got, 1 - 0.8**steps, rtol=1e-12)


def test_hypergradient_tends_to_the_implicit_one(x64):
    """phi* = theta, so that the implicit derivative is 1; the unrolled one tends to it geometrically."""
    errors = [1 - jax.grad(sgd_on_a_quadratic)(jnp.float64(0.3), k, 0.1) for k in (1, 10, 100)]
    assert errors[0] > errors[1] > errors[2] and errors[2] < 1e-9


def test_the_adjoint_solves_the_damped_system_in_as_many_iterations_as_dimensions(x64):
    square = jax.random.normal(jax.random.key(0), (6, 6))
    hessian, b = square @ square.T + jnp.eye(6), jax.random.normal(jax.random.key(1), (6,))

    def gradient(phi):
        whole = hessian @ jnp.concatenate([phi["a"], phi["b"]])
        return {"a": whole[:2], "b": whole[2:]}

    phi, outer = {"a": jnp.ones(2), "b": jnp.ones(4)}, {"a": b[:2], "b": b[2:]}
    got, residual = implicit_adjoint(gradient, phi, outer, damping=0.3, iterations=6)
    assert residual < 1e-6
    expected = np.linalg.solve(hessian + 0.3 * np.eye(6), b)
    np.testing.assert_allclose(np.concatenate([got["a"], got["b"]]), expected, rtol=1e-8)
    # Further iterations than dimensions, and a right-hand side of zero, do no harm.
    more, _ = implicit_adjoint(gradient, phi, outer, damping=0.3, iterations=30)
    np.testing.assert_allclose(more["b"], expected[2:], rtol=1e-8)
    none, _ = implicit_adjoint(gradient, phi, jax.tree.map(jnp.zeros_like, outer), iterations=3)
    np.testing.assert_array_equal(none["a"], 0)


def test_the_adjoint_stops_at_negative_curvature(x64):
    """On diag(2, -1) the second direction of (1, .1) curves down; the residual says that it was not solved."""
    hessian = jnp.array([2.0, -1.0])
    v, residual = implicit_adjoint(lambda phi: hessian * phi, jnp.zeros(2), jnp.array([1.0, 0.1]), iterations=5)
    first = jnp.array([1.0, 0.1]) * 1.01 / (2 - 0.01)
    np.testing.assert_allclose(v, first, rtol=1e-12)
    assert 0.05 < residual < 0.5
    damped, residual = implicit_adjoint(
        lambda phi: hessian * phi, jnp.zeros(2), jnp.array([1.0, 0.1]), damping=2.0, iterations=2
    )
    np.testing.assert_allclose(damped, [1 / 4, 0.1 / 1], rtol=1e-9)
    assert residual < 1e-9


def test_the_lanczos_process_finds_both_ends_of_the_spectrum():
    square = np.random.default_rng(0).standard_normal((40, 40))
    matrix = square @ square.T - 20 * np.eye(40)
    values = np.linalg.eigvalsh(matrix)
    np.testing.assert_allclose(
        extreme_eigenvalues(lambda v: matrix @ v, 40, iterations=40), values[[0, -1]], rtol=1e-9
    )
    low, high = extreme_eigenvalues(lambda v: matrix @ v, 40, iterations=15)
    assert values[-1] * (1 - 1e-3) < high <= values[-1] * (1 + 1e-9) and low >= values[0] - 1e-9
    # A first vector that reaches two eigenvalues alone ends after two products.
    of_two = np.diag([3.0, 3.0, 3.0, -1.0, -1.0])
    np.testing.assert_allclose(extreme_eigenvalues(lambda v: of_two @ v, 5), (-1, 3), rtol=1e-9)


def test_unrolled_gradients_agree_with_the_implicit_one_unless_the_rate_overshoots(x64):
    """With f = 1/2 (phi - theta)' H (phi - theta), F = g phi: (I - (I - rate H)^K) g, and H (H + damping)^-1 g."""
    curvatures, g = jnp.array([10.0, 1.0, 0.1]), jnp.array([1.0, 1.0, 0.3])
    low, high = extreme_eigenvalues(lambda v: curvatures * v, 3)
    np.testing.assert_allclose((low, high), (0.1, 10), rtol=1e-9)

    def unrolled(rate, steps):
        def last(theta):
            step = lambda phi, _: (phi - rate * curvatures * (phi - theta), None)  # noqa: E731
            return g @ unroll(step, jnp.zeros(3), length=steps)[0]

        return jax.grad(last)(jnp.zeros(3))

    def implicit(damping, iterations=3):
        v, _ = implicit_adjoint(lambda phi: curvatures * phi, jnp.zeros(3), g, damping=damping, iterations=iterations)
        return curvatures * v

    np.testing.assert_allclose(implicit(0.0), g, rtol=1e-9)
    for rate, steps in ((0.05, 4), (0.25, 4)):
        expected = (1 - (1 - rate * np.asarray(curvatures)) ** steps) * g
        np.testing.assert_allclose(unrolled(rate, steps), expected, rtol=1e-9)
    assert 1 / high < 0.15 < 2 / high and cosine_of(unrolled(0.15, 60), implicit(0.0)) > 0.99
    assert 2 / high < 0.25 and cosine_of(unrolled(0.25, 4), implicit(0.0)) < -0.5
    assert cosine_of(unrolled(0.25, 5), implicit(0.0)) > 0.5, "it swings to and fro"
    # Few small steps, much damping, and one iteration of conjugate gradients are the gradient itself.
    itself = curvatures * g
    for direction in (unrolled(1e-6, 3), implicit(1e6), implicit(1e6, iterations=1)):
        assert cosine_of(direction, itself) > 1 - 1e-6
    assert cosine_of(implicit(0.0), itself) < 0.8


def test_no_steps_change_nothing():
    carry, ys = unroll(lambda c, x: (c + x, c), jnp.float32(2), xs=jnp.zeros((0,)))
    assert carry == 2 and ys.shape == (0,)


def temporary_bytes(steps, remat):
    """Of the compiled gradient through `steps` inner steps on a wide layer with a small carry."""
    x = jax.ShapeDtypeStruct((256, 16), jnp.float32)
    key = jax.random.key(0)
    w2 = jax.random.normal(key, (512, 1))

    def f(x):
        def step(w, _):
            def loss(w):
                return jnp.mean((jnp.tanh(x @ w) @ w2) ** 2)

            return w - 0.1 * jax.grad(loss)(w), None

        w, _ = unroll(step, jnp.ones((16, 512)), length=steps, remat=remat)
        return jnp.sum(w**2)

    return jax.jit(jax.grad(f)).lower(x).compile().memory_analysis().temp_size_in_bytes


def test_remat_memory_grows_by_the_carry_alone():
    carry = 16 * 512 * 4
    growth = (temporary_bytes(50, True) - temporary_bytes(5, True)) / 45
    plain = (temporary_bytes(50, False) - temporary_bytes(5, False)) / 45
    assert growth < 1.5 * carry, f"{growth:.0f} bytes a step, the carry has {carry}"
    assert plain > 8 * growth, f"without remat {plain:.0f} bytes a step, with it {growth:.0f}"


def test_unrollable_adam_is_adam_and_differentiable_at_zero(x64):
    """Its step is m / sqrt(v + eps), and a zero gradient, where sqrt has no derivative, gives no NaN."""
    g = jnp.array([0.3, -2.0, 0.0])
    tx = unrollable_adam(0.1, b1=0.5, b2=0.99, eps=1e-8)
    updates, state = tx.update(g, tx.init(g))
    np.testing.assert_allclose(updates, -0.1 * g / np.sqrt(g**2 + 1e-8), rtol=1e-12)
    updates, _ = tx.update(2 * g, state)
    m = (0.5 * 0.5 * g + 0.5 * 2 * g) / (1 - 0.5**2)
    v = (0.99 * 0.01 * g**2 + 0.01 * 4 * g**2) / (1 - 0.99**2)
    np.testing.assert_allclose(updates, -0.1 * m / np.sqrt(v + 1e-8), rtol=1e-12)

    def through(g, tx):
        return tx.update(g, tx.init(g))[0].sum()

    assert np.isfinite(jax.grad(through)(jnp.zeros(3), tx)).all()
    # With the second moment constant, du/dg = -lr / sqrt(v + eps).
    frozen = unrollable_adam(0.1, b1=0.5, b2=0.99, eps=1e-8, stop_gradient=True)
    np.testing.assert_allclose(jax.grad(through)(g, frozen), -0.1 / np.sqrt(g**2 + 1e-8), rtol=1e-9)
    chex.assert_trees_all_equal(tx.update(g, state), frozen.update(g, state))


def test_clip_parameters_keeps_the_box():
    tx = optax.chain(optax.sgd(1.0), clip_parameters(0.1))
    p = jnp.array([0.05, -0.05])
    updates, _ = tx.update(jnp.array([-1.0, 0.02]), tx.init(p), p)
    np.testing.assert_allclose(p + updates, [0.1, -0.07], atol=1e-7)
    with pytest.raises(ValueError, match="needs the parameters"):
        clip_parameters(0.1).update(p, optax.EmptyState())


def test_the_stages_are_burdas():
    """3^i epochs at 1e-4 round(10^(1 - i/7), 1), i = 0, ..., 7, also at a hundredth of the epochs."""
    for epoch in (3_000, 30):
        rates = [1e-4 * round(10 ** (1 - i / 7), 1) for i in range(8) for _ in range(3**i)]
        schedule = staged(1e-3, len(rates) * epoch)
        for at, share in ((0, 0.5), (1, 0.01), (3, 0.99), (4, 0.01), (1_092, 0.99), (1_093, 0.01), (3_279, 0.5)):
            np.testing.assert_allclose(schedule(jnp.int32((at + share) * epoch)), rates[at], rtol=1e-6)
        np.testing.assert_allclose(schedule(10 * len(rates) * epoch), 1e-4, rtol=1e-6)


def test_cosine_matches_optax():
    ours, theirs = cosine(0.1, 10, 0.2), optax.cosine_decay_schedule(0.1, 10, 0.2)
    for count in (0, 3, 10, 15):
        np.testing.assert_allclose(ours(count), theirs(count), rtol=1e-6)


def test_make_reports_what_it_does_not_know():
    from ganjax.errors import UserError

    with pytest.raises(UserError, match="stages are parts of decay_steps"):
        make({"name": "adam", "learning_rate": 1e-3, "stages": 8})
    with pytest.raises(UserError, match="needs a name"):
        make({"learning_rate": 1.0})
    for schedule in ("decay_steps", "warmup_steps"):
        with pytest.raises(UserError, match="adam: decay_steps and warmup_steps need a learning_rate"):
            make({"name": "adam", schedule: 10})
    with pytest.raises(UserError, match="no optimizer 'adamm'"):
        make({"name": "adamm", "learning_rate": 1.0})
    with pytest.raises(UserError, match="adam: .*b9"):
        make({"name": "adam", "learning_rate": 1.0, "b9": 1})


def test_second_moments_that_begin_at_a_number():
    """Two steps by hand, of the update in the code of Burda et al. (2016)."""
    tx = make({"name": "adam_with_second_moment", "learning_rate": 0.1, "second_moment": 4.0, "b1": 0.5, "b2": 0.75})
    params, m, v = {"w": jnp.array([1.0, -2.0])}, np.zeros(2), np.full(2, 4.0)
    state, expected = tx.init(params), np.array([1.0, -2.0])
    for t, gradient in enumerate((np.array([1.0, 3.0]), np.array([-2.0, 0.5])), 1):
        updates, state = tx.update({"w": jnp.asarray(gradient)}, state, params)
        params = optax.apply_updates(params, updates)
        m, v = 0.5 * m + 0.5 * gradient, 0.75 * v + 0.25 * gradient**2
        expected = expected - 0.1 * np.sqrt(1 - 0.75**t) / (1 - 0.5**t) * m / np.sqrt(v)
        np.testing.assert_allclose(params["w"], expected, rtol=1e-5)
