"""What a step sends between devices: one message a network's update, and no more by mistake."""

import json

import jax
import jax.numpy as jnp
import pytest

from ganjax.harness.run import prepare
from ganjax.parallel import pmean
from launch.collectives import compiled, step_collectives, totals, written
from tests.test_benchmark import launch
from tests.tiny_configs import METHODS

FOUR = jax.devices()[:4]


def counted(name, mode="pmap", **changes):
    """(what a step of a tiny config sends, its run)."""
    config = METHODS[name]()
    config.update(changes)
    run = prepare(config, mode, FOUR)
    return step_collectives(run), run


@pytest.mark.parametrize("mode", ["pmap", "shard_map"])
def test_a_gan_sends_one_message_an_update(mode):
    """G's and D's gradients with the numbers of the step, and no more bytes: not the average of the weights."""
    counts, run = counted("gan", mode, ema=0.9)
    state = jax.eval_shape(run.init)
    leaves = jax.tree.leaves(state.params)
    parameters = sum(leaf.size * leaf.dtype.itemsize for leaf in leaves)
    assert list(counts["compiled"]) == list(counts["written"]) == ["all-reduce"]
    sent = counts["compiled"]["all-reduce"]
    assert sent["calls"] == 2 and sent["arrays"] == len(leaves) + 2, "a vector of numbers is with each"
    assert parameters < sent["bytes"] <= parameters + 4 * 10
    assert counts["written"]["all-reduce"] == {**sent, "calls": sent["arrays"]}


@pytest.mark.parametrize(
    "name, calls, why",
    [
        ("wgan", 4, "two critic steps, the generator's, and the scales of the semi-implicit bound before its loss"),
        ("lbt", 3 + 2 + 2 + 1, "committed steps, unrolled ones, the way back through them, the generator's"),
        ("lsvgd", 4, "two updates, and the diagnostics of the transforms in each, which the step averages again"),
    ],
)
def test_where_there_are_more_it_is_known_why(name, calls, why):
    counts, _ = counted(name)
    assert counts["compiled"]["all-reduce"]["calls"] == calls, why


def test_a_collective_in_a_loop_counts_as_often_as_the_loop_runs():
    def f(x):
        def body(x, _):
            inner = jax.lax.scan(lambda y, _: (pmean(jnp.sin(y), "i"), None), x, None, length=3)[0]
            return pmean({"a": inner.sum(), "b": x.sum()}, "i")["a"] * x, None

        x = jax.lax.scan(body, x, None, length=5)[0]
        return jax.lax.all_gather(x, "i", tiled=True)

    mapped = jax.pmap(f, "i", devices=FOUR)
    x = jnp.ones((4, 6))
    first = totals(written(jax.make_jaxpr(mapped)(x).jaxpr))
    assert first["all-reduce"] == {"calls": 5 * 3 + 5, "arrays": 5 * 3 + 5, "bytes": 4 * (5 * 3 * 6 + 5 * 2)}
    assert first["all-gather"] == {"calls": 1, "arrays": 1, "bytes": 4 * 24}
    second = totals(compiled(mapped.lower(x).compile().as_text()))
    assert second["all-reduce"]["calls"] == 20 and second["all-gather"] == first["all-gather"]


def test_a_mean_of_numbers_is_one_message_of_each_type():
    tree = {"a": jnp.arange(4.0), "b": (jnp.ones((4, 3)), 10 * jnp.arange(4.0)), "step": jnp.full(4, 7)}
    mean = jax.pmap(lambda tree: pmean(tree, "i"), "i", devices=FOUR)
    means = jax.tree.map(lambda x: x[0].tolist(), mean(tree))
    assert means == {"a": 1.5, "b": ([1.0] * 3, 15.0), "step": 7}
    assert totals(written(jax.make_jaxpr(mean)(tree).jaxpr))["all-reduce"]["calls"] == 2


def test_the_command_writes_what_it_prints(tmp_path):
    out, small = (
        tmp_path / "c.json",
        [f"--config.networks.{role}.hidden=(4,)" for role in ("generator", "discriminator")],
    )
    done = launch("--config=ring/gan", "--config.batch_size=8", *small, "--collectives", f"--json={out}")
    assert done.returncode == 0, done.stderr
    (row,) = json.loads(out.read_text())["rows"]
    total = row["compiled"]["all-reduce"]
    assert row["mode"] == "pmap" and row["n_devices"] == 4 and total["calls"] == 2
    line = next(line for line in done.stdout.splitlines() if line.startswith("| all-reduce, compiled"))
    assert [cell.strip() for cell in line.split("|")[2:4]] == [str(total["calls"]), str(total["arrays"])]
