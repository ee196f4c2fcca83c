"""What the races on images say is alike for all methods is so in every config, and their searches are read."""

import importlib
import json
import pathlib

import jax
import jax.numpy as jnp
import pytest

from configs.tables import coverage
from ganjax.data import load
from ganjax.harness import build
from ganjax.harness.config import flatten

ROOT = pathlib.Path(__file__).parents[1]
FOLDERS = "mnist_14", "stacked_mnist_8", "cifar10_16"
NAMES = sorted({method for _, method, _ in coverage.METHODS})
# What of a network says how large it is and where it starts.
SIZES = "name", "latent_dim", "hidden", "activation", "filters"


def config_of(folder, method):
    return importlib.import_module(f"configs.{folder}.{method}").get_config()


def layers(network, but=()):
    return {key: network[key] for key in SIZES if key in network and key not in but}


def test_every_folder_has_every_method_and_a_table_all_configs_of_it():
    for folder, table in zip(FOLDERS, ("coverage_mnist", "coverage_stacked", "coverage_cifar10"), strict=True):
        configs = {f"configs/{folder}/{path.name}" for path in (ROOT / "configs" / folder).glob("*.py")}
        rows = importlib.import_module(f"configs.tables.{table}").get_table()["rows"]
        assert {row["config"] for row in rows} == configs >= {f"configs/{folder}/{name}.py" for name in NAMES}


@pytest.mark.parametrize("folder", ["ring", "grid25", "grid", *FOLDERS])
def test_sngan_has_the_settings_of_its_residual_networks(folder):
    """Miyato et al. 2018, App. B.2: with the GAN's momenta its rows in the race were among the last."""
    config = config_of(folder, "sngan")
    assert (config.method.loss, config.method.critic_steps) == ("hinge", 5)
    assert config.networks.discriminator.spectral_norm
    for player in (config.generator_tx, config.discriminator_tx):
        assert (player.b1, player.b2) == (0.0, 0.9)


def test_a_pixelcnn_teaches_the_same_lbt_gan():
    vae, pixelcnn = (flatten(config_of("stacked_mnist_8", name)) for name in ("lbt_gan", "lbt_gan_pixelcnn"))
    assert pixelcnn["networks.density.reach"] == 8 - 1, "its first layer sees all rows above, to both borders"
    differing = {key for key in vae | pixelcnn if vae.get(key) != pixelcnn.get(key)}
    assert {key.split(".")[1] for key in differing} == {"encoder", "decoder", "density", "estimator"}


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("method", NAMES)
def test_methods_share_networks_batch_average_and_scores(folder, method):
    config, gan = config_of(folder, method), config_of(folder, "gan")
    for key in ("batch_size", "ema", "steps", "eval", "data"):
        assert config[key] == gan[key], key
    generators = [config.networks[role] for role in ("generator", "decoder") if role in config.networks]
    if method != "flow_matching":  # which has no generator
        assert layers(generators[0]) == layers(gan.networks.generator)
    if "discriminator" in config.networks:
        judge = config.networks.discriminator
        same = layers(judge.get("body", judge), but=("latent_dim",))
        own = {"hidden": judge.hidden} if judge.name == "pairs" and "body" not in judge else same
        assert own.items() <= layers(gan.networks.discriminator).items()


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("method", NAMES)
def test_every_rate_is_searched_in_one_range(folder, method):
    config = config_of(folder, method)
    rates = {key for key in flatten(config) if key.endswith("tx.learning_rate") and not key.startswith("search")}
    searched = {key: limits for key, limits in config.search.items() if key.endswith("learning_rate")}
    assert searched == dict.fromkeys(rates, (1e-4, 1e-2))


@pytest.mark.parametrize("method", NAMES)
def test_stacks_and_cifar10_differ_in_their_data_alone(method):
    stacks, cifar = (flatten(config_of(folder, method)) for folder in FOLDERS[1:])
    differing = {key for key in stacks | cifar if stacks.get(key) != cifar.get(key)}
    of_data = {key for key in differing if key.startswith(("data.", "eval."))}
    students = {"networks.encoder.hidden", "networks.encoder.latent_dim"}
    students |= {key.replace("encoder", "decoder") for key in students}
    expected = {"lbt": students, "lbt_gan": students}.get(method, set())
    # The weight of a mean over an image's values is in units of their number.
    assert {key for key in differing - of_data if not key.endswith("distance_weight")} == expected


def test_deeper_networks_are_a_folder_and_a_table_of_every_method():
    from configs.tables import coverage_deep

    rows = {row["label"]: row for row in coverage_deep.get_table()["rows"]}
    by_hand = rows.pop("LBT-GAN, by hand")
    assert by_hand["config"] == "configs/grid/lbt_gan_falling_rates.py"
    configs = {f"configs/grid_deep/{path.name}" for path in (ROOT / "configs/grid_deep").glob("*.py")}
    assert {row["config"] for row in rows.values()} == configs == {f"configs/grid_deep/{name}.py" for name in NAMES}
    assert rows["VEEGAN"]["paper"] == {"modes": 79}


def test_deeper_networks_have_the_draws_of_the_flat_ones_and_lbt_gan_by_hand_no_rate_of_them(tmp_path, monkeypatch):
    from configs.tables import coverage_deep

    draws = [{"values": {"generator_tx.learning_rate": 0.002}, "steps": 300}]
    (tmp_path / "grid_lbt_gan.json").write_text(json.dumps({"draws": draws, "asked": {"seconds": 60.0}}))
    monkeypatch.setattr(coverage, "SEARCHES", tmp_path)
    cpu = {row["label"]: row["budgets"].get("cpu") for row in coverage_deep.get_table()["rows"]}
    assert cpu["LBT-GAN"].pop("generator_tx.learning_rate") == 0.002
    length = {"steps": 380, "eval_every": 38, "trials": 3}
    assert cpu["LBT-GAN"] == cpu["LBT-GAN, by hand"] == length | coverage_deep.FRESH
    assert [label for label, budget in cpu.items() if budget] == ["LBT-GAN", "LBT-GAN, by hand"]


@pytest.mark.parametrize("method", NAMES)
def test_deeper_networks_differ_in_depth_and_in_rates_that_fall(method):
    deep, flat = (config_of(folder, method) for folder in ("grid_deep", "grid"))
    for config in (deep, flat):
        config.steps = 2_000
    deep, flat = flatten(deep), flatten(flat)
    differing = {key: deep[key] for key in deep if deep[key] != flat.get(key)}
    hidden = {key for key in differing if key.endswith(".hidden")}
    assert {differing[key] for key in hidden} == {(128,) * 4}
    inverse = {"mdgan": {"networks.encoder.hidden"}, "reg_gan": {"method.terms.generator.mode_reg.encoder.hidden"}}
    assert len(hidden - inverse.get(method, set())) == 1
    rising = {key for key in differing if key.endswith(".warmup_steps")}
    assert {differing[key] for key in rising} == {400 if method == "mdgan" else 200} and len(rising) == 1
    falling = {key for key in differing if key.endswith(".decay_steps")}
    assert set(differing) == hidden | rising | falling | {"eval.samples"}
    optimizers = {key.removesuffix(".learning_rate") for key in deep if key.endswith("tx.learning_rate")}
    optimizers -= {key for key in optimizers if key.startswith("search.")}
    constant = {tx for tx in optimizers if not deep.get(f"{tx}.decay_steps")}
    assert constant == ({"estimator_tx", "unroll_tx"} if method.startswith("lbt") else set())


# Those whose networks are unlike the GAN's.
@pytest.mark.parametrize("method", ["mmd_gan", "iwae", "veegan", "lbt", "lbt_gan_pixelcnn"])
def test_a_method_steps_on_stacks(method):
    config = config_of("stacked_mnist_8", method)
    config.data.name = "stacked_digits"
    dataset = load(config.data, (8, 8, 3))
    built = build.method(config, dataset)
    lead = (4,) if built.batches_per_step == 1 else (built.batches_per_step, 4)
    batch = {"x": jnp.zeros((*lead, 8, 8, 3)), "label": jnp.zeros(lead, jnp.int32)}
    state = jax.eval_shape(built.init, jax.random.key(0), batch)
    after, _ = jax.eval_shape(built.step, jax.random.key(0), state, batch)
    assert jax.tree.structure(after) == jax.tree.structure(state)


def test_the_encoder_of_the_vaes_follows_their_decoder():
    config = config_of("stacked_mnist_8", "vae")
    config.networks.decoder.update(filters=4, latent_dim=7)
    assert (config.networks.encoder.filters, config.networks.encoder.latent_dim) == (4, 7)


def test_every_search_of_the_race_is_read_by_a_table(monkeypatch):
    """A search under another name would leave its row without a budget, and nobody would see it."""
    asked = set()
    monkeypatch.setattr(coverage, "cpu_budget", lambda search, *_: asked.add(search) or {})
    for path in (ROOT / "configs/tables").glob("coverage*.py"):
        importlib.import_module(f"configs.tables.{path.stem}").get_table()
    assert {path.stem for path in coverage.SEARCHES.glob("*.json")} <= asked


def test_a_row_on_images_has_the_best_draw_of_its_search(tmp_path, monkeypatch):
    draws = [{"values": {"velocity_tx.learning_rate": 0.002}, "steps": 300}]
    (tmp_path / "cifar10_16_flow_matching.json").write_text(json.dumps({"draws": draws, "asked": {"seconds": 60.0}}))
    monkeypatch.setattr(coverage, "SEARCHES", tmp_path)
    rows = coverage.on_images("cifar10_16", 120, 3, {"seed": 7}, {"eval.samples": 9}, {})
    measured = [row for row in rows if "cpu" in row["budgets"]]
    assert [row["label"] for row in measured] == [label for label, name, _ in coverage.METHODS if "flow" in name]
    few = next(row for row in measured if "4 steps" in row["label"])["budgets"]
    best = {"velocity_tx.learning_rate": 0.002, "steps": 200, "eval_every": 20}
    assert few["cpu"] == best | {"method.euler_steps": 4, "seed": 7, "trials": 3}
    assert few["smoke"] == {"method.euler_steps": 4, "steps": 4, "trials": 1, "eval.samples": 9}


def test_dying_relus_are_looked_for_in_rows_of_the_race():
    """The same draws, steps and seeds; what differs is how often a run is scored, by what, and D's activation."""
    from configs.tables import coverage_long, dying_relus
    from launch.tables import row_config

    race = {row["label"]: row["budgets"].get("cpu") for row in coverage_long.get_table()["rows"]}
    for row in dying_relus.get_table()["rows"]:
        changes, label = row["budgets"]["cpu"], row["label"].split(",")[0]
        differing = {key for key in changes if changes[key] != race[label].get(key)}
        assert differing == {"eval.metrics", "eval_every", "networks.discriminator.activation"}
        assert set(race[label]) <= set(changes) and "live_features" in changes["eval.metrics"]
        assert 39 * changes["eval_every"] < changes["steps"] <= 40 * changes["eval_every"]
        activation = row_config(row, "cpu").networks.discriminator.activation
        assert activation == ("dcgan_leaky_relu" if "leaky" in row["label"] else "relu")
