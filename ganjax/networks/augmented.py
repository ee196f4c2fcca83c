"""Differentiable augmentation of all that a discriminator sees, for few images (DiffAugment; Zhao et al. 2020)."""

from collections.abc import Mapping
from typing import Any

import flax.linen as nn
import jax
import jax.numpy as jnp

from ganjax import networks
from ganjax.dropout import drops
from ganjax.errors import UserError

SHIFT, HOLE = 1 / 8, 1 / 2  # of the height and the width
_OWN = 2**31 - 1  # a key folded with it is the augmentations'; dropout folds it with the numbers of layers


def color(key, x):
    """An image x [H, W, C] in [-1, 1] of another brightness, saturation and contrast; it may leave [-1, 1].

    Each is uniform: what is added in [-.5, .5], the factor on the difference from a pixel's grey in [0, 2], that on
    the difference from the image's mean in [.5, 1.5].
    """
    brightness, saturation, contrast = jax.random.uniform(key, (3,), x.dtype)
    x = x + brightness - 0.5
    grey = x.mean(-1, keepdims=True)
    x = grey + 2 * saturation * (x - grey)
    mean = x.mean()
    return mean + (0.5 + contrast) * (x - mean)


def translation(key, x):
    """An image x [H, W, C] moved by up to an eighth of its height and of its width, 0 (mid-grey) where it was."""
    most = [round(size * SHIFT) for size in x.shape[:2]]
    down, right = (jax.random.randint(k, (), 0, 2 * m + 1) for k, m in zip(jax.random.split(key), most, strict=True))
    padded = jnp.pad(x, [(m, m) for m in most] + [(0, 0)])
    return jax.lax.dynamic_slice(padded, (down, right, 0), x.shape)


def cutout(key, x):
    """An image x [H, W, C] with a hole of 0 of half its height and width, whose centre is any pixel."""
    inside = []
    for k, size in zip(jax.random.split(key), x.shape[:2], strict=True):
        hole = round(size * HOLE)
        start = jax.random.randint(k, (), 0, size) - hole // 2
        inside.append((jnp.arange(size) >= start) & (jnp.arange(size) < start + hole))
    return jnp.where((inside[0][:, None] & inside[1])[..., None], 0, x)


POLICIES = {"color": color, "translation": translation, "cutout": cutout}


def augment(keys, x, policy: tuple[str, ...]):
    """Images x [B, H, W, C] as `policy`, names of `POLICIES` in their order, changes them; keys [B], one each."""

    def one(key, image):
        for index, name in enumerate(policy):
            image = POLICIES[name](jax.random.fold_in(key, index), image)
        return image

    return jax.vmap(one)(keys, x)


class Discriminator(nn.Module):
    """images [B, H, W, C] -> logits [B]: those of `body`, which sees augmented images alone, real and generated.

    The generator's gradients go through the augmentations. They are drawn anew wherever a game trains or asks this
    discriminator with `keys` [B]; without keys (as where a term, such as a gradient penalty, asks) there are none.

    Args:
      body: the config of any discriminator of images.
      policy: names of `POLICIES`, in their order.
    """

    body: Mapping[str, Any]
    policy: tuple[str, ...] = ("color", "translation", "cutout")
    axis_name: str | None = None
    takes_keys = True

    def setup(self):
        self.inner = networks.make("discriminator", self.body, axis_name=self.axis_name)

    @property
    def n_classes(self) -> int:
        """0 where `body` does not see labels."""
        return self.body.get("n_classes", 0)

    def features(self, x, *, train: bool = False, keys=None):
        """[B, H, W, C] -> [B, d], of augmented images where there are `keys`.

        Raises:
          UserError: x has no images, or the policy an unknown name.
        """
        for name in self.policy:
            if name not in POLICIES:
                known = ", ".join(POLICIES)
                raise UserError(f"config.networks.discriminator.policy: {name!r} is none of {known}")
        if x.ndim != 4:
            raise UserError("the discriminator 'augmented' judges images, [B, H, W, C]")
        if keys is None:
            return self.inner.features(x, train=train)
        own = jax.vmap(lambda key: jax.random.fold_in(key, _OWN))(keys)
        masks = {"keys": keys} if drops(self.inner) else {}
        return self.inner.features(augment(own, x, self.policy), train=train, **masks)

    def head(self, features, *label):
        """features [B, d] (and labels, where `body` has classes) -> logits [B]."""
        return self.inner.head(features, *label)

    def __call__(self, x, *label, train: bool = False):
        return self.head(self.features(x, train=train), *label)
