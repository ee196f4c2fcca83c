"""A run as values: the data, the lanes, and the compiled loop over their steps."""

import contextlib
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from ml_collections import ConfigDict

from ganjax.data import Dataset
from ganjax.errors import UserError
from ganjax.harness import build, streaming
from ganjax.harness.config import sweep_points
from ganjax.lookup import nearest
from ganjax.metrics import evaluator
from ganjax.parallel import compile_step, local_size, own_rows, replicate
from ganjax.types import Method, TrainState


class Run(NamedTuple):
    """What training, evaluation and benchmarks need of a config.

    A lane is one seed at one point of the sweep; all lanes are steps of one program.

    Attributes:
      config: checked. dataset: its data.
      keys: [lanes] typed keys. values: swept hyperparameter -> [lanes].
      points: the sweep's points, in the order of the lanes (each for all trials).
      init: () -> TrainState with a leading axis of lanes.
      check: traces one step and one sample of this state: raises UserError where parts do not fit together.
      chunk: (state, start, stop) -> (state, metrics: name -> [stop - start, lanes]); donates the state.
      program: what `chunk` runs, as (function of `jax.jit` or `jax.pmap`, its arguments for the step of this state):
        to be lowered and counted.
      step_input: (lane, t) -> (key, batch) of one lane's step t on one device.
      lane_method: values of one lane -> Method on one device (sampling, evaluation).
    """

    config: ConfigDict
    dataset: Dataset
    keys: jax.Array
    values: dict[str, jax.Array]
    points: list[dict[str, float]]
    init: Callable[[], TrainState]
    check: Callable[[TrainState], None]
    chunk: Callable[..., tuple[TrainState, dict[str, np.ndarray]]]
    program: Callable[[TrainState], tuple[Callable, tuple]]
    step_input: Callable[[int, int], tuple[jax.Array, Any]]
    lane_method: Callable[..., Method]


def root_key(config: ConfigDict, purpose: int) -> jax.Array:
    """A key [] of a run's seed, by purpose: 0 training, 1 evaluation, 2 samples, 3 data to show, 4 labels."""
    return jax.random.fold_in(jax.random.key(config.seed), purpose)


def _only(function: Callable) -> Callable:
    """`jax.vmap` over a first axis of one, for all arguments but the last, without batched matrix products."""

    def one(*args):
        *mapped, last = args
        return jax.tree.map(lambda x: jnp.asarray(x)[None], function(*jax.tree.map(lambda x: x[0], mapped), last))

    return one


def _step_keys(key, t):
    """The keys of a lane's step t: of its batch, and of the step itself."""
    return jax.random.split(jax.random.fold_in(key, t))


def _batch(method, draw, key):
    """What one step takes: a batch that `draw` draws by a key, or several of them."""
    if method.batches_per_step == 1:
        return draw(key)
    return jax.vmap(draw)(jax.random.split(key, method.batches_per_step))


def train_chunk(method_of: Callable, batch_size: int, length: int) -> Callable:
    """The loop that `compile_step` compiles: any number of steps up to `length` a dispatch.

    Args:
      method_of: (values, axis_name) -> Method.
      batch_size: examples a step and a device.
      length: the most steps a call; the number itself is traced, so that all calls are one program.
    """

    def make(axis_name, shard):
        def chunk(state, stream, sample, keys, values, start, stop):
            def lane(state, key, values, t):
                method = method_of(values, axis_name)
                data_key, step_key = _step_keys(key, t)
                if stream is not None:
                    batch = streaming.floats(jax.tree.map(lambda x: x[t - start], stream))
                else:
                    batch = _batch(method, lambda k: shard(sample(k, batch_size, axis_name)), data_key)
                return method.step(step_key, state, batch)

            # Traced once, for the shapes of its metrics and in the loop.
            lanes = jax.jit(jax.vmap(lane, in_axes=(0, 0, 0, None)) if len(keys) > 1 else _only(lane), inline=True)
            _, shapes = jax.eval_shape(lanes, state, keys, values, start)
            buffers = jax.tree.map(lambda m: jnp.zeros((length, *m.shape), m.dtype), shapes)

            def body(carry):
                t, state, buffers = carry
                state, metrics = lanes(state, keys, values, t)
                buffers = jax.tree.map(lambda b, m: b.at[t - start].set(m), buffers, metrics)
                return t + 1, state, buffers

            _, state, buffers = jax.lax.while_loop(lambda c: c[0] < stop, body, (start, state, buffers))
            return state, buffers

        return chunk

    return make


@contextlib.contextmanager
def _untraceable(points):
    """Turns JAX's complaint about a traced Python number into the user's terms."""
    try:
        yield
    except (jax.errors.ConcretizationTypeError, jax.errors.TracerArrayConversionError) as error:
        if not points[0]:
            raise
        keys = ", ".join(points[0])
        raise UserError(
            f"config.sweep: one of {keys} changes the compiled program, so train a run for each of its values "
            f"({str(error).strip().splitlines()[0][:100]})"
        ) from None


def prepare(config: ConfigDict, mode: str = "jit", devices=None, dataset: Dataset | None = None) -> Run:
    """Loads the data and compiles nothing yet.

    Args:
      config: a checked config.
      mode: "jit", "pmap" or "shard_map".
      devices: default all.
      dataset: the data, if they are loaded already.

    Raises:
      UserError: where the config asks for what there is not.
    """
    devices = list(devices or jax.devices())
    per_device = local_size(config.batch_size, mode, len(devices))
    dataset = build.dataset(config) if dataset is None else dataset
    evaluator.check(dataset, config.eval)
    points = sweep_points(config)
    lanes = [(point, trial) for point in points for trial in range(config.trials)]
    values = {key: jnp.array([point[key] for point, _ in lanes], jnp.float32) for key in points[0]}
    train_key = root_key(config, 0)
    keys = jax.vmap(lambda i: jax.random.fold_in(train_key, i))(jnp.array([trial for _, trial in lanes]))

    def method_of(values, axis_name=None):
        return build.method(config, dataset, axis_name, values)

    method = method_of(points[0])
    classes = config.networks.get("generator", {}).get("n_classes", 0)
    if classes and classes != dataset.n_classes:
        available = f"{dataset.n_classes} classes" if dataset.n_classes else "no labels"
        raise UserError(f"config.networks.generator.n_classes={classes}, but the data have {available}")
    evaluator.check_method(dataset, config.eval, method)
    batches = method.batches_per_step

    def example_batch(n=2):
        if dataset.sample is None:
            batch = jax.tree.map(jnp.asarray, _examples(dataset, config.seed, train_key, n))
        else:
            shapes = jax.eval_shape(lambda: _examples(dataset, config.seed, train_key, n))
            batch = jax.tree.map(lambda leaf: jnp.zeros(leaf.shape, leaf.dtype), shapes)
        return batch if batches == 1 else jax.tree.map(lambda x: jnp.stack([x] * batches), batch)

    def check(state):
        method = method_of(points[0])
        batch = example_batch(per_device)
        with _untraceable(points):
            one = jax.eval_shape(lambda: lane(state, 0))
            label = jax.tree.map(lambda x: x if batches == 1 else x[0], batch)["label"][:2] if classes else None
            samples = jax.eval_shape(lambda s: method.sample(train_key, s, 2, label), one)
            if samples.shape[1:] != tuple(dataset.x_shape):
                raise UserError(
                    f"a sample has the shape {samples.shape[1:]}, an example of the data {dataset.x_shape}"
                )
            _, metrics = jax.eval_shape(method.step, train_key, one, batch)
            for name in config.eval.get("diagnostics", ()):
                if name not in metrics:
                    raise UserError(f"config.eval.diagnostics: a step has no metric {name}{nearest(name, metrics)}")

    def init():
        batch = example_batch()
        with _untraceable(points):
            return jax.jit(jax.vmap(lambda key, values: method_of(values).init(key, batch)))(
                jax.vmap(lambda key: jax.random.fold_in(key, 2**31 - 1))(keys), values
            )

    streamed = dataset.stream is not None
    if streamed and len(lanes) > 1:
        raise UserError("streamed data train one lane only: set config.trials=1, or raise config.data.device_bytes")
    length, stream_axis, rows = min(config.log_every, config.steps), None, None
    if streamed:
        length = streaming.chunk_length(dataset, config.seed, config.batch_size * batches, length)
        stream_axis = 1 if batches == 1 else 2
        rows = own_rows(config.batch_size, devices)
    compiled = compile_step(train_chunk(method_of, per_device, length), mode, devices, stream_axis)
    sample, device_keys, device_values = replicate((dataset.sample, keys, values), mode, devices)

    def stream(steps):
        if not streamed:
            return None
        return streaming.chunk(dataset, config.seed, steps, length, config.batch_size, batches, rows)

    def arguments(state, start, stop):
        bounds = jax.device_put((np.int32(start), np.int32(stop)))
        return state, stream(range(start, stop)), sample, device_keys, device_values, *bounds

    def program(state):
        return compiled.function, compiled.place(*arguments(state, 0, 1))

    def chunk(state, start, stop):
        parts = []
        for begin in range(start, stop, length):
            end = min(begin + length, stop)
            with _untraceable(points):
                state, metrics = compiled(*arguments(state, begin, end))
            parts.append(jax.tree.map(lambda m, n=end - begin: m[:n], jax.device_get(metrics)))
        return state, jax.tree.map(lambda *m: np.concatenate(m), *parts)

    def step_input(index, t):
        data_key, step_key = _step_keys(keys[index], t)
        if streamed:
            batch = streaming.step_batch(dataset, config.seed, t, config.batch_size, batches)
            return step_key, streaming.floats(batch)
        draw: Any = dataset.sample
        return step_key, _batch(method_of(points[0]), lambda key: draw(key, config.batch_size), data_key)

    return Run(config, dataset, keys, values, points, init, check, chunk, program, step_input, method_of)


def lane(tree: Any, index: int) -> Any:
    """One lane of a state, or of values."""
    return jax.tree.map(lambda x: x[index], tree)


def examples(run: Run, key: jax.Array, n: int) -> dict[str, Any]:
    """n of the data, {"x": [n, ...]} and "label" if any, drawn by `key`; of streamed data the first n."""
    return _examples(run.dataset, run.config.seed, key, n)


def _examples(dataset: Dataset, seed: int, key: jax.Array, n: int) -> dict[str, Any]:
    if dataset.stream is not None:
        return streaming.floats(dataset.stream(seed, 0, n))
    assert dataset.sample is not None  # a data set has one of the two
    return dataset.sample(key, n)


def conditional(run: Run) -> int:
    """How many classes, or attributes, the generator takes; 0 if none."""
    return run.config.networks.get("generator", {}).get("n_classes", 0)


def sample_labels(run: Run, n: int) -> np.ndarray | None:
    """The labels for n samples of a conditional generator; None for other generators.

    All classes in turn, [n]; vectors [n, c] are those of n of the data.
    """
    classes = conditional(run)
    if not classes:
        return None
    key = root_key(run.config, 4)
    if not has_attributes(run):
        return np.arange(n) % classes
    return np.asarray(examples(run, key, n)["label"])


def has_attributes(run: Run) -> bool:
    """Whether a label of the data is a vector of attributes, [c], and not one class."""
    return np.ndim(examples(run, root_key(run.config, 4), 1)["label"]) == 2


def check_label(run: Run, label: Sequence[float]) -> int | tuple[float, ...]:
    """`label`, one number or c of them, as what `make_sampler` takes: a class, or a vector of attributes in [0, 1].

    Raises:
      UserError: the generator is not conditional, or its data have no such label.
    """
    classes = conditional(run)
    if not classes:
        raise UserError("the generator of this run is not conditional: it takes no label")
    if has_attributes(run):
        if len(label) != classes or not all(0 <= value <= 1 for value in label):
            raise UserError(f"a label of these data is {classes} attributes, numbers from 0 to 1 with commas between")
        return tuple(label)
    if len(label) != 1 or label[0] not in range(classes):
        raise UserError(f"a label of these data is one whole number from 0 to {classes - 1}")
    return int(label[0])


def make_sampler(run: Run, batch: int) -> Callable:
    """(key, state of all lanes, lane index, n, label=None) -> NumPy samples [n, ...], `batch` at a time.

    `label` is for all: a class, or a vector of attributes [c]. A conditional generator that is given none draws those
    of `sample_labels`.
    """

    @jax.jit
    def draw(key, state, values, label):
        return run.lane_method(values).sample(key, state, batch, label)

    def samples(key, state, index, n, label=None):
        state, values = lane(state, index), lane(run.values, index)
        total = -(-n // batch) * batch
        labels = sample_labels(run, total) if label is None else np.stack([np.asarray(label)] * total)
        parts = []
        for i, start in enumerate(range(0, total, batch)):
            part = None if labels is None else jnp.asarray(labels[start : start + batch])
            parts.append(np.asarray(draw(jax.random.fold_in(key, i), state, values, part)))
        return np.concatenate(parts)[:n]

    return samples
