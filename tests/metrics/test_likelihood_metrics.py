"""Metrics of a model: `nll` and `active_units` against the linear Gaussian model, `live_features`; refusals."""

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from ganjax import networks
from ganjax.data.base import Dataset
from ganjax.errors import UserError
from ganjax.harness import build
from ganjax.harness.evaluate import evaluate_lanes
from ganjax.harness.run import prepare
from ganjax.methods.vae import vae
from ganjax.metrics import active_units, evaluator, live_features, nll
from ganjax.metrics.model import Model
from tests.test_methods import NOISE, Line, Posterior, log_marginal
from tests.tiny_configs import METHODS

X = np.linspace(-2, 2, 130)[:, None].astype(np.float32)  # more than one batch, and not whole ones
DATA = Dataset(None, (1,), 0, {"test": lambda: (X, None), "n_test": len(X)})


def model(scale):
    method = vae(Posterior(scale), Line(), tx=optax.sgd(0.1), variance=NOISE)
    return Model.of(method, method.init(jax.random.key(0), {"x": jnp.asarray(X)}))


def test_importance_sampling_is_the_likelihood(x64):
    """By the true posterior every sample is exact; by one that is too wide the 5,000 come within a hundredth."""
    exact = np.asarray(log_marginal(X))
    np.testing.assert_allclose(nll.log_likelihoods(model(1.0).log_weight, X, 3), exact, rtol=1e-5)
    estimates = nll.log_likelihoods(model(3.0).log_weight, X, 5_000)
    np.testing.assert_allclose(estimates, exact, atol=0.07)
    np.testing.assert_allclose(nll.evaluate(DATA, None, {}, model(3.0))["nll"], -exact.mean(), atol=0.01)
    few = nll.evaluate(DATA, None, {"nll": {"samples": 1, "examples": 130}}, model(3.0))["nll"]
    assert few > -exact.mean() + 0.2  # the ELBO's
    assert nll.evaluate(DATA, X, {}) == {}


def test_units_are_active_whose_mean_moves():
    """Two layers of two latents: means x, .05 x, then x + noise of the layer below (averaged out), and a constant."""

    def encode(key, x):
        noise = jax.random.normal(key, (len(x), 1))
        return jnp.concatenate([x, 0.05 * x, x + 2 * noise, 0 * x + 2 * noise], 1)

    expected = np.var(X)
    variances = active_units.variances(encode, X, 4_000)
    np.testing.assert_allclose(variances, [expected, 0.05**2 * expected, expected, 0], rtol=0.1, atol=0.002)
    config = {"active_units": {"layers": (2, 2)}}
    one = active_units.evaluate(DATA, None, {}, Model(encode=lambda key, x: encode(key, x)[:, :2]))
    assert one == {"active_units_1": 1.0}
    steady = Model(encode=lambda key, x: jnp.concatenate([x, 0.05 * x, x, 0 * x], 1))
    assert active_units.evaluate(DATA, None, config, steady) == {"active_units_1": 1.0, "active_units_2": 1.0}
    with pytest.raises(UserError, match="4 latents"):
        active_units.evaluate(DATA, None, {"active_units": {"layers": (2, 3)}}, steady)


def test_features_are_live_that_vary_over_the_data():
    """Of x in [-2, 2]: relu(x + 1) bends, relu(x + 3) is on everywhere; relu(x - 3) and tanh(100 + x) never move."""

    def features(key, x):
        return jnp.concatenate([jax.nn.relu(x + 1), jax.nn.relu(x + 3), jax.nn.relu(x - 3), jnp.tanh(100 + x)], 1)

    assert live_features.evaluate(DATA, None, {}, Model(features=features)) == {"live_features": 2.0}
    # One that is constant within each of two batches, and not the same in both.
    late = Dataset(None, (1,), 0, {"test": lambda: (np.repeat([[0], [1]], [500, 100], 0).astype(np.float32), None)})
    assert live_features.evaluate(late, None, {}, Model(features=lambda key, x: x)) == {"live_features": 1.0}
    assert live_features.evaluate(DATA, X, {}) == {}
    diverged = live_features.evaluate(DATA, None, {}, Model(features=lambda key, x: jnp.where(x > 1, jnp.nan, x)))
    assert np.isnan(diverged["live_features"])


def test_the_features_of_a_long_sorted_test_set_are_of_all_its_classes():
    x = np.repeat(np.arange(3, dtype=np.float32), 4_000)[:, None]
    data = Dataset(None, (1,), 0, {"test": lambda: (x, None), "n_test": len(x)})
    at_the_last_class = Model(features=lambda key, x: jax.nn.relu(x - 1.5))
    assert live_features.evaluate(data, None, {}, at_the_last_class) == {"live_features": 1.0}


@pytest.mark.parametrize("name", ["gan", "packed", "ali", "mdgan", "vae_gan"])
def test_a_critic_judges_by_the_features_that_are_measured(name):
    """D's head makes its logits of them; of a discriminator of pairs these are of (x, E(x))."""
    config = METHODS[name]()
    data = build.dataset(config)
    method, x = build.method(config, data), data.sample(jax.random.key(1), 8)["x"]
    batch = x if method.batches_per_step == 1 else jnp.stack([x] * method.batches_per_step)
    state = jax.jit(method.init)(jax.random.key(0), {"x": batch})
    network = networks.make("discriminator", config.networks.discriminator, x_shape=data.x_shape)
    variables = {"params": state.params["discriminator"], **state.model_state["discriminator"]}
    inputs = (x, method.encode(None, state, x)) if name == "ali" else (x,)
    features = method.features(None, state, x)
    logits = network.apply(variables, features, method="head")
    assert features.std(0).max() > 0
    np.testing.assert_allclose(logits, network.apply(variables, *inputs, train=False), rtol=1e-5, atol=1e-6)
    odd = method.features(None, state, x[:7])  # a pack that is not whole is left out
    np.testing.assert_allclose(odd, features[: len(odd)], rtol=1e-5, atol=1e-6)
    assert len(odd) == (3 if name == "packed" else 7)


def test_a_run_of_lanes_is_scored_by_its_models():
    config = METHODS["iwae"]()
    config.trials, config.eval.metrics = 2, ("nll", "active_units")
    config.eval.nll = {"samples": 4, "examples": 20}  # the widths of the layers are the method's
    run = prepare(config, devices=jax.devices()[:1])
    scores = evaluate_lanes(run, run.init(), failed={1: (0, "bound")})
    assert set(scores) == {"nll", "active_units_1", "active_units_2"}
    assert np.isfinite(scores["nll"][0]) and np.isnan(scores["nll"][1])


def test_what_cannot_be_measured_is_refused_before_the_training(monkeypatch):
    lacking = {("gan", "nll"): "log_weight", ("gan", "active_units"): "encode", ("vae", "live_features"): "features"}
    for (name, metric), lacks in lacking.items():
        config = METHODS[name]()
        config.eval.metrics = (metric,)
        with pytest.raises(UserError, match=f"{metric} needs a method with {lacks}"):
            prepare(config)
    for needs, such in ((("log_weight",), ""), ({"log_weight": "vae"}, ", such as vae")):  # one's own may have names
        monkeypatch.setattr(nll, "needs", needs)
        with pytest.raises(UserError, match=f"needs a method with log_weight{such}$"):
            evaluator.check_method(DATA, {"metrics": ("nll",)}, build.method(METHODS["gan"](), DATA))
    for options in ({"nll": {"samples": 0}}, {"nll": {"samples": "many"}}, {"nll": {"examples": -1}}):
        with pytest.raises(UserError, match=r"config.eval.nll"):
            evaluator.check(DATA, {"metrics": ("nll",), **options})
    with pytest.raises(UserError, match="layers"):
        evaluator.check(DATA, {"metrics": ("active_units",), "active_units": {"layers": (3, 0)}})
    one = Dataset(None, (1,), 0, {"test": None})
    assert "held-out" in evaluator.choose(one, {"metrics": ("nll",)})[1]["nll"]


def test_the_live_features_of_a_run_are_those_of_its_trained_critic():
    config = METHODS["gan"]()
    config.trials, config.eval.metrics = 2, ("live_features",)
    run = prepare(config, devices=jax.devices()[:1])
    state = run.init()
    width = config.networks.discriminator.hidden[-1]
    np.testing.assert_array_equal(evaluate_lanes(run, state)["live_features"], [width, width])
    dead = jax.tree.map(lambda leaf: leaf.at[1].set(0), state.params["discriminator"])
    state = state._replace(params={**state.params, "discriminator": dead})
    np.testing.assert_array_equal(evaluate_lanes(run, state)["live_features"], [width, 0])
