"""Draws samples from the newest checkpoint of a workdir, or from another one.

  python -m launch.sample --workdir=DIR --n=64 --out=x.png|x.npz [--seed=0] [--label=3|1,0,1] [--lane=0]
      [--step=2000]

A .png shows them (images as a grid, points as a scatter plot); an .npz holds them as `x` [n, ...]. The data need not
be there, but for a generator of attributes that is given no label: --data_path=PATH says where they are now.
"""

import pathlib

from absl import flags

from launch import cli

WORKDIR = flags.DEFINE_string("workdir", None, "A workdir of launch.train.", required=True)
N = flags.DEFINE_integer("n", 64, "How many samples.", lower_bound=1)
OUT = flags.DEFINE_string("out", None, "A .png or an .npz file.", required=True)
SEED = flags.DEFINE_integer("seed", 0, "The seed of the samples.", lower_bound=0)
LABEL = flags.DEFINE_list(
    "label", None, "What a conditional generator is to draw: a class, or an attribute vector such as 1,0,1."
)
LANE = flags.DEFINE_integer("lane", 0, "Which trial's samples (counting from 0).", lower_bound=0)
STEP = flags.DEFINE_integer("step", None, "Of which checkpoint; default: the newest.", lower_bound=0)
DATA_PATH = flags.DEFINE_string("data_path", None, "Where the data are now; default: where they were in training.")


def main():
    """Samples, and says what was written."""
    import jax
    import numpy as np

    from ganjax.addresses import check_local
    from ganjax.errors import UserError
    from ganjax.files import replacing, writing_to
    from ganjax.harness.evaluate import load
    from ganjax.harness.mirror import opened
    from ganjax.harness.plots import save_samples
    from ganjax.harness.run import check_label, conditional, has_attributes, make_sampler
    from launch import programs

    programs.keep()
    out = pathlib.Path(OUT.value)
    check_local(OUT.value, "--out")
    if out.suffix not in (".png", ".npz"):
        raise UserError(f"--out must end in .png or .npz, not {out.name}")
    with opened(WORKDIR.value, write=False) as (workdir, _):
        run, state, facts = load(workdir, DATA_PATH.value, data=False, step=STEP.value)
        if LABEL.value is None and conditional(run) and has_attributes(run):  # their labels are those of the data
            run, state, _ = load(workdir, DATA_PATH.value, step=STEP.value)
    if LANE.value >= len(run.keys):
        raise UserError(f"--lane={LANE.value}: the run has {len(run.keys)} lane(s)")
    if str(LANE.value) in facts.get("non_finite", {}):
        step, metric = facts["non_finite"][str(LANE.value)]
        raise UserError(
            f"lane {LANE.value} was lost at step {step}, where {metric} was not finite: give another --lane"
        )
    label = None if LABEL.value is None else check_label(run, cli.numbers(LABEL, float))
    draw = make_sampler(run, min(N.value, 1000))
    samples = draw(jax.random.key(SEED.value), state, LANE.value, N.value, label)
    with writing_to(out):
        out.parent.mkdir(parents=True, exist_ok=True)
        if out.suffix == ".npz":
            with replacing(out) as partial:
                np.savez(partial, x=samples)
        else:
            save_samples(out, samples)
    print(f"{N.value} samples of step {int(np.asarray(state.step).max())} in {out}")


if __name__ == "__main__":
    cli.run(main)
