"""Convolutions that are fast on every backend, batch normalisation and conditioning.

On GPU and TPU the convolutions are `lax.conv_general_dilated`. XLA:CPU runs those slowly, forty times so
inside `lax.scan` (https://github.com/jax-ml/jax/issues/12868) and when `vmap` over parameters makes them
grouped, so on CPU they are written as matrix products:

- `"patches"`: the taps of every output position side by side, then one product (im2col), and for the
  transposed convolution one product, then the taps added where they belong (col2im).
- `"taps"`: a convolution of stride 1 is its own kind of transposed one. Where it has fewer outputs than inputs
  the taps of the output are the smaller array: the last layer of a generator runs two to seven times as fast.
- `"tiles"`: 4x4 kernels with stride 2, the DCGAN's (Radford et al. 2016). In 2x2 blocks of pixels such a
  convolution has a 2x2 kernel, and Winograd's F(2, 2) computes two neighbouring outputs from three products
  for four (Lavin & Gray 2016), in two dimensions four outputs from 9 products for 16. All its coefficients
  are 0 and +-1.

All forms are plain slices, sums and products: they differentiate to any order, forwards and backwards.
"""

from collections.abc import Sequence
from itertools import product

import flax.linen as nn
import jax
import jax.numpy as jnp
from jax import lax

Padding = str | Sequence[tuple[int, int]]

normal_init = nn.initializers.normal(0.02)


def conv_padding(size: int, kernel: int, stride: int, padding: str | tuple[int, int]) -> tuple[int, int]:
    """Zeros before and after one axis of a convolution's input."""
    if padding == "SAME":
        total = max((-(-size // stride) - 1) * stride + kernel - size, 0)
        return total // 2, total - total // 2
    return (0, 0) if padding == "VALID" else (int(padding[0]), int(padding[1]))


def conv_transpose_padding(kernel: int, stride: int, padding: str | tuple[int, int]) -> tuple[int, int]:
    """Zeros around one axis of a transposed convolution's dilated input, as in `lax.conv_transpose`."""
    if padding == "SAME":
        total = kernel + stride - 2
        before = kernel - 1 if stride > kernel - 1 else -(-total // 2)
        return before, total - before
    if padding == "VALID":
        return kernel - 1, kernel - 1 + max(stride - kernel, 0)
    return int(padding[0]), int(padding[1])


def _pad(x, rows, columns):
    """Pads (or, below zero, crops) the two spatial axes of `x` [B, H, W, C]."""
    return lax.pad(x, jnp.zeros((), x.dtype), ((0, 0, 0), (*rows, 0), (*columns, 0), (0, 0, 0)))


def _matmul(a, b):
    """[..., C] x [C, O] -> [..., O] as one two-dimensional product."""
    return (a.reshape(-1, a.shape[-1]) @ b).reshape(*a.shape[:-1], b.shape[-1])


def im2col(x, kernel_size, strides):
    """[B, H, W, C] -> patches [B, H', W', kh * kw * C] of an already padded input."""
    (kh, kw), (sh, sw) = kernel_size, strides
    h, w = (x.shape[1] - kh) // sh + 1, (x.shape[2] - kw) // sw + 1
    taps = [
        x[:, i : i + sh * (h - 1) + 1 : sh, j : j + sw * (w - 1) + 1 : sw] for i, j in product(range(kh), range(kw))
    ]
    return jnp.concatenate(taps, -1)


def col2im(columns, strides):
    """Adds [B, H, W, kh, kw, O] into [B, ceil(((H - 1) s + k) / s) s, ..., O], the transpose of `im2col`.

    Taps congruent modulo the stride meet in one phase of the output, so the sums need no dilated arrays.
    """
    b, h, w, kh, kw, o = columns.shape
    sh, sw = strides
    ah, aw = -(-kh // sh), -(-kw // sw)
    zero = jnp.zeros((b, h + ah - 1, w + aw - 1, o), columns.dtype)
    phases = []
    for p, q in product(range(sh), range(sw)):
        taps = [
            _pad(columns[:, :, :, i * sh + p, j * sw + q], (i, ah - 1 - i), (j, aw - 1 - j))
            for i, j in product(range(ah), range(aw))
            if i * sh + p < kh and j * sw + q < kw
        ]
        phases.append(sum(taps) if taps else zero)
    return blocks_to_pixels(jnp.concatenate(phases, -1), strides)


def pixels_to_blocks(x, strides):
    """[B, H sh, W sw, C] -> [B, H, W, sh * sw * C]."""
    (b, h, w, c), (sh, sw) = x.shape, strides
    x = x.reshape(b, h // sh, sh, w // sw, sw, c).transpose(0, 1, 3, 2, 4, 5)
    return x.reshape(b, h // sh, w // sw, sh * sw * c)


def blocks_to_pixels(x, strides):
    """[B, H, W, sh * sw * C] -> [B, H sh, W sw, C]."""
    (b, h, w, c), (sh, sw) = x.shape, strides
    x = x.reshape(b, h, w, sh, sw, c // (sh * sw)).transpose(0, 1, 3, 2, 4, 5)
    return x.reshape(b, h * sh, w * sw, c // (sh * sw))


def _conv_patches(x, kernel, strides, pads):
    kh, kw, c, o = kernel.shape
    return _matmul(im2col(_pad(x, *pads), (kh, kw), strides), kernel.reshape(kh * kw * c, o))


def _crop_transposed(y, x_shape, kernel_shape, strides, pads):
    """Cuts the full transposed convolution `y` to the window that the padding asks for."""
    edges = []
    for size, n, k, s, (before, after) in zip(
        y.shape[1:3], x_shape[1:3], kernel_shape[:2], strides, pads, strict=True
    ):
        low = before - (k - 1)
        edges.append((low, s * (n - 1) + before + after - k + 2 - size - low))
    return _pad(y, *edges)


def _conv_transpose_patches(x, kernel, strides, pads):
    kh, kw, c, o = kernel.shape
    # Scattering turns the kernel round.
    columns = _matmul(x, kernel[::-1, ::-1].transpose(2, 0, 1, 3).reshape(c, kh * kw * o))
    y = col2im(columns.reshape(*x.shape[:3], kh, kw, o), strides)
    return _crop_transposed(y, x.shape, kernel.shape, strides, pads)


def _tile_kernels(kernel):
    """[4, 4, C, O] -> 3x3 nested list of [4 C, O]: per axis (g0, g0 + g1, g1) over blocks g of two taps."""
    c, o = kernel.shape[2:]
    g = kernel.reshape(2, 2, 2, 2, c, o).transpose(0, 2, 1, 3, 4, 5).reshape(2, 2, 4 * c, o)
    rows = (g[0], g[0] + g[1], g[1])
    return [(r[0], r[0] + r[1], r[1]) for r in rows]


def _conv_tiles(x, kernel, strides, pads):
    """Per axis y0 = d0 g0 + d1 g1 and y1 = d1 g0 + d2 g1 from (d0 - d1) g0, d1 (g0 + g1) and (d1 - d2) g1."""
    # Tiles hold pairs of outputs: an odd last output is paired with zeros, which are cut off at the end.
    size = [(n + sum(p) - 4) // 2 + 1 for n, p in zip(x.shape[1:3], pads, strict=True)]
    pads = [(p[0], 4 * -(-out // 2) + 2 - n - p[0]) for out, n, p in zip(size, x.shape[1:3], pads, strict=True)]
    d = pixels_to_blocks(_pad(x, *pads), (2, 2))
    even, odd = d[:, :-1:2], d[:, 1::2]
    products = []
    for row, kernels in zip((even - odd, odd, odd - d[:, 2::2]), _tile_kernels(kernel), strict=True):
        even, odd = row[:, :, :-1:2], row[:, :, 1::2]
        left, both, right = map(_matmul, (even - odd, odd, odd - row[:, :, 2::2]), kernels)
        products.append(jnp.stack([left + both, both - right], 3))
    top, both, bottom = products
    y = jnp.stack([top + both, both - bottom], 2)
    b, h, _, w, _, o = y.shape
    return y.reshape(b, 2 * h, 2 * w, o)[:, : size[0], : size[1]]


def _conv_transpose_tiles(x, kernel, strides, pads):
    """The transpose of `_conv_tiles` with the kernel turned round, step by step in reverse."""
    kernels = _tile_kernels(kernel[::-1, ::-1].swapaxes(2, 3))
    shape, x = x.shape, _pad(x, (0, x.shape[1] % 2), (0, x.shape[2] % 2))
    top, bottom = x[:, ::2], x[:, 1::2]
    rows = []
    for x_row, row in zip((top, top + bottom, -bottom), kernels, strict=True):
        left, right = x_row[:, :, ::2], x_row[:, :, 1::2]
        tiles = zip((left, left + right, -right), row, strict=True)
        rows.append(_overlap([_matmul(tile, g.T) for tile, g in tiles], axis=2))
    y = blocks_to_pixels(_overlap(rows, axis=1), (2, 2))
    return _crop_transposed(y, shape, kernel.shape, strides, pads)


def _overlap(products, axis):
    """Blocks d0 = m1, d1 = m2 - m1 + m3, d2 = -m3 of products (m1, m2, m3); a tile's d2 is added to the next's d0."""
    first, both, last = products
    edge = [(0, 0)] * first.ndim
    before, after = list(edge), list(edge)
    before[axis], after[axis] = (1, 0), (0, 1)
    even = jnp.pad(first, after) - jnp.pad(last, before)
    odd = jnp.pad(both - first + last, after)
    y = jnp.stack([even, odd], axis + 1)
    y = y.reshape(*even.shape[:axis], 2 * even.shape[axis], *even.shape[axis + 1 :])
    return lax.slice_in_dim(y, 0, y.shape[axis] - 1, axis=axis)


def _conv_taps(x, kernel, strides, pads):
    if tuple(strides) != (1, 1):
        raise ValueError(f"the form 'taps' is for stride 1, not {strides}")
    return _conv_transpose_patches(x, kernel, strides, pads)


def _conv_lax(x, kernel, strides, pads):
    return lax.conv_general_dilated(x, kernel, strides, pads, dimension_numbers=("NHWC", "HWIO", "NHWC"))


def _conv_transpose_lax(x, kernel, strides, pads):
    return lax.conv_general_dilated(
        x, kernel, (1, 1), pads, lhs_dilation=strides, dimension_numbers=("NHWC", "HWIO", "NHWC")
    )


_CONV = {"lax": _conv_lax, "patches": _conv_patches, "taps": _conv_taps, "tiles": _conv_tiles}
_CONV_TRANSPOSE = {
    "lax": _conv_transpose_lax,
    "patches": _conv_transpose_patches,
    "tiles": _conv_transpose_tiles,
}


def _choose(form, kernel_shape, strides, tiled_size, thin="patches"):
    """`form`, or what suits the backend: on CPU tiles where they save products, but `thin` for thin matrices."""
    if form:
        return form
    if jax.default_backend() != "cpu":
        return "lax"
    fits = kernel_shape[:2] == (4, 4) and tuple(strides) == (2, 2) and all(3 * -(-n // 2) < 2 * n for n in tiled_size)
    return "tiles" if fits and min(kernel_shape[2:]) >= 16 else thin


def _both(padding: Padding):
    return (padding, padding) if isinstance(padding, str) else tuple(padding)


def add_bias(y, bias):
    """`y` [B, ..., d] plus `bias` [..., d], of y's type; the sum over examples that the gradient is, is in float32.

    In bfloat16 such a sum is off by a hundredth of its largest partial sum, and modes get uneven shares.
    """
    wide = jnp.promote_types(y.dtype, jnp.float32)
    return (y.astype(wide) + bias.astype(wide)).astype(y.dtype)


def unrounded(x, kernel):
    """x [..., d] times kernel [d, features], in float32 where both are bfloat16."""
    return jnp.matmul(x, kernel, preferred_element_type=jnp.promote_types(x.dtype, jnp.float32))


class Dense(nn.Module):
    """[..., d] -> [..., features], the same function and parameters as `nn.Dense`, with `add_bias`.

    rounded: False: the result is float32 where the factors are bfloat16, for a layer that makes points. bfloat16 has
    steps of 1/64 between 2 and 4: as wide as a narrow mode.
    """

    features: int
    use_bias: bool = True
    kernel_init: nn.initializers.Initializer = nn.linear.default_kernel_init
    rounded: bool = True

    @nn.compact
    def __call__(self, x):
        kernel = self.param("kernel", self.kernel_init, (x.shape[-1], self.features), jnp.float32)
        x, kernel = nn.dtypes.promote_dtype(x, kernel)
        y = x @ kernel if self.rounded else unrounded(x, kernel)
        return add_bias(y, self.param("bias", nn.initializers.zeros, (self.features,))) if self.use_bias else y


class Conv(nn.Module):
    """Convolution [B, H, W, C] -> [B, H', W', features], the same function and parameters as `nn.Conv`.

    padding: "SAME", "VALID" or ((top, bottom), (left, right)). form: see this module; None chooses.
    """

    features: int
    kernel_size: tuple[int, int] = (4, 4)
    strides: tuple[int, int] = (1, 1)
    padding: Padding = "SAME"
    use_bias: bool = True
    kernel_init: nn.initializers.Initializer = nn.initializers.lecun_normal()
    form: str | None = None

    @nn.compact
    def __call__(self, x):
        shape = (*self.kernel_size, x.shape[-1], self.features)
        kernel = self.param("kernel", self.kernel_init, shape, jnp.float32)
        x, kernel = nn.dtypes.promote_dtype(x, kernel)
        pads = tuple(map(conv_padding, x.shape[1:3], shape, self.strides, _both(self.padding)))
        size = [
            (n + sum(p) - k) // s + 1 for n, p, k, s in zip(x.shape[1:3], pads, shape[:2], self.strides, strict=True)
        ]
        thin = "taps" if tuple(self.strides) == (1, 1) and shape[2] > shape[3] else "patches"
        form = _choose(self.form, shape, self.strides, size, thin)
        y = _CONV[form](x, kernel, self.strides, pads)
        return add_bias(y, self.param("bias", nn.initializers.zeros, (self.features,))) if self.use_bias else y


class ConvTranspose(nn.Module):
    """Transposed convolution [B, H, W, C] -> [B, H', W', features], the same as `nn.ConvTranspose`.

    padding: "SAME" (H' = H s), "VALID" or the zeros around the dilated input; form as in `Conv`.
    """

    features: int
    kernel_size: tuple[int, int] = (4, 4)
    strides: tuple[int, int] = (1, 1)
    padding: Padding = "SAME"
    use_bias: bool = True
    kernel_init: nn.initializers.Initializer = nn.initializers.lecun_normal()
    form: str | None = None

    @nn.compact
    def __call__(self, x):
        shape = (*self.kernel_size, x.shape[-1], self.features)
        kernel = self.param("kernel", self.kernel_init, shape, jnp.float32)
        x, kernel = nn.dtypes.promote_dtype(x, kernel)
        pads = tuple(map(conv_transpose_padding, shape[:2], self.strides, _both(self.padding)))
        form = _choose(self.form, shape, self.strides, x.shape[1:3])
        y = _CONV_TRANSPOSE[form](x, kernel, self.strides, pads)
        return add_bias(y, self.param("bias", nn.initializers.zeros, (self.features,))) if self.use_bias else y


def batch_norm(
    train: bool,
    axis_name: str | None = None,
    *,
    use_scale: bool = True,
    use_bias: bool = True,
    name: str | None = None,
) -> nn.BatchNorm:
    """Batch normalisation: the batch's statistics (all devices) in training, running averages otherwise."""
    return nn.BatchNorm(
        use_running_average=not train,
        momentum=0.9,
        axis_name=axis_name,
        use_scale=use_scale,
        use_bias=use_bias,
        name=name,
    )


def code(features, latent_dim: int, deterministic: bool = False, kernel_init=nn.linear.default_kernel_init):
    """An encoder's last layers, as its submodules: mean and log variance [B, latent_dim], or the mean alone."""
    mean = Dense(latent_dim, kernel_init=kernel_init, name="mean")(features)
    if deterministic:
        return mean
    return mean, Dense(latent_dim, kernel_init=kernel_init, name="log_variance")(features)


def label_vector(label, n_classes: int):
    """Labels as vectors: classes [B] become one-hot [B, n_classes], vectors [B, c] stay."""
    label = jnp.asarray(label)
    if label.ndim > 1:
        return label
    if not n_classes:
        raise ValueError("labels that are classes need n_classes > 0")
    return jax.nn.one_hot(label, n_classes)


def condition(latent, label=None, n_classes: int = 0):
    """Latent [B, d] concatenated with the label: classes [B] become one-hot, vectors [B, c] stay."""
    if label is None:
        return latent
    return jnp.concatenate([latent, label_vector(label, n_classes).astype(latent.dtype)], -1)
