"""Losses of classifiers, for classes and for vectors of attributes."""

import chex
import jax.numpy as jnp
import optax

from ganjax.types import Array


def label_loss(logits: Array, label: Array) -> Array:
    """Cross-entropy [B] of logits [B, c] with classes [B]; with attributes [B, c] in 0..1, the sum over them."""
    chex.assert_rank(logits, 2)
    if label.ndim == 1:
        return optax.softmax_cross_entropy_with_integer_labels(logits, label)
    return optax.sigmoid_binary_cross_entropy(logits, label).sum(-1)


def correct(logits: Array, label: Array) -> Array:
    """1 where the greatest of logits [B, c] is the class [B], else 0; with attributes [B, c], the share right."""
    if label.ndim == 1:
        return (logits.argmax(-1) == label).astype(jnp.float32)
    return ((logits > 0) == (label > 0.5)).mean(-1, dtype=jnp.float32)
