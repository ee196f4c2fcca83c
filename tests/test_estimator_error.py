"""`launch.estimator_error`: its critics, its bounds and its files."""

import json

import numpy as np
import pytest

from ganjax.metrics.divergences import of_shifted_normals
from launch import critics
from tests.test_launch import launch


def test_every_bound_has_a_truth():
    assert set(critics.bounds()) == set(of_shifted_normals(1.0)) - {"goodfellow"}


@pytest.mark.parametrize("name", ["donsker_varadhan", "kl"])
def test_the_best_critic_has_no_error(name, x64):
    """log p / q is linear in x: the bound of it, on many draws, is the KL; of half of it, less."""
    rng, distance = np.random.default_rng(0), 1.2
    x, y = rng.standard_normal(400_000), distance + rng.standard_normal(400_000)
    value = critics.value_of(*critics.bounds()[name])
    best = [distance**2 / 2 - distance * z + (name == "kl") for z in (x, y)]
    np.testing.assert_allclose(value(*best), distance**2 / 2, atol=0.02)
    assert value(*(logits / 2 for logits in best)) < distance**2 / 2 - 0.1


def test_a_critic_learns_the_divergence():
    facts = dict(distance=1.0, steps=300, batch=64, seeds=2)
    entry = critics.estimate("squared_hellinger", 2, **facts)
    truth = of_shifted_normals(1.0)["squared_hellinger"]
    assert 0.7 * truth < np.mean(entry["values"]) < 1.05 * truth
    assert entry["values"][0] != entry["values"][1] and min(entry["batch_deviations"]) > 0


def test_the_command_writes_its_table(tmp_path):
    small = ("--steps=2", "--batch=4", "--seeds=2", "--dimensions=3,1", "--bounds=kl,donsker_varadhan")
    done = launch("estimator_error", *small, f"--out={tmp_path}")
    facts = json.loads((tmp_path / "results.json").read_text())
    assert facts["command"] == (
        "python -m launch.estimator_error --bounds=kl,donsker_varadhan --dimensions=3,1 --steps=2 --batch=4 --seeds=2"
    )
    assert "rows" not in facts, "that key is of tables of launch.reproduce"
    assert [(e["bound"], e["dimension"]) for e in facts["estimates"]] == [
        ("kl", 1), ("kl", 3), ("donsker_varadhan", 1), ("donsker_varadhan", 3)
    ]  # fmt: skip
    assert [len(entry["values"]) for entry in facts["estimates"]] == [2] * 4
    np.testing.assert_allclose([entry["truth"] for entry in facts["estimates"]], 1)
    assert done.stdout.strip() == (tmp_path / "table.md").read_text().strip() and (tmp_path / "figure.png").exists()


@pytest.mark.parametrize(
    "wrong, says", [("--bounds=jensen", "jensen_shannon"), ("--dimensions=2,x", "--dimensions"), ("--kl=0", "--kl")]
)
def test_a_mistake_is_one_line(wrong, says, tmp_path):
    refused = launch("estimator_error", wrong, f"--out={tmp_path / 'out'}", status=2)
    assert says in refused.stderr and not (tmp_path / "out").exists()
