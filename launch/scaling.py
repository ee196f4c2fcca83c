"""A model of a step on many chips, from its time on one and from what it sends."""

from typing import Any

Totals = dict[str, dict[str, int]]  # as `launch.collectives.totals`


def communication(totals: Totals, counted_on: int, chips: int, rate: float, latency: float, same_part: bool) -> float:
    """Seconds that the collectives of a step take in rings, none of them hidden behind arithmetic.

    Of b bytes on n chips an all-reduce sends 2 (n - 1) / n b from each chip in 2 (n - 1) turns; a gather or a scatter
    of n parts of p bytes sends (n - 1) p in n - 1 turns (Patarasuk and Yuan 2009).

    Args:
      totals: of one step, each collective's result on one device. counted_on: how many devices it was compiled for.
      chips: n. rate: bytes a second from a chip to the next. latency: seconds a turn.
      same_part: each chip has the part of the batch that one of `counted_on` devices has, so that what is gathered
        grows with n; else the whole batch stays, and with it what is gathered.
    """
    seconds = 0.0
    if chips == 1:
        return seconds
    for kind, total in totals.items():
        size, turns = total["bytes"], chips - 1
        if kind == "all-reduce":
            sent, turns = 2 * (chips - 1) / chips * size, 2 * turns
        elif kind in ("all-gather", "reduce-scatter"):
            part = size / counted_on if kind == "all-gather" else size
            sent = (chips - 1) * part * (1 if same_part else counted_on / chips)
        else:
            sent = size
        seconds += sent / rate + total["calls"] * turns * latency
    return seconds


def model(
    seconds: float, totals: Totals, counted_on: int, chips, rate: float, latency: float
) -> list[dict[str, Any]]:
    """A row for each number of chips, by two rules: every chip has a whole batch, or all chips share one.

    Args:
      seconds: of a step of the whole batch on one chip. totals, counted_on, rate, latency: as `communication`. chips:
        how many, several.

    Returns:
      [{"chips", "each": {"seconds", "efficiency"}, "shared": {"seconds", "efficiency"}}]; an efficiency is the rate
      of examples over `chips` times that of one. `shared` takes a part of a batch to cost its share of `seconds`,
      which is less than it does.
    """
    rows = []
    for n in chips:
        # A chip that has the whole batch has `counted_on` times the part of a device.
        whole = {
            kind: {**total, "bytes": total["bytes"] * (counted_on if kind in ("all-gather", "reduce-scatter") else 1)}
            for kind, total in totals.items()
        }
        each = seconds + communication(whole, counted_on, n, rate, latency, True)
        shared = seconds / n + communication(totals, counted_on, n, rate, latency, False)
        rows.append(
            {
                "chips": n,
                "each": {"seconds": each, "efficiency": seconds / each},
                "shared": {"seconds": shared, "efficiency": seconds / (n * shared)},
            }
        )
    return rows


def step_seconds(config, repeats: int) -> float:
    """The median seconds of a step on one device, of `repeats` chunks of about half a second."""
    import jax

    from ganjax.harness.run import prepare
    from launch.peers.timer import calibrate, chunk_timer, spread

    run = prepare(config, "jit", jax.devices()[:1])
    seconds = chunk_timer(run, run.init())
    seconds(1)
    steps = calibrate(seconds, 0.5)
    return spread(seconds(steps) / steps for _ in range(repeats))["median"]


def predict(config, mode: str, chips, rate: float, latency: float, seconds: float | None, repeats: int) -> dict:
    """The row of `--predict --chips`: what was counted, what was measured or stated, and `model`.

    Raises:
      UserError: as `launch.collectives.count`.
    """
    from launch import collectives

    counted = collectives.count(config, mode)
    measured = step_seconds(config, repeats) if seconds is None else seconds
    links = {"link_rate": rate, "link_latency": latency, "step_seconds": measured, "measured": seconds is None}
    rows = model(measured, counted["compiled"], counted["n_devices"], chips, rate, latency)
    return counted | links | {"chips": rows}


def text(row: dict) -> list[list[str]]:
    """The table of `predict`, header first."""
    lines = [["chips", "a batch each, s/step", "efficiency", "a batch in all, s/step", "efficiency"]]
    for entry in row["chips"]:
        cells = [f"{entry[rule][key]:.3g}" for rule in ("each", "shared") for key in ("seconds", "efficiency")]
        lines.append([str(entry["chips"]), *cells])
    return lines
