"""What is worth measuring first on an accelerator, in short calls that go on from one another.

  python -m launch.accelerator --what=speed [--images=cifar10.npz] [--out=results/accelerator] [--minutes=9]
  python -m launch.accelerator --what=science [--state=rows.tar] [--out=results/gpu] [--minutes=9]

Both end in time, and the same command does what is left. speed runs launch.benchmark for one goal after another; each
writes a file into --out, and table.md there says what was measured and what not; then every config, into all.json.
science runs launch.reproduce at the gpu budget, table by table; a row that is not done when the time is over is
saved. --state packs the rows' workdirs into a file at the end, and unpacks it at the start, for a machine that keeps
nothing.

--images is an .npz of 32 x 32 images for the goals on CIFAR-10, where TFDS does not find the data. --smoke takes one
step of each, or the smoke budget, to see that all of it runs; its files are in OUT/smoke.
"""

import pathlib

from absl import flags

from launch import cli

WHAT = flags.DEFINE_enum("what", None, ["speed", "science"], "What to measure.", required=True)
OUT = flags.DEFINE_string("out", None, "Folder of the results; default: results/accelerator, or results/gpu.")
MINUTES = flags.DEFINE_float("minutes", 9.0, "When to end, in minutes from the start.", lower_bound=0.1)
IMAGES = flags.DEFINE_string("images", "", "An .npz of 32 x 32 images in the place of CIFAR-10.")
STATE = flags.DEFINE_string("state", "", "A .tar that the rows' workdirs come from and go into.")
SMOKE = flags.DEFINE_boolean("smoke", False, "One step of each, or the smoke budget.")
ONLY = flags.DEFINE_list("only", [], "Only these goals, or tables.")


def main():
    """Measures until all is done or the time is over, and says what is left."""
    from ganjax.addresses import check_local
    from launch.goals import Options, measure

    check_local(OUT.value or "", "--out")
    out = pathlib.Path(OUT.value or {"speed": "results/accelerator", "science": "results/gpu"}[WHAT.value])
    out = out / "smoke" if SMOKE.value else out  # which is never taken for a measurement
    options = Options(IMAGES.value, STATE.value, SMOKE.value, tuple(ONLY.value))
    left = measure(WHAT.value, out, MINUTES.value, options)
    print(f"in {out}; " + (f"left: {', '.join(left)}; the same command goes on" if left else "all is done"))


if __name__ == "__main__":
    cli.run(main)
