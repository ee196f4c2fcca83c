"""Timing: our steps as training takes them, in turns with a PyTorch peer's, and what they cost."""

import os
import resource
import statistics
import sys
import time

import jax

from ganjax.errors import UserError
from ganjax.harness.run import prepare
from launch import peers
from launch.operations import operations
from launch.peers.machine import peaks, step_cost


def calibrate(seconds_of, target: float = 1.5, enough: float = 0.2) -> int:
    """How many steps take about `target` seconds.

    Args:
      seconds_of: number of steps -> seconds they took; called with more and more of them.
      target: seconds. enough: seconds that are long enough to judge by.
    """
    steps, seconds = 1, seconds_of(1)
    while seconds < enough:
        steps *= max(2, min(10, int(enough / max(seconds, 1e-9))))
        seconds = seconds_of(steps)
    return max(1, round(steps * target / seconds))


def torch_timer(config, run, state, wrap=None):
    """(number of steps -> seconds of the peer, threads, version): with one thread or all, whichever is faster.

    The peer computes in the config's precision: bfloat16 by autocast, float32 on a GPU by its tensor cores, as JAX
    does. wrap: of a network's function, such as torch.compile.
    """
    peer = peers.find(config.method.name, "torch")
    import torch

    device = "cuda" if jax.default_backend() == "gpu" else "cpu"
    if device == "cuda" and not torch.cuda.is_available():
        raise UserError(
            "JAX runs on a GPU, this PyTorch on the CPU: install PyTorch with CUDA, or set JAX_PLATFORMS=cpu"
        )
    torch.manual_seed(config.seed)
    torch.set_float32_matmul_precision("high" if device == "cuda" else "highest")
    step = peer.make(config, run, state, device, **({} if wrap is None else {"wrap": wrap}))
    # Without its cache, which would keep the casts of weights that a step has changed since.
    autocast = torch.autocast(device, torch.bfloat16, config.precision == "bfloat16", cache_enabled=False)

    def seconds(steps):
        began = time.perf_counter()
        with autocast:
            for _ in range(steps):
                loss = step()
        loss.item()  # waits for the device
        return time.perf_counter() - began

    rates = {}
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    for threads in sorted({1, cores}):
        torch.set_num_threads(threads)
        seconds(2)
        steps = calibrate(seconds, 0.5)
        rates[threads] = steps / seconds(steps)
    threads = max(rates, key=lambda n: rates[n])
    torch.set_num_threads(threads)
    return seconds, threads, torch.__version__


def blackjax_timer(config, run, state):
    """(number of steps -> seconds of blackjax's, None, version); JAX is the same."""
    peer = peers.find(config.method.name, "blackjax")
    import blackjax

    advance = peer.make(config, run, state)

    def seconds(steps):
        began = time.perf_counter()
        jax.block_until_ready(advance(steps))
        return time.perf_counter() - began

    seconds(1)
    return seconds, None, blackjax.__version__


def compiled_timer(config, run, state):
    """`torch_timer` with networks that torch.compile has compiled, the way back included."""
    peers.find(config.method.name, "torch_compile")
    import torch

    return torch_timer(config, run, state, torch.compile)


PROFILED = 20  # steps of a trace, at most: the profiler drops events after the first million
TIMERS = {"torch": torch_timer, "torch_compile": compiled_timer, "blackjax": blackjax_timer}


def spread(values) -> dict:
    """Median and extremes of repeated measurements."""
    values = list(values)
    return {"median": statistics.median(values), "min": min(values), "max": max(values), "repeats": values}


def chunk_timer(run, state):
    """Number of steps -> seconds that training takes for them; the first call compiles."""
    at = 0

    def seconds(steps):
        nonlocal state, at
        began = time.perf_counter()
        state, _ = run.chunk(state, at, at + steps)
        jax.block_until_ready(state)
        at += steps
        return time.perf_counter() - began

    return seconds


def measure(
    config, mode: str, steps: int | None, repeats: int, against: str | None, predict: bool, other=None, profile=None
) -> dict:
    """Everything that is measured of one config.

    Args:
      config: a checked config. mode: as in `ganjax.harness.run.prepare`. steps: of a timed chunk, or None.
      repeats: the number of timed chunks. against: one of `TIMERS` or None. predict: adds the roofline.
      other: (key of the row, label, a checked config) of a step of ours to take turns with, or None.
      profile: a folder for a trace of one more chunk of ours, or None.

    Raises:
      UserError: where the config cannot be run, or has no peer, or is too large to be traced.
    """
    run = prepare(config, mode)
    state = run.init()
    lanes, n_devices = len(run.keys), len(jax.devices())
    batches = run.lane_method(run.points[0]).batches_per_step
    flops, moved, memory = step_cost(run, state)
    # The peer copies the weights before our timer donates them.
    theirs, threads, version = TIMERS[against](config, run, state) if against else (None, None, None)
    if other is not None:
        against, version, beside = other
        plain = prepare(beside, mode, dataset=run.dataset if beside.data == config.data else None)
        theirs = chunk_timer(plain, plain.init())
        theirs(1)
    ours = chunk_timer(run, state)
    first = ours(1)
    steps = calibrate(ours) if steps is None else steps
    turns = [(ours, steps, [])]
    if theirs is not None:
        # As many steps as fill the same time.
        target = ours(steps)
        turns.append((theirs, calibrate(theirs, target, min(target, 0.2)), []))
    for _ in range(repeats):
        for seconds, n, rates in turns:
            rates.append(n / seconds(n))
    profiled = min(steps, PROFILED)
    if profile is not None:
        with jax.profiler.trace(profile, create_perfetto_trace=True):
            ours(profiled)
    rate = spread(turns[0][2])
    peak, bandwidth = peaks(dtype=config.precision)
    rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    row = {
        "mode": mode,
        "lanes": lanes,
        "batch_size": config.batch_size,
        "n_devices": n_devices,
        "device": jax.devices()[0].device_kind,
        "jax": jax.__version__,
        "steps": steps,
        "compile_seconds": max(first - 1 / rate["median"], 0.0),
        "steps_per_second": rate,
        "examples_per_second": rate["median"] * config.batch_size * batches * lanes,
        "flops_per_step": flops,
        "bytes_per_step": moved,
        "matmul_precision": config.precision,
        "matmul_flops_per_second": peak * n_devices,
        "copy_bytes_per_second": bandwidth * n_devices,
        "share_of_matmul_peak": flops * rate["median"] / (peak * n_devices),
        "program_bytes": memory,
        "max_rss_bytes": rss if sys.platform == "darwin" else rss * 1024,
    }
    device_memory = jax.devices()[0].memory_stats() or {}
    if "peak_bytes_in_use" in device_memory:
        row["device_peak_bytes"] = device_memory["peak_bytes_in_use"]
    if profile is not None:
        row |= {"profiled_steps": profiled, "operations": operations(profile)}
    if predict:
        seconds = max(flops / row["matmul_flops_per_second"], moved / row["copy_bytes_per_second"])
        row["predicted_steps_per_second"] = 1 / seconds if seconds else None
    if theirs is not None and against is not None:
        # A peer takes the steps of one lane; ours takes those of all of them at once.
        taken = lanes if other is None else 1
        ratios = [taken * a / b for a, b in zip(turns[0][2], turns[1][2], strict=True)]
        row[against] = {
            "version": version,
            "lanes": 1 if other is None else len(plain.keys),
            "threads": threads,
            "steps_per_second": spread(turns[1][2]),
            "ratio": spread(ratios),
        }
    return row
