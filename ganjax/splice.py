"""Gradient transforms at a feature layer: SVGD and LSVGD with features as the particles, and how to put them there.

Every one is an optax transform of per-example gradients [n, d], the features being its `params`.
"""

import inspect
from collections.abc import Mapping
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax

from ganjax import stein
from ganjax.errors import UserError
from ganjax.lookup import check_arguments
from ganjax.types import Array


class SteinState(NamedTuple):
    """The diagnostics of the last update: name -> scalar."""

    diagnostics: dict[str, Array]


def lsvgd(
    bandwidth: float | Array | str | stein.Kernel = "median",
    *,
    step_size: float = 1.0,
    weights: str = "uniform",
    noise: str = "none",
    temperature: float = 1.0,
    axis_name: str | None = None,
    block: int | None = None,
) -> optax.GradientTransformationExtraArgs:
    """LSVGD on per-example gradients at a feature layer, the features being the particles (LSVGD, Eq. 21).

    `update(gradients, state, features, key=key)` takes the gradients [n, d] of each example's own loss,
    s_j = -gradients_j, and returns -n (phi_i + epsilon_i / step_size): with a kernel that is the identity and no
    noise this is the gradients themselves, so that a mean over examples stays a mean.

    Args: as `lsvgd_move`.
    """

    def init(features):
        del features
        return SteinState({name: jnp.zeros([]) for name in stein.DIAGNOSTICS})

    def update(gradients, state, features=None, *, key, **_):
        del state
        move, diagnostics = stein.lsvgd_move(
            key,
            features,
            -gradients,
            bandwidth=bandwidth,
            step_size=step_size,
            weights=weights,
            noise=noise,
            temperature=temperature,
            axis_name=axis_name,
            block=block,
        )
        n = len(features) * (1 if axis_name is None else jax.lax.axis_size(axis_name))
        return -(n / step_size) * move, SteinState(diagnostics)

    return optax.GradientTransformationExtraArgs(init, update)


def svgd(
    bandwidth: float | Array | str | stein.Kernel = "median",
    *,
    axis_name: str | None = None,
    block: int | None = None,
) -> optax.GradientTransformationExtraArgs:
    """SVGD on per-example gradients [n, d] at a feature layer: `lsvgd` without noise."""
    return lsvgd(bandwidth, noise="none", axis_name=axis_name, block=block)


def sgd(*, axis_name: str | None = None) -> optax.GradientTransformationExtraArgs:
    """The gradients as they are, so that a table's rows differ in this name alone."""
    del axis_name
    return optax.with_extra_args_support(optax.identity())


def splice(
    features: Array,
    tx: optax.GradientTransformation,
    key: Array,
    probe: dict[str, Array] | None = None,
) -> Array:
    """The features as they are; on the way back `tx` transforms the gradient of the loss at each example's.

    Of a mean loss over the n examples, each example's own gradient is n times what arrives here: `tx` gets those,
    with the features as its `params`, and what it returns goes on divided by n. All that lies behind the features
    (the body of a discriminator, and the generator before it) learns by it; the head keeps its ordinary gradient.
    With `optax.identity()` nothing changes. The features are expected to be a loss's only way to these examples.

    Args:
      features: [n, d].
      tx: a transform that takes `key`, such as `lsvgd(...)`, or any other.
      key: of its noise.
      probe: `probe_of(tx)`, zeros whose gradient is the transform's diagnostics: name -> scalar.
    """
    n = len(features)
    tx = optax.with_extra_args_support(tx)

    @jax.custom_vjp
    def identity(features, probe, key_data):
        del probe, key_data
        return features

    def forwards(features, probe, key_data):
        return features, (features, probe, key_data)

    def backwards(saved, cotangent):
        features, probe, key_data = saved
        gradients, state = tx.update(
            cotangent * n, tx.init(features), features, key=jax.random.wrap_key_data(key_data)
        )
        diagnostics = getattr(state, "diagnostics", {})
        probe_gradients = {name: zero + diagnostics[name] for name, zero in probe.items()}
        return gradients / n, probe_gradients, np.zeros(key_data.shape, jax.dtypes.float0)

    identity.defvjp(forwards, backwards)
    return identity(features, probe or {}, jax.random.key_data(key))


def probe_of(tx: optax.GradientTransformation | None) -> dict[str, Array]:
    """Zeros for `splice`: one [] for every diagnostic of the transform, none if it has none."""
    state = tx.init(jnp.zeros((1, 1))) if tx is not None else None
    return dict(getattr(state, "diagnostics", {}))


def diagnostics_of(gradients: Mapping[str, Mapping[str, Array]]) -> dict[str, Array]:
    """The transforms' diagnostics of a step, from its probes' gradients by place: "real_neighbours" -> [] etc."""
    return {f"{place}_{name}": value for place, probe in gradients.items() for name, value in probe.items()}


def make(
    config: Mapping[str, Any] | None, axis_name: str | None = None, where: str = "feature_tx"
) -> optax.GradientTransformationExtraArgs | None:
    """The transform that a config's `method.feature_tx` describes: `name` ("sgd", "svgd", "lsvgd") and its arguments.

    All three take those of `lsvgd`, and "sgd" and "svgd" leave out what they have no use for: a config's transform is
    changed by its name alone. where: the key of `method` that errors speak of.

    Raises:
      UserError: for an unknown name or argument.
    """
    if not config:
        return None
    kwargs = dict(config)
    name, transforms = kwargs.pop("name", None), {"sgd": sgd, "svgd": svgd, "lsvgd": lsvgd}
    if name not in transforms:
        raise UserError(f"config.method.{where}.name is one of {', '.join(transforms)}, not {name!r}")
    check_arguments(f"config.method.{where}", lsvgd, kwargs, hidden=("axis_name",))
    used = inspect.signature(transforms[name]).parameters
    return transforms[name](**{key: value for key, value in kwargs.items() if key in used}, axis_name=axis_name)
