"""The options of a config: those that a method reads, those that it needs, and no others."""

import pytest

from ganjax import lookup
from ganjax.errors import UserError
from ganjax.harness import build
from tests import tiny_configs


@pytest.mark.parametrize(
    ("name", "key", "says"),
    [
        ("gan", "critic_step", "gan has no such option .did you mean critic_steps?"),
        ("unrolled", "critic_steps", "unrolled has no such option"),
        ("sig", "sigmas", "sig has no such option .did you mean sigma?"),
        ("mmd_gan", "terms", "mmd_gan has no such option"),
        ("veegan", "loss", "veegan has no such option"),
    ],
)
def test_an_option_that_a_method_does_not_read_is_refused(name, key, says):
    config = tiny_configs.METHODS[name]()
    config.method[key] = 5
    with pytest.raises(UserError, match=f"config.method.{key}: {says}"):
        build.method(config, build.dataset(config))


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("unrolled", "unroll_steps"),
        ("gan", "critic_steps"),
        ("sig", "mixing_samples"),
        ("mmd_gan", "critic_steps"),
        ("lbt", "estimator"),
    ],
)
def test_an_option_that_a_method_needs_and_has_not_is_named(name, key):
    config = tiny_configs.METHODS[name]()
    del config.method[key]
    with pytest.raises(UserError, match=f"^config.method.{key}: {name} needs it$"):
        build.method(config, build.dataset(config))


def test_an_optimizer_that_a_method_needs_and_has_not_is_named():
    config = tiny_configs.METHODS["gan"]()
    del config["generator_tx"]
    with pytest.raises(UserError, match="^config.generator_tx: gan needs it$"):
        build.method(config, build.dataset(config))


def test_an_option_that_an_estimator_does_not_read_is_refused():
    config = tiny_configs.METHODS["lbt"]()
    config.method.estimator.objectiv = {"name": "renyi"}
    with pytest.raises(UserError, match="config.method.estimator.objectiv: .*did you mean objective"):
        build.method(config, build.dataset(config))
    config = tiny_configs.METHODS["lbt"]()
    for key in ("variance", "name"):
        del config.method.estimator[key]
        with pytest.raises(UserError, match=f"^config.method.estimator.{key}: the estimator needs it$"):
            build.method(config, build.dataset(config))


def test_a_config_is_only_read_by_a_method():
    options = lookup.Read({"loss": "minimax"}, "config.method", "gan")
    assert options.loss == "minimax" and options.get("terms", 3) == 3 and not hasattr(options, "terms")
    with pytest.raises(AttributeError, match="config.method.loss: a config is only read here"):
        options.loss = "wasserstein"


def test_options_that_have_a_default_may_be_left_out():
    for name, keys in (("svgd", ["particles"]), ("sig", ["sigma_start", "anneal_steps"])):
        config = tiny_configs.METHODS[name]()
        for key in set(keys) & set(config.method):
            del config.method[key]
        build.method(config, build.dataset(config))
