"""The mode regulariser that makes any GAN a Reg-GAN (Che et al. 2017)."""

from collections.abc import Mapping
from typing import Any

import flax.linen as nn
import jax
import jax.numpy as jnp

from ganjax import networks, optimizers
from ganjax.errors import UserError
from ganjax.losses.adversarial import require_single
from ganjax.losses.distance import squared_distance
from ganjax.networks.precision import with_precision
from ganjax.networks.variables import autoencode, init_network
from ganjax.types import Array, Term

DISTANCES = ("pixels", "features")


def check_weights(where: str, distance: str, **weights: float) -> None:
    """Raises UserError, beginning with `where`, for an unknown distance or a negative weight."""
    if distance not in DISTANCES:
        raise UserError(f"{where}: the distance is one of {', '.join(DISTANCES)}, not {distance!r}")
    for name, weight in weights.items():
        if isinstance(weight, int | float) and weight < 0:  # a swept one is traced
            raise UserError(f"{where}: {name} must not be negative, not {weight}")


def reconstruction_terms(distance: str, judge, loss, x: Array, reconstruction: Array) -> tuple[Array, Array]:
    """(d(x, G(E(x))) [B], the generator's adversarial loss of G(E(x)) [B]), of Che et al. 2017, Eq. 1 and 2.

    Args:
      distance: "pixels" or "features". judge: x -> (logits, features). loss: the `AdversarialLoss`.
      x, reconstruction: [B, ...].
    """
    logits, features = judge(reconstruction)
    if distance == "pixels":
        distances = squared_distance(x, reconstruction)
    else:
        distances = squared_distance(judge(x)[1], features)
        # One distance of each pack, where a discriminator judges packs.
        distances = jnp.repeat(distances, len(x) // len(distances))
    return distances, loss.generator(logits)


def make(
    encoder: nn.Module | Mapping[str, Any] | None = None,
    distance_weight: float = 0.2,
    mode_weight: float = 0.4,
    distance: str = "pixels",
    tx: Mapping[str, Any] | None = None,
    axis_name: str | None = None,
    precision: str = "float32",
) -> Term:
    """lambda_1 d(x, G(E(x))) - lambda_2 log D(G(E(x))), x of the data (Che et al. 2017, Eq. 1 and 2).

    Both equations have the sign of the second part wrong in print: they would keep G away from the data's modes.
    "-log D" is the generator's part of the game's loss, whichever it is. G and the encoder E descend the same term,
    each with its own optimiser. A conditional generator reconstructs x with x's own label.

    The term owns E, and the generator's batch statistics of encoded latents (`ganjax.networks.variables.autoencode`);
    D's and the prior's are left as they are. Only for the generator.

    Args:
      encoder: the config of an encoder (`ganjax.networks`), or a module x -> latent of the generator's size.
      distance_weight, mode_weight: lambda_1 and lambda_2; by default those of the paper's grid search on MNIST.
      distance: d, a squared Euclidean distance of all of an example's values ("pixels") or of D's features of x and
        of G(E(x)) ("features").
      tx: the encoder's optimiser; default Adam at 2e-4 with b1 = .5.
      precision: what the encoder computes in (`ganjax.networks.precision`).

    Raises:
      UserError: where there is no encoder, it has latents of another size, a weight is negative, or the distance
        unknown.
    """
    where = "config.method.terms: mode_reg"
    check_weights(where, distance, distance_weight=distance_weight, mode_weight=mode_weight)
    if not isinstance(encoder, nn.Module):
        if not encoder or not encoder.get("name"):
            raise UserError(f"{where} needs an encoder, a network such as {{'name': 'mlp', 'latent_dim': ...}}")
        encoder = networks.make("encoder", encoder, axis_name=axis_name, deterministic=True)
    encoder = with_precision(encoder, precision)

    def init(key, context):
        require_single(context.loss, "mode_reg")
        if encoder.latent_dim != context.latent.shape[-1]:
            raise UserError(
                f"{where}'s encoder.latent_dim is {encoder.latent_dim}: it must be the generator's, "
                f"{context.latent.shape[-1]}"
            )
        params, own = init_network(encoder, key, context.real, train=False)
        # A copy: a state in which two leaves are one array cannot be donated.
        return params, {"encoder": own, "generator": jax.tree.map(jnp.copy, context.statistics)}

    def loss(params, state, key, step, context):
        del key, step
        _, reconstruction, state = autoencode(encoder, params, state, context.real, context.generate)
        distances, mode = reconstruction_terms(distance, context.judge, context.loss, context.real, reconstruction)
        metrics = {"distance": distances.mean(), "mode": mode.mean()}
        return distance_weight * distances + mode_weight * mode, state, metrics

    default = {"name": "adam", "learning_rate": 2e-4, "b1": 0.5}
    return Term(init, loss, optimizers.make(tx or default), name="mode_reg", owner="generator", encoder=encoder)
