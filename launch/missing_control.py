"""The third-party discriminator on a control whose answer is known: a generator of all digits but one.

  python -m launch.missing_control [--data=mnist] [--digits=1,4,8] [--out=results/missing_control]

For each digit left out, the "samples" are training images of all the others, as a perfect generator without that
digit would make them. The metric `missing` (`ganjax/metrics/missing.py`) is then computed on all test images: those
of the digit must count as missing at least five times as often as the others. Writes table.md, results.json and
figure.png: the shares that are missing over thresholds, and the test images that are missed most.
"""

import pathlib

from absl import flags

from launch import cli
from launch.outputs import check_own

DATA = flags.DEFINE_string("data", "mnist", "Labelled images (mnist by TFDS_DATA_DIR, or digits).")
DIGITS = flags.DEFINE_list("digits", ["1", "4", "8"], "The classes to leave out, one at a time.")
SIGMA = flags.DEFINE_list("sigma", ["3.5", "4.0"], "Standard deviations of the noise, in steps of 8-bit pixels.")
STEPS = flags.DEFINE_integer("steps", 1_000, "Steps of each discriminator.", lower_bound=1)
OUT = flags.DEFINE_string("out", "results/missing_control", "Folder for table.md, results.json and figure.png.")


def control(dataset, digit: int, sigma: float, steps: int) -> dict:
    """One discriminator against samples of all classes but one: the shares that are missing."""
    import numpy as np

    from ganjax.metrics import missing

    x, label = dataset.info["train"]()
    test, test_label = dataset.info["test"]()
    estimate = missing.estimate(x, x[label != digit], test, sigma, steps=steps)
    left_out = np.asarray(test_label) == digit
    parts = (estimate.scores[left_out], estimate.scores[~left_out])
    shares = [missing.curve(part) / max(len(part), 1) for part in parts]
    order = np.argsort(-estimate.scores, kind="stable")[:16]
    return {
        "digit": digit,
        "sigma": sigma,
        "loss": estimate.loss,
        "accuracy": estimate.accuracy,
        "missing_share": shares[0].tolist(),
        "other_share": shares[1].tolist(),
        "gallery": test[order],
    }


def _row(row: dict, at: int) -> list[str]:
    missed, others = row["missing_share"][at], row["other_share"][at]
    ratio = f"{missed / others:.3g}" if others else "none of the others"
    shares = [f"{missed:.3g}", f"{others:.3g}", ratio]
    return [str(row["digit"]), f"{row['sigma']:g}", *shares, f"{row['loss']:.3g}", f"{row['accuracy']:.3g}"]


def _draw(rows: list[dict], path: pathlib.Path) -> None:
    from ganjax.data.images import to_float
    from ganjax.harness import plots
    from ganjax.metrics import missing

    fig, axes = plots.figure(2, len(rows), 2.6)
    for (top, bottom), row in zip(axes.T, rows, strict=True):
        top.plot(missing.CURVE, row["missing_share"], ".-", label=f"the digit left out, {row['digit']}")
        top.plot(missing.CURVE, row["other_share"], ".-", label="the others")
        top.set(xlabel="threshold", ylabel="share found missing", ylim=(-0.03, 1.03))
        top.set_title(f"sigma = {row['sigma']:g}", fontsize="small")
        top.legend(fontsize="xx-small")
        bottom.imshow(plots.image_grid(to_float(row["gallery"])))
        bottom.set_title("missed most", fontsize="small")
        bottom.set_axis_off()
    plots.save(fig, path)


def main():
    """Runs the controls and writes their table."""
    import time

    import numpy as np

    from ganjax import data
    from ganjax.addresses import check_local
    from ganjax.errors import UserError
    from ganjax.files import write_text, writing_to
    from ganjax.harness.evaluate import environment
    from ganjax.harness.writers import write_json
    from ganjax.metrics import classifier, missing
    from ganjax.progress import say

    check_local(OUT.value, "--out")
    digits = cli.numbers(DIGITS, int)
    sigmas = cli.numbers(SIGMA, float)
    missing.check({"missing": {"sigma": tuple(sigmas)}})
    dataset = data.load({"name": DATA.value})
    classifier.require(dataset)
    if not all(0 <= digit < dataset.n_classes for digit in digits):
        raise UserError(f"--digits: the classes of {DATA.value} are 0 to {dataset.n_classes - 1}")
    out = pathlib.Path(OUT.value)
    command = cli.command("missing_control", DATA, DIGITS, SIGMA, STEPS)
    check_own(out, command)
    with writing_to(out):  # before what takes minutes
        out.mkdir(parents=True, exist_ok=True)
    began, rows = time.monotonic(), []
    for digit in digits:
        for sigma in sigmas:
            rows.append(control(dataset, digit, sigma, STEPS.value))
            say(f"without {digit}, sigma {sigma:g}: loss {rows[-1]['loss']:.3g} ({time.monotonic() - began:.0f} s)")
    machine = environment()
    at = int(np.flatnonzero(np.isclose(missing.CURVE, missing.SURE))[0])
    header = ["left out", "sigma", "of it found missing", "of the others", "ratio", "loss", "accuracy"]
    lines = [
        "# A generator that lacks one digit, as the third-party discriminator has it",
        "",
        f"`{command}`",
        "",
        f"{DATA.value}; {STEPS.value} steps a discriminator; {machine['device']} ({machine['cpu_count']} cores), jax "
        f"{machine['jax']}; {time.monotonic() - began:.0f} s in all. Shares of the test images with an output above "
        f"{missing.SURE:g}; of data that it cannot tell apart the loss is {np.log(2):.3f} and the accuracy .5.",
        "",
        cli.table([header, *(_row(row, at) for row in rows)]),
        "",
    ]
    with writing_to(out):
        write_text(out / "table.md", "\n".join(lines))
        scalars = [{name: value for name, value in row.items() if name != "gallery"} for row in rows]
        facts = {"command": command, "steps": STEPS.value, "thresholds": missing.CURVE.tolist(), "controls": scalars}
        write_json(out / "results.json", facts | {"environment": machine})
        _draw(rows, out / "figure.png")
    print("\n".join(lines))


if __name__ == "__main__":
    cli.run(main)
