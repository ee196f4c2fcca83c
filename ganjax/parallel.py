"""What a per-device step needs to run on one device, or on many, with the same numbers.

A step takes `axis_name`: None under plain `jit` (also when its batch is sharded), the name of the device
axis under `jax.pmap` and `jax.shard_map`. All that crosses devices goes through this module.

Keys: a function splits its key once, into one key for each of its purposes; `fold_in` is for what is numbered (steps,
lanes, examples, terms). Never both with one key, as `split(key, n)[i]` is `fold_in(key, i)`; an average (`with_ema`)
alone folds a number far above all others into the key that its method splits.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax.sharding import AxisType, Mesh, NamedSharding, PartitionSpec

from ganjax.errors import UserError

AXIS = "devices"
MODES = ("jit", "pmap", "shard_map")


def default_mode() -> str:
    """jit on one device, pmap on several of one process, shard_map on several processes."""
    if jax.device_count() == 1:
        return "jit"
    return "pmap" if jax.process_count() == 1 else "shard_map"


def _vary(leaf, axis_name):
    # What is varying already cannot be cast again, and how a type tells so is private to each version of
    # jax. Under pmap types carry no varying axes, and pcast is the identity.
    try:
        return jax.lax.pcast(leaf, axis_name, to="varying")
    except ValueError:
        return leaf


def varying(tree: Any, axis_name: str | None) -> Any:
    """Marks `tree` as per-device values, so that a gradient with respect to it is this device's own."""
    if axis_name is None:
        return tree
    return jax.tree.map(partial(_vary, axis_name=axis_name), tree)


def pmean(tree: Any, axis_name: str | None) -> Any:
    """Mean of every floating-point leaf over the devices; other leaves must agree on all of them.

    Numbers [] travel as one vector: XLA puts independent messages together, but chains of numbers only in part.
    """
    if axis_name is None:
        return tree
    leaves, structure = jax.tree.flatten(tree)
    mean = partial(jax.lax.pmean, axis_name=axis_name)
    numbers: dict[jnp.dtype, list[int]] = {}
    for index, leaf in enumerate(leaves):
        if jnp.issubdtype(leaf.dtype, jnp.floating):
            leaves[index] = _vary(leaf, axis_name)
            if leaf.ndim:
                leaves[index] = mean(leaves[index])
            else:
                numbers.setdefault(leaf.dtype, []).append(index)
    for places in numbers.values():
        for index, value in zip(places, mean(jnp.stack([leaves[index] for index in places])), strict=True):
            leaves[index] = value
    return jax.tree.unflatten(structure, leaves)


def value_and_pgrad(loss: Callable, axis_name: str | None = None) -> Callable:
    """Value, auxiliary output and gradient of a batch-mean loss, all averaged over the devices.

    Under `shard_map` parameters are one value for all devices, and the gradient of a function of such a
    value is already summed over devices: taking the mean of it again would be wrong by their number.
    Casting the parameters to per-device values first makes the gradient this device's own, and its mean
    exact under jit, pmap and shard_map alike, also when `loss` itself contains such gradients (unrolling).

    Args:
      loss: (params, *args) -> (scalar, aux), the mean over this device's part of the batch. No gradient flows back
        from `aux`, also not of a loss that this is a part of: a metric may have none, as the root of 0.
      axis_name: the device axis, or None.

    Returns:
      (params, *args) -> ((scalar, aux), gradient), the same on every device.
    """

    def value_and_grad(params, *args):
        return pmean(_value_and_grad(loss, axis_name)(varying(params, axis_name), *args), axis_name)

    return value_and_grad


def _value_and_grad(loss: Callable, axis_name: str | None) -> Callable:
    """((value, aux), gradient) of this device's own loss at per-device parameters."""

    def per_device(params, *args):
        # A loss that is itself a function of averages is one value for all devices: made per-device as
        # well, it gives each device its own gradient of the devices' sum.
        value, aux = loss(params, *args)
        return varying(value, axis_name), jax.lax.stop_gradient(aux)

    return jax.value_and_grad(per_device, has_aux=True)


def run_once(network: Callable, params: Any, axis_name: str | None = None) -> tuple[Any, Any, Callable]:
    """One pass of a network for several losses: its output, its auxiliary output, and `pull`.

    `pull(loss)` is `value_and_pgrad` of params -> loss(network(params)) without a second forward pass, so that what
    happens between the pass and the loss may use the output as well: the discriminator learns of samples, then the
    generator of the new discriminator on the same samples.

    Args:
      network: params -> (output, aux); the output is this device's part, aux is averaged over the devices.
      params: where.
      axis_name: the device axis, or None.

    Returns:
      (output, aux, pull); pull: a function output -> (scalar, aux) -> ((scalar, aux), gradient at `params`), the
      same on every device.
    """
    output, back, aux = jax.vjp(network, varying(params, axis_name), has_aux=True)

    def pull(loss):
        value, along = _value_and_grad(loss, axis_name)(output)
        (gradient,) = back(along)
        return pmean((value, gradient), axis_name)

    return output, pmean(aux, axis_name), pull


def gather(leaf: jax.Array, axis_name: str | None) -> jax.Array:
    """All devices' examples [D n, ...] of this device's [n, ...], differentiable."""
    return leaf if axis_name is None else jax.lax.all_gather(leaf, axis_name, tiled=True)


def own_part(leaf: jax.Array, axis_name: str | None) -> jax.Array:
    """This device's examples [n, ...] of all devices' [D n, ...]: `gather` undone."""
    if axis_name is None:
        return leaf
    n = len(leaf) // jax.lax.axis_size(axis_name)
    return jax.lax.dynamic_slice_in_dim(leaf, n * jax.lax.axis_index(axis_name), n)


def example_keys(key: jax.Array, n: int, axis_name: str | None = None) -> jax.Array:
    """Keys [n] for this device's n examples, each a function of (key, index in the global batch).

    Noise drawn from them does not depend on how many devices share the batch.
    """
    index = jnp.arange(n)
    if axis_name is not None:
        index += n * jax.lax.axis_index(axis_name)
    return jax.vmap(partial(jax.random.fold_in, key))(index)


def example_normal(key: jax.Array, n: int, shape: Sequence[int], axis_name: str | None = None) -> jax.Array:
    """Standard normal noise [n, *shape], one `example_keys` key an example."""
    return jax.vmap(lambda k: jax.random.normal(k, shape))(example_keys(key, n, axis_name))


def local_size(batch_size: int, mode: str, n_devices: int) -> int:
    """The number of examples that one call of a per-device step sees.

    Raises:
      UserError: if the batch cannot be divided evenly among the devices.
    """
    if batch_size % n_devices:
        raise UserError(f"batch_size {batch_size} is not a multiple of the {n_devices} devices")
    return batch_size if mode == "jit" else batch_size // n_devices


def _mesh(devices: Sequence) -> Mesh:
    return jax.make_mesh((len(devices),), (AXIS,), axis_types=(AxisType.Auto,), devices=devices)


def _place(tree: Any, sharding: NamedSharding) -> Any:
    """Puts values that every process has completely onto the devices of all processes."""

    def place(leaf):
        if isinstance(leaf, jax.Array) and leaf.sharding == sharding:
            return leaf
        if jax.process_count() == 1:
            return jax.device_put(leaf, sharding)
        if jnp.issubdtype(leaf.dtype, jax.dtypes.prng_key):
            return jax.random.wrap_key_data(place(jax.random.key_data(leaf)))
        host = np.asarray(leaf)
        return jax.make_array_from_callback(host.shape, sharding, lambda index: host[index])

    return jax.tree.map(place, tree)


def own_rows(n: int, devices: Sequence) -> np.ndarray | None:
    """Which examples [m] of a batch of n, that devices share, are those of this process; None: all."""
    owners = np.array([device.process_index for device in _mesh(devices).devices.flat])
    own = np.repeat(owners == jax.process_index(), n // len(owners))
    return None if own.all() else np.flatnonzero(own)


def _place_own(tree: Any, sharding: NamedSharding, axis: int) -> Any:
    """Puts batches of which every process has its `own_rows`, along `axis`, onto the devices of all processes."""
    if jax.process_count() == 1:
        return jax.device_put(tree, sharding)
    share = len(sharding.device_set) // len(sharding.addressable_devices)

    def place(leaf):
        shape = (*leaf.shape[:axis], share * leaf.shape[axis], *leaf.shape[axis + 1 :])
        return jax.make_array_from_process_local_data(sharding, leaf, shape)

    return jax.tree.map(place, tree)


def replicate(tree: Any, mode: str, devices: Sequence) -> Any:
    """Copies `tree` to all devices once, so that no dispatch has to."""
    if len(devices) == 1:
        return tree
    return _place(tree, NamedSharding(_mesh(devices), PartitionSpec()))


class Program(NamedTuple):
    """A function compiled for several devices: a call places its arguments, and runs it.

    Attributes:
      function: of `jax.jit` or `jax.pmap`; `function.lower(*place(*args))` is its program.
      place: (state, stream, *args) -> the arguments of `function`, on its devices. Of a stream each process gives
        its `own_rows`, of all else the whole.
    """

    function: Callable
    place: Callable[..., tuple]

    def __call__(self, *args):
        return self.function(*self.place(*args))


def compile_step(
    make: Callable[..., Callable], mode: str = "jit", devices: Sequence | None = None, stream_axis: int | None = None
) -> Program:
    """Compiles a per-device function for the devices at hand, its first argument donated.

    Args:
      make: (axis_name, shard) -> f(state, stream, *args). `shard` is to be applied to a batch drawn
        inside f: under "jit" it spreads the batch over the devices, elsewhere it does nothing.
      mode: "jit", "pmap" or "shard_map".
      devices: default all.
      stream_axis: which axis of `stream`'s leaves is the batch, to be divided among the devices; None
        where there is no stream.

    Returns:
      The compiled function: state and args are one value for all devices, and so are its results.

    Raises:
      UserError: for pmap of several processes, which loses a state that it is to donate.
    """
    devices = list(devices or jax.devices())
    if mode == "pmap" and jax.process_count() > 1:
        raise UserError("--mode=pmap is of one process: give --mode=shard_map to several")
    if mode == "pmap":
        return _compile_pmap(make(AXIS, lambda batch: batch), devices, stream_axis)

    mesh = _mesh(devices)
    everywhere, split = PartitionSpec(), PartitionSpec()
    if stream_axis is not None:
        split = PartitionSpec(*[None] * stream_axis, AXIS)
    if mode == "shard_map":
        f = make(AXIS, lambda batch: batch)

        def mapped(state, stream, *args):
            specs = (everywhere, split) + (everywhere,) * len(args)
            return jax.shard_map(f, mesh=mesh, in_specs=specs, out_specs=everywhere)(state, stream, *args)

        f_global = mapped
    else:
        over_batch = NamedSharding(mesh, PartitionSpec(AXIS))

        def shard(batch):
            if len(devices) == 1:
                return batch
            return jax.tree.map(lambda x: jax.lax.with_sharding_constraint(x, over_batch), batch)

        f_global = make(None, shard)

    def place(state, stream, *args):
        if len(devices) == 1:
            return state, jax.device_put(stream), *args
        state, args = _place((state, args), NamedSharding(mesh, everywhere))
        if stream_axis is not None:
            stream = _place_own(stream, NamedSharding(mesh, split), stream_axis)
        return state, stream, *args

    return Program(jax.jit(f_global, donate_argnums=0), place)


def _compile_pmap(f: Callable, devices: list, stream_axis: int | None) -> Program:
    # pmap wants one argument with a device axis even where every value is the same on all devices.
    def on_device(state, _, stream, args):
        return f(state, stream, *args)

    in_axes = (None, 0, stream_axis, None)
    compiled = jax.pmap(on_device, AXIS, in_axes=in_axes, out_axes=None, devices=devices, donate_argnums=0)
    mesh = _mesh(devices)
    index = _place(np.arange(len(devices)), NamedSharding(mesh, PartitionSpec(AXIS)))

    def place(state, stream, *args):
        if stream_axis is not None:
            a = stream_axis
            stream = jax.tree.map(lambda x: x.reshape(*x.shape[:a], len(devices), -1, *x.shape[a + 1 :]), stream)
            stream = _place(stream, NamedSharding(mesh, PartitionSpec(*[None] * stream_axis, AXIS)))
        state, args = _place((state, args), NamedSharding(mesh, PartitionSpec()))
        return state, index, stream, args

    return Program(compiled, place)


def start_processes(coordinator: str, n_processes: int, process_id: int) -> None:
    """Joins this process to a multi-host run; with an empty coordinator, detects the cluster (TPU, Slurm).

    Where a process is lost, JAX ends the others within a minute.
    """
    names = ("coordinator_address", "num_processes", "process_id")
    where: dict[str, Any] = (
        dict(zip(names, (coordinator, n_processes, process_id), strict=True)) if coordinator else {}
    )
    jax.distributed.initialize(**where, heartbeat_timeout_seconds=50)
