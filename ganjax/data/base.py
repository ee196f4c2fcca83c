"""What a data set is to the rest of the code."""

import functools
import inspect
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp


class Dataset(NamedTuple):
    """A data set as a pure sampler, with the facts about it that metrics and builders need.

    Attributes:
      sample: (key, n, axis_name=None) -> {'x': [n, *x_shape] float32, 'label': [n] int32 (or [n, c] float32)
        if there are labels}. A `jax.tree_util.Partial` whose leaves are the device arrays, so that it goes
        through `jit` as an argument and the data are not compiled in as a constant. `n` and `axis_name` are
        static. Images are in [-1, 1]. None where the data are streamed.
      x_shape: the shape of one example.
      n_classes: the number of classes (columns, for vector labels); 0 without labels.
      info: host-side facts. Mixtures: 'means' [k, d], 'std' (a float, or [k]), 'weights' [k]. Image and
        array data: 'train' and 'test' (callables that return (x, label or None); no example is in both, and
        'test' is None only where there is but one example), 'n_train' and 'n_test' (the numbers of their examples),
        'attributes' (whether labels are vectors), 'fingerprint' (hexadecimal) and, where there was no test set of
        its own, 'held_out', which says how many examples are kept out of training for it; 'order' [n_train], where
        the training examples may be in the order of their classes: one that is not. Of streamed data 'train' gives
        some training examples, always the same, where all are too many for the host; 'train_size' is the number of
        all, and 'train_blocks' () -> an iterator of (x, label) over all. Stacked digits also have 'digits': see
        `ganjax.data.stacked`.
      stream: (seed, step, n, rows=None) -> NumPy batch number `step`, a pure function of its arguments; for data
        that do not fit on the device, otherwise None. Images may be uint8: a step makes floats in [-1, 1] of them.
        `rows` are the numbers of those of the n examples that are wanted; a stream may be without it, and is asked
        for whole batches then.
    """

    sample: Callable | None
    x_shape: tuple
    n_classes: int
    info: dict[str, Any]
    stream: Callable | None = None


def streamed(stream: Callable, seed: int, step: int, n: int, rows=None) -> dict[str, Any]:
    """The examples of those numbers, `rows` [m], of batch number `step` of n; None: all.

    Args:
      stream: of a `Dataset`; one of the user's own may read whole batches alone.
    """
    if rows is None:
        return stream(seed, step, n)
    if "rows" in inspect.signature(stream).parameters:
        return stream(seed, step, n, rows=rows)
    return jax.tree.map(lambda x: x[rows], stream(seed, step, n))


def _zeros(key, n, axis_name=None, *, x_shape, label_shape):
    label = (
        {} if label_shape is None else {"label": jnp.zeros((n, *label_shape), jnp.float32 if label_shape else int)}
    )
    return {"x": jnp.zeros((n, *x_shape), jnp.float32), **label}


def describe(dataset: Dataset, batch: Mapping[str, Any]) -> dict[str, Any]:
    """What `stand_in` needs of a data set, as JSON. batch: some examples of it."""
    label = batch.get("label")
    return {
        "x_shape": [int(size) for size in dataset.x_shape],
        "label_shape": None if label is None else list(label.shape[1:]),
        "n_classes": int(dataset.n_classes),
    }


def stand_in(description: Mapping[str, Any]) -> Dataset:
    """A data set of these shapes whose examples are all zero: a model is sampled by it where its data are not."""
    x_shape, label_shape = tuple(description["x_shape"]), description["label_shape"]
    label_shape = None if label_shape is None else tuple(label_shape)
    sample = jax.tree_util.Partial(functools.partial(_zeros, x_shape=x_shape, label_shape=label_shape))
    return Dataset(sample, x_shape, description["n_classes"], {})
