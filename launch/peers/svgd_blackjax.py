"""The step of `ganjax.methods.svgd` without noise by blackjax, with plain gradient steps and the same bandwidth."""

import blackjax
import jax
import optax

from ganjax import networks
from ganjax.errors import UserError


def make(config, run, state):
    """Number of steps -> particles [n, d] after so many more, by `blackjax.svgd`, from the first lane's particles.

    Raises:
      UserError: for a noise, weights, or a median bandwidth, which blackjax's kernel has not.
    """
    method = config.method
    if method.noise != "none" or method.weights != "uniform" or isinstance(method.bandwidth, str):
        raise UserError(
            "blackjax's SVGD has no noise and no median bandwidth: set config.method.noise=none and a number"
        )
    target = networks.make("target", config.networks.target)
    algorithm = blackjax.svgd(
        jax.grad(lambda x: target.apply({}, x[None])[0]),
        optax.sgd(method.step_size),
        update_kernel_parameters=lambda state: state,  # by default it takes the median anew in every step
    )
    first = algorithm.init(state.params["particles"][0], {"length_scale": method.bandwidth})

    @jax.jit
    def many(state, steps):
        return jax.lax.fori_loop(0, steps, lambda _, s: algorithm.step(s), state)

    def advance(steps):
        return many(first, steps).particles

    return advance
