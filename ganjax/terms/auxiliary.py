"""The auxiliary classifier at the discriminator's features (Odena et al. 2017; LSVGD, Sec. IV-C)."""

from collections.abc import Mapping
from typing import Any

import flax.linen as nn
from jax.lax import stop_gradient

from ganjax import optimizers
from ganjax.errors import UserError
from ganjax.losses.labels import correct, label_loss
from ganjax.networks.layers import normal_init
from ganjax.types import Term


def make(weight: float = 1.0, tx: Mapping[str, Any] | None = None, generated: bool = False) -> Term:
    """weight times the cross-entropy of a linear classifier of the discriminator's features (LSVGD, Eq. 22).

    On the discriminator's side it sees the real examples; on the generator's it holds still and judges whether each
    sample is of the class of its label. Give it to both sides. Its gradient at the features and the game's are
    summed, and go through `feature_tx` together.

    Args:
      weight: of this side's cross-entropy.
      tx: the optimiser of the classifier; default Adam at 2e-4 with b1 = .5. Read on the discriminator's side.
      generated: whether the discriminator's side sees the generated examples too (the paper's text has it so,
        Eq. 22 has not).

    Raises:
      UserError: where the data have no labels, the generator is not conditional, or the discriminator has not a
        feature vector for each example.
    """

    def head_of(context):
        return nn.Dense(context.n_classes, kernel_init=normal_init)

    def init(key, context):
        if context.label is None or not context.n_classes:
            raise UserError(
                "config.method.terms: auxiliary needs data with labels, and config.networks.generator.n_classes"
            )
        return head_of(context).init(key, context.fake_features)["params"], {}

    def loss(params, state, key, step, context):
        del key, step

        def judge(params, features):
            if len(features) != len(context.label):
                raise UserError("config.method.terms: auxiliary needs features of single examples, not of packs")
            logits = head_of(context).apply({"params": params}, features)
            return label_loss(logits, context.label), correct(logits, context.label).mean()

        if context.real_features is None:
            losses, right = judge(stop_gradient(params), context.fake_features)
            return weight * losses, state, {"generated_accuracy": right}
        losses, right = judge(params, context.real_features)
        if generated:
            losses += judge(params, context.fake_features)[0]
        return weight * losses, state, {"accuracy": right}

    default = {"name": "adam", "learning_rate": 2e-4, "b1": 0.5}
    return Term(init, loss, tx=optimizers.make(tx or default), name="auxiliary", owner="discriminator")
