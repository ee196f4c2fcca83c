"""What a game's step gives to its terms."""

from collections.abc import Callable
from typing import NamedTuple

from ganjax.losses.adversarial import AdversarialLoss
from ganjax.types import Array, Params


class Context(NamedTuple):
    """What a step gives to its terms; a term uses what it needs.

    Attributes:
      real, fake: [B, ...]. label: [B] or [B, c], or None. latent: [B, d], the fakes' latents.
      n_classes: how many classes, or attributes, the generator is conditioned on; 0 if it is unconditional.
      real_features, fake_features: [B, d] at the discriminator's feature layer, behind `feature_tx`: gradients of a
        term at these are transformed together with those of the game.
      real_logits, fake_logits: [B]. In a generator step real_features and real_logits are None.
      adversarial: the player's losses [B] before any term.
      loss: what the game's players minimise.
      generate: (latent [m, d], batch statistics) -> (x [m, ...], new batch statistics). discriminate: x [m, ...] ->
        logits [m]. judge: x [m, ...] -> (logits, features). All with the parameters of this step, in training mode,
        leaving the players' own batch statistics as they are; the features are not behind `feature_tx`.
      statistics: the generator's, of batches of the prior's latents.
      axis_name: the device axis or None.
    """

    real: Array
    fake: Array
    label: Array | None
    n_classes: int
    latent: Array
    real_features: Array | None
    fake_features: Array
    real_logits: Array | None
    fake_logits: Array
    adversarial: Array
    loss: AdversarialLoss
    generate: Callable[[Array, Params], tuple[Array, Params]]
    discriminate: Callable[[Array], Array]
    judge: Callable[[Array], tuple[Array, Array]]
    statistics: Params
    axis_name: str | None
