"""What a table says of the best evaluation on the way."""

import math

import numpy as np

from launch.best import at_best, with_best
from launch.markdown import markdown

# Of three lanes: the first is best on the way, the second at the end, the third never has a KL.
LINES = [
    {"step": 1, "eval": {"kl": [0.5, 2.0, None], "modes": [20.0, 4.0, 0.0]}},
    {"step": 2, "eval": {"kl": [0.1, 1.0, None], "modes": [24.0, 9.0, 1.0]}},
    {"step": 3, "eval": {"kl": [0.1, 0.5, None], "modes": [25.0, 8.0, 2.0]}},
]


def entry(*trials):
    return {"mean": float(np.mean(trials)), "std": 0.0, "trials": list(trials)}


def results(**config):
    return {"config": config, "step": 3, "metrics": {"modes": entry(25.0, 8.0, 2.0), "kl": entry(0.1, 0.5, math.nan)}}


def test_every_trial_has_the_scores_of_its_own_best_evaluation():
    best = at_best(LINES, "kl", ("modes", "kl"))
    np.testing.assert_array_equal(best["modes_at_best_kl"]["trials"], [24, 8, np.nan])  # the first of two equal ones
    np.testing.assert_array_equal(best["kl_at_best_kl"]["trials"], [0.1, 0.5, np.nan])
    assert best["modes_at_best_kl"]["mean"] == 16
    # More modes are better, and the last lane has some.
    np.testing.assert_array_equal(at_best(LINES, "modes", ("kl",))["kl_at_best_modes"]["trials"], [0.1, 1, np.nan])
    assert at_best(LINES, "kl", ("fid",)) == {} and at_best(LINES, "fid", ("kl",)) == {} == at_best([], "kl", ("kl",))


def test_a_row_keeps_what_it_has_where_its_first_evaluations_are_gone():
    row = results(eval_every=1)
    added = with_best(row, {"kl": ("modes",)}, LINES)["metrics"]
    assert set(added) == {"modes", "kl", "modes_at_best_kl"} and added["modes"] == row["metrics"]["modes"]
    row["metrics"]["modes_at_best_kl"] = entry(24.0, 7.0, 3.0)  # an earlier call's
    for lines in ([], LINES[1:]):
        assert with_best(row, {"kl": ("modes",)}, lines) == row
    swept = row | {"sweep": [{"values": {"ema": value}} for value in (0.1, 0.2, 0.3)]}
    assert with_best(swept, {"kl": ("modes",)}, LINES) == swept
    alone = with_best(results(eval_every=0), {"kl": ("modes",)}, LINES[2:])["metrics"]  # scored at the end alone
    assert alone["modes_at_best_kl"]["trials"][:2] == [25, 8]


def test_the_table_says_what_the_column_is():
    table = {"title": "t", "columns": ("modes", "modes_at_best_kl"), "rows": [], "best": {"kl": ("modes",)}}
    row = with_best(results(eval_every=1) | {"seconds": 1.0, "environment": {}, "sweep": None}, table["best"], LINES)
    entries = [{"label": "GAN", "results": row, "paper": {}, "why": ""}]
    text = markdown(table, "cpu", entries, "command")
    assert "16 ± 8 (2 of 3)" in text and "at_best_NAME: at each trial's own evaluation" in text
    assert "at_best_NAME" not in markdown({**table, "best": {}}, "cpu", entries, "command")
