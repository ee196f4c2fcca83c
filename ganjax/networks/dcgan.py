"""DCGAN (Radford et al. 2016) for square or oblong images whose sides halve down to at most 7 pixels."""

from math import prod

import flax.linen as nn

from ganjax.errors import UserError
from ganjax.networks.layers import Conv, ConvTranspose, batch_norm, condition, normal_init


def stages(shape: tuple[int, ...]) -> tuple[int, int, int]:
    """(upsamplings, height, width at first) for images [H, W, C]: 28 is 7 doubled twice, 32 is 4 three times.

    At least two upsamplings, from 4 to 7 pixels where the image has them (8: from 2 by 2).
    """
    if len(shape) != 3 or shape[0] % 4 or shape[1] % 4:
        raise UserError(f"dcgan takes images [H, W, C] with sides divisible by 4, not {tuple(shape)}")
    n = 2
    while not (shape[0] % 2 ** (n + 1) or shape[1] % 2 ** (n + 1)) and min(shape[:2]) // 2 ** (n + 1) >= 4:
        n += 1
    if max(shape[:2]) // 2**n > 7:
        raise UserError(f"dcgan can't halve {tuple(shape)} down to 7 pixels or fewer; resize to 28, 32 or 64 pixels")
    return n, shape[0] >> n, shape[1] >> n


class Generator(nn.Module):
    """latent [B, latent_dim] (and label [B] or [B, c]) -> images [B, *x_shape] in [-1, 1].

    The widest feature map, the first, has filters * 2^(upsamplings - 1) channels.
    """

    latent_dim: int
    x_shape: tuple[int, ...]
    filters: int = 64
    kernel: int = 4
    n_classes: int = 0
    axis_name: str | None = None

    @nn.compact
    def __call__(self, latent, label=None, *, train: bool):
        n, height, width = stages(self.x_shape)
        options = {"kernel_size": (self.kernel, self.kernel), "strides": (2, 2), "kernel_init": normal_init}
        channels = [self.filters * 2**i for i in reversed(range(n))]
        x = condition(latent, label, self.n_classes)
        x = nn.Dense(height * width * channels[0], use_bias=False, kernel_init=normal_init)(x)
        x = x.reshape(-1, height, width, channels[0])
        for c in channels[1:]:
            x = nn.relu(batch_norm(train, self.axis_name)(x))
            x = ConvTranspose(c, use_bias=False, **options)(x)
        x = nn.relu(batch_norm(train, self.axis_name)(x))
        return nn.tanh(ConvTranspose(self.x_shape[-1], **options)(x))


class Discriminator(nn.Module):
    """images [B, H, W, C] -> logits [B]; features: the last activations, or feature_dim > 0 units after them.

    batch_norm=False is for critics under a gradient penalty, which is per example (Gulrajani et al. 2017).
    """

    filters: int = 64
    kernel: int = 4
    batch_norm: bool = True
    feature_dim: int = 0
    axis_name: str | None = None

    @nn.compact
    def features(self, x, *, train: bool):
        n, _, _ = stages(x.shape[1:])
        for i in range(n):
            norm = self.batch_norm and i > 0
            x = Conv(
                self.filters * 2**i,
                (self.kernel, self.kernel),
                (2, 2),
                use_bias=not norm,
                kernel_init=normal_init,
                name=f"conv_{i}",
            )(x)
            x = batch_norm(train, self.axis_name, name=f"norm_{i}")(x) if norm else x
            x = nn.leaky_relu(x, 0.2)
        x = x.reshape(len(x), prod(x.shape[1:]))
        if self.feature_dim:
            x = nn.leaky_relu(nn.Dense(self.feature_dim, kernel_init=normal_init, name="feature")(x), 0.2)
        return x

    def setup(self):
        self.logit = nn.Dense(1, kernel_init=normal_init)

    def head(self, features):
        return self.logit(features)[..., 0]

    def __call__(self, x, *, train: bool):
        return self.head(self.features(x, train=train))
