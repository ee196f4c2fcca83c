"""A search that chooses too: networks' widths and other values that make programs of their own."""

import collections
import json
import subprocess
import sys

import jax
import numpy as np
import pytest

from ganjax.errors import Diverged, UserError
from ganjax.harness import halving, shards
from ganjax.harness.config import check, copied
from ganjax.harness.draws import draw_choices, draw_points, programs, split
from ganjax.harness.evaluate import load, statistics
from ganjax.harness.tune import _order, _with_draws, draw_loss, train_command, tune
from tests import tiny_configs
from tests.test_tune import RATES, searched

WIDTHS = "networks.generator.hidden, networks.discriminator.hidden"
NARROW, WIDE = ((4, 4), (4, 4)), ((8, 8), (16, 8))


def _tuples(row):
    return tuple(tuple(value) if isinstance(value, list) else value for value in row)


def choosing():
    config = searched()
    config.search[WIDTHS] = (NARROW, WIDE)
    return config


def test_every_choice_is_as_frequent_and_the_points_stay():
    choices = {"a.hidden, b.hidden": (((4,), (5,)), ((6,), (7,))), "method.critic_steps": (1, 2, 5)}
    chosen = draw_choices(choices, 20, 0)
    counts = collections.Counter(json.dumps(values, sort_keys=True) for values in chosen)
    assert len(counts) == 6 and set(counts.values()) == {3, 4}
    assert {(values["a.hidden"], values["b.hidden"]) for values in chosen} == {((4,), (5,)), ((6,), (7,))}
    assert draw_choices(choices, 20, 0) == chosen != draw_choices(choices, 20, 1)
    assert draw_choices({}, 3, 0) == [{}, {}, {}], "without choices all draws are one program"
    assert programs([*chosen[:2], chosen[0]]) == [(chosen[0], [0, 2]), (chosen[1], [1])]
    ranges, apart = split(choosing())
    assert set(ranges) == set(RATES) and tuple(apart) == (WIDTHS,)
    assert draw_points(ranges, 3, 0) == draw_points(searched().search, 3, 0)


@pytest.mark.parametrize(
    "key, values, message",
    [
        ("networks.generator.hiden", ((4,), (8,)), "networks.generator.hidden"),
        ("networks.generator.hidden", (4, 8), "must each be of type tuple, not 4"),
        ("networks.generator.hidden", (), "must be a tuple of values"),
        (WIDTHS, ((4, 4), (8, 8)), "must each be of type tuple, not 4"),
        (WIDTHS, (((4, 4),),), "takes 2 values at a time"),
        ("networks.generator.hidden, networks.generator.hidden", (NARROW,), "names .* twice"),
        (
            "method.critic_steps",
            (1, 2.5),
            "must each be of type int, not 2.5; to search a range, write .* as a float",
        ),
        ("steps", (10, 20), "steps is not a hyperparameter"),
        ("eval.samples", (10, 20), "eval.samples is not a hyperparameter"),
        (", ".join(RATES), ((1e-3, 1e-4),), "has a range .* in an entry of its own"),
    ],
)
def test_wrong_choices_are_named(key, values, message):
    config = tiny_configs.gan()
    config.search[key] = values
    with pytest.raises(UserError, match=message):
        check(config)


def test_a_choice_alone_is_no_search(tmp_path):
    config = tiny_configs.gan()
    config.search[WIDTHS] = (NARROW, WIDE)
    with pytest.raises(UserError, match="has no range of a float, as of a learning rate; networks.generator.hidden"):
        tune(config, tmp_path / "w", draws=2, seconds=0.2, metrics=("modes",), seed=0)
    config.search[RATES[0]] = (1e-4, 1e-2)
    config.search[WIDTHS] = (NARROW, ((0, 4), (4, 4)))
    with pytest.raises(UserError, match="networks.generator.hidden must be sizes"):
        tune(config, tmp_path / "w", draws=2, seconds=0.2, metrics=("modes",), seed=0)
    assert not (tmp_path / "w").exists()


def test_a_copy_shares_nothing_and_its_lengths_follow_its_steps():
    config = choosing()
    config.generator_tx.decay_steps = config.get_ref("steps")
    config.steps = 100
    copy = copied(config)
    copy.steps, copy.networks.generator.hidden = 40, (9,)
    copy.search["ema"] = (0.1, 0.2)
    assert (copy.generator_tx.decay_steps, config.generator_tx.decay_steps) == (40, 100)
    assert config.networks.generator.hidden == (5,) and "ema" not in config.search
    assert set(copy.search) == {*RATES, WIDTHS, "ema"}


def test_every_width_is_a_program_and_all_draws_are_ranked_together(tmp_path):
    """Of four draws the better two go on, whatever their widths, from their own states."""
    config = choosing()
    options = dict(draws=4, seconds=0.4, metrics=("high_quality", "kl"), seed=0, halvings=1)
    results = tune(config, tmp_path / "w", **options)
    names = WIDTHS.split(", ")
    assert results["search"] == {RATES[0]: [1e-4, 1e-2], RATES[1]: [1e-4, 1e-2], WIDTHS: [NARROW, WIDE]}
    assert [draw["rung"] for draw in results["draws"]] == [1, 1, 0, 0]
    chosen = [tuple(draw["values"][name] for name in names) for draw in results["draws"]]
    assert collections.Counter(chosen) == {NARROW: 2, WIDE: 2}
    order = [draw_loss(("high_quality", "kl"))(draw) for draw in results["draws"]]
    assert order == sorted(order)
    key = ", ".join((*sorted(RATES), *names))
    assert list(results["config"]["sweep"]) == [key]
    drawn = [tuple(draw["values"].values()) for draw in results["draws"]]
    assert sorted(map(_tuples, results["config"]["sweep"][key])) == sorted(drawn)
    first, second = {}, {}
    for group in ("w/group_0", "w/group_1"):
        for folder, scores in ((tmp_path / group, first), (tmp_path / group / "rung_1", second)):
            if folder.exists():
                run, state, _ = load(folder)
                widths = run.config.networks.generator.hidden, run.config.networks.discriminator.hidden
                layers = {leaf.shape[-1] for leaf in jax.tree.leaves(state.params["generator"])}
                assert layers == {widths[0][0], 2}, "the network has the widths that its config says"
                for point in json.loads((folder / "results.json").read_text())["sweep"]:
                    scores[*point["values"].values(), *widths] = _order(point["metrics"], options["metrics"])
    assert set(first) == set(drawn) and set(second) == set(drawn[:2])
    assert max(first[draw] for draw in drawn[:2]) <= min(first[draw] for draw in drawn[2:]), "the better ones go on"
    again = tune(choosing(), tmp_path / "w", **options)
    assert again["draws"] == results["draws"]
    other = choosing()
    other.search[WIDTHS] = (NARROW, WIDE, NARROW)
    with pytest.raises(UserError, match="or of other choices"):
        tune(other, tmp_path / "w", **options)


def test_a_tie_goes_to_the_first_draw_whatever_its_program(monkeypatch, tmp_path):
    config, kept = searched(), []
    config.sweep[RATES[0]] = (0.1, 0.2)

    def made_up(stage, folder):
        points = [{"metrics": {"modes": statistics(np.array([8.0]))}} for _ in stage.sweep[RATES[0]]]
        return {"sweep": points, "seconds": 1.0}

    monkeypatch.setattr(halving, "train", made_up)
    monkeypatch.setattr(halving, "_go_on", lambda before, after, lanes, trials: kept.append((before.name, lanes)))
    rungs = [(4, 10), (2, 20)]
    entries = [
        halving.Group(config, tmp_path / str(i), rungs, {"i": i}, numbers)
        for i, numbers in ((0, [2, 3]), (1, [0, 1]))
    ]
    ended, _ = halving.climb(entries, lambda metrics: -metrics["modes"]["mean"])
    assert kept == [("1", [0, 1])] and [draw["values"]["i"] for draw in ended] == [0, 0, 1, 1]


def test_rates_that_fall_and_copies_follow_what_is_chosen():
    """D's rate falls with its own updates, and an encoder that has the generator's widths keeps having them."""
    from configs import common

    config = tiny_configs.gan()
    common.decay(config, "discriminator_tx")
    config.networks.encoder = {"name": "mlp", "latent_dim": 3, "hidden": config.networks.generator.get_ref("hidden")}
    config.search[RATES[0]] = (1e-4, 1e-2)
    chosen = {"method.critic_steps": 5, "networks.generator.hidden": (7, 7)}
    of_draw = _with_draws(config, [RATES[0]], [(1e-3,), (1e-2,)], chosen)
    of_draw.steps = 100
    assert of_draw.discriminator_tx.decay_steps == 500 and of_draw.networks.encoder.hidden == (7, 7)
    assert of_draw.sweep[RATES[0]] == (1e-3, 1e-2) and config.method.critic_steps == 1


def test_parts_that_choose_make_the_whole(tmp_path):
    """Every draw once, and the plan of another part is not taken for one's own."""
    out, options = tmp_path / "x.json", dict(draws=3, seconds=0.3, metrics=("modes", "kl"), seed=0)
    loss = draw_loss(options["metrics"])
    for index in (1, 2):
        part = tune(choosing(), tmp_path / f"w{index}", **options, shard=(index, 2))
        file = shards.file_of(out, (index, 2))
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps(part))
    assert shards.merge(out, 2, loss) == []
    whole = json.loads(out.read_text())
    ranges, choices = split(choosing())
    chosen = [tuple(values.values()) for values in draw_choices(choices, 3, 0)]
    wanted = [(*point, *values) for point, values in zip(draw_points(ranges, 3, 0), chosen, strict=True)]
    assert sorted(_tuples(draw["values"].values()) for draw in whole["draws"]) == sorted(wanted)
    with pytest.raises(UserError, match="holds a"):
        tune(choosing(), tmp_path / "w2", **options, shard=(1, 2))


def test_a_search_that_an_earlier_version_began_goes_on(tmp_path):
    """Its plan has one number of steps, and no choices; the first ones had no halvings either."""
    options = dict(draws=2, seconds=0.2, metrics=("modes", "kl"), seed=0)
    results = tune(searched(), tmp_path / "w", **options)
    plan = tmp_path / "w/plan.json"
    now = json.loads(plan.read_text())
    assert now["steps"] == [results["steps"]]
    old = {key: now[key] for key in ("draws", "seconds", "seed")}
    plan.write_text(json.dumps(old | {"steps": results["steps"]}))
    assert tune(searched(), tmp_path / "w", **options)["draws"] == results["draws"]
    plan.write_text(json.dumps({"seconds": 0.2, "steps": 3}))  # the very first ones
    with pytest.raises(UserError, match="holds a search of other draws"):
        tune(searched(), tmp_path / "w", **options)


def test_draws_of_a_program_that_diverges_come_last(monkeypatch, tmp_path):
    """Three programs: one diverges at once, the second with the second rung; the third's draws are the best."""
    config = searched()
    config.sweep[RATES[0]] = (0.1, 0.2)
    trained = []

    def made_up(stage, folder):
        trained.append((folder.relative_to(tmp_path).as_posix(), stage.steps, tuple(stage.sweep[RATES[0]])))
        if folder.parts[-1] == "0" or "1" in folder.parts[-2:-1]:
            raise Diverged("all lanes are non-finite")
        metrics = [
            {"modes": statistics(np.array([rate + 10 * ("1" in folder.parts)]))} for rate in stage.sweep[RATES[0]]
        ]
        return {"sweep": [{"metrics": of_point} for of_point in metrics], "seconds": 1.0}

    monkeypatch.setattr(halving, "train", made_up)
    monkeypatch.setattr(halving, "_go_on", lambda *_: None)
    entries = [
        halving.Group(
            config,
            tmp_path / str(i),
            [(6, 10 * (i + 1)), (3, 20 * (i + 1))],
            {"method.critic_steps": i},
            [2 * i, 2 * i + 1],
        )
        for i in range(3)
    ]
    ended, results = halving.climb(entries, lambda metrics: -metrics["modes"]["mean"])
    assert trained == [
        ("0", 10, (0.1, 0.2)),
        ("1", 20, (0.1, 0.2)),
        ("2", 30, (0.1, 0.2)),
        ("1/rung_1", 40, (0.1, 0.2)),
        ("2/rung_1", 60, (0.2,)),
    ]
    ranked = sorted(ended, key=draw_loss(("modes",)))
    shown = [(draw["values"]["method.critic_steps"], draw["values"][RATES[0]], draw["rung"]) for draw in ranked]
    assert shown[:2] == [(2, 0.2, 1), (2, 0.1, 0)] and set(shown[2:4]) == {(1, 0.1, 1), (1, 0.2, 1)}
    assert set(shown[4:]) == {(0, 0.1, 0), (0, 0.2, 0)} and [draw["steps"] for draw in ranked[:2]] == [60, 30]
    assert len(results) == 2, "the first has none"


def test_the_command_of_the_best_draw_has_what_was_chosen():
    values = {
        RATES[0]: 1e-3,
        "networks.stochastic.hidden": [[8, 8], [4]],
        "method.critic_steps": 5,
        "generator_tx.name": "sgd",
    }
    command = train_command("configs/ring/gan.py", {}, values)
    assert command == (
        "ganjax train --config=configs/ring/gan.py --workdir=DIR --config.seed=1000 "
        "--config.generator_tx.learning_rate=0.001 '--config.networks.stochastic.hidden=((8, 8), (4,))' "
        "--config.method.critic_steps=5 --config.generator_tx.name=sgd"
    )


def test_widths_by_flags(tmp_path):
    """The whole command, widths and the first moment's rate among what it draws."""
    out = tmp_path / "x.json"
    command = [sys.executable, "-m", "launch.tune", "--config=ring/gan", "--draws=2", "--seconds=0.2", f"--out={out}"]
    flags = [
        f"--config.search.{WIDTHS}={NARROW, WIDE}",
        "--config.search.generator_tx.b1=(0.1, 0.9)",
        "--config.eval.samples=300",
        "--config.chunk_seconds=0.1",
    ]
    done = subprocess.run([*command, *flags], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    results = json.loads(out.read_text())
    hidden = [draw["values"]["networks.generator.hidden"] for draw in results["draws"]]
    assert sorted(hidden) == [[4, 4], [8, 8]]
    assert all(0.1 <= draw["values"]["generator_tx.b1"] <= 0.9 for draw in results["draws"])
    assert f"'--config.networks.generator.hidden={tuple(hidden[0])}'" in done.stdout and "(8, 8)" in done.stdout
