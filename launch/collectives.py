"""What a step sends between devices: counted as it is written, and as XLA has compiled it."""

import collections
import math
import os
import re
from typing import Any, NamedTuple

import jax

from ganjax.harness.run import prepare

# What JAX calls them, in and out of `shard_map`, and XLA's name.
KINDS = {
    "psum": "all-reduce",
    "psum_invariant": "all-reduce",
    "pmax": "all-reduce",
    "pmin": "all-reduce",
    "all_gather": "all-gather",
    "all_gather_invariant": "all-gather",
    "reduce_scatter": "reduce-scatter",
    "ppermute": "collective-permute",
    "all_to_all": "all-to-all",
}
_CALL = re.compile(rf" ({'|'.join(sorted(set(KINDS.values())))})(?:-start)?\(")
_ARRAY = re.compile(r"\b(pred|[a-z]+\d+)\w*\[([\d,]*)\]")
_COMPUTATION = re.compile(r"^(ENTRY )?%?([\w.-]+) .*\{$")


class Collective(NamedTuple):
    """One collective of a program.

    Attributes:
      kind: XLA's name. arrays: how many it takes at once. bytes: of its result on one device.
      times: how often a step calls it: the product of the lengths of the loops around it. A loop of unknown length
        counts as one pass.
    """

    kind: str
    arrays: int
    bytes: int
    times: int


def written(jaxpr: Any, times: int = 1) -> list[Collective]:
    """The collectives of a jaxpr, before XLA combines any. Of a `cond` every branch counts."""
    calls = []
    for equation in jaxpr.eqns:
        kind = KINDS.get(equation.primitive.name)
        if kind is not None:
            sizes = [v.aval.size * v.aval.dtype.itemsize for v in equation.outvars]
            calls.append(Collective(kind, len(sizes), sum(sizes), times))
        length = equation.params["length"] if equation.primitive.name == "scan" else 1
        for inner in _inner(equation):
            calls += written(inner, times * length)
    return calls


def _inner(equation):
    for value in equation.params.values():
        for item in value if isinstance(value, tuple | list) else (value,):
            item = getattr(item, "jaxpr", item)
            if hasattr(item, "eqns"):
                yield item


def _bytes(shape: str) -> tuple[int, int]:
    """(arrays, bytes) of a shape as XLA writes it, such as (f32[5,2]{1,0}, f32[])."""
    arrays = _ARRAY.findall(shape)
    widths = [1 if name == "pred" else int(re.sub(r"\D", "", name)) / 8 for name, _ in arrays]
    sizes = [math.prod(int(n) for n in dims.split(",") if n) for _, dims in arrays]
    return len(arrays), int(sum(width * size for width, size in zip(widths, sizes, strict=True)))


def compiled(text: str) -> list[Collective]:
    """The collectives of a compiled program, of its text in HLO. Of a conditional every branch counts."""
    bodies: dict[str, list[str]] = {}
    entry = name = ""
    for line in text.splitlines():
        head = _COMPUTATION.match(line)
        if head:
            name = head[2]
            entry = name if head[1] else entry
            bodies[name] = []
        elif name:
            bodies[name].append(line)

    def count(name: str, times: int) -> list[Collective]:
        calls = []
        for line in bodies[name]:
            found = _CALL.search(line)
            if found:
                calls.append(Collective(found[1], *_bytes(line[: found.start()].split("=", 1)[1]), times))
                continue  # what it applies adds two numbers
            trips = re.search(r'known_trip_count":\{"n":"(\d+)"', line)
            inner = re.findall(r"(?:body|to_apply|calls|true_computation|false_computation)=%?([\w.-]+)", line)
            for branches in re.findall(r"branch_computations=\{([^}]*)\}", line):
                inner += re.findall(r"[\w.-]+", branches)
            for each in inner:
                calls += count(each, times * (int(trips[1]) if trips and " while(" in line else 1))
        return calls

    return count(entry, 1)


def totals(calls: list[Collective]) -> dict[str, dict[str, int]]:
    """XLA's name -> {"calls", "arrays", "bytes"} a step."""
    sums: dict[str, dict[str, int]] = collections.defaultdict(lambda: {"calls": 0, "arrays": 0, "bytes": 0})
    for call in calls:
        kind = sums[call.kind]
        kind["calls"] += call.times
        kind["arrays"] += call.times * call.arrays
        kind["bytes"] += call.times * call.bytes
    return dict(sums)


def step_collectives(run) -> dict[str, dict[str, dict[str, int]]]:
    """{"written", "compiled"}: `totals` of one step of all lanes, before XLA and after it."""
    function, arguments = run.program(run.init())
    return {
        "written": totals(written(jax.make_jaxpr(function)(*arguments).jaxpr)),
        "compiled": totals(compiled(function.lower(*arguments).compile().as_text())),
    }


def count(config, mode: str) -> dict[str, Any]:
    """`step_collectives` of a checked config, with what it was compiled for.

    Raises:
      UserError: the batch cannot be divided among the devices.
    """
    if "xla_force_host_platform_device_count" not in os.environ.get("XLA_FLAGS", ""):
        jax.config.update("jax_num_cpu_devices", 4)
    devices = jax.devices()
    devices = devices if len(devices) > 1 else jax.devices("cpu")
    facts = {"mode": mode, "n_devices": len(devices), "device": devices[0].device_kind, "jax": jax.__version__}
    return facts | step_collectives(prepare(config, mode, devices))
