import numpy as np

from ganjax.harness import metric_figures
from ganjax.harness.config import plain, point_label, sweep_points
from ganjax.harness.evaluate import statistics
from ganjax.harness.writers import MetricsWriter, write_json
from tests import tiny_configs


def test_a_point_of_a_sweep_has_curves_of_its_own(tmp_path, monkeypatch):
    config = tiny_configs.gan()
    config.trials = 2
    config.sweep["generator_tx.learning_rate"] = (1e-3, 1e-2)
    write_json(tmp_path / "config.json", plain(config))
    points = [point_label(point) for point in sweep_points(config)]
    assert points == ["learning_rate = 0.001", "learning_rate = 0.01"]
    writer, scalars = MetricsWriter(tmp_path, points=points), {}
    monkeypatch.setattr(writer._events, "add_scalar", lambda tag, value, step: scalars.update({tag: value}))
    for step, lanes in ((1, [1.0, 3.0, 10.0, 30.0]), (2, [np.nan, 5.0, 50.0, 70.0])):
        writer.write(step, "eval", {"kl": np.array(lanes)}, float(step))
    writer.close()
    assert scalars == {"eval/kl/learning_rate = 0.001": 5.0, "eval/kl/learning_rate = 0.01": 60.0}
    drawn = []
    monkeypatch.setattr(metric_figures, "save", lambda fig, path: drawn.append(fig))
    metric_figures.curves([("a", "", tmp_path)], tmp_path, ("kl",))
    lines = drawn[0].axes[0].lines
    assert [line.get_label() for line in lines] == [f"a, {point}" for point in points]
    np.testing.assert_array_equal([line.get_ydata() for line in lines], [[2, 5], [20, 60]])


def test_a_frontier_has_a_line_for_a_sweep_and_a_point_for_a_run_without(tmp_path, monkeypatch):
    def entry(trials):
        kept = [t for t in trials if t is not None]
        return {
            "mean": np.mean(kept) if kept else None,
            "std": np.std(kept, ddof=1) if kept else None,
            "trials": trials,
        }

    def point(values, modes, quality):
        return {"values": values, "metrics": {"modes": entry(modes), "high_quality": entry(quality)}}

    sweep = [
        point({"weight": 0.0}, [3.0, 5.0], [0.8, 1.0]),
        point({"weight": 0.5}, [7.0, 7.0], [0.2, 0.4]),
        point({"weight": 9.0}, [None, None], [None, None]),
    ]
    alone = point({}, [1.0, 2.0], [0.5, 0.5])
    for name, results in {"a": {"sweep": sweep, "metrics": {}}, "b": {"sweep": None, **alone}}.items():
        (tmp_path / name).mkdir()
        write_json(tmp_path / name / "results.json", results)
    drawn = []
    monkeypatch.setattr(metric_figures, "save", lambda fig, path: drawn.append(fig))
    metric_figures.frontier([("data: A", "data", tmp_path / "a"), ("B", "data", tmp_path / "b")], tmp_path)
    (axis,) = drawn[0].axes
    line, other = (container.lines[0] for container in axis.containers)
    np.testing.assert_allclose(line.get_xydata()[:2], [[4.0, 0.9], [7.0, 0.3]])
    assert np.isnan(line.get_xydata()[2]).all() and line.get_linestyle() == "-"
    np.testing.assert_allclose(other.get_xydata(), [[1.5, 0.5]])
    (across, up) = axis.containers[0].lines[2]
    np.testing.assert_allclose(
        across.get_segments()[0], [[3, 0.9], [5, 0.9]]
    )  # one standard error of the mean each way
    np.testing.assert_allclose(up.get_segments()[0], [[4, 0.8], [4, 1.0]])
    assert [text.get_text() for text in axis.texts if text.get_text()] == ["0", "0.5", "9"]
    assert [text.get_text() for text in axis.get_legend().get_texts()] == ["A", "B"]


def test_in_a_race_a_method_has_one_style_and_a_legend_the_order_of_the_modes(tmp_path, monkeypatch):
    runs = []
    for group, label, modes in (
        ("even", "GAN", 3.0),
        ("even", "SIG", 9.0),
        ("uneven", "GAN", 8.0),
        ("uneven", "SIG", 2.0),
    ):
        folder = tmp_path / f"{group}_{label}"
        folder.mkdir()
        writer = MetricsWriter(folder)
        for step in (1, 2):
            value = np.array([modes * step / 2])
            writer.write(step, "eval", {"modes": value, "missed": value}, float(step))
        writer.close()
        write_json(folder / "config.json", plain(tiny_configs.gan()))
        write_json(folder / "results.json", {"metrics": dict.fromkeys(("modes", "missed"), {"mean": modes})})
        runs.append((f"{group}: {label}", group, folder))
    drawn = []
    monkeypatch.setattr(metric_figures, "save", lambda fig, path: drawn.append(fig))
    metric_figures.race(runs, tmp_path, ("modes",))
    even, uneven = drawn[0].axes
    assert [axis.get_title() for axis in (even, uneven)] == ["even modes", "uneven modes"]
    labels = [[text.get_text() for text in axis.get_legend().get_texts()] for axis in (even, uneven)]
    assert labels == [["SIG", "GAN"], ["GAN", "SIG"]]
    styles = [
        {line.get_label(): (line.get_color(), line.get_marker()) for line in axis.lines} for axis in (even, uneven)
    ]
    assert styles[0] == styles[1] and len(set(styles[0].values())) == 2
    metric_figures.race(runs, tmp_path, ("missed",))
    labels = [[text.get_text() for text in axis.get_legend().get_texts()] for axis in drawn[1].axes]
    assert labels == [["GAN", "SIG"], ["SIG", "GAN"]]


def test_even_samples_cover_what_they_cover_on_average():
    """Two draws of two modes cover both half the time."""
    np.testing.assert_allclose(metric_figures.evenly_covered(2, [0, 1, 2]), [0, 1, 1.5])
    draws = np.random.default_rng(0).integers(1000, size=(200, 2_600))
    covered = np.mean([len(np.unique(row)) for row in draws])
    np.testing.assert_allclose(metric_figures.evenly_covered(1000, 2_600), covered, atol=1.5)


def test_modes_are_drawn_over_the_share_that_qualifies(tmp_path, monkeypatch):
    runs = []
    for label, shares in (("GAN", [0.0, 0.1]), ("SIG", [0.0, 0.0]), ("LBT", [0.01, 0.02])):
        folder = tmp_path / label
        folder.mkdir()
        writer = MetricsWriter(folder)
        for step, share in enumerate(shares, 1):
            modes = np.array([1e3 * share])
            scores = {"qualified": np.array([share]), "modes": modes, "missed": 1000 - modes}
            writer.write(step, "eval", scores, float(step))
        writer.close()
        write_json(folder / "config.json", {"eval": {"samples": 500}})
        write_json(folder / "results.json", {"metrics": {"modes": {"mean": 1e3 * shares[-1]}}})
        runs.append((label, "", folder))
    runs.reverse()
    drawn = []
    monkeypatch.setattr(metric_figures, "save", lambda fig, path: drawn.append((fig, path.name)))
    metric_figures.evenness(runs, tmp_path)
    ((fig, name),) = drawn
    points = {line.get_label(): line.get_xydata() for line in fig.axes[0].lines}
    even = points.pop("even samples")
    assert name == "evenness.png" and {k: v.tolist() for k, v in points.items()} == {
        "GAN": [[0.1, 100.0]],
        "LBT": [[0.01, 10.0], [0.02, 20.0]],
    }
    np.testing.assert_allclose(even[[0, -1]], [[0.01, 1000 * (1 - 0.999**5)], [0.1, 1000 * (1 - 0.999**50)]])
    colours = {line.get_label(): line.get_color() for line in fig.axes[0].lines}
    assert (colours["GAN"], colours["LBT"]) == ("C0", "C1"), "as in `race`, by their rank"
    metric_figures.evenness(runs[1:2], tmp_path)


def test_pairs_that_two_rounds_order_differently_beyond_their_errors_are_counted():
    """Of A, B and C the rounds disagree on all three pairs; C's errors hide its two."""
    means = np.array([[3.0, 1.0, 2.0], [0.0, 5.0, 2.0]])
    errors = np.array([[0.1, 0.1, 9.0], [0.1, 0.1, 0.1]])
    assert metric_figures.reversed_pairs(means, errors) == 1
    assert metric_figures.reversed_pairs(means, np.zeros((2, 3))) == 3
    assert metric_figures.reversed_pairs(means[[0, 0]], errors) == 0


def test_two_rounds_are_drawn_one_over_the_other(tmp_path, monkeypatch, capsys):
    modes = {"first: A": [1.0, 3.0], "first: B": [5.0, 5.0], "second: A": [4.0, 4.0], "second: B": [6.0, 8.0]}
    for label, trials in (modes | {"first: C": [None]}).items():
        (tmp_path / label).mkdir()
        mean, std = (None, None) if trials == [None] else (np.mean(trials), np.std(trials, ddof=1))
        results = {"metrics": {"modes": {"mean": mean, "std": std, "trials": trials}}}
        write_json(tmp_path / label / "results.json", results)
    runs = [(label, label.split(":")[0], tmp_path / label) for label in (*modes, "first: C")]
    drawn = []
    monkeypatch.setattr(metric_figures, "save", lambda fig, path: drawn.append(fig))
    metric_figures.twice(runs, tmp_path)
    (axis,) = drawn[0].axes
    drawn_points = {bar.get_label(): bar.lines[0].get_xydata().tolist() for bar in axis.containers}
    assert drawn_points == {"A": [[2.0, 4.0]], "B": [[5.0, 7.0]]}
    assert axis.get_title().startswith("modes: rank correlation 1.00\n0 of 1 pairs")
    assert not capsys.readouterr().err
    for few in (runs[2:4], runs[:2], [runs[0], runs[3]], [runs[4], runs[2]]):
        metric_figures.twice(few, tmp_path)
        assert "the picture stays as it is: no row has been run in both groups" in capsys.readouterr().err
    assert len(drawn) == 1


def test_two_rounds_on_two_data_sets_are_a_row_of_panels_each(tmp_path, monkeypatch):
    """The second round of the third data set has not been run: it has no row."""
    values = {"a, 1": (1.0, 0.1), "a, 2": (2.0, 0.3), "b, 1": (5.0, 0.2), "b, 2": (4.0, 0.5), "c, 1": (7.0, 0.9)}
    runs = []
    for group, means in values.items():
        (tmp_path / group).mkdir()
        metrics = {name: {"mean": mean, "std": 0.0, "trials": [mean]} for name, mean in zip("mh", means, strict=True)}
        write_json(tmp_path / group / "results.json", {"metrics": metrics})
        runs.append((f"{group}: A", group, tmp_path / group))
    drawn = []
    monkeypatch.setattr(metric_figures, "save", lambda fig, path: drawn.append(fig))
    pairs = tuple((f"{data}, 1", f"{data}, 2") for data in "abc")
    metric_figures.twice(runs, tmp_path, names=("m", "h"), pairs=pairs)
    panels = {axis.get_ylabel(): axis.containers[0].lines[0].get_xydata().tolist() for axis in drawn[0].axes}
    assert panels == {"a, 2 m": [[1, 2]], "a, 2 h": [[0.1, 0.3]], "b, 2 m": [[5, 4]], "b, 2 h": [[0.2, 0.5]]}


def test_of_rows_of_one_trial_two_rounds_reverse_no_pair_for_sure(tmp_path, monkeypatch):
    modes = {"first: A": [1.0, np.nan], "first: B": [5.0, 5.0], "second: A": [8.0, 8.0], "second: B": [6.0, 6.0]}
    for label, trials in modes.items():
        (tmp_path / label).mkdir()
        write_json(tmp_path / label / "results.json", {"metrics": {"modes": statistics(np.array(trials))}})
    runs, drawn = [(label, label.split(":")[0], tmp_path / label) for label in modes], []
    monkeypatch.setattr(metric_figures, "save", lambda fig, path: drawn.append(fig.axes[0].get_title()))
    metric_figures.twice(runs, tmp_path)
    results = {"metrics": {"modes": statistics(np.array([1.0, 1.0]))}}
    write_json(tmp_path / "first: A/results.json", results)
    metric_figures.twice(runs, tmp_path)
    assert [title.split("\n")[1][:10] for title in drawn] == ["0 of 1 pai", "1 of 1 pai"]
