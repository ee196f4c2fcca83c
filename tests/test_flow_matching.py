"""Flow matching of N(MEAN, STD²), whose best velocity is linear in x, and Euler's method on linear fields."""

import flax.linen as nn
import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from ganjax.errors import UserError
from ganjax.harness.evaluate import load
from ganjax.harness.train import train
from ganjax.harness.writers import read_lines, write_json
from ganjax.methods.flow_matching import euler, flow_matching
from tests import tiny_configs
from tests.players import only, to_float64

MEAN, STD = 0.8, 0.4


def slope(t, std=STD):
    """Of E[x - z | x_t] = MEAN + slope (x_t - t MEAN): the covariance of x - z and x_t over the variance of x_t."""
    return (t * std**2 - (1 - t)) / ((1 - t) ** 2 + (t * std) ** 2)


class Best(nn.Module):
    """c times the best velocity for N(MEAN, std²), c = 1 at the start."""

    x_shape: tuple = (1,)
    std: float = STD

    @nn.compact
    def __call__(self, x, time, *, train=True):
        c, t = self.param("c", nn.initializers.ones, ()), time[:, None]
        return c * (MEAN + slope(t, self.std) * (x - t * MEAN))


def test_euler_is_the_closed_form_of_linear_fields(x64):
    x = jnp.array([[0.5, -1.0], [2.0, 0.1]])
    for n in (1, 4, 100):
        np.testing.assert_allclose(euler(lambda x, t: -1.3 * x, x, n), (1 - 1.3 / n) ** n * x, rtol=1e-12)
        # Times are 0, 1/n, ..., (n - 1)/n.
        np.testing.assert_allclose(euler(lambda x, t: t[:, None] + 0 * x, x, n), x + (n - 1) / (2 * n), rtol=1e-12)


def test_the_best_velocity_of_a_gaussian_is_where_training_rests(x64):
    """There the error is E Var[x - z | x_t], the integral of STD² / ((1 - t)² + (t STD)²) over t: STD pi / 2."""
    n, rate = 100_000, 0.1
    method = flow_matching(Best(), tx=optax.sgd(rate))
    x = MEAN + STD * jax.random.normal(jax.random.key(0), (n, 1))
    state = to_float64(method.init(jax.random.key(1), {"x": x}))
    state, metrics = jax.jit(method.step)(jax.random.key(2), state, {"x": x})
    assert metrics["velocity_error"] == pytest.approx(STD * np.pi / 2, rel=0.03)
    assert only(state.params["velocity"]) == pytest.approx(1, abs=2e-3)
    worse = state._replace(params={"velocity": {"c": jnp.float64(0.5)}})
    worse, metrics = jax.jit(method.step)(jax.random.key(2), worse, {"x": x})
    assert metrics["velocity_error"] > 1.1 * STD * np.pi / 2 and only(worse.params["velocity"]) > 0.51


@pytest.mark.parametrize(("steps", "temperature"), [(1, 1.0), (4, 1.0), (100, 1.0), (4, 0.5), (100, 0.0)])
def test_samples_are_eulers_linear_map_of_the_noise(steps, temperature, x64):
    """One step gives the data's mean alone, a hundred nearly the data's law; the temperature scales its std."""
    method = flow_matching(Best(), tx=optax.sgd(0.1), euler_steps=steps, temperature=temperature)
    state = to_float64(method.init(jax.random.key(0), {"x": jnp.zeros((2, 1))}))
    scale, shift = temperature, 0.0
    for t in np.arange(steps) / steps:
        scale, shift = scale + slope(t) * scale / steps, shift + (MEAN + slope(t) * (shift - t * MEAN)) / steps
    samples = np.asarray(method.sample(jax.random.key(1), state, 4_000))
    error = STD / np.sqrt(4_000)
    assert samples.mean() == pytest.approx(shift, abs=5 * abs(scale) / np.sqrt(4_000) + 1e-9)
    assert samples.std() == pytest.approx(abs(scale), rel=0.06, abs=1e-9)
    if steps == 1:
        np.testing.assert_allclose(samples, MEAN, atol=1e-9)
    if steps == 100 and temperature == 1:
        assert shift == pytest.approx(MEAN, abs=5 * error) and scale == pytest.approx(STD, rel=0.05)


def test_a_curve_is_of_one_way_to_draw_samples(tmp_path):
    """The evaluations of the old way go, and so do those of an older version of the metrics."""
    config = tiny_configs.flow_matching()
    config.eval_every = 1

    def scored():
        return [line["step"] for line in read_lines(tmp_path / "metrics.jsonl") if "eval" in line]

    results = train(config, tmp_path)
    assert scored() == [1, 2, 3] == [*range(1, config.steps + 1)]
    train(config, tmp_path)
    assert scored() == [1, 2, 3], "the same way"
    config.method.euler_steps = 1
    train(config, tmp_path)
    assert scored() == [3] and len([line for line in read_lines(tmp_path / "metrics.jsonl") if "train" in line]) == 3
    (tmp_path / "metrics.jsonl").write_text('{"step": 1, "eval": {}, "seconds": 0.0}\n')
    write_json(tmp_path / "results.json", results | {"metrics_version": 0})
    train(config, tmp_path)
    assert scored() == [3]


def test_a_trained_run_is_scored_with_other_steps_and_temperatures(tmp_path):
    config = tiny_configs.flow_matching()
    few = train(config, tmp_path)
    before = load(tmp_path)[1]
    config.method.euler_steps = 1
    fewer = train(config, tmp_path)
    assert fewer["metrics"] != few["metrics"]
    config.method.temperature = 0.5
    assert train(config, tmp_path)["metrics"] != fewer["metrics"]
    jax.tree.map(np.testing.assert_array_equal, load(tmp_path)[1].params, before.params)
    config.velocity_tx.learning_rate = 0.5
    with pytest.raises(UserError, match="velocity_tx.learning_rate"):
        train(config, tmp_path)
    config.method.euler_steps = 0
    with pytest.raises(UserError, match="euler_steps must be at least 1"):
        train(config, tmp_path)
    config.method.update(euler_steps=1, temperature=-1.0)
    with pytest.raises(UserError, match="temperature must be at least 0"):
        train(config, tmp_path)
