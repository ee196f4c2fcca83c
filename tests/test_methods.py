"""What each method's step does, against closed forms and against each other."""

import chex
import flax.linen as nn
import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from ganjax import lookup
from ganjax.errors import UserError
from ganjax.harness import build
from ganjax.losses import adversarial
from ganjax.methods.gan import gan
from ganjax.methods.iwae import iwae_estimator
from ganjax.methods.lbt import lbt
from ganjax.methods.unrolled import unrolled
from ganjax.methods.vae import vae_estimator
from ganjax.networks import dcgan, mlp
from ganjax.types import Estimator, Term
from tests import tiny_configs


def batch_of(config, n=8):
    return build.dataset(config).sample(jax.random.key(5), n)


# Another value of what a method names as `OF_SAMPLES`.
OTHERWISE = {"sample": "theta", "euler_steps": 2, "temperature": 0.5, "observation_temperature": 0.5}


def of_samples(config):
    return lookup.find("ganjax.methods", config.method.name, "OF_SAMPLES", ())


@pytest.mark.parametrize("name", [name for name, make in tiny_configs.METHODS.items() if of_samples(make())])
def test_what_only_samples_depend_on_changes_the_samples_and_no_step(name):
    after, samples = [], []
    config = tiny_configs.METHODS[name]()
    if name == "latent_flow":
        config.method.observation = "bernoulli"  # the mean of a normal observation has no temperature
    for key in (None, *of_samples(config)):
        changed = config.copy_and_resolve_references()
        if key:
            changed.method[key] = OTHERWISE[key]
        method, batch = build.method(changed, build.dataset(changed)), batch_of(changed)
        state = method.init(jax.random.key(0), batch)
        after.append(jax.jit(method.step)(jax.random.key(1), state, batch))
        samples.append(method.sample(jax.random.key(2), after[0][0], 64))
    for other, drawn in zip(after[1:], samples[1:], strict=True):
        chex.assert_trees_all_equal(after[0], other)
        assert not np.allclose(samples[0], drawn)


def networks():
    return mlp.Generator(3, (2,), hidden=(5,)), mlp.Discriminator(hidden=(6,))


@pytest.mark.parametrize(
    ("surrogate", "loss"), [("generator", adversarial.non_saturating), ("saddle", adversarial.minimax)]
)
def test_unrolled_without_steps_is_gan(surrogate, loss):
    """Of the saddle the real examples' part has no gradient then: that of the minimax game."""
    generator, discriminator = networks()
    txs = dict(generator_tx=optax.adam(1e-2), discriminator_tx=optax.adam(1e-2))
    batch = {"x": jax.random.normal(jax.random.key(1), (8, 2))}
    plain = gan(generator, discriminator, **txs, loss=loss)
    ahead = unrolled(generator, discriminator, unroll_steps=0, surrogate=surrogate, **txs)
    states = []
    for method in (plain, ahead):
        state = method.init(jax.random.key(0), batch)
        for i in range(3):
            state, _ = jax.jit(method.step)(jax.random.key(i), state, batch)
        states.append(state)
    chex.assert_trees_all_close(*states, atol=1e-6)


def test_unrolling_changes_the_generators_gradient_only():
    generator, discriminator = networks()
    txs = dict(generator_tx=optax.sgd(1.0), discriminator_tx=optax.sgd(0.5))
    batch = {"x": jax.random.normal(jax.random.key(1), (8, 2))}
    after = {}
    for k in (0, 3):
        method = unrolled(generator, discriminator, unroll_steps=k, **txs)
        after[k], _ = jax.jit(method.step)(jax.random.key(1), method.init(jax.random.key(0), batch), batch)
    chex.assert_trees_all_equal(after[0].params["discriminator"], after[3].params["discriminator"])
    with pytest.raises(AssertionError):
        chex.assert_trees_all_close(after[0].params["generator"], after[3].params["generator"], atol=1e-5)


class Shift(nn.Module):
    """G(z) = theta + z."""

    latent_dim: int = 1

    @nn.compact
    def __call__(self, latent, label=None, *, train=True):
        return latent + self.param("theta", nn.initializers.constant(0.25), (1,))


UNIT_NORMAL = Estimator(
    init=lambda key, x: jnp.array([0.5]),
    log_prob=lambda phi, key, x: -0.5 * ((x - phi) ** 2).sum(-1) - 0.5 * jnp.log(2 * jnp.pi),
)


@pytest.mark.parametrize("remat", [False, True])
def test_lbt_is_algorithm_1(remat, x64):
    """A unit normal taught by a shift: every quantity of a step is known in closed form.

    phi moves to phi + lr (mean(G(z)) - phi) in each inner step, so after M committed and K unrolled ones
    dphi^K/dtheta = 1 - (1 - lr)^K, and theta moves by eta (mean(x) - phi^K) dphi^K/dtheta.
    """
    inner, ahead, lr, eta = 3, 4, 0.1, 0.7
    method = lbt(
        Shift(),
        UNIT_NORMAL,
        generator_tx=optax.sgd(eta),
        estimator_tx=optax.sgd(lr),
        inner_steps=inner,
        unroll_steps=ahead,
        remat=remat,
    )
    x = jnp.array([[2.0], [3.0], [1.0], [4.0]])
    state = jax.tree.map(
        lambda v: v.astype(float) if v.dtype == jnp.float32 else v, method.init(jax.random.key(0), {"x": x})
    )
    after, metrics = method.step(jax.random.key(7), state, {"x": x})

    phi_m = float(after.params["estimator"][0])
    # All that is random is the mean of the latents; the metrics tell phi^K, hence theta's step.
    phi_k = 2.5 - np.sqrt(-2 * (float(metrics["log_prob_data"]) + 0.5 * np.log(2 * np.pi)) - np.var(x))
    step = eta * (2.5 - phi_k) * (1 - (1 - lr) ** ahead)
    np.testing.assert_allclose(after.params["generator"]["theta"][0] - 0.25, step, rtol=1e-9)
    assert 0.2 < phi_m < 0.6 and after.step == 1

    # The committed steps are M steps of the student; the unrolled ones leave nothing behind.
    for k in (0, 1):
        other = lbt(
            Shift(),
            UNIT_NORMAL,
            generator_tx=optax.sgd(eta),
            estimator_tx=optax.sgd(lr),
            inner_steps=inner,
            unroll_steps=k,
        )
        same, _ = other.step(jax.random.key(7), state, {"x": x})
        np.testing.assert_allclose(same.params["estimator"], after.params["estimator"], rtol=1e-12)
        moved = float(same.params["generator"]["theta"][0]) - 0.25
        assert (moved == 0) == (k == 0)


B = np.array([[1.0, 0.2, 0], [0, 1.5, -0.4], [0.3, 0, 0.8], [0.5, -1, 0.1]])
C = np.array([[1.0, -2], [0.5, 0.3], [0, 1], [2, 0.1]])
LINEAR_GAUSSIAN = Estimator(
    init=lambda key, x: jnp.zeros(3),
    log_prob=lambda phi, key, x: -0.5 * ((x - B @ phi) ** 2).sum(-1),
)


class Affine(nn.Module):
    """G(z) = C theta + z / 10."""

    latent_dim: int = 4

    @nn.compact
    def __call__(self, latent, label=None, *, train=True):
        return latent / 10 + C @ self.param("theta", nn.initializers.constant(0.5), (2,))


def linear_gaussian_gradient(x, **options):
    """(the method's ascent direction of theta, phi after the committed steps)."""
    method = lbt(
        Affine(),
        LINEAR_GAUSSIAN,
        generator_tx=optax.sgd(1.0),
        estimator_tx=optax.sgd(0.3),
        inner_steps=60,
        **options,
    )
    state = method.init(jax.random.key(0), {"x": x})
    state = jax.tree.map(lambda v: v.astype(float) if v.dtype == jnp.float32 else v, state)
    after, metrics = jax.jit(method.step)(jax.random.key(1), state, {"x": x})
    assert np.isfinite(metrics["log_prob_data"])
    return after.params["generator"]["theta"] - state.params["generator"]["theta"], after.params["estimator"]


def test_the_implicit_hypergradient_is_the_closed_form(x64):
    """phi* = B^+ (C theta + mean z): dF/dtheta = (B^+ C)^T B^T (mean x - B phi), and unrolling tends to it."""
    x = jax.random.normal(jax.random.key(2), (8, 4)) + 1.0
    got, phi = linear_gaussian_gradient(x, hypergradient="implicit", damping=0.0, unroll_steps=1)
    pull = B.T @ (np.asarray(x).mean(0) - B @ phi)
    expected = (np.linalg.pinv(B) @ C).T @ pull
    np.testing.assert_allclose(got, expected, rtol=1e-6)
    damped, _ = linear_gaussian_gradient(x, hypergradient="implicit", damping=0.5, unroll_steps=1)
    hessian = B.T @ B + 0.5 * np.eye(3)
    np.testing.assert_allclose(damped, C.T @ B @ np.linalg.solve(hessian, pull), rtol=1e-6)
    errors = []
    for k in (1, 5, 100):
        unrolled_gradient, _ = linear_gaussian_gradient(x, unroll_steps=k)
        errors.append(np.abs(unrolled_gradient - expected).max() / np.abs(expected).max())
    assert errors[0] > errors[1] > errors[2] and errors[2] < 0.1, errors


def test_an_unknown_hypergradient_is_refused():
    with pytest.raises(UserError, match="hypergradient is one of unrolled, implicit.*, not 'exact'"):
        linear_gaussian_gradient(jnp.zeros((8, 4)), hypergradient="exact")


def test_a_teaching_weight_of_zero_leaves_the_adversary_alone():
    """Also where a schedule makes it zero."""
    generator, discriminator = networks()
    batch = {"x": jax.random.normal(jax.random.key(1), (8, 2))}
    estimator = vae_estimator(mlp.Encoder(2, hidden=(4,)), mlp.Generator(2, (2,), hidden=(4,)), variance=0.1)
    norms = {}
    for weight in (0.0, 1.0, lambda step: 1.0 * (step >= 1)):
        method = lbt(
            generator,
            estimator,
            generator_tx=optax.sgd(1.0),
            estimator_tx=optax.sgd(0.01),
            inner_steps=2,
            unroll_steps=2,
            teaching_weight=weight,
            discriminator=discriminator,
            discriminator_tx=optax.sgd(0.1),
            adversarial_weight=1.0,
        )
        state = method.init(jax.random.key(0), batch)
        _, metrics = jax.jit(method.step)(jax.random.key(1), state, batch)
        norms[weight if isinstance(weight, float) else "late"] = float(metrics["generator_gradient_norm"])
    assert norms[0.0] == norms["late"] != norms[1.0]


W, NOISE = 1.7, 0.3
POSTERIOR_VARIANCE = 1 / (1 + W**2 / NOISE)


class Posterior(nn.Module):
    """Of z given x = W z + noise, with `scale` times its variance."""

    scale: float = 1.0
    latent_dim: int = 1

    @nn.compact
    def __call__(self, x, *, train):
        self.param("unused", nn.initializers.zeros, ())
        mean = POSTERIOR_VARIANCE * W / NOISE * x
        return mean, jnp.full_like(mean, np.log(self.scale * POSTERIOR_VARIANCE))


class Line(nn.Module):
    """z -> W z."""

    latent_dim: int = 1

    @nn.compact
    def __call__(self, z, *, train):
        self.param("unused", nn.initializers.zeros, ())
        return W * z


def log_marginal(x):
    """log N(x; 0, W² + NOISE) of x [n, 1]."""
    return -0.5 * x[:, 0] ** 2 / (W**2 + NOISE) - 0.5 * np.log(2 * np.pi * (W**2 + NOISE))


def test_vae_bound_is_exact_for_a_linear_gaussian_model(x64):
    """x = w z + noise: with the true posterior the bound is log N(x; 0, w² + s²), for every noise draw."""
    x = jnp.linspace(-2, 2, 5)[:, None].astype(float)
    exact = log_marginal(x)
    estimator = vae_estimator(Posterior(), Line(), variance=NOISE, samples=20_000)
    params = estimator.init(jax.random.key(0), x)
    bound = estimator.log_prob(params, jax.random.key(1), x)
    # E[-(x - w z)²/2s²] over the posterior is estimated from 20,000 latents: about 1 % of a nat.
    np.testing.assert_allclose(bound, exact, atol=0.05)
    learned = vae_estimator(Posterior(), Line(), variance=None, samples=20_000)
    params = {**params, "log_variance": jnp.log(NOISE)}
    np.testing.assert_allclose(learned.log_prob(params, jax.random.key(1), x), bound, rtol=1e-9)


def test_iwae_is_between_the_elbo_and_the_likelihood(x64):
    """x = w z + noise, and a posterior that is too wide: E L_k grows with k to log p(x); the true one is exact."""
    x = jnp.linspace(-2, 2, 5)[:, None].astype(float)
    exact = log_marginal(x)
    keys = jax.random.split(jax.random.key(0), 4_000)

    def bound(scale, k):
        estimator = iwae_estimator(Posterior(scale), Line(), variance=NOISE, samples=k)
        params = estimator.init(jax.random.key(0), x)
        return jax.vmap(lambda key: estimator.log_prob(params, key, x))(keys).mean(0)

    np.testing.assert_allclose(bound(1.0, 3), exact, rtol=1e-9)
    one, five, many = bound(3.0, 1), bound(3.0, 5), bound(3.0, 50)
    elbo = exact - 0.5 * (3 - 1 - np.log(3))  # by the KL of the two posteriors
    np.testing.assert_allclose(one, elbo, atol=0.06)
    assert (one + 0.1 < five).all() and (five + 0.02 < many).all() and (many < exact + 0.01).all()


def test_a_vae_refuses_a_network_with_batch_norm():
    """Its parameters are all that it keeps; flax's own error names a collection, and no key of a config."""
    images = jnp.zeros((2, 8, 8, 3))
    for encoder, decoder, at_fault in ((True, False, "encoder"), (False, True, "decoder")):
        networks = dcgan.Encoder(3, 2, batch_norm=encoder), dcgan.Generator(3, (8, 8, 3), 2, batch_norm=decoder)
        with pytest.raises(UserError, match=f"networks.{at_fault} has batch_stats"):
            vae_estimator(*networks, variance=1.0).init(jax.random.key(0), images)
    vae_estimator(networks[0], dcgan.Generator(3, (8, 8, 3), 2, batch_norm=False), variance=1.0).init(
        jax.random.key(0), images
    )


def test_terms_are_added_trained_and_reported():
    """A term with a parameter w and loss (w - 1)² for every example, on either side."""

    def term(name):
        def init(key, context):
            return {"w": jnp.zeros([])}, {"calls": jnp.zeros([], jnp.int32)}

        def loss(params, state, key, step, context):
            per_example = (params["w"] - 1) ** 2 + 0 * context.fake_logits
            return per_example, {"calls": state["calls"] + 1}, {"w": params["w"]}

        return Term(init, loss, optax.sgd(0.25), name)

    generator, discriminator = networks()
    method = gan(
        generator,
        discriminator,
        generator_tx=optax.sgd(0.1),
        discriminator_tx=optax.sgd(0.1),
        discriminator_terms=(term("d_term"),),
        generator_terms=(term("g_term"),),
    )
    batch = {"x": jax.random.normal(jax.random.key(1), (8, 2))}
    state = method.init(jax.random.key(0), batch)
    state, metrics = jax.jit(method.step)(jax.random.key(1), state, batch)
    for name in ("d_term", "g_term"):
        np.testing.assert_allclose(state.params[name]["w"], 0.5)
        assert state.model_state[name]["calls"] == 1 and metrics[f"{name}/w"] == 0


def first_state(config):
    """(dataset, method, its first state, a batch of 8)."""
    dataset = build.dataset(config)
    method = build.method(config, dataset)
    batch = dataset.sample(jax.random.key(5), 8)
    if method.batches_per_step > 1:
        batch = jax.tree.map(lambda x: jnp.stack([x] * method.batches_per_step), batch)
    return dataset, method, jax.jit(method.init)(jax.random.key(0), batch), batch


def test_every_method_samples_and_keeps_the_types_of_its_state(method_config):
    """That it learns finite numbers is tested beside its layouts (test_parity.py)."""
    dataset, method, state, batch = first_state(method_config)
    after, _ = jax.eval_shape(method.step, jax.random.key(1), state, batch)
    avals = (jax.tree.map(lambda x: (x.shape, x.dtype, x.weak_type), tree) for tree in (state, after))
    chex.assert_trees_all_equal(*avals)  # or the second step is compiled again
    conditional = "n_classes" in method_config.networks.get("generator", {})
    label = jnp.arange(3) if conditional else None
    samples = jax.jit(lambda key, state: method.sample(key, state, 3, label))(jax.random.key(9), state)
    assert samples.shape == (3, *dataset.x_shape) and np.isfinite(samples).all()
    x = jax.ShapeDtypeStruct((4, *dataset.x_shape), batch["x"].dtype)

    def shape_of(function, *more):
        return jax.eval_shape(function, jax.random.key(0), state, x, *more).shape

    if method.log_prob is not None:
        assert shape_of(method.log_prob) == (4,)
    if method.reconstruct is not None:
        given = (label if label is None else jnp.arange(4),)  # all take a label, used or not
        assert shape_of(method.reconstruct, *given) == x.shape
        assert shape_of(method.encode)[0] == 4
    assert (method.features is not None) == ("discriminator" in method_config.networks)
    if method.features is not None:
        packs = 4 // method_config.networks.discriminator.get("pack", 1)
        assert shape_of(method.features)[0] == packs and len(shape_of(method.features)) == 2


@pytest.mark.slow
def test_every_method_learns_finite_numbers_in_float32(method_config):
    _, method, state, batch = first_state(method_config)
    step = jax.jit(method.step)
    for i in range(20):
        state, metrics = step(jax.random.key(i), state, batch)
        chex.assert_tree_all_finite((state.params, metrics))
