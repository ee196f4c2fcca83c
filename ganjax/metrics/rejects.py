"""Images that belong to no class: what a classifier must have seen to tell a sample from noise.

A classifier that knows classes only is sure of a class on nearly anything. The one that judges samples therefore
learns a further class, "none of these", from noise, blends and distortions that are made here of the training
images themselves. Lengths are in pixels of an image 28 high, and scale with the height.
"""

import numpy as np

from ganjax.data.images import to_float

# Part of the cache's key of a classifier trained on them: to be raised with any change to them.
VERSION = 1


def smooth_fields(rng, shape: tuple, width) -> np.ndarray:
    """Gaussian random fields of unit variance: white noise blurred by a Gaussian.

    Args:
      rng: `numpy.random.Generator`.
      shape: (n, H, W, C).
      width: the blur's standard deviation in pixels of the image itself, a number or [n].

    Returns:
      float32 [n, H, W, C]; they do not repeat within an image.
    """
    n, height, width_px, channels = shape
    frequency = np.fft.fftfreq(2 * height)[:, None] ** 2 + np.fft.rfftfreq(2 * width_px)[None] ** 2
    squared = np.broadcast_to(np.asarray(width, np.float64), (n,)) ** 2
    transfer = np.exp(-2 * np.pi**2 * squared[:, None, None] * frequency)[..., None]
    white = rng.standard_normal((n, 2 * height, 2 * width_px, channels), np.float32)
    blurred = np.fft.irfft2(np.fft.rfft2(white, axes=(1, 2)) * transfer, (2 * height, 2 * width_px), (1, 2))
    scale = blurred.std((1, 2, 3), keepdims=True)
    return (blurred / scale)[:, :height, :width_px].astype(np.float32)


def _uniform(rng, n, low, high):
    return rng.uniform(low, high, (n, 1, 1, 1)).astype(np.float32)


def _pixels(x, length):
    return length * x.shape[1] / 28


def _standardised(x):
    return (x - x.mean((1, 2), keepdims=True)) / np.maximum(x.std((1, 2), keepdims=True), 1e-3)


def _background(x):
    return np.median(x, (1, 2), keepdims=True)


def _blurred_noise(rng, a, b):
    n = len(a)
    field = smooth_fields(rng, a.shape, _pixels(a, rng.uniform(0, 6, n)))
    field = np.where(_uniform(rng, n, 0, 1) < 0.5, field, _standardised(field))
    contrast, offset = np.exp(_uniform(rng, n, -1.2, 1.6)), _uniform(rng, n, -1.5, 1)
    # Of coloured images half have one field for all channels.
    field = np.where(_uniform(rng, n, 0, 1) < 0.5, field, field[..., :1])
    return np.tanh(contrast * (field + np.where(_uniform(rng, n, 0, 1) < 0.5, offset, 0)))


def _pixel_noise(rng, a, b):
    n = len(a)
    uniform = rng.uniform(-1, 1, a.shape)
    binary = np.where(rng.uniform(size=a.shape) < _uniform(rng, n, 0.05, 0.95), 1.0, -1.0)
    shuffled = rng.permuted(a.reshape(n, -1), axis=1).reshape(a.shape)
    return np.choose(rng.integers(0, 3, (n, 1, 1, 1)), [uniform, binary, shuffled])


def _plain(rng, a, b):
    n, height, width, _ = a.shape
    y, x = np.linspace(-1, 1, height)[:, None, None], np.linspace(-1, 1, width)[:, None]
    slope = [np.where(_uniform(rng, n, 0, 1) < 0.5, 0, _uniform(rng, n, -1, 1)) for _ in range(2)]
    return _uniform(rng, n, -1.2, 1.2) + slope[0] * y + slope[1] * x + rng.normal(0, 0.05, a.shape)


def _average(rng, a, b):
    share = _uniform(rng, len(a), 0.35, 0.65)
    return share * a + (1 - share) * b


def _two_in_one(rng, a, b):
    n, height, width, _ = a.shape
    y, x = np.linspace(-1, 1, height)[:, None, None], np.linspace(-1, 1, width)[:, None]
    angle = _uniform(rng, n, 0, 2 * np.pi)
    halves = np.where(np.cos(angle) * x + np.sin(angle) * y > _uniform(rng, n, -0.2, 0.2), a, b)
    which = rng.choice(3, (n, 1, 1, 1), p=[0.6, 0.2, 0.2])
    return np.choose(which, [np.maximum(a, b), np.minimum(a, b), halves])


def _shuffled(rng, x, blocks):
    """Each image cut into blocks x blocks pieces that change places; rows and columns that are left over stay."""
    n, height, width, channels = x.shape
    h, w = height // blocks, width // blocks
    inner = x[:, : h * blocks, : w * blocks].reshape(n, blocks, h, blocks, w, channels)
    pieces = inner.transpose(0, 1, 3, 2, 4, 5).reshape(n, blocks**2, -1)
    order = rng.permuted(np.tile(np.arange(blocks**2), (n, 1)), axis=1)
    pieces = np.take_along_axis(pieces, order[..., None], 1).reshape(n, blocks, blocks, h, w, channels)
    out = x.copy()
    out[:, : h * blocks, : w * blocks] = pieces.transpose(0, 1, 3, 2, 4, 5).reshape(
        n, h * blocks, w * blocks, channels
    )
    return out


def _patches(rng, a, b):
    return np.where(_uniform(rng, len(a), 0, 1) < 0.5, _shuffled(rng, a, 2), _shuffled(rng, a, 4))


def _fragment(rng, a, b):
    n, height, width, _ = a.shape
    y, x = np.linspace(-1, 1, height)[:, None, None], np.linspace(-1, 1, width)[:, None]
    centre, reach = [_uniform(rng, n, -0.5, 0.5) for _ in range(2)], _uniform(rng, n, 0.25, 0.45)
    inside = (np.abs(y - centre[0]) < reach) & (np.abs(x - centre[1]) < reach)
    return np.where(inside, a, _background(a))


def _warped(rng, a, b):
    n, height, width, _ = a.shape
    move = smooth_fields(rng, (n, height, width, 2), _pixels(a, rng.uniform(1.5, 4, n)))
    move *= _pixels(a, _uniform(rng, n, 3, 6))
    y = np.clip(np.arange(height)[:, None] + move[..., 0], 0, height - 1.001)
    x = np.clip(np.arange(width) + move[..., 1], 0, width - 1.001)
    top, left, image = y.astype(int), x.astype(int), np.arange(n)[:, None, None]
    v, u = (y - top)[..., None], (x - left)[..., None]
    upper = a[image, top, left] * (1 - u) + a[image, top, left + 1] * u
    lower = a[image, top + 1, left] * (1 - u) + a[image, top + 1, left + 1] * u
    return upper * (1 - v) + lower * v


def _blurred(rng, a, b):
    from scipy.ndimage import gaussian_filter

    # In a few widths: one filter call each.
    group = rng.integers(0, 5, len(a))
    out = np.empty_like(a)
    for i, width in enumerate(np.linspace(3, 5, 5)):
        size = _pixels(a, width)
        out[group == i] = gaussian_filter(a[group == i], (0, size, size, 0), mode="nearest")
    low, high = out.min((1, 2, 3), keepdims=True), out.max((1, 2, 3), keepdims=True)
    stretched = (out - low) / np.maximum(high - low, 1e-3) * 2 - 1
    return np.where(_uniform(rng, len(a), 0, 1) < 0.5, out, stretched)


def _noisy(rng, a, b):
    n = len(a)
    width = np.where(rng.uniform(size=n) < 0.5, 0.0, rng.uniform(0, 4, n))
    return a + _uniform(rng, n, 0.8, 1.6) * smooth_fields(rng, a.shape, _pixels(a, width))


# Name -> (rng, images, images of other classes; float32 [n, H, W, C] in [-1, 1]) -> [n, H, W, C], to be clipped.
KINDS = {
    "blurred noise": _blurred_noise,
    "pixel noise": _pixel_noise,
    "plain": _plain,
    "average of two": _average,
    "two in one": _two_in_one,
    "shuffled patches": _patches,
    "fragment": _fragment,
    "warped": _warped,
    "blurred": _blurred,
    "noisy": _noisy,
}


def _images(made):
    return np.round(np.clip(made, -1, 1) * 127.5 + 127.5).astype(np.uint8)


def softened(x, seed: int) -> np.ndarray:
    """The same images uint8 [N, H, W, C] a little blurred (up to 1.2 pixels), paler and grainy: still of their class.

    Without them a classifier tells real images from rejects by their sharpness.
    """
    from scipy.ndimage import gaussian_filter

    rng, out = np.random.default_rng(seed), np.empty_like(x)
    for i, part in enumerate(np.array_split(np.arange(len(x)), 12)):
        one = to_float(x[part])
        size = _pixels(one, 0.1 * (i + 1))
        one = gaussian_filter(one, (0, size, size, 0), mode="nearest")
        background = _background(one)
        one = background + _uniform(rng, len(part), 0.6, 1) * (one - background)
        grain = _uniform(rng, len(part), 0, 0.15) * rng.standard_normal(one.shape, np.float32)
        out[part] = _images(one + grain)
    return out


def _pairs(rng, label, n):
    """Two rows of n indices into label [N], of different labels where there are any."""
    first, second = rng.integers(len(label), size=(2, n))
    for _ in range(20):
        same = label[first] == label[second]
        second[same] = rng.integers(len(label), size=same.sum())
    return first, second


def rejects(x, label, n: int, seed: int, kinds=tuple(KINDS)) -> np.ndarray:
    """n images that belong to no class, as many of each kind.

    Some kinds come close to a real image now and then (two halves that fit, a fragment that is a 1): they are so few
    beside the real ones that a classifier's probabilities are right to neglect them.

    Args:
      x: uint8 [N, H, W, C], the images that they are made of.
      label: [N], so that those blended are of different classes.
      n: their number. seed: the same gives the same images.
      kinds: names of `KINDS`.

    Returns:
      uint8 [n, H, W, C].
    """
    label = np.asarray(label)
    out = []
    for i, part in enumerate(np.array_split(np.arange(n), len(kinds))):
        rng = np.random.default_rng((seed, list(KINDS).index(kinds[i])))
        # Few at a time: a field has four times the pixels, in float64.
        for size in [len(chunk) for chunk in np.array_split(part, -(-len(part) // 1_000))] if len(part) else ():
            first, second = _pairs(rng, label, size)
            made = KINDS[kinds[i]](rng, to_float(x[first]), to_float(x[second]))
            out.append(_images(made))
    return np.concatenate(out) if out else np.zeros((0, *x.shape[1:]), np.uint8)
