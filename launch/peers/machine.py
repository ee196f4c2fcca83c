"""What a step costs by XLA's count, and what this machine does at best."""

import time

import jax
import jax.extend.core
import jax.numpy as jnp
import numpy as np

from ganjax.harness.run import train_chunk


def _inner_jaxprs(eqn):
    """The jaxprs among an equation's parameters, with and without constants, in tuples or not."""
    for value in eqn.params.values():
        for item in value if isinstance(value, tuple | list) else (value,):
            item = getattr(item, "jaxpr", item)
            if hasattr(item, "eqns"):
                yield item


def _scans(jaxpr):
    """(length, unroll, body) of every loop of known length that is not inside another one."""
    for eqn in jaxpr.eqns:
        if eqn.primitive.name == "scan":
            yield eqn.params["length"], eqn.params["unroll"], eqn.params["jaxpr"]
        else:
            for inner in _inner_jaxprs(eqn):
                yield from _scans(inner)


def _count(compiled):
    """XLA's FLOPs and bytes of a compiled program."""
    count = compiled.cost_analysis() or {}
    return np.array([count.get("flops", 0.0), count.get("bytes accessed", 0.0)])


def _uncounted(jaxpr):
    """FLOPs and bytes of the iterations that XLA leaves out, as it counts the body of a loop once."""
    total = np.zeros(2)
    for length, unroll, body in _scans(jaxpr):
        # jax.lax writes `unroll` iterations into the body that XLA compiles.
        if length > unroll:
            shapes = [jax.ShapeDtypeStruct(aval.shape, aval.dtype) for aval in body.in_avals]
            alone = jax.jit(jax.extend.core.jaxpr_as_fun(body)).lower(*shapes).compile()
            total += (length - unroll) * _count(alone)
        total += length * _uncounted(body.jaxpr)
    return total


def program_cost(function, *args):
    """FLOPs and bytes of one call, and the memory of its program in bytes (None where XLA gives none).

    Loops of known length count as often as they run, their bodies being compiled on their own; the bodies of
    other loops count once.
    """
    traced = jax.jit(function).trace(*args)
    compiled = traced.lower().compile()
    flops, moved = map(float, _count(compiled) + _uncounted(traced.jaxpr.jaxpr))
    memory = compiled.memory_analysis()
    sizes = ("temp", "argument", "output")
    total = None if memory is None else sum(getattr(memory, f"{name}_size_in_bytes") for name in sizes)
    return flops, moved, total


def step_cost(run, state):
    """`program_cost` of one training step of all lanes, sampling of the data included."""
    config, dataset, stream = run.config, run.dataset, None
    if dataset.stream is not None:
        batches = run.lane_method(run.points[0]).batches_per_step
        stream = dataset.stream(config.seed, 0, config.batch_size * batches)
        lead = (1,) if batches == 1 else (1, batches)
        stream = jax.tree.map(lambda x: np.reshape(x, (*lead, config.batch_size, *x.shape[1:])), stream)
    # Its loop has a length that the program does not know, so one step of it is counted.
    one_step = train_chunk(run.lane_method, config.batch_size, 1)(None, lambda batch: batch)
    start, stop = np.int32(0), np.int32(1)
    return program_cost(one_step, state, stream, dataset.sample, run.keys, run.values, start, stop)


def _best_seconds(function, *args, repeats=5):
    function(*args).block_until_ready()
    times = []
    for _ in range(repeats):
        began = time.perf_counter()
        function(*args).block_until_ready()
        times.append(time.perf_counter() - began)
    return min(times)


def peaks(size: int = 2048, copied: int = 1 << 25, dtype="float32"):
    """(FLOP/s of a matrix product, bytes/s of a copy) of one device, the best of several.

    Args:
      size: of the square matrices. copied: how many floats are copied. dtype: of the matrices.
    """
    # Several products a call, so that an accelerator is not measured by its dispatch.
    n = 1 if jax.default_backend() == "cpu" else 16
    square = jnp.full((size, size), 1 / size, dtype)
    product = jax.jit(lambda x, y: jax.lax.fori_loop(0, n, lambda _, x: x @ y, x))
    flops = n * 2 * size**3 / _best_seconds(product, square, square)
    return flops, 8 * copied / _best_seconds(jax.jit(lambda x: x + 1), jnp.zeros(copied))
