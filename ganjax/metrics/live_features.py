"""How many features of a discriminator still tell the data apart: a ReLU that is off at all of them has died."""

import math

import numpy as np

from ganjax.metrics import model as models

require = models.require_held_out
needs = {"features": "gan or ali"}
_EXAMPLES, _BATCH = 5_000, 500


def evaluate(dataset, samples, config_eval, model=None) -> dict[str, float]:
    """live_features: of the d features of the discriminator, what its head judges by, those that vary over the data.

    A feature is dead where its value is the same to the bit at each of up to 5,000 held-out examples, as a ReLU's is
    that is off at all of them: it tells these apart no longer, and learns from them no longer. It may still move by
    generated examples. Of features that are nowhere flat, such as leaky ReLUs, the number is d, or nearly. Networks
    run as in evaluation, a discriminator of pairs at its encoder's means; of MDGAN's two D_1 is measured. NaN where
    a feature is not finite. It is a diagnostic of the critic and says nothing of the samples' quality. Of samples
    alone, with no `model`, nothing.

    Raises:
      UserError: there are no held-out examples.
    """
    models.require_held_out(dataset)
    if model is None:
        return {}
    import jax

    x = models.held_out(dataset, 0 if "test" in dataset.info else _EXAMPLES)
    x = x[:: -(-len(x) // _EXAMPLES)]  # a test set may be sorted by class
    features, root = jax.jit(model.features), jax.random.key(0)
    least, most = np.array(np.inf), np.array(-np.inf)
    for index, start in enumerate(range(0, len(x), _BATCH)):
        batch = np.asarray(features(jax.random.fold_in(root, index), x[start : start + _BATCH]), np.float32)
        if not np.isfinite(batch).all():
            return {"live_features": math.nan}
        least, most = np.minimum(least, batch.min(0, initial=np.inf)), np.maximum(most, batch.max(0, initial=-np.inf))
    return {"live_features": float((most > least).sum())}
