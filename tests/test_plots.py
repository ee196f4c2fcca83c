"""Pictures of many images and of latents: which pixel, and which point, is whose."""

import jax.numpy as jnp
import numpy as np
import pytest
from ml_collections import ConfigDict

from ganjax.data import Dataset
from ganjax.errors import UserError
from ganjax.harness import latent_figures, plots, sample_figures
from ganjax.harness.run import Run
from ganjax.types import Method, TrainState


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


def _encoded(decode):
    """A run of a method on four images [2, 2, 1] of two classes, whose code is an image's upper row."""
    images, labels = np.arange(16, dtype=np.uint8).reshape(4, 2, 2, 1) * 16, np.array([0, 1, 1, 0])
    data = Dataset(None, (2, 2, 1), 2, {"test": lambda: (images, labels)})
    method = Method(init=None, step=None, sample=None, encode=lambda key, state, x: x[:, 0, :, 0], decode=decode)
    config = ConfigDict({"seed": 0, "data": {"name": "four"}, "method": {"name": "codes"}})
    parts = {"config": config, "dataset": data, "values": {}, "lane_method": lambda values: method}
    run = Run(**(dict.fromkeys(Run._fields) | parts))
    return run, TrainState(np.zeros(1), {}, {}, {}), images, labels


def test_the_manifold_is_decoded_at_the_quantiles_of_the_prior():
    """The first latent grows to the right and the second upwards."""
    run, state, *_ = _encoded(lambda key, state, latent: jnp.tile(latent[:, None, :, None], (1, 2, 1, 1)))
    images = latent_figures.manifold(run, state, n=3)
    quantiles = [-0.9674216, 0.0, 0.9674216]  # of probabilities 1/6, 1/2 and 5/6
    for row in range(3):
        for column in range(3):
            first, second = images[3 * row + column, 0, :, 0]
            np.testing.assert_allclose((first, second), (quantiles[column], quantiles[2 - row]), atol=1e-6)


def test_codes_are_of_every_held_out_image_with_its_class():
    run, state, images, labels = _encoded(None)
    latents, classes = latent_figures.codes(run, state, batch=3)
    np.testing.assert_allclose(latents, images[:, 0, :, 0] / 127.5 - 1, atol=1e-6)
    np.testing.assert_array_equal(classes, labels)
    with pytest.raises(UserError, match="codes does not decode"):
        latent_figures.manifold(run, state)
    _, axes = plots.figure()
    plots.scatter_by_class(axes[0, 0], latents, classes)
    drawn = {line.get_label(): line.get_xydata() for line in axes[0, 0].lines}
    assert set(drawn) == {text.get_text() for text in axes[0, 0].get_legend().get_texts()} == {"0", "1"}
    for label, points in drawn.items():
        np.testing.assert_allclose(points, latents[labels == int(label)])


@pytest.mark.parametrize(
    "step, keep, gone", [(30, 2, ["step_00000010.png"]), (30, 0, []), (20, 1, ["step_00000010.png"]), (30, 9, [])]
)
def test_the_newest_pictures_stay_and_so_does_what_is_no_picture_of_a_run(tmp_path, step, keep, gone):
    names = [f"step_{n:08d}.png" for n in (10, 20, 30)] + ["step_5.txt", "mine.png", "step_x.png"]
    for name in names:
        (tmp_path / name).touch()
    plots.drop_samples(tmp_path, step, keep)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(set(names) - set(gone))


def test_a_large_group_is_cut_into_rows_of_equal_lengths():
    fig, pairs = sample_figures.grid([list(range(17)), ["a", "b"]], 1.0)
    assert [member for _, member in pairs] == [*range(17), "a", "b"]
    assert [axis.get_subplotspec().rowspan.start for axis, _ in pairs] == [0] * 9 + [1] * 8 + [2] * 2
    assert len(fig.axes) == 27
