"""The loop's parts by themselves: keys, streams, what results hold, and what optimisers a config makes."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from ganjax import optimizers
from ganjax.harness import evaluate
from ganjax.harness import train as train_module
from ganjax.harness.evaluate import standard_error, statistics, summarise
from ganjax.harness.run import prepare, train_chunk
from ganjax.harness.train import train
from ganjax.harness.writers import write_json
from ganjax.types import Method, TrainState
from launch.rows import train_row
from tests import tiny_configs

ONE = jax.devices()[:1]


def test_trials_have_seeds_of_their_own():
    """And the same ones at every point of a sweep, so that points differ in their values alone."""
    config = tiny_configs.svgd()
    config.trials, config.sweep["method.step_size"] = 3, (0.1, 0.2)
    config.method.step_size = 0.1
    run = prepare(config, devices=ONE)
    keys = np.asarray(jax.random.key_data(run.keys)).reshape(2, 3, -1)
    np.testing.assert_array_equal(keys[0], keys[1])
    assert len(np.unique(keys[0], axis=0)) == 3
    np.testing.assert_allclose(run.values["method.step_size"], [0.1] * 3 + [0.2] * 3)


@pytest.mark.parametrize("streamed", [False, True])
def test_every_step_has_its_own_batch_and_noise(streamed):
    """A method that tells its batch's mean and a draw by its key, and is traced once."""
    traces = []

    def step(key, state, batch):
        traces.append(key)
        return state._replace(step=state.step + 1), {"x": batch["x"].mean(), "noise": jax.random.normal(key)}

    method = Method(init=None, step=step, sample=None)
    chunk = train_chunk(lambda values, axis_name: method, batch_size=4, length=3)(None, lambda batch: batch)
    stream = {"x": jnp.arange(12.0).reshape(3, 4)} if streamed else None
    state = TrainState(jnp.zeros(1, jnp.int32), {}, {}, {})

    def sample(key, n, axis_name=None):
        return {"x": jax.random.normal(key, (n,))}

    after, metrics = jax.jit(chunk, static_argnums=2)(state, stream, sample, jax.random.key(0)[None], {}, 5, 8)
    assert after.step == 3 and len(traces) == 1
    if streamed:
        np.testing.assert_allclose(metrics["x"][:, 0], [1.5, 5.5, 9.5])
    draws = np.concatenate([metrics["noise"], metrics["x"]])
    assert len(np.unique(draws)) == 6


def test_results_hold_each_points_own_metrics():
    config = tiny_configs.svgd()
    config.method.step_size, config.trials = 0.1, 2
    config.sweep["method.step_size"] = (0.1, 0.2)
    lanes = {"kl": np.array([1.0, 3.0, 10.0, np.nan])}
    results = summarise(prepare(config, devices=ONE), lanes, 7, 1.0)
    first, second = (point["metrics"]["kl"] for point in results["sweep"])
    assert (first["mean"], first["trials"]) == (2, [1, 3]) and first["std"] == pytest.approx(np.sqrt(2))
    assert second["mean"] == 10 and second["std"] == 0 and second["trials"][0] == 10
    assert np.isnan(results["metrics"]["kl"]["mean"]) and results["metrics"]["kl"]["trials"][:3] == [1, 3, 10]


def test_one_trial_has_no_standard_error():
    for trials, expected in (([3.0, 5.0, np.nan], (1, 2)), ([7.0, 7.0], (0, 2))):
        assert standard_error(statistics(np.array(trials))) == pytest.approx(expected)
    for trials in ([3.0, np.nan, np.nan], [3.0], [np.nan]):
        error, n = standard_error(statistics(np.array(trials)))
        assert np.isnan(error) and n == np.isfinite(trials).sum()


def test_results_that_are_scored_again_name_the_machine_that_trained(tmp_path, monkeypatch):
    config = tiny_configs.METHODS["gan"]()
    config.steps = 2
    trained = train(config, tmp_path, devices=ONE)
    assert "scored_on" not in trained and "scored_on" not in evaluate.evaluate(tmp_path)
    elsewhere = trained["environment"] | {"cpu_count": 1_000}
    for module in (evaluate, train_module):
        monkeypatch.setattr(module, "environment", lambda: elsewhere)
    again = evaluate.evaluate(tmp_path)
    assert again["environment"] == trained["environment"] and again["scored_on"] == elsewhere
    write_json(tmp_path / "results.json", trained | {"metrics_version": 0})  # of older metrics: to be scored again
    again, _ = train_row(config, tmp_path, "jit")
    assert again["environment"] == trained["environment"] and again["scored_on"] == elsewhere
    (tmp_path / "results.json").unlink()  # a process that ended while it scored
    assert train(config, tmp_path, devices=ONE)["environment"] == trained["environment"]
    config.steps = 3
    longer = train(config, tmp_path, devices=ONE)
    assert longer["environment"] == elsewhere and "scored_on" not in longer


def test_results_that_are_cut_off_are_made_anew(tmp_path):
    config = tiny_configs.METHODS["gan"]()
    config.steps = 2
    trained = train(config, tmp_path, devices=ONE)
    for again in (lambda: train(config, tmp_path, devices=ONE), lambda: evaluate.evaluate(tmp_path)):
        (tmp_path / "results.json").write_text('{"step": 2, "met')
        assert again()["metrics"] == trained["metrics"]


def test_optimisers_do_what_their_config_says():
    gradient = jnp.array([3.0, 4.0])

    def updates(steps, **options):
        tx = optimizers.make({"name": "sgd", "learning_rate": 0.1, **options})
        state, updates = tx.init(gradient), []
        for _ in range(steps):
            update, state = tx.update(gradient, state, jnp.zeros(2))
            updates.append(np.asarray(update))
        return np.array(updates)

    np.testing.assert_allclose(updates(1, clip_norm=1.0)[0], [-0.06, -0.08], rtol=1e-6)
    rates = updates(4, decay_steps=2, final_scale=0.2)[:, 0] / -3
    np.testing.assert_allclose(rates, [0.1, 0.06, 0.02, 0.02], rtol=1e-5)
    rates = updates(3, warmup_steps=2)[:, 0] / -3
    np.testing.assert_allclose(rates, [0.05, 0.1, 0.1], rtol=1e-5)
    rates = updates(4, decay_steps=2, final_scale=0.2, warmup_steps=4)[:, 0] / -3
    np.testing.assert_allclose(rates, [0.1 / 4, 0.06 / 2, 0.02 * 3 / 4, 0.02], rtol=1e-5)
    np.testing.assert_allclose(updates(1, clip_parameters=0.35)[0], [-0.3, -0.35], rtol=1e-6)


@pytest.mark.parametrize("mode, devices", [("jit", 1), ("pmap", 4), ("shard_map", 4)])
def test_a_chunk_copies_nothing_by_itself_and_keeps_one_state(mode, devices):
    """Data and keys are on all devices before; steps' numbers and metrics cross once a chunk, by name."""
    run = prepare(tiny_configs.gan(), mode, jax.devices()[:devices])
    state = run.init()
    with jax.transfer_guard("disallow"):
        first, _ = run.chunk(state, 0, 1)
        second, _ = run.chunk(first, 1, 3)
    assert all(leaf.is_deleted() for leaf in jax.tree.leaves(first)), "the state is donated"
    assert not any(leaf.is_deleted() for leaf in jax.tree.leaves(second))


@pytest.mark.parametrize("mode", ["jit", "pmap"])
def test_streamed_batches_are_sent_by_name(mode):
    config = tiny_configs.dcgan()
    config.data.device_bytes = 10
    run = prepare(config, mode, jax.devices()[: 1 if mode == "jit" else 4])
    assert run.dataset.sample is None
    state = run.init()
    with jax.transfer_guard("disallow"):
        _, metrics = run.chunk(state, 0, 1)
    assert all(np.isfinite(values).all() for values in metrics.values())
