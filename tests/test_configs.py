"""Every shipped config: it can be run, says its command, and resumes to the same bits (slow)."""

import ast
import functools
import importlib
import inspect
import json
import os
import pathlib
import shutil
import types

import chex
import jax
import jax.numpy as jnp
import optax
import pytest
from jax.interpreters import partial_eval

from configs import common
from ganjax.data import load as load_data
from ganjax.errors import UserError
from ganjax.harness import build
from ganjax.harness.config import check, flatten, plain
from ganjax.harness.differences import differences
from ganjax.harness.evaluate import load
from ganjax.harness.train import train
from ganjax.lookup import find
from launch.rows import is_of
from launch.tables import load_table, row_config
from tests.tiny_configs import METHODS as TINY

ROOT = pathlib.Path(__file__).parents[1]
PATHS = sorted(p.relative_to(ROOT) for p in (ROOT / "configs").glob("*/*.py") if p.parent.name != "tables")
TABLES = sorted(p.stem for p in (ROOT / "configs/tables").glob("*.py") if p.stem != "__init__")
DATA = ROOT.parent / "shared/data/tfds"


def config_of(path):
    return importlib.import_module(str(path.with_suffix("")).replace(os.sep, ".")).get_config()


@pytest.mark.parametrize("path", PATHS, ids=str)
def test_a_config_is_whole_and_says_its_command(path):
    config = config_of(path)
    check(config)
    assert {"data.name", "method.name", "eval.samples"} <= set(flatten(config))
    header = ast.get_docstring(ast.parse((ROOT / path).read_text()))
    assert header and f"--config={path.as_posix()}" in header, "the header must hold the command"


@pytest.mark.parametrize("path", PATHS, ids=str)
def test_no_other_number_follows_one_that_is_searched(path):
    """A search sets its own keys alone: a reference to one of them would keep its first value."""
    config = config_of(path)
    for key in config.search:
        before = flatten(config)
        config.update_from_flattened_dict({key: 1.5 * before[key]})
        assert [name for name, value in flatten(config).items() if value != before[name]] == [key]


def test_every_committed_table_is_one_of_configs_tables():
    for path in (ROOT / "results").glob("*/results.json"):
        results = json.loads(path.read_text())
        if "rows" in results:
            assert results["table"] == path.parent.name and results["table"] in TABLES


@pytest.mark.parametrize("name", TABLES)
def test_a_tables_rows_are_configs_and_its_figure_a_function(name):
    table = importlib.import_module(f"configs.tables.{name}").get_table()
    shapes = functools.cache(lambda data: load_data({"name": data}).x_shape)  # of what is not an image
    for row in table["rows"]:
        for budget in row["budgets"]:
            config = row_config(row, budget)
            shape = tuple(config.data.image_shape) or shapes(config.data.name)
            build.method(config, types.SimpleNamespace(x_shape=shape))
    assert "figure" not in table, "it is `figures`"
    for figure in table.get("figures", ()):
        options = dict(figure)
        function = find("ganjax.harness", *options.pop("name").split("."))
        inspect.signature(function).bind([], ROOT, **options)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_can_be_read_without_the_searches(name, tmp_path, monkeypatch):
    """As where ganjax was installed without results/: rows lose the budget that a search gives, and no other."""

    def budgets():
        return [(row["label"], row["budgets"].keys() - {"cpu"}) for row in load_table(name)["rows"]]

    expected = budgets()
    monkeypatch.setattr(importlib.import_module("configs.tables.coverage"), "SEARCHES", tmp_path)
    assert expected and budgets() == expected


MEASURED = [name for name in TABLES if (ROOT / f"results/{name}/results.json").exists()]


@pytest.mark.parametrize("name", MEASURED)
def test_the_committed_rows_are_those_of_their_table(name):
    """A config that has changed since would train its row again, and `--only` of another row would drop it."""
    record = json.loads((ROOT / f"results/{name}/results.json").read_text())
    results = {row["label"]: row["results"] for row in record["rows"] if row["results"] and "control" not in row}
    rows = {row["label"]: row for row in load_table(name)["rows"]}
    assert results and set(results) <= set(rows)
    changed = {
        label: list(differences(results[label]["config"], json.loads(json.dumps(plain(config)))))
        for label, config in ((label, row_config(rows[label], record["budget"])) for label in results)
        if not is_of(results[label], config)
    }
    assert not changed


@pytest.mark.parametrize("name", [name for name in TABLES if name.startswith("mdgan")])
def test_a_table_of_missing_images_counts_them(name):
    table = importlib.import_module(f"configs.tables.{name}").get_table()
    for row in table["rows"]:
        for budget in row["budgets"]:
            assert ("missed_images" in table["columns"]) == ("missing" in row_config(row, budget).eval.metrics)


@pytest.mark.parametrize("method", ["reg_gan", "mdgan", "vae_gan"])
def test_an_encoder_follows_the_generator_and_not_the_other_way_round(method):
    """An encoder with other latents is a mistake that is told: the generator does not silently take them over."""
    config = config_of(pathlib.Path(f"configs/mnist/{method}.py"))
    encoder = config.networks.encoder if "encoder" in config.networks else None
    encoder = encoder or config.method.terms.generator.mode_reg.encoder
    config.networks.generator.latent_dim = 9
    assert encoder.latent_dim == 9
    encoder.latent_dim = 7
    assert config.networks.generator.latent_dim == 9
    data = types.SimpleNamespace(x_shape=(28, 28, 1))
    with pytest.raises(UserError, match="encoder.latent_dim is 7: it must be the generator's, 9"):
        build.method(config, data).init(jax.random.key(0), {"x": jnp.zeros((1, 28, 28, 1))})


def test_only_the_cpu_budget_changes_wgans_critic():
    row = next(row for row in load_table("lsvgd_cifar10")["rows"] if row["label"] == "WGAN, SVGD")
    cpu, gpu = (row_config(row, budget) for budget in ("cpu", "gpu"))
    assert (cpu.steps, cpu.discriminator_tx.clip_parameters, cpu.networks.discriminator.batch_norm) == (
        1_000,
        0.03,
        False,
    )
    assert (gpu.steps, gpu.discriminator_tx.clip_parameters, gpu.networks.discriminator.batch_norm) == (
        5_000,
        0.01,
        True,
    )
    assert cpu.generator_tx.learning_rate == cpu.discriminator_tx.learning_rate == 5e-4


def test_the_paper_budget_of_stacked_mnist_is_the_authors():
    initial = {}
    rows = importlib.import_module("configs.tables.stacked_mnist").get_table()["rows"]
    for row in (row for row in rows if row["group"] != "no D"):
        config = row_config(row, "paper")
        assert (config.steps, config.batch_size, config.ema) == (300_000, 512, 0.0)
        networks = config.networks
        discriminator = networks.discriminator.get("body", networks.discriminator)
        name = {"1": "stacked_authors", "1/2": "stacked"}[row["group"]]
        assert networks.generator.name == discriminator.name == name
        assert networks.generator.latent_dim == 256
        assert discriminator.get("filters") == {"1": None, "1/2": (2, 4, 8)}[row["group"]]
        rates = {key: config[key].learning_rate for key in config if key.endswith("_tx")}
        if row["group"] == "1":
            assert set(rates.values()) == {1e-4}
        else:
            assert rates["generator_tx"] == 1e-4 and rates["discriminator_tx"] == 2e-4
        if "estimator" in config.method:
            assert rates["estimator_tx"] == rates["unroll_tx"] == 1e-4
            assert config.method.teaching_start == 3_000 and config.method.adversarial_weight == 1.0
            assert config.method.inner_steps == config.method.unroll_steps == 5
        if row["name"] in ("lbt_gan_1", "veegan_1", "pacgan_1"):
            made = build.method(config, types.SimpleNamespace(x_shape=(28, 28, 3)))
            initial[row["name"]] = jax.eval_shape(
                made.init, jax.random.key(0), {"x": jnp.zeros((4, 28, 28, 3))}
            ).params
    student = initial["lbt_gan_1"]["estimator"]
    widths = {role: {leaf.shape for leaf in jax.tree.leaves(params)} for role, params in student.items()}
    assert {(2352, 1000), (1000, 400)} <= widths["encoder"]
    assert {(256, 400), (400, 1000), (1000, 2352)} <= widths["decoder"]


# Numbers of steps that are no schedule's length.
NO_SCHEDULES = {
    "steps",
    "method.euler_steps",
    "method.critic_steps",
    "method.inner_steps",
    "method.unroll_steps",
    "eval.missing.steps",
}


def schedules(config):
    """Dotted key -> length of every schedule of a config that has one."""
    return {
        key: value
        for key, value in flatten(config).items()
        if key.endswith("steps") and key not in NO_SCHEDULES and value
    }


def updates_a_step(config):
    """Name in `opt_state` -> how often its optimiser counts in one step of the method.

    It is the step's own program with all that the counters do not depend on left out: nothing else is computed.
    """
    image = tuple(config.data.image_shape)
    dataset = types.SimpleNamespace(x_shape=image) if image else load_data(config.data)
    method = build.method(config, dataset)
    lead = (2,) if method.batches_per_step == 1 else (method.batches_per_step, 2)
    batch = {"x": jnp.zeros((*lead, *dataset.x_shape)), "label": jnp.zeros(lead, jnp.int32)}
    state = jax.eval_shape(method.init, jax.random.key(0), batch)

    def counters(state):
        counts = {name: optax.tree.get_all_with_path(tx, "count") for name, tx in state.opt_state.items()}
        return {name: steps[0][1] for name, steps in counts.items() if steps}

    traced = jax.make_jaxpr(lambda s: counters(method.step(jax.random.key(0), s, batch)[0]))(state)
    jaxpr, used = partial_eval.dce_jaxpr(traced.jaxpr, [True] * len(traced.jaxpr.outvars))
    zeros = [jnp.zeros(v.shape, v.dtype) for v, is_used in zip(jax.tree.leaves(state), used, strict=True) if is_used]
    counts = jax.core.eval_jaxpr(jaxpr, traced.consts, *zeros)
    return dict(zip(sorted(counters(state)), map(int, counts), strict=True))


@functools.cache
def updates_of(path):
    txs = [key for key in schedules(config_of(path)) if key.split(".")[-2].endswith("tx")]
    return updates_a_step(config_of(path)) if txs else {}


SCHEDULED = [path for path in PATHS if schedules(config_of(path))]
# method.terms.SIDE.NAME.tx is the optimiser of the term NAME; the unrolled steps share the counter of their player.
OWNERS = {"unroll": ("estimator", "discriminator")}


def check_schedules(config, updates):
    # Methods whose parts learn one after the other: the steps of each.
    first = config.method.get("autoencoder_steps", config.steps)
    stages = {"velocity": config.steps - first} if "autoencoder_steps" in config.method else {}
    for key, length in schedules(config).items():
        *parents, leaf = key.split(".")
        if leaf == "anneal_steps":  # counted in steps; what is left of the run has the last sigma
            assert config.steps / 2 <= length < config.steps, key
        elif leaf == "teaching_start":
            continue
        elif leaf in ("autoencoder_steps", "warmup_steps"):
            assert length < config.steps, key
        elif parents[-1].endswith("tx"):
            name = parents[-2] if parents[-1] == "tx" else parents[-1].removesuffix("_tx")
            owner = next(n for n in OWNERS.get(name, (name,)) if n in updates)
            assert length == stages.get(owner, first * updates[owner]), key
        else:
            assert length == config.steps, key


@pytest.mark.parametrize("path", SCHEDULED, ids=str)
def test_a_schedule_ends_with_the_last_update_of_the_run(path):
    config = config_of(path)
    check_schedules(config, updates_of(path))
    config.steps = 40
    check_schedules(config, updates_of(path))


def test_every_optimiser_has_its_own_number_of_updates():
    config = TINY["lbt_gan"]()
    common.decay(config, "generator_tx", "discriminator_tx", "estimator_tx", "unroll_tx")
    config.steps, config.method.inner_steps = 11, 4
    updates = updates_a_step(config)
    assert updates == {"generator": 1, "discriminator": 1, "estimator": 4}
    check_schedules(config, updates)
    assert config.unroll_tx.decay_steps == 44
    config = TINY["wgan"]()
    config.method.terms = {}
    common.decay(config, "discriminator_tx")
    updates = updates_a_step(config)
    check_schedules(config, updates)
    config.discriminator_tx.decay_steps = config.steps  # D's rate would be 0 from half of the run on
    with pytest.raises(AssertionError, match="discriminator_tx.decay_steps"):
        check_schedules(config, updates)


@pytest.mark.parametrize("name", TABLES)
def test_schedules_follow_the_budget_of_a_table(name):
    table = importlib.import_module(f"configs.tables.{name}").get_table()
    for row in table["rows"]:
        path = pathlib.Path(row["config"])
        if path not in SCHEDULED:
            continue
        for budget in row["budgets"]:
            config = row_config(row, budget)
            for key in [key for key in row["budgets"][budget] if key.endswith(".decay_steps")]:
                # A constant rate, or a published schedule, of which the budget trains the beginning.
                assert row["budgets"][budget][key] in (0, config_of(path).steps)
                assert row["budgets"][budget][key] == 0 or config_of(path).steps > config.steps
                config.update_from_flattened_dict({key: config.steps})
            assert config.method.get("critic_steps", 1) == config_of(path).method.get("critic_steps", 1)
            check_schedules(config, updates_of(path))


@pytest.mark.parametrize("path", ["ring/sig", "cifar10/roth", "cifar10/sngan_resnet"])
def test_a_schedule_follows_the_steps_and_not_the_other_way_round(path):
    config = config_of(pathlib.Path(f"configs/{path}.py"))
    terms = config.method.get("terms", {})
    node = terms.discriminator.roth if terms else config.get("discriminator_tx", config.generator_tx)
    with config.unlocked(), config.ignore_type():  # as a table's budget sets it
        config.steps = 40
    assert node.decay_steps == 40 * config.method.get("critic_steps", 1)
    node.decay_steps = 7
    assert config.steps == 40 and node.decay_steps == 7


@pytest.mark.parametrize(
    "path",
    [*PATHS, *(pathlib.Path(f"configs/tables/{name}.py") for name in TABLES), pathlib.Path("README.md")],
    ids=str,
)
def test_nothing_is_left_to_fill_in(path):
    text = (ROOT / path).read_text()
    assert "MEASURED" not in text and "@@" not in text


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS, ids=str)
def test_a_config_resumes_to_the_same_bits(path, tmp_path, monkeypatch):
    monkeypatch.setenv("TFDS_DATA_DIR", os.environ.get("TFDS_DATA_DIR", str(DATA)))
    config = config_of(path)
    try:
        load_data(config.data, tuple(config.data.image_shape) or None)
    except UserError as error:
        pytest.skip(str(error))
    config.batch_size, config.log_every, config.checkpoint_every = 8, 3, 3
    config.eval.metrics = ()
    devices = jax.devices()[:1]
    config.steps = 6  # before and after: schedules follow the steps
    train(config, tmp_path, devices=devices)
    straight = load(tmp_path)[1]
    shutil.rmtree(tmp_path / "checkpoints/6")
    assert int(load(tmp_path)[1].step[0]) == 3
    train(config, tmp_path, devices=devices)
    chex.assert_trees_all_equal(load(tmp_path)[1], straight)
