"""The step of `ganjax.methods.lbt` in PyTorch: LBT and LBT-GAN with MLPs and a VAE as the student.

The student's weights are views of one vector: its Adam is then five operations however many layers there are,
and so is the derivative of that Adam in the unrolled steps.
"""

import math
from collections.abc import Callable
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor

from ganjax.errors import UserError
from launch.peers import data, gan_torch, networks, only, optimizers


def _normal(x, output, variance):
    """log N(x; output, variance I), summed over coordinates and averaged over examples."""
    log_variance = variance.log() if isinstance(variance, Tensor) else math.log(variance)
    d = x.shape[1]
    square = (x - output).square().sum() / len(x)
    return -0.5 * (square / variance + d * (log_variance + math.log(2 * math.pi)))


def _bernoulli(x, logits, variance):
    """Cross-entropy of images in [-1, 1] with sigmoid(logits), as `ganjax.methods.latent.bernoulli` has it."""
    return -F.binary_cross_entropy_with_logits(logits, (x + 1) / 2, reduction="sum") / len(x)


OBSERVATIONS = {"normal": _normal, "bernoulli": _bernoulli}


class Student(NamedTuple):
    """A VAE as a function of one vector.

    Attributes:
      flat: its weights, [p]. first, second: Adam's moments, [p]; count: Adam's steps so far.
      names: of the weights in `flat`. unpack: [p] -> [weights], views.
      elbo: (flat, x [B, ...], noise [B, samples, d]) -> the mean bound over the batch.
    """

    flat: Tensor
    first: Tensor
    second: Tensor
    count: int  # type: ignore[assignment]  # hides tuple.count, which is not used
    names: list[str]
    unpack: Callable
    elbo: Callable


def _flatten(weights):
    return torch.cat([w.detach().reshape(-1) for w in weights])


def student(config, x_shape, state, device="cpu") -> Student:
    """The student of a config, from the weights and moments of one lane's `state`."""
    vae = config.method.estimator
    if vae.name != "vae":
        raise UserError(f"the PyTorch peer of lbt teaches a vae, not {vae.name}")
    only(vae, ("name", "observation", "variance", "samples"), "lbt")
    if vae.observation not in OBSERVATIONS:
        raise UserError(f"observation {vae.observation} has no PyTorch peer")
    for role in ("generator", "encoder", "decoder"):
        if config.networks[role].name != "mlp":
            raise UserError(f"the PyTorch peer of lbt takes mlp networks, not config.networks.{role}.name="
                            f"{config.networks[role].name}")  # fmt: skip
    params = state.params["estimator"]
    encoder, decoder = (
        networks.load(role, config.networks[role], x_shape, config.batch_size, params[role], device=device)
        for role in ("encoder", "decoder")
    )
    # The order of the flax tree, so that the moments lie as the weights do.
    names, weights = networks.tensors(params, device)
    order = {name: i for i, name in enumerate(names)}
    encoder_at = [order[f"encoder/{name}"] for name in encoder.names]
    decoder_at = [order[f"decoder/{name}"] for name in decoder.names]
    sizes, shapes = [w.numel() for w in weights], [w.shape for w in weights]
    log_variance_at = order.get("log_variance")
    log_density = OBSERVATIONS[vae.observation]
    count, first, second = optimizers.moments(state.opt_state["estimator"], device)

    def unpack(flat):
        return [w.view(shape) for w, shape in zip(flat.split(sizes), shapes, strict=True)]

    def elbo(flat, x, noise):
        weights = unpack(flat)
        mean, log_variance = encoder.apply([weights[i] for i in encoder_at], x)
        std = torch.exp(0.5 * log_variance)
        samples = noise.shape[1]
        latent = torch.addcmul(mean, std, noise[:, 0]) if samples == 1 else (
            torch.addcmul(mean[:, None], std[:, None], noise).reshape(-1, noise.shape[2])
        )  # fmt: skip
        output = networks.rows(decoder.apply([weights[i] for i in decoder_at], latent))
        target = networks.rows(x)
        target = target if samples == 1 else target.repeat_interleave(samples, 0)
        variance = vae.variance if log_variance_at is None else weights[log_variance_at].exp()
        # exp(log_variance) is std^2: one transcendental fewer.
        kl = 0.5 * (mean.square() + std.square() - log_variance).sum() / len(x) - 0.5 * mean.shape[1]
        return log_density(target, output, variance) - kl

    flat = _flatten(weights)
    zeros = torch.zeros_like(flat)
    first, second = (_flatten(m) if m else zeros.clone() for m in (first, second))
    return Student(flat, first, second, count, names, unpack, elbo)


# Adam's direction by where its epsilon is.
DIRECTIONS = {
    "unrollable_adam": lambda m, v, eps: m * torch.rsqrt(v + eps),
    "adam": lambda m, v, eps: m / (torch.sqrt(v) + eps),
}


def adam(config) -> Callable:
    """(flat, gradient, first, second, count) -> the same after a step, out of place: differentiable."""
    if config.name not in DIRECTIONS:
        raise UserError(f"the PyTorch peer of lbt has no optimizer {config.name} for the student")
    only(config, optimizers.ADAM, "lbt")
    direction, rate = DIRECTIONS[config.name], config.learning_rate
    b1, b2, eps = config.get("b1", 0.9), config.get("b2", 0.999), config.get("eps", 1e-8)
    constant = config.get("stop_gradient", False)

    def update(flat, grad, first, second, count):
        count += 1
        square = grad.detach() if constant else grad
        first = first.lerp(grad, 1 - b1)
        second = torch.addcmul(b2 * second, square, square, value=1 - b2)
        flat = flat - rate * direction(first / (1 - b1**count), second / (1 - b2**count), eps)
        return flat, first, second, count

    return update


def committed(student: Student, update, samples: list[Tensor], noise: list[Tensor]):
    """M steps of the student on samples [B, ...] and noise [B, samples, d]: (flat, first, second, count)."""
    flat, moments = student.flat, (student.first, student.second, student.count)
    for x, eps in zip(samples, noise, strict=True):
        flat = flat.detach().requires_grad_()
        (grad,) = torch.autograd.grad(-student.elbo(flat, x, eps), flat)
        with torch.no_grad():
            flat, *moments = update(flat, grad, *moments)
    return flat.detach(), *moments


def look_ahead(student: Student, update, taught, samples: list[Tensor], noise: list[Tensor]) -> Tensor:
    """The student's vector after K further steps from `taught`, differentiable in the samples."""
    flat, moments = taught[0].detach().requires_grad_(), taught[1:]
    for x, eps in zip(samples, noise, strict=True):
        (grad,) = torch.autograd.grad(-student.elbo(flat, x, eps), flat, create_graph=True)
        flat, *moments = update(flat, grad, *moments)
    return flat


class Lesson(NamedTuple):
    """The random numbers of a step: latents [M B or K B, d], noise [[B, samples, d]] of each student step.

    `noise_x` [B, samples, d] is that of the bound on the data.
    """

    latent_m: Tensor
    noise_m: list[Tensor]
    latent_k: Tensor
    noise_k: list[Tensor]
    noise_x: Tensor


def teach(config, student, generator, updates, x, lesson, weight=1.0):
    """The student after M steps, and the teaching loss through K more, differentiable in the generator."""
    committed_update, ahead_update = updates
    with torch.no_grad():
        samples = generator.apply(generator.weights, lesson.latent_m).chunk(config.method.inner_steps)
    taught = committed(student, committed_update, samples[: len(lesson.noise_m)], lesson.noise_m)
    flat = taught[0]
    if lesson.noise_k:
        samples = generator.apply(generator.weights, lesson.latent_k).chunk(config.method.unroll_steps)
        flat = look_ahead(student, ahead_update, taught, samples, lesson.noise_k)
    return taught, -weight * student.elbo(flat, x, lesson.noise_x)


def student_updates(config):
    """The student's optimisers in the committed and in the unrolled steps, which share their moments."""
    committed_update = adam(config.estimator_tx)
    return committed_update, adam(config.unroll_tx) if "unroll_tx" in config else committed_update


def players(config, x_shape, state, device="cpu"):
    """(generator, its game with a discriminator or None) from one lane's `state`."""
    if "discriminator" in config.networks:
        play = gan_torch.game(config, x_shape, state, device)
        return play.generator, play
    net, params = config.networks.generator, state.params["generator"]
    return networks.load("generator", net, x_shape, config.batch_size, params, device=device), None


METHOD = ("name", "inner_steps", "unroll_steps", "teaching_weight", "teaching_start", "estimator", "remat")
# What only the implicit hypergradient reads.
UNREAD = ("damping", "cg_iterations")


def make(config, run, state, device="cpu") -> Callable[[], Tensor]:
    """step() -> the generator's loss, of the first lane of `state`.

    Rematerialisation is left out: it changes no number and would make the peer slower.

    Raises:
      UserError: where the config asks for something that this peer does not do.
    """
    only({"hypergradient": config.method.hypergradient != "unrolled"}, (), "lbt")
    only(config.method, (*METHOD, *UNREAD, "hypergradient", "adversarial_weight", "loss"), "lbt")
    only({"ema": config.ema}, (), "lbt")
    method = config.method
    state = networks.first_lane(state)
    x_shape, n = run.dataset.x_shape, config.batch_size
    generator, play = players(config, x_shape, state, device)
    pupil, updates = student(config, x_shape, state, device), student_updates(config)
    sample = data.sampler(run.dataset, device)
    update_g = optimizers.make(config.generator_tx, generator.weights, state.opt_state["generator"])
    if play is not None:
        weights = play.discriminator.weights
        update_d = optimizers.make(config.discriminator_tx, weights, state.opt_state["discriminator"])
    latent_dim, student_dim = config.networks.generator.latent_dim, config.networks.encoder.latent_dim
    m, k, taken = method.inner_steps, method.unroll_steps, int(state.step)

    def latents(count):
        return torch.randn(count, latent_dim, device=device)

    def step():
        nonlocal pupil, taken
        x = sample(n)
        if play is not None:
            _, grads = play.critic(x, latents(n))
            update_d(grads)
        noise = torch.randn(m + k + 1, n, method.estimator.samples, student_dim, device=device).unbind()
        lesson = Lesson(latents(m * n), noise[:m], latents(k * n), noise[m : m + k], noise[-1])
        weight = method.teaching_weight * (taken >= method.teaching_start)
        taught, loss = teach(config, pupil, generator, updates, x, lesson, weight)
        if play is not None:
            loss = loss + method.adversarial_weight * play.generator_loss(latents(n))
        # With K = 0 nothing of the teaching loss depends on the generator.
        grads = torch.autograd.grad(loss, generator.weights, allow_unused=True, materialize_grads=True)
        update_g(list(grads))
        flat, first, second, count = taught
        pupil, taken = pupil._replace(flat=flat, first=first, second=second, count=count), taken + 1
        return loss.detach()

    return step
