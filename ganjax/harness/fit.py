"""`ganjax.fit`: trains a method without a config, with checkpoints, metrics and a progress bar."""

import contextlib
import hashlib
import math
import pathlib
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax.tree_util import Partial

from ganjax.addresses import check_local
from ganjax.data import Dataset
from ganjax.data.images import array_source, draw, fingerprint
from ganjax.errors import UserError
from ganjax.files import writing_to
from ganjax.harness.checkpoints import Checkpoints
from ganjax.harness.evaluate import environment
from ganjax.harness.lock import Lock
from ganjax.harness.nonfinite import first_non_finite, non_finite_parts
from ganjax.harness.run import lane, train_chunk
from ganjax.harness.writers import MetricsWriter, read_json, set_metrics_aside, write_json
from ganjax.parallel import compile_step, local_size, replicate
from ganjax.progress import Progress, say
from ganjax.types import Method, TrainState


class Fitted(NamedTuple):
    """What `fit` returns.

    Attributes:
      state: the last state.
      history: metric of a step -> [k], its means between the lines that were logged; "step" says where each ends.
      scores: what `evaluate` said of the last state.
      sample: (n, label=None, seed=0) -> NumPy samples [n, ...]. `label` is a class for all, or one for each [n] or
        [n, c].
    """

    state: TrainState
    history: dict[str, np.ndarray]
    scores: dict[str, float]
    sample: Callable[..., np.ndarray]


def _sampler_of(data) -> Callable:
    """(key, n, axis_name) -> batch of whatever `fit` takes as its data."""
    if isinstance(data, Dataset):
        if data.sample is None:
            raise UserError("these data are streamed, and fit needs them on the device: raise 'device_bytes' in load")
        return data.sample
    arrays = {name: np.asarray(leaf) for name, leaf in (data if isinstance(data, Mapping) else {"x": data}).items()}
    if "x" not in arrays or set(arrays) - {"x", "label"}:
        raise UserError(f"the data must be an array, or a dict with x and optionally label, not {', '.join(arrays)}")
    shapes = {name: leaf.shape for name, leaf in arrays.items()}
    if arrays["x"].ndim < 2 or not len(arrays["x"]) or len({len(leaf) for leaf in arrays.values()}) > 1:
        raise UserError(f"x must be [N, ...] and label [N] or [N, c], not {shapes}")
    return Partial(draw, jax.tree.map(jnp.asarray, arrays))


def _fingerprint(data) -> str:
    """Of what `fit` takes as its data: a `Dataset` without one has that of the numbers that it draws by.

    A mixture has its means. Empty where it draws by a plain function.
    """
    if isinstance(data, Dataset):
        if "fingerprint" in data.info:
            return str(data.info["fingerprint"])
        numbers = np.ndarray | jax.Array | int | float
        leaves = [leaf for leaf in jax.tree.leaves(data.sample) if isinstance(leaf, numbers)]
        digest = hashlib.sha256()
        for leaf in map(np.asarray, leaves):
            digest.update(f"{leaf.dtype}{leaf.shape}".encode() + leaf.tobytes())
        return digest.hexdigest() if leaves else ""
    arrays = {name: np.asarray(leaf) for name, leaf in (data if isinstance(data, Mapping) else {"x": data}).items()}
    return fingerprint(array_source("fit", arrays["x"], arrays.get("label"), 0))


def _claim(folder: pathlib.Path, settings: dict, lock: Lock) -> None:
    """Writes config.json into a new workdir; raises UserError where the folder is another run's."""
    path = folder / "config.json"
    with writing_to(folder):
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
        before = read_json(path) if path.exists() else settings
        if before.get("fit", {}).get("data") == "" and "version" not in before["fit"]:  # which knew no mixtures apart
            before["fit"] |= {name: settings["fit"][name] for name in ("data", "version")}
        if before != settings:
            raise UserError(
                f"{folder} holds a run of a config, or with other data, seed or batch_size; use another workdir"
            )
        write_json(path, settings)


def _sampler(method: Method, state: TrainState) -> Callable[..., np.ndarray]:
    """`Fitted.sample` of a state: samples are drawn a thousand at a time."""
    draw = jax.jit(method.sample, static_argnums=2)

    def sample(n: int, label=None, seed: int = 0) -> np.ndarray:
        size = min(n, 1000)
        parts, key = [], jax.random.key(seed)
        if label is not None:
            label = np.asarray(label)
            label = np.broadcast_to(label, (n,)) if label.ndim == 0 else label
        for index, start in enumerate(range(0, n, size)):
            part = None if label is None else jnp.asarray(label[np.arange(start, start + size) % n])
            parts.append(np.asarray(draw(jax.random.fold_in(key, index), state, size, part)))
        return np.concatenate(parts)[:n]

    return sample


def fit(
    method: Method,
    data: Any,
    steps: int,
    *,
    batch_size: int = 256,
    seed: int = 0,
    workdir: str | pathlib.Path | None = None,
    evaluate: Callable[[Callable], Mapping[str, float]] | None = None,
    evaluate_every: int = 0,
    log_every: int = 100,
    checkpoint_every: int = 1000,
    keep_checkpoints: int = 2,
    devices: Sequence | None = None,
) -> Fitted:
    """Trains `method` for `steps` steps: `launch.train` for those who write Python instead of a config.

    With a `workdir` the same call resumes from its newest undamaged checkpoint, to the same bits, and
    says so. Whether the method is the same one is not checked, but for its parameters' shapes. The steps are those of
    a config with this method, data set, batch size and seed.

    Args:
      method: built with axis_name=None. Several devices share each batch.
      data: an array x [N, ...]; {"x": [N, ...], "label": [N] or [N, c]}; or a `Dataset` (`ganjax.data.load`). uint8
        pixels become floats in [-1, 1]; any other array is taken as float32. Each batch is drawn with replacement.
      steps: in all, those before a checkpoint included.
      batch_size: examples a step, of all devices together; a critic with several steps has as many in each of them.
      seed: of the parameters, the batches and the steps.
      workdir: gets config.json, checkpoints/, metrics.jsonl, TensorBoard events and results.json; None: nothing is.
      evaluate: sample -> {name: score}, where sample(n, label=None) -> [n, ...]; called at the end.
      evaluate_every: call it every so many steps as well; 0: no.
      log_every, checkpoint_every: in steps. keep_checkpoints: how many of the newest.
      devices: default all of this process.

    Raises:
      UserError: for data or numbers that cannot be trained on, a workdir of another run or that cannot be written to,
        or when a metric or the state is no longer finite (the last checkpoint before that stays).
    """
    least = dict(steps=(steps, 1), batch_size=(batch_size, 1), log_every=(log_every, 1))
    least |= dict(checkpoint_every=(checkpoint_every, 1), keep_checkpoints=(keep_checkpoints, 1))
    for name, (value, bound) in (least | dict(evaluate_every=(evaluate_every, 0))).items():
        if value < bound:
            raise UserError(f"fit: {name} must be at least {bound}, not {value}")
    devices = list(devices or jax.local_devices())
    draw, per_device = _sampler_of(data), local_size(batch_size, "jit", len(devices))
    key = jax.random.fold_in(jax.random.fold_in(jax.random.key(seed), 0), 0)  # of lane 0, as `prepare` has it
    shapes = jax.eval_shape(lambda: draw(key, 2))
    lead = (2,) if method.batches_per_step == 1 else (method.batches_per_step, 2)
    batch = jax.tree.map(lambda leaf: jnp.zeros((*lead, *leaf.shape[1:]), leaf.dtype), shapes)
    init = jax.jit(jax.vmap(lambda k: method.init(k, batch)))
    state = init(jax.random.fold_in(key, 2**31 - 1)[None])

    check_local(workdir or "", "workdir")
    folder = None if workdir is None else pathlib.Path(workdir)
    with contextlib.nullcontext() if folder is None else Lock(folder) as lock:
        checkpoints = restored = writer = None
        if folder is not None and lock is not None:
            settings = {"seed": seed, "batch_size": batch_size, "data": _fingerprint(data), "version": 1}
            _claim(folder, {"fit": settings}, lock)
            checkpoints = Checkpoints(folder / "checkpoints", keep_checkpoints, say)
            restored = checkpoints.restore(jax.eval_shape(lambda: state), repair=True)
        state, facts = restored or (state, {"seconds": 0.0})
        step, seconds = int(np.asarray(state.step).max()), facts["seconds"]
        if step > steps:
            raise UserError(f"{workdir} is already at step {step}, past steps={steps}: raise steps")
        if restored is not None:
            say(f"resuming {folder} at step {step}")
        if folder is not None:
            with writing_to(folder):
                if restored is None:
                    set_metrics_aside(folder)
                writer = MetricsWriter(folder, step, final=step == steps)

        length = min(log_every, steps)
        compiled = compile_step(train_chunk(lambda values, axis_name: method, per_device, length), "jit", devices)
        draw, keys = replicate((draw, key[None]), "jit", devices)

        def write_line(kind: str, values):
            if writer is not None and folder is not None:
                with writing_to(folder):
                    writer.write(step, kind, values, seconds)

        def scores_of(state) -> dict[str, float]:
            """The scores that `evaluate` returns, which are also written to the logs."""
            if evaluate is None:
                return {}
            scores = {name: float(value) for name, value in evaluate(_sampler(method, lane(state, 0))).items()}
            write_line("eval", {name: np.array([value]) for name, value in scores.items()})
            return scores

        def fail(name: str, failed_step: int):
            hint = (
                f"; the checkpoint of step {checkpoints.steps()[-1]} is kept"
                if checkpoints and checkpoints.steps()
                else ""
            )
            raise UserError(f"{name} is not finite at step {failed_step}{hint}")

        history, progress = [], Progress(steps, step, "fit")
        cadences = [every for every in (log_every, checkpoint_every if folder else 0, evaluate_every) if every]
        try:
            while step < steps:
                stop = min(steps, *(every * (step // every + 1) for every in cadences))
                began = time.monotonic()
                state, buffers = compiled(state, None, draw, keys, {}, np.int32(step), np.int32(stop))
                metrics = {name: np.asarray(leaf)[: stop - step] for name, leaf in buffers.items()}
                seconds += time.monotonic() - began
                for failed_step, name in first_non_finite(metrics, step).values():
                    fail(name, failed_step)
                step = stop
                means = {name: values.mean(0) for name, values in metrics.items()}
                history.append({"step": step, **{name: float(value[0]) for name, value in means.items()}})
                write_line("train", means)
                progress.update(step)
                if checkpoints is not None and (step % checkpoint_every == 0 or step == steps):
                    for name in non_finite_parts(jax.device_get(state)).values():
                        fail(name, step)
                    with writing_to(checkpoints.directory):
                        checkpoints.save(step, state, {"seconds": seconds})
                if evaluate_every and step % evaluate_every == 0 and step < steps:
                    scores_of(state)
            scores = scores_of(state)
        finally:
            progress.close()
            if writer is not None:
                writer.close()
        if folder is not None:
            facts = {"step": step, "scores": scores, "seconds": round(seconds, 3), "environment": environment()}
            with writing_to(folder):
                write_json(folder / "results.json", facts)
    names = history[0] if history else ()
    state = lane(jax.device_get(state), 0)
    return Fitted(
        state,
        {name: np.array([line.get(name, math.nan) for line in history]) for name in names},
        scores,
        _sampler(method, state),
    )
