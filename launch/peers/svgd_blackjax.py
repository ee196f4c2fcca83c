"""The step of `ganjax.methods.svgd` without noise by blackjax, with plain gradient steps.

A fixed bandwidth is the same in both. For "median" blackjax does as it does by default: median² / log n anew after
every step, over all pairs of particles.
"""

import blackjax
import jax
import optax

from ganjax import networks
from ganjax.errors import UserError
from ganjax.stein import median_bandwidth


def make(config, run, state):
    """Number of steps -> particles [n, d] after so many more, by `blackjax.svgd`, from the first lane's particles.

    Raises:
      UserError: for a noise or weights, which blackjax has not.
    """
    method = config.method
    if method.noise != "none" or method.weights != "uniform":
        raise UserError("blackjax's SVGD has no noise and no weights: set config.method.noise=none")
    target = networks.make("target", config.networks.target)
    algorithm = blackjax.svgd(
        jax.grad(lambda x: target.apply({}, x[None])[0]),
        optax.sgd(method.step_size),
        **({} if method.bandwidth == "median" else {"update_kernel_parameters": lambda state: state}),
    )
    particles = state.params["particles"][0]
    bandwidth = median_bandwidth(particles) if method.bandwidth == "median" else float(method.bandwidth)
    first = algorithm.init(particles, {"length_scale": bandwidth})

    @jax.jit
    def many(state, steps):
        return jax.lax.fori_loop(0, steps, lambda _, s: algorithm.step(s), state)

    def advance(steps):
        return many(first, steps).particles

    return advance
