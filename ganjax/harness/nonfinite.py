"""Numbers that are no longer finite, or of any use: in which lane, since which step, and where they came from."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import jax
import numpy as np
from jax.extend.core import ClosedJaxpr, Jaxpr, Literal

from ganjax.types import TrainState

GROWN = 1e6


def first_non_finite(metrics: Mapping[str, np.ndarray], start: int) -> dict[int, tuple[int, str]]:
    """Lane -> (step, metric) where it first was not finite, of metric -> [steps, lanes]; steps count from 1."""
    failures = {}
    for name, values in metrics.items():
        for lane in map(int, np.flatnonzero(~np.isfinite(values).all(0))):
            step = start + 1 + int(np.argmin(np.isfinite(values[:, lane])))
            if lane not in failures or step < failures[lane][0]:
                failures[lane] = (step, name)
    return failures


def _named(tree: Any) -> list[tuple[str, np.ndarray]]:
    """('params.generator.Dense_0.kernel', array) of every leaf."""
    return [
        (jax.tree_util.keystr(path, simple=True, separator="."), np.asarray(leaf))
        for path, leaf in jax.tree_util.tree_leaves_with_path(tree)
    ]


def non_finite_parts(state: TrainState) -> dict[int, str]:
    """Lane -> the first part of its state that is not finite: parameters before other state, networks by name."""
    parts = {}
    for name, leaf in _named(state):
        if np.issubdtype(leaf.dtype, np.floating):
            for lane in np.flatnonzero(~np.isfinite(leaf.reshape(len(leaf), -1)).all(1)):
                parts.setdefault(int(lane), name)
    return parts


def largest(params: Any) -> list[float]:
    """The largest absolute parameter of every lane, [lanes]; leaves are [lanes, ...]."""
    leaves = [np.abs(np.asarray(leaf)).reshape(len(leaf), -1).max(1, initial=0) for leaf in jax.tree.leaves(params)]
    return np.max(leaves, axis=0).tolist() if leaves else []


def grown(first: Mapping[str, Sequence[float]], now: Mapping[str, Sequence[float]], failed=()) -> str | None:
    """What has grown beyond `GROWN` times its first value, if something has in every lane that has not failed.

    A first value below 1 counts as 1: a critic's loss begins near 0 and is of no scale.

    Args:
      first, now: name -> [lanes].
    """
    names = [name for name in now if name in first]
    if not names:
        return None
    scale = np.maximum(np.abs([first[name] for name in names]), 1)  # [names, lanes]
    beyond = np.abs([now[name] for name in names]) > GROWN * scale
    lanes = [lane for lane in range(beyond.shape[1]) if lane not in failed]
    if not lanes or not beyond[:, lanes].any(0).all():
        return None
    return names[int(np.argmax(beyond[:, lanes].any(1)))]


def explain(run, before: TrainState, start: int, stop: int, lanes: Sequence[int]) -> dict[int, tuple[int, str]]:
    """Takes the steps of a chunk one by one: lane -> (step, what was the first not to be finite in it, and where).

    Args:
      run: a `ganjax.harness.run.Run`. before: the state at step `start`, on the host.
      lanes: those that are not finite any more at step `stop`.
    """
    causes, state = {}, before
    for t in range(start, stop):
        after, metrics = run.chunk(state, t, t + 1)
        after = jax.device_get(after)
        parts, names = non_finite_parts(after), first_non_finite(metrics, t)
        for lane in lanes:
            if lane not in causes and (lane in parts or lane in names):
                what = names[lane][1] if lane in names else parts[lane]
                where = origin_of_step(run, state, lane, t)
                causes[lane] = (t + 1, f"{what}, first {where}" if where else what)
        if len(causes) == len(lanes):
            break
        state = after
    return causes


def origin_of_step(run, state: TrainState, lane: int, t: int) -> str | None:
    """`origin` in step t of one lane, of a state of all lanes; None where that step alone is finite."""
    method = run.lane_method(jax.tree.map(lambda x: x[lane], run.values))
    key, batch = run.step_input(lane, t)
    one = jax.tree.map(lambda x: x[lane], state)
    return origin(lambda state, data: method.step(key, state, data), state=one, data=batch)


def origin(function: Callable, **trees) -> str | None:
    """Where the first output of a function that is not finite came from; None where all are finite.

    The function's operations are done one by one. What is infinite for a while and then masked is no origin.

    Args:
      function: of the trees, in order. trees: by the names that a non-finite input gets.

    Returns:
      The name of an input ("data.x"), or an operation, with the network's layer and the line of ganjax that it is of.
    """
    jaxpr = jax.make_jaxpr(function)(*trees.values())
    inputs = [(leaf, name) for key, tree in trees.items() for name, leaf in _leaves({key: tree})]
    return next((where for _, where in _evaluate(jaxpr.jaxpr, jaxpr.consts, inputs) if where), None)


def _leaves(tree):
    return [
        (jax.tree_util.keystr(p, simple=True, separator="."), leaf) for p, leaf in jax.tree.leaves_with_path(tree)
    ]


def _finite(value) -> bool:
    dtype = value.dtype if hasattr(value, "dtype") else np.asarray(value).dtype  # keys are no NumPy arrays
    return not jax.numpy.issubdtype(dtype, np.floating) or bool(np.isfinite(np.asarray(value, np.float64)).all())


def _describe(equation) -> str:
    """'log in generator/Dense_1 (ganjax/losses/adversarial.py:31)'."""
    scope, frames = str(equation.source_info.name_stack), getattr(equation.source_info.traceback, "frames", ())
    own = [f for f in frames if "/ganjax/" in f.file_name and "/ganjax/harness/" not in f.file_name]
    line = f" (ganjax/{own[0].file_name.rpartition('/ganjax/')[2]}:{own[0].line_num})" if own else ""
    return f"{equation.primitive.name}{f' in {scope}' if scope else ''}{line}"


def _evaluate(jaxpr, consts, inputs) -> list[tuple[Any, str | None]]:
    """(value, origin) of every output, of (value, origin) inputs; an origin is None where a value is finite."""
    env = {}

    def read(atom):
        return (atom.val, None) if isinstance(atom, Literal) else env[atom]

    def write(atoms, results):
        for atom, (value, where) in zip(atoms, results, strict=True):
            env[atom] = (value, None if _finite(value) else where)

    write(jaxpr.constvars, [(value, "a constant") for value in consts])
    write(jaxpr.invars, inputs)
    for equation in jaxpr.eqns:
        results = _apply(equation, [read(atom) for atom in equation.invars])
        write(equation.outvars, results)
    return [read(atom) for atom in jaxpr.outvars]


def _apply(equation, inputs):
    """The (value, origin) outputs of one equation; those within it are done one by one as well."""
    params = equation.params
    if equation.primitive.name in _LOOPS_AND_BRANCHES:
        return _LOOPS_AND_BRANCHES[equation.primitive.name](params, inputs)
    for inner in (params.get(key) for key in ("jaxpr", "call_jaxpr", "fun_jaxpr")):
        if isinstance(inner, ClosedJaxpr | Jaxpr) and len(getattr(inner, "jaxpr", inner).invars) == len(inputs):
            return _call(inner, inputs)
    bound = equation.primitive.get_bind_params(params)
    functions, options = bound if isinstance(bound, tuple) else ((), bound)  # a pair in some versions of jax
    values = equation.primitive.bind(*functions, *(value for value, _ in inputs), **options)
    values = values if equation.primitive.multiple_results else [values]
    where = next((where for _, where in inputs if where), None) or _describe(equation)
    return [(value, where) for value in values]


def _call(jaxpr, inputs):
    return (
        _evaluate(jaxpr.jaxpr, jaxpr.consts, inputs)
        if isinstance(jaxpr, ClosedJaxpr)
        else _evaluate(jaxpr, (), inputs)
    )


def _scan(params, inputs):
    consts, carries = params["num_consts"], params["num_carry"]
    fixed, carry, xs = inputs[:consts], inputs[consts : consts + carries], inputs[consts + carries :]
    order, outputs = range(params["length"]), []
    for i in reversed(order) if params["reverse"] else order:
        # An origin is kept for those slices alone that are not finite: `_evaluate` looks.
        results = _call(params["jaxpr"], [*fixed, *carry, *((value[i], where) for value, where in xs)])
        carry = results[:carries]
        outputs.append(results[carries:])
    if params["reverse"]:
        outputs.reverse()
    stacked = []
    for column in zip(*outputs, strict=True):
        where = next((where for _, where in column if where), None)
        stacked.append((jax.numpy.stack([value for value, _ in column]), where))
    return [*carry, *stacked]


def _while(params, inputs):
    n_test, n_body = params["cond_nconsts"], params["body_nconsts"]
    test, body, carry = inputs[:n_test], inputs[n_test : n_test + n_body], inputs[n_test + n_body :]
    while bool(_call(params["cond_jaxpr"], [*test, *carry])[0][0]):
        carry = _call(params["body_jaxpr"], [*body, *carry])
    return carry


def _cond(params, inputs):
    return _call(params["branches"][int(inputs[0][0])], inputs[1:])


# The primitives whose parts are not evaluated once, in order.
_LOOPS_AND_BRANCHES = {"scan": _scan, "while": _while, "cond": _cond}
