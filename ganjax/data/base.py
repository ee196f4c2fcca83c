"""What a data set is to the rest of the code."""

from collections.abc import Callable
from typing import Any, NamedTuple


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
        'test' is None only where there is but one example), 'n_test' (the number of its examples), 'attributes'
        (whether labels are vectors), 'fingerprint' (hexadecimal) and, where there was no test set of its own,
        'held_out', which says how many examples are kept out of training for it. Stacked digits
        also have 'digits': see `ganjax.data.stacked`.
      stream: (seed, step, n) -> NumPy batch number `step`, a pure function of its arguments; for data that
        do not fit on the device, otherwise None.
    """

    sample: Callable | None
    x_shape: tuple
    n_classes: int
    info: dict[str, Any]
    stream: Callable | None = None
