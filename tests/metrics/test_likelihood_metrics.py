"""`nll` and `active_units` against the linear Gaussian model, and what they refuse."""

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from ganjax.data.base import Dataset
from ganjax.errors import UserError
from ganjax.harness.evaluate import evaluate_lanes
from ganjax.harness.run import prepare
from ganjax.methods.vae import vae
from ganjax.metrics import active_units, evaluator, nll
from ganjax.metrics.model import Model
from tests.conftest import METHODS
from tests.test_methods import NOISE, Line, Posterior, log_marginal

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


def test_a_run_of_lanes_is_scored_by_its_models():
    config = METHODS["iwae"]()
    config.trials, config.eval.metrics = 2, ("nll", "active_units")
    config.eval.nll = {"samples": 4, "examples": 20}  # the widths of the layers are the method's
    run = prepare(config, devices=jax.devices()[:1])
    scores = evaluate_lanes(run, run.init(), failed={1: (0, "bound")})
    assert set(scores) == {"nll", "active_units_1", "active_units_2"}
    assert np.isfinite(scores["nll"][0]) and np.isnan(scores["nll"][1])


def test_what_cannot_be_measured_is_refused_before_the_training():
    config = METHODS["gan"]()
    for metric, lacks in (("nll", "log_weight"), ("active_units", "encode")):
        config.eval.metrics = (metric,)
        with pytest.raises(UserError, match=f"{metric} needs a method with {lacks}"):
            prepare(config)
    for options in ({"nll": {"samples": 0}}, {"nll": {"samples": "many"}}, {"nll": {"examples": -1}}):
        with pytest.raises(UserError, match=r"config.eval.nll"):
            evaluator.check(DATA, {"metrics": ("nll",), **options})
    with pytest.raises(UserError, match="layers"):
        evaluator.check(DATA, {"metrics": ("active_units",), "active_units": {"layers": (3, 0)}})
    one = Dataset(None, (1,), 0, {"test": None})
    assert "held-out" in evaluator.choose(one, {"metrics": ("nll",)})[1]["nll"]
