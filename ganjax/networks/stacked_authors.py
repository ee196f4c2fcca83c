"""The networks of LBT-GAN's authors for Stacked MNIST; their images are in [0, 1], ours in [-1, 1]."""

import flax.linen as nn

from ganjax.errors import UserError
from ganjax.networks.layers import Conv, ConvTranspose, Dense, batch_norm, code, condition


class Generator(nn.Module):
    """latent [B, latent_dim] -> 1024 -> H/4 x W/4 x 32 -> H/2 x W/2 x 16 -> [B, *x_shape] in [-1, 1]."""

    latent_dim: int
    x_shape: tuple[int, ...] = (28, 28, 3)
    hidden: int = 1024
    filters: tuple[int, int] = (32, 16)
    n_classes: int = 0
    axis_name: str | None = None

    @nn.compact
    def __call__(self, latent, label=None, *, train: bool):
        height, width, channels = self.x_shape
        if height % 4 or width % 4:
            raise UserError(f"image sides must be divisible by 4, not {tuple(self.x_shape)}")
        x = condition(latent, label, self.n_classes)
        x = nn.relu(batch_norm(train, self.axis_name)(Dense(self.hidden)(x)))
        x = Dense(height // 4 * (width // 4) * self.filters[0])(x)
        x = nn.relu(batch_norm(train, self.axis_name)(x)).reshape(-1, height // 4, width // 4, self.filters[0])
        x = ConvTranspose(self.filters[1], (5, 5), (2, 2))(x)
        x = nn.relu(batch_norm(train, self.axis_name)(x))
        # tanh(a) = 2 sigmoid(2 a) - 1: the authors' sigmoid on our scale.
        return nn.tanh(ConvTranspose(channels, (5, 5), (2, 2))(x))


class Discriminator(nn.Module):
    """images [B, H, W, C] -> logits [B]; features are the fully connected layer's. No batch norm."""

    filters: tuple[int, ...] = (16, 32)
    hidden: int = 1024

    def setup(self):
        self.convolutions = [Conv(filters, (4, 4), (2, 2)) for filters in self.filters]
        self.feature = Dense(self.hidden)
        self.logit = Dense(1)

    def features(self, x, *, train: bool = False):
        """x [B, H, W, C] -> [B, 1024], the fully connected layer."""
        for convolution in self.convolutions:
            x = nn.leaky_relu(convolution(x), 0.2)
        return nn.leaky_relu(self.feature(x.reshape(len(x), -1)), 0.2)

    def head(self, features):
        """features [B, d] -> logits [B]."""
        return self.logit(features)[..., 0]

    def __call__(self, x, *, train: bool = False):
        return self.head(self.features(x, train=train))


class Encoder(nn.Module):
    """images [B, H, W, C] -> mean and log variance of the latent, [B, latent_dim] each: the discriminator's body.

    deterministic: the latent alone, which is what Reg-GAN and MDGAN encode to.
    """

    latent_dim: int
    filters: tuple[int, ...] = (16, 32)
    hidden: int = 1024
    deterministic: bool = False

    @nn.compact
    def __call__(self, x, *, train: bool = False):
        body = Discriminator(self.filters, self.hidden)
        return code(body.features(x, train=train), self.latent_dim, self.deterministic)
