"""Pictures of many images: which pixel is whose."""

import numpy as np
import pytest

from ganjax.harness import plots


@pytest.mark.parametrize(
    "shape, n, size", [((8, 8, 1), 10, (3, 4)), ((8, 24, 1), 64, (13, 5)), ((12, 6, 3), 4, (2, 3))]
)
def test_a_grid_is_about_a_square_and_has_every_image(shape, n, size):
    rows, columns = size
    images = np.random.default_rng(0).uniform(-1, 1, (n, *shape)).astype(np.float32)
    picture = plots.image_grid(images)
    height, width, _ = shape
    assert picture.shape == (rows * height, columns * width, 3)
    for index in range(rows * columns):
        top, left = index // columns * height, index % columns * width
        tile = picture[top : top + height, left : left + width]
        if index < n:
            expected = np.round(images[index] * 127.5 + 127.5)
            np.testing.assert_allclose(tile, np.broadcast_to(expected, tile.shape), atol=1)
        else:
            assert (tile == 0).all()


def test_a_gap_stands_between_the_images():
    images = np.ones((4, 5, 3, 1), np.float32)
    picture = plots.image_grid(images, columns=2, gap=1)
    assert picture.shape == (12, 8, 3)
    assert (picture[[5, 11]] == 96).all() and (picture[:, [3, 7]] == 96).all()
    assert (picture[:5, :3] == 255).all() and (picture[6:11, 4:7] == 255).all()
