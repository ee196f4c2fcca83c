"""How many latents an encoder uses (Burda et al. 2016, Sec. 5 and Table 1)."""

from functools import partial

import numpy as np

from ganjax.errors import UserError
from ganjax.metrics import model as models

require = models.require_held_out
needs = {"encode": "vae or iwae"}
_BATCH = 1_000
_THRESHOLD = 0.01
_DRAWS = 100  # of the layers below, where there are several


def _layers(config_eval) -> tuple[int, ...]:
    return tuple((config_eval.get("active_units") or {}).get("layers", ()))


def check(config_eval) -> None:
    """Raises UserError for layers that are no widths."""
    layers = _layers(config_eval)
    if any(not isinstance(width, int) or width < 1 for width in layers):
        raise UserError(
            f"config.eval.active_units.layers must be the widths of the stochastic layers, not {layers!r}"
        )


def variances(encode, x, draws: int, seed: int = 0) -> np.ndarray:
    """Var_x(E[u | x]) [d] of latents u whose posterior mean `encode` gives, over x [N, ...].

    Args:
      encode: (key, x [B, ...]) -> [B, d]. draws: keys that it is averaged over.
    """
    import jax

    root, means = jax.random.key(seed), []
    averaged = jax.jit(lambda keys, x: jax.lax.map(partial(lambda x, key: encode(key, x), x), keys).mean(0))
    for index, start in enumerate(range(0, len(x), _BATCH)):
        keys = jax.random.split(jax.random.fold_in(root, index), draws)
        means.append(np.asarray(averaged(keys, x[start : start + _BATCH]), np.float64))
    return np.concatenate(means).var(0)


def evaluate(dataset, samples, config_eval, model=None) -> dict[str, float]:
    """active_units_1, ...: of each stochastic layer from the data upwards, those with a variance above .01.

    The variance is over the held-out examples, of the posterior's mean; where the layers below are random, of its
    mean over 100 draws of these. `config_eval["active_units"]["layers"]` has the widths of the layers of an encoder
    that does not say them (`ganjax.types.Method.latent_dims`). Of samples alone, with no `model`, nothing.

    Raises:
      UserError: there are no held-out examples, or the layers are not the encoder's.
    """
    models.require_held_out(dataset)
    if model is None:
        return {}
    layers = _layers(config_eval) or model.latent_dims
    active = variances(model.encode, models.held_out(dataset), _DRAWS if len(layers) > 1 else 1) > _THRESHOLD
    layers = layers or (len(active),)
    if sum(layers) != len(active):
        raise UserError(f"config.eval.active_units.layers: {layers} are not the {len(active)} latents of the encoder")
    parts = np.split(active, np.cumsum(layers)[:-1])
    return {f"active_units_{index}": float(part.sum()) for index, part in enumerate(parts, start=1)}
