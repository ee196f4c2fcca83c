"""A small convolutional classifier of digits, the evaluator of mode counts and inception scores."""

import flax.linen as nn

from ganjax.networks.layers import Conv, Dense


class Classifier(nn.Module):
    """images [B, H, W, C] of 8 to 32 pixels -> logits [B, n_classes].

    Strides in place of pooling keep it cheap; no batch norm, so a score depends on one image only.
    """

    n_classes: int
    filters: tuple[int, int] = (32, 64)
    hidden: int = 128

    @nn.compact
    def __call__(self, x, *, train: bool = False):
        for filters, size in zip(self.filters, (5, 3), strict=True):
            x = nn.relu(Conv(filters, (size, size), (2, 2))(x))
        x = nn.relu(Dense(self.hidden)(x.reshape(len(x), -1)))
        return Dense(self.n_classes)(x)
