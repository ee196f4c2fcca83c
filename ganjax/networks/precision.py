"""Mixed precision: networks that compute in bfloat16, with parameters, states, losses and metrics in float32.

A policy at a network's border, as `jmp` has for Haiku: parameters and inputs are rounded on the way in, outputs come
back as float32. So it works for every network, one's own among them, and everything outside a network (losses,
penalties' norms, kernels' distances, optimisers' moments) is computed in float32. Batch norm's statistics are sums in
float32, kept in float32. bfloat16 has float32's range: no loss needs to be scaled.
"""

import dataclasses
import functools
from typing import Any

import flax.linen as nn
import jax
import jax.numpy as jnp

from ganjax.errors import UserError
from ganjax.lookup import nearest

PRECISIONS = {"float32": jnp.float32, "bfloat16": jnp.bfloat16}


def check_precision(name: str) -> None:
    """Raises UserError for a name that is none of `PRECISIONS`."""
    if name not in PRECISIONS:
        raise UserError(
            f"config.precision must be {' or '.join(PRECISIONS)}, not {name!r}{nearest(name, PRECISIONS)}"
        )


def _cast(tree: Any, dtype: Any, least_rank: int = 0) -> Any:
    """The tree with its arrays of real numbers, of at least this rank, in another type; the rest as it is."""

    def one(leaf):
        real = isinstance(leaf, jax.Array) and jnp.issubdtype(leaf.dtype, jnp.floating)
        return leaf.astype(dtype) if real and leaf.ndim >= least_rank else leaf

    return jax.tree.map(one, tree)


@functools.cache  # one class a network's class, so that equal modules stay equal
def _reduced(cls: Any, dtype: Any) -> Any:
    @nn.nowrap
    def apply(self, variables, *args, mutable: Any = False, **kwargs):
        rounded = {**variables, "params": _cast(variables.get("params", {}), dtype)}
        # One number an example, such as a time, stays exact: a network makes features of it.
        args, kwargs = _cast((args, kwargs), dtype, least_rank=2)
        outputs = cls.apply(self, rounded, *args, mutable=mutable, **kwargs)
        if mutable is False:
            return _cast(outputs, jnp.float32)
        output, state = outputs
        return _cast(output, jnp.float32), _cast(state, jnp.float32)

    return type(cls.__name__, (cls,), {"apply": apply, "__module__": cls.__module__, "__doc__": cls.__doc__})


def with_precision(module: nn.Module, precision: str) -> nn.Module:
    """The same network, computing in `precision` where it is applied from outside.

    Args:
      module: any flax module; its parameters and other variables stay as they are, float32.
      precision: "float32", which returns the module itself, or "bfloat16".

    Raises:
      UserError: for another precision.
    """
    check_precision(precision)
    if precision == "float32":
        return module
    fields = [
        field.name for field in dataclasses.fields(module) if field.init and field.name not in ("parent", "name")
    ]
    values = {name: getattr(module, name) for name in fields}
    cls: Any = type(module)  # hashable, whatever flax's stubs say
    return _reduced(cls, PRECISIONS[precision])(**values, name=module.name)
