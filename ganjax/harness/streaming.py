"""Batches of data that are streamed from the host, as chunks of steps that are sent to the devices at once."""

from typing import Any

import jax
import numpy as np

from ganjax.data import Dataset
from ganjax.data.base import streamed
from ganjax.data.images import to_float

# A chunk is on the host and on the devices as a whole, so it is short.
STEPS = 20
BYTES = 256 << 20


def chunk_length(dataset: Dataset, seed: int, batch_size: int, most: int) -> int:
    """How many steps a chunk has: no more than STEPS, BYTES (but one), or `most`, which chunks divide about evenly.

    Args:
      dataset: streamed.
      seed: of the run.
      batch_size: examples that a step takes on all devices.
      most: steps between two lines of the log, or fewer.
    """
    one = dataset.stream(seed, 0, 1)  # type: ignore[misc]  # it is streamed
    nbytes = batch_size * sum(np.asarray(leaf).nbytes for leaf in jax.tree.leaves(one)) / jax.process_count()
    longest = max(1, min(most, STEPS, int(BYTES // max(nbytes, 1))))
    # All chunks are of one length, a short one being filled up: 50 steps are 17 + 17 + 16, not 20 + 20 + 10.
    return -(-most // -(-most // longest))


def step_batch(dataset: Dataset, seed: int, step: int, batch_size: int, batches: int = 1, rows=None) -> Any:
    """What one step takes, on the host: name -> [n, ...], or [batches, n, ...] where a step takes several.

    Args:
      dataset: streamed.
      seed, step: which.
      batch_size: examples a batch, on all devices.
      batches: how many a step takes.
      rows: which of a batch's examples, [n] whole numbers; None: all, n = batch_size.
    """
    stream: Any = dataset.stream
    if rows is not None:
        rows = (batch_size * np.arange(batches)[:, None] + rows).ravel()
    batch = streamed(stream, seed, step, batch_size * batches, rows)
    return batch if batches == 1 else jax.tree.map(lambda x: x.reshape(batches, -1, *x.shape[1:]), batch)


def chunk(dataset: Dataset, seed: int, steps: range, length: int, *batch: Any) -> Any:
    """The batches of some steps, and copies of the last one up to `length`: name -> [length, ...].

    Args:
      dataset, seed: as above.
      steps: at most `length`.
      batch: the further arguments of `step_batch`.
    """
    made = [step_batch(dataset, seed, step, *batch) for step in steps]
    made += made[-1:] * (length - len(made))
    return jax.tree.map(lambda *leaves: np.stack(leaves), *made)


def floats(batch: Any) -> Any:
    """A streamed batch as a step takes it: images, which travel as uint8, are float32 in [-1, 1]."""
    return batch | {"x": to_float(batch["x"])}
