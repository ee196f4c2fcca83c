"""The negative log-likelihood of held-out data by importance sampling (Burda et al. 2016, Sec. 5)."""

import math

import numpy as np

from ganjax.metrics import model as models

require = models.require_held_out
needs = {"log_weight": "vae or iwae"}
_BATCH, _CHUNK = 100, 50  # examples, and latents an example, that are held at a time


def _options(config_eval) -> tuple[int, int]:
    """(latents an example, examples: 0 is all)."""
    return (
        models.whole_number(config_eval, "nll", "samples", 5_000, 1),
        models.whole_number(config_eval, "nll", "examples", 0, 0),
    )


def check(config_eval) -> None:
    """Raises UserError for an option that is no number of samples or of examples."""
    _options(config_eval)


def log_likelihoods(log_weight, x, n: int, seed: int = 0) -> np.ndarray:
    """log (1/n) sum_i p(x, z_i) / q(z_i | x) [N] of x [N, ...], z_i ~ q(z | x): in expectation at most log p(x).

    It is streamed: what is held does not grow with n or N.

    Args:
      log_weight: (key, x [B, ...], n) -> [n, B], as `ganjax.types.Method` has it.
    """
    import jax
    import jax.numpy as jnp

    chunk = next(size for size in range(min(_CHUNK, n), 0, -1) if n % size == 0)

    @jax.jit
    def of_batch(key, x):
        def add(total, index):
            weights = log_weight(jax.random.fold_in(key, index), x, chunk)
            return jnp.logaddexp(total, jax.nn.logsumexp(weights, axis=0)), None

        total, _ = jax.lax.scan(add, jnp.full(len(x), -jnp.inf), jnp.arange(n // chunk))
        return total - math.log(n)

    root, parts = jax.random.key(seed), []
    for index, start in enumerate(range(0, len(x), _BATCH)):
        part = x[start : start + _BATCH]
        # The last one is filled up, so that there is one program.
        full = np.concatenate([part, np.repeat(part[:1], min(_BATCH, len(x)) - len(part), 0)])
        parts.append(np.asarray(of_batch(jax.random.fold_in(root, index), full))[: len(part)])
    return np.concatenate(parts)


def evaluate(dataset, samples, config_eval, model=None) -> dict[str, float]:
    """nll: the mean over the held-out examples, in nats; of samples alone, with no `model`, nothing.

    It estimates from above: the better q(z | x) is, the closer. `config_eval["nll"]` may have `samples`, latents an
    example (default 5,000), and `examples`, the number of held-out examples (default 0: all; of data that are drawn
    without end 1,000).

    Raises:
      UserError: there are no held-out examples, or an option is no number of them.
    """
    models.require_held_out(dataset)
    n, most = _options(config_eval)
    if model is None:
        return {}
    return {"nll": float(-log_likelihoods(model.log_weight, models.held_out(dataset, most), n).mean())}
