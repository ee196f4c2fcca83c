"""What kinds of operations a traced chunk of steps spent its time in; tried on traces of CPUs alone."""

import collections
import gzip
import json
import pathlib
import re

from ganjax.errors import UserError

MOST_EVENTS = 1_000_000


def operations(folder) -> dict[str, tuple[float, int]]:
    """Kind of operation -> (seconds, calls) of the newest trace below `folder`, the slowest kind first.

    A kind is XLA's name without its number, such as dot_general or broadcast_add_fusion. Seconds are of the operation
    by itself: those of a loop's body are not the loop's. Operations that run beside one another are added up.

    Raises:
      UserError: there is no trace, or it is not whole: the profiler drops what comes after a million events.
    """
    traces = pathlib.Path(folder).glob("plugins/profile/*/*.trace.json.gz")
    newest = max(traces, key=lambda path: path.stat().st_mtime_ns, default=None)
    if newest is None:
        raise UserError(f"the profiler has written no trace below {folder}")
    with gzip.open(newest, "rt") as file:
        events = json.load(file)["traceEvents"]
    if len(events) >= MOST_EVENTS:
        raise UserError(f"{newest} holds its first {len(events)} events alone: profile fewer steps (--steps)")
    threads = collections.defaultdict(list)
    for event in events:
        if event.get("ph") == "X" and "hlo_op" in event.get("args", {}):
            threads[event["pid"], event["tid"]].append(event)
    seconds: collections.Counter = collections.Counter()
    calls: collections.Counter = collections.Counter()
    for thread in threads.values():
        within: list[tuple[int, str]] = []  # (end in ps, kind) of what has begun and not ended
        for event in sorted(thread, key=lambda event: (event["ts"], -event["dur"])):
            kind = re.sub(r"(\.\d+)+$", "", event["args"]["hlo_op"])
            begin, end = (round(1e6 * time) for time in (event["ts"], event["ts"] + event["dur"]))
            while within and within[-1][0] <= begin:
                within.pop()
            if within:
                seconds[within[-1][1]] -= event["dur"] / 1e6
            seconds[kind] += event["dur"] / 1e6
            calls[kind] += 1
            within.append((end, kind))
    return {kind: (spent, calls[kind]) for kind, spent in seconds.most_common()}


def text(row: dict, kinds: int = 12) -> list[list[str]]:
    """The table of the kinds of operations that a row of launch.benchmark with --profile spent most time in."""
    total = sum(seconds for seconds, _ in row["operations"].values())
    lines = [["operation", "share", "ms a step", "calls a step"]]
    for kind, (seconds, calls) in list(row["operations"].items())[:kinds]:
        spent, called = 1e3 * seconds / row["profiled_steps"], calls / row["profiled_steps"]
        lines.append([kind, f"{100 * seconds / total:.3g} %", f"{spent:.3g}", f"{called:.4g}"])
    return lines
