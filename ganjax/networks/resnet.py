"""The residual networks of SNGAN (Miyato et al. 2018, App. B.4) and, with attention, of SAGAN (Zhang et al. 2019)."""

import flax.linen as nn
import jax
import jax.numpy as jnp

from ganjax.errors import UserError
from ganjax.networks.dcgan import check_attention, stages
from ganjax.networks.layers import Conv, Dense, batch_norm, code, condition
from ganjax.networks.spectral import Judge, SelfAttention, normalised

_init = nn.initializers.glorot_uniform()


def _upsampled(x):
    b, h, w, c = x.shape
    return jax.image.resize(x, (b, 2 * h, 2 * w, c), "nearest")


def _pooled(x):
    return nn.avg_pool(x, (2, 2), (2, 2))


class Generator(nn.Module):
    """latent [B, latent_dim] (and label [B] or [B, c]) -> images [B, *x_shape] in [-1, 1].

    Each block doubles the sides: x + conv(relu(norm(conv(relu(norm(x)))))), 3x3. Three blocks from 4 pixels to 32.

    filters: channels of every block. attention: the height of the feature maps it acts on, 0: none.
    spectral_norm: of every layer, as SAGAN's generator has.
    """

    latent_dim: int
    x_shape: tuple[int, ...]
    filters: int = 256
    n_classes: int = 0
    attention: int = 0
    spectral_norm: bool = False
    axis_name: str | None = None

    @nn.compact
    def __call__(self, latent, label=None, *, train: bool):
        check_attention(self.attention, self.x_shape)
        n, height, width = stages(self.x_shape)

        def layer(module, x):
            return normalised(module, self.spectral_norm)(x)

        def conv(size, x, features=self.filters):
            return layer(Conv(features, (size, size), kernel_init=_init), x)

        def active(x):
            return nn.relu(batch_norm(train, self.axis_name)(x))

        x = condition(latent, label, self.n_classes)
        x = layer(Dense(height * width * self.filters, kernel_init=_init), x)
        x = x.reshape(-1, height, width, self.filters)
        for _ in range(n):
            x = SelfAttention(self.spectral_norm)(x) if x.shape[1] == self.attention else x
            # A 1x1 convolution commutes with repeating pixels, and is four times cheaper before it.
            short = _upsampled(conv(1, x))
            x = short + conv(3, active(conv(3, _upsampled(active(x)))))
        return nn.tanh(conv(3, active(x), self.x_shape[-1]))


class Discriminator(Judge):
    """images [B, H, W, C] -> logits [B]; features: pooled activations [B, filters], or feature_dim units after them.

    Blocks that halve the sides down to 7 or 8, then `flat_blocks` that keep them; no batch norm.

    filters: channels of every block. spectral_norm: of every layer, the head included. attention: the height of the
    feature maps it acts on, 0: none.
    """

    filters: int = 128
    flat_blocks: int = 2
    head_init = staticmethod(_init)
    spectral_norm: bool = True
    feature_dim: int = 0
    attention: int = 0

    @nn.compact
    def features(self, x, *, train: bool):
        """x [B, H, W, C] -> [B, d], summed over the pixels."""

        def layer(module, x):
            return normalised(module, self.spectral_norm)(x)

        def conv(size, x):
            return layer(Conv(self.filters, (size, size), kernel_init=_init), x)

        if min(x.shape[1:3]) < 4 or x.shape[1] % 2 or x.shape[2] % 2:
            stages(x.shape[1:])  # raises for images of other sizes
        heights = []
        x = _pooled(conv(3, nn.relu(conv(3, x)))) + conv(1, _pooled(x))
        while True:
            heights.append(x.shape[1])
            x = SelfAttention(self.spectral_norm)(x) if x.shape[1] == self.attention else x
            if min(x.shape[1:3]) <= 8 or x.shape[1] % 2 or x.shape[2] % 2:
                break
            x = _pooled(conv(3, nn.relu(conv(3, nn.relu(x))))) + conv(1, _pooled(x))
        if self.attention and self.attention not in heights:
            raise UserError(f"config.networks: attention is 0 or one of the heights {heights}, not {self.attention}")
        for _ in range(self.flat_blocks):
            x = x + conv(3, nn.relu(conv(3, nn.relu(x))))
        x = nn.relu(x).sum((1, 2))
        if self.feature_dim:
            x = nn.leaky_relu(layer(Dense(self.feature_dim, kernel_init=_init), x), 0.2)
        return x


class Encoder(nn.Module):
    """images [B, H, W, C] -> mean and log variance of the latent, [B, latent_dim] each: the discriminator's body.

    No norm of any kind.

    deterministic: the latent alone, which is what Reg-GAN and MDGAN encode to.
    """

    latent_dim: int
    filters: int = 128
    flat_blocks: int = 2
    deterministic: bool = False

    @nn.compact
    def __call__(self, x, *, train: bool = False):
        body = Discriminator(filters=self.filters, flat_blocks=self.flat_blocks, spectral_norm=False)
        return code(body.features(x, train=train), self.latent_dim, self.deterministic, kernel_init=_init)


class Classifier(nn.Module):
    """images [B, H, W, C] -> logits [B, n_classes]; features [B, filters[-1]]. Evaluator of `ganjax.metrics.resnet`.

    A residual network with batch norm (He et al. 2016): a stage a number of `filters`, `blocks` blocks each, the
    sides halved between stages, then the mean over pixels.

    stride: of the first convolution; 2 halves the work for digits.
    """

    n_classes: int
    filters: tuple[int, ...] = (32, 64, 128)
    blocks: int = 2
    stride: int = 1

    @nn.compact
    def features(self, x, *, train: bool = False):
        """x [B, H, W, C] -> [B, filters[-1]], the mean over the pixels."""

        def conv(features, size, stride, x):
            module = Conv(
                features, (size, size), (stride, stride), use_bias=False, kernel_init=nn.initializers.he_normal()
            )
            return batch_norm(train)(module(x))

        x = nn.relu(conv(self.filters[0], 3, self.stride, x))
        for stage, filters in enumerate(self.filters):
            for block in range(self.blocks):
                stride = 2 if stage and not block else 1
                short = x if x.shape[-1] == filters and stride == 1 else conv(filters, 1, stride, x)
                x = nn.relu(short + conv(filters, 3, 1, nn.relu(conv(filters, 3, stride, x))))
        return jnp.mean(x, (1, 2))

    def setup(self):
        self.logit = Dense(self.n_classes)

    def head(self, features):
        """features [B, filters[-1]] -> logits [B, n_classes]."""
        return self.logit(features)

    def __call__(self, x, *, train: bool = False):
        return self.head(self.features(x, train=train))
