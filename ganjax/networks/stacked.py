"""Unrolled GAN's small networks for Stacked MNIST (Metz et al. 2017), PacGAN's too (Lin et al. 2018)."""

import flax.linen as nn

from ganjax.errors import UserError
from ganjax.networks.layers import Conv, ConvTranspose, Dense, Padding, batch_norm, code, condition


class Generator(nn.Module):
    """latent [B, latent_dim] -> 4x4x64 -> 7x7x32 -> 14x14x16 -> 28x28x8 -> [B, 28, 28, C] in [-1, 1]."""

    latent_dim: int
    x_shape: tuple[int, ...] = (28, 28, 3)
    filters: tuple[int, ...] = (64, 32, 16, 8)
    n_classes: int = 0
    axis_name: str | None = None

    @nn.compact
    def __call__(self, latent, label=None, *, train: bool):
        if tuple(self.x_shape[:2]) != (28, 28):
            raise UserError(f"the stacked generator makes 28x28 images, not {tuple(self.x_shape)}")
        x = condition(latent, label, self.n_classes)
        x = Dense(4 * 4 * self.filters[0])(x).reshape(-1, 4, 4, self.filters[0])
        x = nn.relu(batch_norm(train, self.axis_name)(x))
        # One pixel less on either side than a full transposed convolution: (4 - 1) 2 + 3 - 2 = 7.
        paddings: tuple[Padding, ...] = (((1, 1), (1, 1)), "SAME", "SAME")
        for filters, padding in zip(self.filters[1:], paddings, strict=True):
            x = ConvTranspose(filters, (3, 3), (2, 2), padding)(x)
            x = nn.relu(batch_norm(train, self.axis_name)(x))
        return nn.tanh(Conv(self.x_shape[-1], (3, 3))(x))


class Discriminator(nn.Module):
    """images [B, H, W, C] -> logits [B]; filters (4, 8, 16), or (2, 4, 8) for the paper's weaker one.

    features: the last activations, flat. The original normalises every convolution, the first too.
    """

    filters: tuple[int, ...] = (4, 8, 16)
    batch_norm: bool = True
    axis_name: str | None = None

    def setup(self):
        self.logit = Dense(1)

    @nn.compact
    def features(self, x, *, train: bool):
        """x [B, H, W, C] -> [B, d], what the head judges."""
        for i, filters in enumerate(self.filters):
            x = Conv(filters, (3, 3), (2, 2), name=f"conv_{i}")(x)
            x = batch_norm(train, self.axis_name, name=f"norm_{i}")(x) if self.batch_norm else x
            x = nn.leaky_relu(x, 0.3)
        return x.reshape(len(x), -1)

    def head(self, features):
        """features [B, d] -> logits [B]."""
        return self.logit(features)[..., 0]

    def __call__(self, x, *, train: bool):
        return self.head(self.features(x, train=train))


class Encoder(nn.Module):
    """images [B, H, W, C] -> mean and log variance of the latent, [B, latent_dim] each: the discriminator's body.

    deterministic: the latent alone, which is what Reg-GAN and MDGAN encode to.
    """

    latent_dim: int
    filters: tuple[int, ...] = (4, 8, 16)
    batch_norm: bool = True
    deterministic: bool = False
    axis_name: str | None = None

    @nn.compact
    def __call__(self, x, *, train: bool = False):
        body = Discriminator(self.filters, self.batch_norm, self.axis_name)
        return code(body.features(x, train=train), self.latent_dim, self.deterministic)
