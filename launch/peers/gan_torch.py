"""The step of `ganjax.methods.gan` in PyTorch: DCGANs with batch norm, and MLPs, under any of its losses."""

from collections.abc import Callable
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor

from ganjax.errors import UserError
from launch.peers import data, networks, only, optimizers


class Loss(NamedTuple):
    """As `ganjax.losses.adversarial.AdversarialLoss`: logits [B] -> losses [B]."""

    real: Callable
    fake: Callable
    generator: Callable


def _towards(target):
    return lambda logits: 0.5 * (logits - target) ** 2


def _positive(logits):
    return logits


LOSSES = {
    "minimax": Loss(lambda x: F.softplus(-x), F.softplus, lambda x: -F.softplus(x)),
    "non_saturating": Loss(lambda x: F.softplus(-x), F.softplus, lambda x: F.softplus(-x)),
    "least_squares": Loss(_towards(1), _towards(0), _towards(1)),
    "wasserstein": Loss(torch.neg, _positive, torch.neg),
    "hinge": Loss(lambda x: F.relu(1 - x), lambda x: F.relu(1 + x), torch.neg),
}


class Game(NamedTuple):
    """The two halves of a game.

    Attributes:
      generator, discriminator: networks, whose weights the optimisers change in place.
      critic: (x [B, ...], latent [B, d]) -> (loss, gradients of the discriminator's weights).
      generator_loss: (latent [B, d]) -> loss, differentiable. Both move the running statistics as ours do.
    """

    generator: networks.Network
    discriminator: networks.Network
    critic: Callable
    generator_loss: Callable


def game(config, x_shape, state, device="cpu", wrap=None) -> Game:
    """The game of a config, from the weights of one lane's `state`; `wrap` (torch.compile) goes round both networks.

    Raises:
      UserError: for a loss or a network that has no peer.
    """
    if config.method.loss not in LOSSES:
        raise UserError(f"loss {config.method.loss} has no PyTorch peer; {', '.join(LOSSES)} have")
    loss = LOSSES[config.method.loss]

    def network(role):
        params, variables = state.params[role], state.model_state[role]
        net = config.networks[role]
        return networks.load(role, net, x_shape, config.batch_size, params, variables, device, wrap)

    generator, discriminator = network("generator"), network("discriminator")
    normalised = bool(discriminator.stats)

    def critic(x, latent):
        with torch.no_grad():
            fake = generator.apply(generator.weights, latent)
        if normalised:
            # Real and generated examples are batches of their own, in this order.
            real_logits = discriminator.apply(discriminator.weights, x, discriminator.stats)
            fake_logits = discriminator.apply(discriminator.weights, fake, discriminator.stats)
        else:
            both = discriminator.apply(discriminator.weights, torch.cat([x, fake]))
            real_logits, fake_logits = both.chunk(2)
        value = (loss.real(real_logits) + loss.fake(fake_logits)).mean()
        return value.detach(), list(torch.autograd.grad(value, discriminator.weights))

    def generator_loss(latent):
        fake = generator.apply(generator.weights, latent, generator.stats)
        logits = discriminator.apply(discriminator.weights, fake, discriminator.stats)
        return loss.generator(logits).mean()

    return Game(generator, discriminator, critic, generator_loss)


def make(config, run, state, device="cpu", wrap=None) -> Callable[[], Tensor]:
    """step() -> the generator's loss, of the first lane of `state`; `wrap` (torch.compile) goes round both networks.

    Raises:
      UserError: where the config asks for something that this peer does not do.
    """
    only(config.method, ("name", "loss", "critic_steps"), "gan")
    only({"ema": config.ema}, (), "gan")
    state = networks.first_lane(state)
    play = game(config, run.dataset.x_shape, state, device, wrap)
    sample = data.sampler(run.dataset, device)
    g_weights, d_weights = play.generator.weights, play.discriminator.weights
    update_g = optimizers.make(config.generator_tx, g_weights, state.opt_state["generator"])
    update_d = optimizers.make(config.discriminator_tx, d_weights, state.opt_state["discriminator"])
    n, shape = config.batch_size, (config.batch_size, config.networks.generator.latent_dim)

    def step():
        for _ in range(config.method.critic_steps):
            _, grads = play.critic(sample(n), torch.randn(shape, device=device))
            update_d(grads)
        value = play.generator_loss(torch.randn(shape, device=device))
        update_g(list(torch.autograd.grad(value, g_weights)))
        return value.detach()

    return step
