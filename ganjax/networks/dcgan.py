"""DCGAN (Radford et al. 2016) for square or oblong images whose sides halve down to at most 7 pixels."""

from math import prod
from typing import Any

import flax.linen as nn

from ganjax.errors import UserError
from ganjax.networks.layers import Conv, ConvTranspose, Dense, batch_norm, code, condition, normal_init
from ganjax.networks.spectral import Judge, SelfAttention, normalised


def _he(stride: int) -> nn.initializers.Initializer:
    return nn.initializers.variance_scaling(2.0 * stride**2, "fan_in", "truncated_normal")


# How weights start, by name: a transposed convolution's stride -> initialiser.
INITIALIZERS = {"normal": lambda stride: normal_init, "he": _he}


def initializer(name: str, stride: int = 1) -> nn.initializers.Initializer:
    """One of `INITIALIZERS`: "normal", N(0, .02²) as in DCGAN, or "he" (He et al. 2015, Eq. 10).

    "he" keeps the size of activations from ReLU layer to layer, as batch norm would. stride: of a transposed
    convolution, of whose kernel each output sees one part in stride².

    Raises:
      UserError: there is none of that name.
    """
    if name not in INITIALIZERS:
        raise UserError(f"config.networks: kernel_init is {' or '.join(INITIALIZERS)}, not {name!r}")
    return INITIALIZERS[name](stride)


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
        raise UserError(f"dcgan cannot halve {tuple(shape)} to 7 pixels or fewer; resize the images to 28, 32 or 64")
    return n, shape[0] >> n, shape[1] >> n


def check_attention(attention: int, shape: tuple[int, ...]) -> None:
    """Raises UserError where no feature maps of an image of this shape have the height `attention`."""
    n, height, _ = stages(shape)
    heights = [height << i for i in range(n)]
    if attention and attention not in heights:
        raise UserError(f"config.networks: attention is 0 or one of the heights {heights}, not {attention}")


class Generator(nn.Module):
    """latent [B, latent_dim] (and label [B] or [B, c]) -> images [B, *x_shape] in [-1, 1].

    The widest feature map, the first, has filters * 2^(upsamplings - 1) channels. attention: the height of the
    feature maps that self-attention acts on, 0: none. batch_norm=False is for the decoder of an energy, which is one
    example's (`ganjax.networks.autoencoder`). kernel_init: of `initializer`; without batch
    norm "normal" starts with small activations and gradients.
    """

    latent_dim: int
    x_shape: tuple[int, ...]
    filters: int = 64
    kernel: int = 4
    n_classes: int = 0
    attention: int = 0
    batch_norm: bool = True
    kernel_init: str = "normal"
    axis_name: str | None = None

    @nn.compact
    def __call__(self, latent, label=None, *, train: bool):
        def norm(x):
            return batch_norm(train, self.axis_name)(x) if self.batch_norm else x

        check_attention(self.attention, self.x_shape)
        bias = not self.batch_norm  # batch norm has its own
        n, height, width = stages(self.x_shape)
        options: dict[str, Any] = {
            "kernel_size": (self.kernel, self.kernel),
            "strides": (2, 2),
            "kernel_init": initializer(self.kernel_init, stride=2),
        }
        channels = [self.filters * 2**i for i in reversed(range(n))]
        x = condition(latent, label, self.n_classes)
        x = Dense(height * width * channels[0], use_bias=bias, kernel_init=initializer(self.kernel_init))(x)
        x = x.reshape(-1, height, width, channels[0])
        for c in channels[1:]:
            x = nn.relu(norm(x))
            x = SelfAttention()(x) if x.shape[1] == self.attention else x
            x = ConvTranspose(c, use_bias=bias, **options)(x)
        x = nn.relu(norm(x))
        x = SelfAttention()(x) if x.shape[1] == self.attention else x
        return nn.tanh(ConvTranspose(self.x_shape[-1], **options)(x))


class Discriminator(Judge):
    """images [B, H, W, C] -> logits [B]; features: the last activations, or feature_dim > 0 units after them.

    batch_norm=False is for critics under a gradient penalty, which is per example (Gulrajani et al. 2017).
    spectral_norm: of every layer, in batch norm's place (Miyato et al. 2018). attention, kernel_init: as in
    `Generator`.
    """

    filters: int = 64
    kernel: int = 4
    batch_norm: bool = True
    spectral_norm: bool = False
    feature_dim: int = 0
    attention: int = 0
    kernel_init: str = "normal"
    axis_name: str | None = None

    @nn.compact
    def features(self, x, *, train: bool):
        """x [B, H, W, C] -> [B, d], what the head judges."""
        check_attention(self.attention, x.shape[1:])
        n, _, _ = stages(x.shape[1:])
        for i in range(n):
            norm = self.batch_norm and not self.spectral_norm and i > 0
            conv = Conv(
                self.filters * 2**i,
                (self.kernel, self.kernel),
                (2, 2),
                use_bias=not norm,
                kernel_init=initializer(self.kernel_init),
                name=f"conv_{i}",
            )
            x = normalised(conv, self.spectral_norm)(x)
            x = batch_norm(train, self.axis_name, name=f"norm_{i}")(x) if norm else x
            x = nn.leaky_relu(x, 0.2)
            if x.shape[1] == self.attention:
                x = SelfAttention(self.spectral_norm, name="attention")(x)
        x = x.reshape(len(x), prod(x.shape[1:]))
        if self.feature_dim:
            dense = Dense(self.feature_dim, kernel_init=initializer(self.kernel_init), name="feature")
            x = nn.leaky_relu(normalised(dense, self.spectral_norm)(x), 0.2)
        return x


class Encoder(nn.Module):
    """images [B, H, W, C] -> mean and log variance of the latent, [B, latent_dim] each: the discriminator's body.

    It is the generator turned round, convolutions for transposed ones (Che et al. 2017, Appendix B).

    deterministic: the latent alone, which is what Reg-GAN and MDGAN encode to. kernel_init: as in `Generator`.
    """

    latent_dim: int
    filters: int = 64
    kernel: int = 4
    batch_norm: bool = True
    deterministic: bool = False
    kernel_init: str = "normal"
    axis_name: str | None = None

    @nn.compact
    def __call__(self, x, *, train: bool = False):
        body = Discriminator(
            filters=self.filters,
            kernel=self.kernel,
            batch_norm=self.batch_norm,
            kernel_init=self.kernel_init,
            axis_name=self.axis_name,
        )
        kernel_init = initializer(self.kernel_init)
        return code(body.features(x, train=train), self.latent_dim, self.deterministic, kernel_init=kernel_init)
