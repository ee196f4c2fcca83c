"""Stein variational gradient descent (SVGD), with Langevin noise (LSVGD).

SVGD (Liu & Wang 2016, Eq. 8) moves particle i by delta phi_i with

  phi_i = sum_j w_j [k(x_j, x_i) s_j + grad_{x_j} k(x_j, x_i)],   s_j = grad log p(x_j),   w_j = 1/n.

LSVGD (Eq. 10 of the LSVGD paper) adds noise. Its Theorem 1 has the sign of the correction wrong: with the noise that
it states, independent between particles, the stationary law is not p. What is exact as delta -> 0 is noise that is
correlated between the particles as the kernel is, N(0, (2 delta / n) K x I): SGLD with repulsion (Gallego & Insua
2018), or stochastic SVGD (Leviyev et al. 2022). Here they are `noise="independent"` and `noise="joint"`.

No function holds an n x n array but where noise is joint: rows of the kernel are mapped over, in blocks.
"""

import math
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import chex
import jax
import jax.numpy as jnp

from ganjax.errors import UserError
from ganjax.parallel import example_normal, gather, own_part, pmean
from ganjax.types import Array

NOISES = ("none", "independent", "joint")
WEIGHTS = ("uniform", "paper")
DIAGNOSTICS = ("effective_sample_size", "neighbours", "clipped_share", "noise_to_signal")  # of `lsvgd_move`
NEIGHBOUR = 1e-3  # below this a kernel value counts as no neighbour (LSVGD, footnote 1)
FLOOR = 1e-2  # of the noise's mean variance: the least that one counts as in the paper's weights
BLOCK_ENTRIES = 2**20  # kernel values that are held at a time: 4 MB, which stay in the caches
BLOCK_ROWS = 64  # but no fewer rows than these


class Kernel(NamedTuple):
    """A kernel between one particle x [d] and all particles y [n, d].

    Attributes:
      value: (x, y) -> k(y_j, x), [n].
      gradient: (x, y, values [n], weights [n]) -> sum_j w_j grad_{y_j} k(y_j, x), [d].
      stationary: whether k(y, x) depends on y - x alone, so that its gradient vanishes at y = x.
      direction: (x, y, values, weights, scores [n, d]) -> sum_j w_j k(y_j, x) s_j + gradient(x, y, values, weights),
        [d], where that takes fewer operations than the two terms do; None adds them.
    """

    value: Callable[[Array, Array], Array]
    gradient: Callable[[Array, Array, Array, Array], Array]
    stationary: bool = True
    direction: Callable[[Array, Array, Array, Array, Array], Array] | None = None


# Distances and variances are differences of products: these keep float32's digits, as GPU and TPU by default do not.
_product = partial(jnp.matmul, precision="highest")


def _squared_distance(product: Array, first: Array, second: Array) -> Array:
    """|x - y|² of x.y, |x|² and |y|²: 0 where rounding alone could give it for equal points, whatever its sign."""
    both = first + second
    squared = both - 2 * product
    return jnp.where(squared > 8 * jnp.finfo(squared.dtype).eps * both, squared, 0)


def rbf(bandwidth: float | Array) -> Kernel:
    """k(y, x) = exp(-|y - x|² / bandwidth) of y [n, d] and x [d]; `bandwidth` [] is in squared units of x."""

    def value(x, y):
        return jnp.exp(-_squared_distance(_product(y, x), jnp.sum(y * y, -1), x @ x) / bandwidth)

    def direction(x, y, values, weights, scores):
        # One product for both terms; scores - (2 / bandwidth) y would lose the scores in narrow kernels.
        both = _product(values, weights[:, None] * jnp.concatenate([scores, y], 1))
        pulled, centre = jnp.split(both, [scores.shape[1]])
        return pulled + (2 / bandwidth) * (_product(values, weights) * x - centre)

    def gradient(x, y, values, weights):
        return direction(x, y, values, weights, jnp.zeros_like(y))

    return Kernel(value, gradient, direction=direction)


def _median(values: Array) -> Array:
    """The median of values >= 0 [n], by bisection of their bits: on CPU sorting takes ten times as long."""
    size, n = jnp.finfo(values.dtype).bits, len(values)
    bits = jax.lax.bitcast_convert_type(values, f"int{size}")  # in the order of the values, which are not negative

    def halve(i, low):
        middle = low | (jnp.ones_like(low) << (size - 2 - i))
        return jnp.where(jnp.sum(bits < middle) <= (n - 1) // 2, middle, low)

    low = jax.lax.fori_loop(0, size - 1, halve, jnp.zeros_like(bits[0]))  # varies over the devices as bits do
    above = jnp.min(jnp.where(bits > low, bits, jnp.iinfo(bits.dtype).max))
    high = jnp.where(jnp.sum(bits <= low) > n // 2, low, above)
    return jax.lax.bitcast_convert_type(jnp.stack([low, high]), values.dtype).mean()


def median_bandwidth(particles: Array, at_most: int = 1000) -> Array:
    """median² / log(n + 1), so that the kernel sums to about 1 over the particles (Liu & Wang 2016, Sec. 5).

    It is not less than what rounding leaves of equal particles: most of them may be, where a mode collapsed.

    Args:
      particles: [n, d]. at_most: as many of them, evenly spread over the array, are compared.
    """
    n = len(particles)
    x = jax.lax.stop_gradient(particles[:: -(-n // at_most)])
    x = x - x.mean(0)
    squares = jnp.sum(x * x, -1)
    squared = _squared_distance(_product(x, x.T), squares[:, None], squares)
    i, j = jnp.triu_indices(len(x), 1)
    median = _median(squared[i, j]) if len(x) > 1 else jnp.ones([])
    least = 64 * jnp.finfo(x.dtype).eps * squares.max()
    return jnp.maximum(median / math.log(n + 1), jnp.maximum(least, 1e-12))


def _kernel(kernel: float | Array | str | Kernel, particles: Array) -> Kernel:
    if isinstance(kernel, Kernel):
        return kernel
    if isinstance(kernel, str):
        if kernel == "median":
            return rbf(median_bandwidth(particles))
        try:
            kernel = float(kernel)  # of a flag that had "median"
        except ValueError:
            raise UserError(f"a bandwidth is a positive number or 'median', not {kernel!r}") from None
    if isinstance(kernel, int | float) and not kernel > 0:
        raise UserError(f"a bandwidth is a positive number or 'median', not {kernel}")
    return rbf(kernel)


class Field(NamedTuple):
    """What the particles exert on each of n places.

    Attributes:
      direction: phi, [n, d].
      mass: B_i = sum_j w_j k_ij over neighbours, [n].
      variance: the mean over neighbours j of (s_j - s_i)², [n, d].
      neighbours: how many, itself included, [n].
    """

    direction: Array
    mass: Array
    variance: Array
    neighbours: Array


def _rows(function, arrays, block):
    """`function` vmapped over the rows of `arrays`, `block` of them at a time, and recomputed for gradients."""
    if block is None or block >= len(arrays[0]):
        return jax.vmap(function)(*arrays)
    return jax.lax.map(jax.checkpoint(lambda row: function(*row)), arrays, batch_size=block)


def _block(n: int, block: int | None) -> int | None:
    """Rows that are held at a time: all if n x n is small."""
    if block is not None and block < 1:
        raise UserError(f"block must be at least 1, not {block}")
    return block or (None if n * n <= BLOCK_ENTRIES else max(BLOCK_ROWS, BLOCK_ENTRIES // n))


def stein_field(
    particles: Array,
    scores: Array,
    kernel: Kernel,
    weights: Array | None = None,
    at: tuple[Array, Array] | None = None,
    block: int | None = None,
) -> Field:
    """Direction, neighbourhood and variance of the scores, at some of the particles (LSVGD, Eq. 9 to 11).

    Args:
      particles, scores: [n, d]. kernel: see `Kernel`.
      weights: [n]; None are 1/n.
      at: those at which the field is wanted, with their scores, [m, d] each; None: all.
      block: rows of the kernel held at a time; None chooses, and about a million values are held.
    """
    chex.assert_rank([particles, scores], 2)
    chex.assert_equal_shape([particles, scores])
    n = len(particles)
    ones, middle = jnp.ones(n, particles.dtype), jax.lax.stop_gradient(scores.mean(0))
    # Equal weights divide what they were summed to: the compiler drops a factor of one, not of 1/n.
    w, total = (ones, n) if weights is None else (weights, 1)
    # Differences of squares are exact near the origin, where a spread is the same, and a kernel if it is stationary.
    centre = jax.lax.stop_gradient(particles.mean(0)) if kernel.stationary else jnp.zeros_like(particles[0])
    centred, apart = particles - centre, scores - middle
    queries, query_scores = (particles, scores) if at is None else at

    def row(x, s):
        values = kernel.value(x, centred)
        near = (values > NEIGHBOUR).astype(values.dtype)
        count = _product(near, ones)  # exact below 2^24, and faster on CPU than a sum
        if kernel.direction is None:
            direction = _product(w * values, scores) + kernel.gradient(x, centred, values, w)
        else:
            direction = kernel.direction(x, centred, values, w, scores)
        spread = (_product(near, apart * apart) - 2 * s * _product(near, apart)) / jnp.maximum(count, 1) + s * s
        return Field(direction / total, _product(values * near, w) / total, jnp.maximum(spread, 0), count)

    return _rows(row, (queries - centre, query_scores - middle), _block(n, block))


def svgd_direction(
    particles: Array, scores: Array, bandwidth: float | Array | str | Kernel, *, block: int | None = None
) -> Array:
    """phi of SVGD (Liu & Wang 2016, Eq. 8), to be multiplied by a step size and added.

    Args:
      particles: [n, d]. scores: grad log p at them, [n, d].
      bandwidth: of `rbf`, "median", or a `Kernel`.
      block: as in `stein_field`; up to a million pairs are computed at once, and more block by block.

    Returns:
      [n, d].
    """
    return stein_field(particles, scores, _kernel(bandwidth, particles), block=block).direction


def _bounded(weights: Array) -> Array:
    """Weights [n] of sum 1, truncated at n^-1/2 (Ionides 2008); what is cut off goes to all alike.

    Renormalising in its place would undo it: a single weight of 1 would become 1 again. The effective sample size is
    sqrt(n) at least, for n >= 4: with S the sum of what is left, sum w² <= S / sqrt(n) + (1 - S²) / n <= 1 / sqrt(n).
    """
    n = len(weights)
    clipped = jnp.minimum(weights, n**-0.5)
    return clipped + (1 - clipped.sum()) / n


def _paper_weights(particles: Array, variance: Array, block: int | None) -> Array:
    """w_j ∝ q_eps(x_j) = (1/n) sum_i N(x_j; x_i, Sigma_i), Sigma_i diagonal (LSVGD, App. B, Eq. 32), bounded.

    variance: of the noise that is added, [n, d]. A coordinate without noise has no density: a variance counts as
    FLOOR times their mean at least. That still is a factor of FLOOR^-1/2 a coordinate, which in many dimensions
    gives a few particles all the weight: `_bounded` does not. Without any noise they are uniform.
    """
    n, mean = len(particles), variance.mean()
    precision = 1 / jnp.where(mean > 0, jnp.maximum(variance, FLOOR * mean), 1)
    log_scale = 0.5 * jnp.log(precision).sum(-1)

    def row(x):
        distance = 0.5 * jnp.sum((x - particles) ** 2 * precision, -1)
        return jax.nn.logsumexp(log_scale - distance)

    densities = _rows(row, (particles,), _block(n * particles.shape[1], block))
    weights = _bounded(jax.nn.softmax(densities))
    return jax.lax.stop_gradient(jnp.where(mean > 0, weights, 1 / n))


def _check(weights: str, noise: str, kernel: Kernel, step_size, temperature) -> None:
    for name, value, allowed in (("weights", weights, WEIGHTS), ("noise", noise, NOISES)):
        if value not in allowed:
            raise UserError(f"{name} is one of {', '.join(allowed)}, not {value!r}")
    for name, value, positive in (("step_size", step_size, True), ("temperature", temperature, False)):
        if isinstance(value, int | float) and (value < 0 or positive and not value):
            raise UserError(f"{name} must be {'positive' if positive else '0 or more'}, not {value}")
    if noise == "joint" and (weights != "uniform" or not kernel.stationary):
        raise UserError("noise='joint' needs weights='uniform' and a stationary kernel: it is exact for these only")


# One matrix at a time under vmap: on two CPU cores jax 0.10.2 waits for ever when a program has several batched
# Cholesky factorisations at once, each of which spreads its batch over the threads that the other one holds.
_one_cholesky = jax.custom_batching.sequential_vmap(jnp.linalg.cholesky)


@jax.custom_jvp
def _cholesky(matrix):
    return _one_cholesky(matrix)


@_cholesky.defjvp
def _cholesky_jvp(primals, tangents):
    """dL = L F(L^-1 dK L^-T), F taking the lower triangle with half the diagonal."""
    factor = _cholesky(*primals)
    solve = partial(jax.scipy.linalg.solve_triangular, factor, lower=True)
    inner = solve(solve(tangents[0] + tangents[0].T).T).T / 2
    return factor, factor @ (jnp.tril(inner) - 0.5 * jnp.diag(jnp.diag(inner)))


def _joint_noise(particles: Array, kernel: Kernel, white: Array) -> Array:
    """Samples of N(0, K x I) [n, d] from white noise [n, d], by a Cholesky factor of K + 1e-6 I."""
    centred = particles - particles.mean(0)
    gram = jax.vmap(lambda x: kernel.value(x, centred))(centred)
    # Rounding leaves gram a little unsymmetric; equal particles make it singular.
    gram = (gram + gram.T) / 2 + 1e-6 * jnp.eye(len(gram), dtype=gram.dtype)
    # In float32 a jitter that the rounding eats leaves NaN: ten thousand times as much does not.
    enough = jnp.isfinite(_cholesky(jax.lax.stop_gradient(gram))).all()
    return _cholesky(gram + jnp.where(enough, 0, 1e-2) * jnp.eye(len(gram), dtype=gram.dtype)) @ white


def lsvgd_move(
    key: Array,
    particles: Array,
    scores: Array,
    *,
    bandwidth: float | Array | str | Kernel = "median",
    step_size: float = 1.0,
    weights: str = "uniform",
    noise: str = "independent",
    temperature: float = 1.0,
    axis_name: str | None = None,
    block: int | None = None,
) -> tuple[Array, dict[str, Array]]:
    """`lsvgd_update`, with diagnostics.

    Args:
      axis_name: the device axis. Then `particles` and `scores` are this device's, the kernel sees all
        devices' (n is their number), and what is returned is for this device's.
      others: as `lsvgd_update`.

    Returns:
      ([n, d], {effective_sample_size: of the weights; neighbours: mean, itself included; clipped_share: of the
      variances that came out negative; noise_to_signal: norm of the noise over that of step_size phi}).
    """
    chex.assert_rank([particles, scores], 2)
    chex.assert_equal_shape([particles, scores])
    own = particles, scores
    particles, scores = gather(particles, axis_name), gather(scores, axis_name)
    kernel, n = _kernel(bandwidth, particles), len(particles)
    _check(weights, noise, kernel, step_size, temperature)

    def covariance(field):
        return step_size * (2 * field.mass[:, None] - step_size * field.variance)

    w = None
    if weights == "paper" and noise == "independent":
        everywhere = stein_field(particles, scores, kernel, block=block)
        w = _paper_weights(particles, temperature * jnp.maximum(covariance(everywhere), 0), block)
    field = stein_field(particles, scores, kernel, w, own, block)
    move = step_size * field.direction
    white = example_normal(key, len(move), move.shape[1:], axis_name).astype(move.dtype)
    clipped = jnp.zeros([])
    if noise == "independent":
        variance = covariance(field)
        clipped = (variance < 0).mean(dtype=jnp.float32)
        variance = temperature * variance
        some = variance > 0  # the root has no gradient at 0
        added = jnp.sqrt(jnp.where(some, variance, 1)) * some * white
    elif noise == "joint":
        noises = _joint_noise(particles, kernel, gather(white, axis_name))
        added = jnp.sqrt(2 * step_size * temperature / n) * own_part(noises, axis_name)
    else:
        added = jnp.zeros_like(move)
    sizes = jnp.sum(added**2), jnp.sum(move**2)
    diagnostics = {
        "effective_sample_size": jnp.asarray(float(n)) if w is None else 1 / jnp.sum(w * w),
        "neighbours": field.neighbours.mean(),
        "clipped_share": clipped,
    }
    # Of all devices' particles, in one message. A size of 0 has a root without a gradient: none flows back from here.
    diagnostics, sizes = pmean(jax.lax.stop_gradient((diagnostics, sizes)), axis_name)
    ratio = jnp.sqrt(sizes[0] / jnp.maximum(sizes[1], 1e-30))
    return move + added, diagnostics | {"noise_to_signal": ratio}


def lsvgd_update(
    key: Array,
    particles: Array,
    scores: Array,
    *,
    bandwidth: float | Array | str | Kernel = "median",
    step_size: float = 1.0,
    weights: str = "uniform",
    noise: str = "independent",
    temperature: float = 1.0,
    block: int | None = None,
) -> Array:
    """The increment of LSVGD, step_size phi + epsilon (LSVGD, Eq. 10).

    Args:
      key: of the noise.
      particles, scores: [n, d], scores being grad log p at the particles.
      bandwidth: of `rbf`, "median", or a `Kernel`.
      step_size: delta.
      weights: "uniform", 1/n; or "paper", proportional to the density of the particles with their noise, found in one
        pass from 1/n (the definition is circular), floored and truncated so that the effective sample size is sqrt(n)
        at least; without noise there is no such density, and they are 1/n.
      noise: "none" (SVGD); "independent" (the paper): N(0, delta (2 B - delta V)), negative variances clipped
        to 0; "joint" (exact): N(0, (2 delta / n) K x I), which needs an n x n Cholesky factor.
      temperature: a factor on the noise's variance.
      block: as in `stein_field`.

    Returns:
      [n, d], to be added to the particles.

    Raises:
      UserError: joint noise with other weights than uniform or a kernel that is not stationary, or a number out
        of range.
    """
    return lsvgd_move(
        key,
        particles,
        scores,
        bandwidth=bandwidth,
        step_size=step_size,
        weights=weights,
        noise=noise,
        temperature=temperature,
        block=block,
    )[0]
