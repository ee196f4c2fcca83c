"""What an adversarial game refuses: a term on the wrong side, a network that lacks a part, labels of one player."""

from collections.abc import Sequence

import flax.linen as nn

from ganjax.errors import UserError
from ganjax.types import Term


def check_sides(discriminator_terms: Sequence[Term], generator_terms: Sequence[Term]) -> None:
    """Raises UserError for a term on a side where it cannot be."""
    of_discriminator = {term.name for term in discriminator_terms}
    of_generator = {term.name for term in generator_terms}
    for term in generator_terms:
        if term.owner in ("discriminator", "both") and term.name not in of_discriminator:
            raise UserError(f"config.method.terms: {term.name} must be among the discriminator's terms too")
    for term in discriminator_terms:
        if term.owner == "generator":
            raise UserError(f"config.method.terms: {term.name} can be among the generator's terms only")
        if term.owner == "both" and term.name not in of_generator:
            raise UserError(f"config.method.terms: {term.name} must be among the generator's terms too")


def check_parts(generator: nn.Module, discriminator: nn.Module) -> None:
    """Raises UserError where a network is not one as docs/guides/network.md describes it."""
    needed = (
        (generator, "generator", "latent_dim", "the length of a latent"),
        (discriminator, "discriminator", "features", "a method (x, *, train) -> [B, d]"),
        (discriminator, "discriminator", "head", "a method (features) -> logits [B]"),
    )
    for network, role, part, meaning in needed:
        if not hasattr(network, part):
            raise UserError(f"the {role} {type(network).__name__} has no {part}: {meaning} (docs/guides/network.md)")


def check_classes(generator: nn.Module, discriminator: nn.Module) -> None:
    """Raises UserError where the discriminator is conditional and the generator is not, or on another label."""
    of_both = (getattr(generator, "n_classes", 0), getattr(discriminator, "n_classes", 0))
    if of_both[1] and of_both[0] != of_both[1]:
        raise UserError(
            f"config.networks.discriminator.n_classes is {of_both[1]}: it must be the generator's, {of_both[0]}"
        )
