"""Optimisers over lists of tensors: PyTorch's fused Adam, and one with its epsilon under the root."""

import math
from collections.abc import Callable

import numpy as np
import optax
import torch
from torch import Tensor
from torch.optim.adam import adam as functional_adam

from ganjax.errors import UserError
from launch.peers import only
from launch.peers.networks import tensors

ADAM = ("name", "learning_rate", "b1", "b2", "eps", "stop_gradient")


def moments(opt_state, device="cpu") -> tuple[int, list[Tensor], list[Tensor]]:
    """(count, first, second moments) of the Adam in an optax state, or (0, [], []) where it has none."""
    states = []

    def walk(node):
        if isinstance(node, optax.ScaleByAdamState):
            states.append(node)
        elif isinstance(node, tuple):
            for item in node:
                walk(item)

    walk(opt_state)
    if not states:
        return 0, [], []
    first, second = (tensors(tree, device)[1] for tree in (states[0].mu, states[0].nu))
    return int(np.asarray(states[0].count)), [t.detach() for t in first], [t.detach() for t in second]


def clip_by_global_norm(grads: list[Tensor], limit: float) -> list[Tensor]:
    """Scales `grads` in place to a global norm of at most `limit`, as optax does: not at all below it."""
    norm = torch.stack(torch._foreach_norm(grads)).norm()
    torch._foreach_mul_(grads, (limit / norm).clamp(max=1.0))
    return grads


def _sgd(config, weights, opt_state):
    only(config, ("name", "learning_rate", "clip_norm"), "sgd")

    def update(grads, rate):
        torch._foreach_add_(weights, grads, alpha=-rate)

    return update


def _adam(config, weights, opt_state):
    only(config, (*ADAM[:-1], "clip_norm", "clip_parameters", "decay_steps", "final_scale"), "adam")
    count, first, second = moments(opt_state, weights[0].device)
    steps = [torch.tensor(float(count), device=w.device) for w in weights]
    fixed = {"beta1": config.get("b1", 0.9), "beta2": config.get("b2", 0.999), "eps": config.get("eps", 1e-8)}

    def update(grads, rate):
        functional_adam(
            weights, grads, first, second, [], steps, fused=True, lr=rate, weight_decay=0.0, amsgrad=False,
            maximize=False, **fixed,
        )  # fmt: skip

    return update


def _unrollable_adam(config, weights, opt_state):
    only(config, (*ADAM, "clip_norm", "clip_parameters", "decay_steps", "final_scale"), "unrollable_adam")
    count, first, second = moments(opt_state, weights[0].device)
    b1, b2, eps = config.get("b1", 0.9), config.get("b2", 0.999), config.get("eps", 1e-8)

    def update(grads, rate):
        nonlocal count
        count += 1
        torch._foreach_lerp_(first, grads, 1 - b1)
        torch._foreach_mul_(second, b2)
        torch._foreach_addcmul_(second, grads, grads, 1 - b2)
        root = torch._foreach_div(second, 1 - b2**count)
        torch._foreach_add_(root, eps)
        torch._foreach_sqrt_(root)
        torch._foreach_addcdiv_(weights, first, root, -rate / (1 - b1**count))

    return update


RULES = {"sgd": _sgd, "adam": _adam, "unrollable_adam": _unrollable_adam}


def make(config, weights: list[Tensor], opt_state) -> Callable[[list[Tensor]], None]:
    """grads -> None, one step of the optimiser that a config describes, on `weights` in place.

    Args: as `ganjax.optimizers.make`; `opt_state` is optax's, to go on from its moments.

    Raises:
      UserError: for an optimiser that has no peer.
    """
    if config.name not in RULES:
        raise UserError(f"optimizer {config.name} has no PyTorch peer; {', '.join(RULES)} have")
    update = RULES[config.name](config, weights, opt_state)
    norm, limit, decay = (config.get(key, 0) for key in ("clip_norm", "clip_parameters", "decay_steps"))
    final, taken = config.get("final_scale", 0.0), moments(opt_state)[0]

    def rate():
        if not decay:
            return config_rate
        share = min(taken / decay, 1.0)
        return config_rate * (final + (1 - final) * 0.5 * (1 + math.cos(math.pi * share)))

    config_rate = config.learning_rate

    @torch.no_grad()
    def step(grads):
        nonlocal taken
        update(clip_by_global_norm(grads, norm) if norm else grads, rate())
        taken += 1
        if limit:
            torch._foreach_clamp_min_(weights, -limit)
            torch._foreach_clamp_max_(weights, limit)

    return step
