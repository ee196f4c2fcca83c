"""The sized DCGANs of SIG for Stacked MNIST (Yin & Zhou 2018): S, M, L are K_g 1, 1, 2, K_d .5, 1, 1.

Two of the appendix's layers can't be as printed: the generator's last must be transposed to get from 14 to
28 pixels, and the discriminator's must be convolutions, not transposed ones.
"""

import flax.linen as nn

from ganjax.errors import UserError
from ganjax.networks.layers import Conv, ConvTranspose, Dense, batch_norm, code, condition, normal_init


class Generator(nn.Module):
    """latent [B, latent_dim] -> 4x4x64 -> 7x7x64K -> 14x14x32K -> 14x14x8K -> [B, 28, 28, C] in [-1, 1]."""

    latent_dim: int
    x_shape: tuple[int, ...] = (28, 28, 3)
    width: float = 1.0
    n_classes: int = 0
    axis_name: str | None = None

    @nn.compact
    def __call__(self, latent, label=None, *, train: bool):
        if tuple(self.x_shape[:2]) != (28, 28):
            raise UserError(f"the stacked_sig generator makes 28x28 images, not {tuple(self.x_shape)}")
        x = condition(latent, label, self.n_classes)
        x = Dense(4 * 4 * 64, kernel_init=normal_init)(x).reshape(-1, 4, 4, 64)
        x = nn.relu(batch_norm(train, self.axis_name)(x))
        for filters, stride, padding in ((64, 1, "VALID"), (32, 2, "SAME"), (8, 1, "SAME")):
            filters = max(int(filters * self.width), 1)
            x = ConvTranspose(filters, (4, 4), (stride, stride), padding, kernel_init=normal_init)(x)
            x = nn.relu(batch_norm(train, self.axis_name)(x))
        return nn.tanh(ConvTranspose(self.x_shape[-1], (4, 4), (2, 2), kernel_init=normal_init)(x))


class Discriminator(nn.Module):
    """images [B, H, W, C] -> logits [B]; features: the last activations, flat. No norm on the first."""

    width: float = 1.0
    batch_norm: bool = True
    axis_name: str | None = None

    def setup(self):
        self.logit = Dense(1, kernel_init=normal_init)

    @nn.compact
    def features(self, x, *, train: bool):
        """x [B, H, W, C] -> [B, d], what the head judges."""
        for i, (filters, stride, padding) in enumerate(((8, 2, "VALID"), (16, 2, "SAME"), (32, 1, "SAME"))):
            filters = max(int(filters * self.width), 1)
            x = Conv(filters, (4, 4), (stride, stride), padding, kernel_init=normal_init, name=f"conv_{i}")(x)
            x = batch_norm(train, self.axis_name, name=f"norm_{i}")(x) if self.batch_norm and i else x
            x = nn.leaky_relu(x, 0.2)
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
    width: float = 1.0
    batch_norm: bool = True
    deterministic: bool = False
    axis_name: str | None = None

    @nn.compact
    def __call__(self, x, *, train: bool = False):
        body = Discriminator(self.width, self.batch_norm, self.axis_name)
        return code(body.features(x, train=train), self.latent_dim, self.deterministic, kernel_init=normal_init)
