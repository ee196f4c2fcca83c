"""An autoencoder as the energy of Stein-GAN (Wang & Liu 2016, Eq. 17)."""

import flax.linen as nn
import jax.numpy as jnp

from ganjax.networks import dcgan


class Discriminator(nn.Module):
    """images [B, H, W, C] -> logits [B], minus the energy: -scale times the mean squared error of reconstruction.

    features: the code and the errors of all values [B, latent_dim + H W C]. The two halves are DCGAN's.

    batch_norm: of the decoder; without it the energy of an example depends on no other example of its batch.

    filters, latent_dim: of the halves. scale: with 1 the energy of an image in [-1, 1] is between 0 and 4.
    """

    filters: int = 64
    latent_dim: int = 100
    scale: float = 1.0
    batch_norm: bool = False
    axis_name: str | None = None

    @nn.compact
    def features(self, x, *, train: bool):
        """x [B, H, W, C] -> [B, latent_dim + H W C]: the code, and the error of every pixel."""
        encoder = dcgan.Discriminator(filters=self.filters, batch_norm=False, feature_dim=self.latent_dim)
        decoder = dcgan.Generator(
            self.latent_dim, x.shape[1:], self.filters, batch_norm=self.batch_norm, axis_name=self.axis_name
        )
        code = encoder.features(x, train=train)
        error = x - decoder(code, train=train)
        return jnp.concatenate([code, error.reshape(len(x), -1)], -1)

    def head(self, features):
        """features [B, latent_dim + H W C] -> logits [B]: minus the mean squared error."""
        return -self.scale * jnp.mean(features[:, self.latent_dim :] ** 2, -1)

    def __call__(self, x, *, train: bool):
        return self.head(self.features(x, train=train))
