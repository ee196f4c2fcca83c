"""How many features of a discriminator still tell examples apart: ReLUs that are off at all data have died."""

import numpy as np

from ganjax.metrics import model as models

require = models.require_held_out
needs = {"features": "gan or ali"}
_EXAMPLES, _BATCH = 5_000, 500


def evaluate(dataset, samples, config_eval, model=None) -> dict[str, float]:
    """live_features: of the d features of the discriminator (its last hidden layer), those that vary over the data.

    A feature is dead where its value is the same to the bit at each of up to 5,000 held-out examples, as a ReLU's is
    that is off at all of them: then neither player gets a gradient through it there. Of samples alone, with no
    `model`, nothing. It is a diagnostic of the critic and says nothing of the samples' quality.

    Raises:
      UserError: there are no held-out examples.
    """
    models.require_held_out(dataset)
    if model is None:
        return {}
    import jax

    x, features, root = models.held_out(dataset, _EXAMPLES), jax.jit(model.features), jax.random.key(0)
    least, most = np.array(np.inf), np.array(-np.inf)
    for index, start in enumerate(range(0, len(x), _BATCH)):
        batch = np.asarray(features(jax.random.fold_in(root, index), x[start : start + _BATCH]), np.float32)
        least, most = np.minimum(least, batch.min(0, initial=np.inf)), np.maximum(most, batch.max(0, initial=-np.inf))
    return {"live_features": float((most > least).sum())}
