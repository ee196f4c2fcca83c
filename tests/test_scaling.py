"""The model of many chips against numbers by hand."""

import pytest

from launch.scaling import communication, model, text

RATE, LATENCY = 1e9, 1e-5
REDUCE = {"all-reduce": {"calls": 2, "arrays": 9, "bytes": 8_000_000}}
GATHER = {"all-gather": {"calls": 1, "arrays": 1, "bytes": 4_000_000}}  # of four devices: a megabyte each
SCATTER = {"reduce-scatter": {"calls": 1, "arrays": 1, "bytes": 1_000_000}}


def test_rings():
    """Eight chips: 2 x 7 / 8 of eight megabytes at a gigabyte a second, and 14 turns of each of two messages."""
    assert communication(REDUCE, 4, 8, RATE, LATENCY, True) == pytest.approx(0.014 + 2 * 14 * 1e-5)
    assert communication(REDUCE, 4, 8, RATE, LATENCY, False) == pytest.approx(0.014 + 2 * 14 * 1e-5)
    for totals in (GATHER, SCATTER):
        assert communication(totals, 4, 8, RATE, LATENCY, True) == pytest.approx(0.007 + 7e-5)
        assert communication(totals, 4, 8, RATE, LATENCY, False) == pytest.approx(0.0035 + 7e-5)
        assert communication(totals, 4, 1, RATE, LATENCY, True) == 0
    both = communication(REDUCE | GATHER, 4, 2, RATE, 0.0, False)
    assert both == pytest.approx(0.008 + 0.002), "2 x 1 / 2 of 8 MB, and the other half of 4 MB"


def test_a_batch_on_each_chip_and_one_on_all():
    one, eight = model(0.01, REDUCE, 4, (1, 8), RATE, 0.0)
    assert one["each"] == one["shared"] == {"seconds": 0.01, "efficiency": 1.0}
    assert eight["each"] == pytest.approx({"seconds": 0.024, "efficiency": 0.01 / 0.024})
    assert eight["shared"] == pytest.approx({"seconds": 0.01525, "efficiency": 0.01 / (8 * 0.01525)})
    (two,) = model(0.01, GATHER, 4, (2,), RATE, 0.0)
    # A chip with the whole batch has four megabytes to send to the other, and with half of it two.
    assert two["each"]["seconds"] == pytest.approx(0.01 + 0.004)
    assert two["shared"]["seconds"] == pytest.approx(0.005 + 0.002)
    assert text({"chips": [one, eight]})[2] == ["8", "0.024", "0.417", "0.0152", "0.082"]
