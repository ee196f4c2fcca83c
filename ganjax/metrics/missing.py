"""Which test images a generator misses, by a third-party discriminator (Che et al. 2017, Sec. 3.4 and 4.2.1).

A discriminator that had no part in the training learns to tell training images from samples, both under Gaussian
noise. Where it is optimal its output is p_d / (p_g + p_d) (Eq. 5 prints the complement), near 1 at a test image that
the generator does not make. The paper gives neither the threshold nor the scale of the noise: there are several
thresholds, and sigma is in steps of 8-bit pixels. It needs no labels. Bad samples count as missed modes: a
discriminator that tells them all finds every test image missing.
"""

import math
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax

from ganjax import optimizers
from ganjax.data.images import to_float
from ganjax.errors import UserError
from ganjax.lookup import check_arguments
from ganjax.metrics.classifier import SURE
from ganjax.metrics.controls import training_images
from ganjax.metrics.finite import all_finite
from ganjax.networks.classifier import Classifier

# Thresholds of the counts that are metrics, and of the curve.
THRESHOLDS = (0.5, SURE, 0.99)
CURVE = np.concatenate([np.linspace(0.5, 0.98, 25), [0.99, 0.995, 0.999]])
GALLERY = 64
_BATCH = 64  # of real images, and as many samples
_NOISES = 4  # a test image's output is the mean over so many draws of the noise
_EVAL_BATCH = 500


class Estimate(NamedTuple):
    """What one discriminator says.

    Attributes:
      scores: [n], its output at every test image, in 0..1; near 1: missed.
      loss, accuracy: of its training, with noise, mean over the last tenth of the steps. Of data that it cannot tell
        apart they are log 2 and a half.
    """

    scores: np.ndarray
    loss: float
    accuracy: float


def _noisy(key, x, std):
    return to_float(x) + std * jax.random.normal(key, x.shape)


@partial(jax.jit, static_argnames=("module", "steps"))
def _train(key, module, steps, real, fake, std):
    """(params, losses [steps], accuracies [steps]) of a discriminator of uint8 images, real ones being 1."""
    init_key, loop_key = jax.random.split(key)
    params = module.init(init_key, to_float(real[:1]))
    tx = optax.adam(optimizers.cosine(1e-3, steps))
    batch = min(_BATCH, len(real), len(fake))

    def loss(params, x):
        logits = module.apply(params, x)[..., 0]
        sign = jnp.repeat(jnp.array([1.0, -1.0]), batch)
        return jax.nn.softplus(-sign * logits).mean(), (sign * logits > 0).mean()

    def step(carry, key):
        params, opt_state = carry
        real_key, fake_key, noise_key = jax.random.split(key, 3)
        x = jnp.concatenate(
            [
                real[jax.random.randint(real_key, (batch,), 0, len(real))],
                fake[jax.random.randint(fake_key, (batch,), 0, len(fake))],
            ]
        )
        (value, right), grads = jax.value_and_grad(loss, has_aux=True)(params, _noisy(noise_key, x, std))
        updates, opt_state = tx.update(grads, opt_state, params)
        return (optax.apply_updates(params, updates), opt_state), (value, right)

    (params, _), diagnostics = jax.lax.scan(step, (params, tx.init(params)), jax.random.split(loop_key, steps))
    return params, *diagnostics


@partial(jax.jit, static_argnames="module")
def _score(key, module, params, x, std):
    def once(key):
        return jax.nn.sigmoid(module.apply(params, _noisy(key, x, std))[..., 0])

    return jax.lax.map(once, jax.random.split(key, _NOISES)).mean(0)


def _pixels(x):
    """uint8 images of images uint8 or in [-1, 1]: samples are to have the steps of the real ones."""
    x = np.asarray(x)
    return x if x.dtype == np.uint8 else np.clip(np.round(x * 127.5 + 127.5), 0, 255).astype(np.uint8)


def estimate(real, fake, test, sigma: float, *, steps: int = 1_000, filters=(16, 32), seed: int = 0) -> Estimate:
    """A discriminator of real images [n, H, W, C] and samples [m, H, W, C], asked about test images [k, H, W, C].

    Args:
      real, fake, test: uint8, or in [-1, 1].
      sigma: standard deviation of the noise at its input, in steps of 8-bit pixels; in training and in the end.
      steps: of Adam, on 64 images of either kind. filters: of its two convolutions. seed: its own.
    """
    train_key, score_key = jax.random.split(jax.random.key(seed))
    module, std = Classifier(1, tuple(filters)), jnp.float32(sigma / 127.5)
    real, fake, test = map(_pixels, (real, fake, test))
    params, losses, right = _train(train_key, module, steps, jnp.asarray(real), jnp.asarray(fake), std)
    scores = []
    for i, start in enumerate(range(0, len(test), _EVAL_BATCH)):
        part = test[start : start + _EVAL_BATCH]
        filled = np.concatenate([part, np.zeros((_EVAL_BATCH - len(part), *part.shape[1:]), np.uint8)])
        scores.append(np.asarray(_score(jax.random.fold_in(score_key, i), module, params, filled, std))[: len(part)])
    last = max(1, steps // 10)
    return Estimate(np.concatenate(scores), float(losses[-last:].mean()), float(right[-last:].mean()))


def curve(scores: np.ndarray, thresholds=CURVE) -> np.ndarray:
    """How many scores [n] are above each threshold [t]: [t] whole numbers that never rise."""
    return (np.asarray(scores)[:, None] > np.asarray(thresholds)).sum(0)


def _options(config_eval) -> dict:
    return {"sigma": (3.5, 4.0), "steps": 1_000, "filters": (16, 32)} | dict(config_eval.get("missing") or {})


def _sigmas(options) -> tuple[float, ...]:
    sigma = options["sigma"]
    return tuple(sigma) if isinstance(sigma, tuple | list) else (sigma,)


def check(config_eval) -> None:
    """Raises UserError for a wrong field of `config_eval['missing']`: sigma, steps, filters."""
    given = config_eval.get("missing") or {}
    check_arguments("config.eval.missing", estimate, given, hidden=("real", "fake", "test", "seed"))
    options = _options(config_eval)
    sigmas = _sigmas(options)
    if not sigmas or not all(isinstance(sigma, int | float) and 0 < sigma < np.inf for sigma in sigmas):
        raise UserError(f"config.eval.missing.sigma must be positive, a number or several, not {options['sigma']!r}")
    if options["steps"] < 1:
        raise UserError(f"config.eval.missing.steps must be at least 1, not {options['steps']}")
    if len(options["filters"]) != 2:
        raise UserError(f"config.eval.missing.filters are those of two layers, not {options['filters']!r}")


def require(dataset) -> None:
    """Raises UserError where the data are not images, at least two."""
    if len(dataset.x_shape) != 3 or dataset.info["test"] is None:
        raise UserError("the metric 'missing' needs images, and some held out")


def _names(sigmas) -> list[str]:
    """The metrics of these sigmas."""
    counts = [f"missed_images_{sigma:g}_{threshold:g}" for sigma in sigmas for threshold in THRESHOLDS]
    facts = [f"missing_{fact}_{sigma:g}" for sigma in sigmas for fact in ("loss", "accuracy")]
    return ["missed_images", *counts, *facts]


def _measured(real, samples, test, config_eval, keep):
    check(config_eval)
    options = _options(config_eval)
    sigmas, rest = _sigmas(options), {"steps": options["steps"], "filters": options["filters"]}
    if not all_finite(samples):  # what is not would be rounded to black images
        return dict.fromkeys(_names(sigmas), math.nan)
    estimates = {sigma: estimate(real, samples, test, sigma, **rest) for sigma in sigmas}
    out = {"missed_images": float(curve(estimates[sigmas[0]].scores, [SURE])[0])}
    for sigma, one in estimates.items():
        for threshold, count in zip(THRESHOLDS, curve(one.scores, THRESHOLDS), strict=True):
            out[f"missed_images_{sigma:g}_{threshold:g}"] = float(count)
        out |= {f"missing_loss_{sigma:g}": one.loss, f"missing_accuracy_{sigma:g}": one.accuracy}
    if keep is not None:
        scores = np.stack([one.scores for one in estimates.values()])
        order = np.argsort(-scores, axis=1, kind="stable")[:, :GALLERY]
        keep(
            "missing",
            {
                "sigma": np.array(sigmas),
                "thresholds": CURVE,
                "counts": np.stack([curve(row) for row in scores]),
                "of": np.array(len(test)),
                "gallery": [_pixels(test)[i][row[i] > SURE] for i, row in zip(order, scores, strict=True)],
            },
        )
    return out


def evaluate(dataset, samples, config_eval, keep: Callable | None = None) -> dict[str, float]:
    """Counts of the test images that samples [n, H, W, C] in [-1, 1] miss.

    config_eval['missing'] has `sigma`, one or several (3.5 and 4.0), `steps` and `filters` of `estimate`.

    Args:
      keep: (name, arrays) -> None, which takes the whole curve of counts and the test images that are missed most.

    Returns:
      missed_images_SIGMA_THRESHOLD: how many test images have an output above .5, .9 or .99.
      missed_images: that above .9 at the first sigma.
      missing_loss_SIGMA, missing_accuracy_SIGMA: of the discriminator's own training (`Estimate`).
      All NaN where a sample is not finite; nothing is kept then.

    Raises:
      UserError: the data are not images, or sigma is not positive.
    """
    require(dataset)
    return _measured(dataset.info["train"]()[0], samples, dataset.info["test"]()[0], config_eval, keep)


def evaluate_control(dataset, control, config_eval) -> dict[str, float]:
    """What `evaluate` says of real images (`controls.Control`): no image is both a sample and real.

    The samples are those of the training images with even numbers that the control would have, as many as
    config_eval['samples'] at most; the real ones are those with odd numbers. Held-out images as samples would be so
    few that the discriminator learns them by heart.
    """
    require(dataset)
    train, label = training_images(dataset)
    chosen = control.select(label, len(train))
    samples = train[chosen[chosen % 2 == 0][: int(config_eval.get("samples"))]]
    return _measured(train[1::2], samples, dataset.info["test"]()[0], config_eval, None)
