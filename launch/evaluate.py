"""Scores the newest checkpoint of a workdir and writes its results.json.

  python -m launch.evaluate --workdir=DIR [--train_evaluator] [--samples=1000] [--step=2000] [--data_path=PATH]

With --samples it scores that many, prints the scores and leaves results.json as it is: a quick look at a run whose
config asks for more. With --step it does so for an older checkpoint; config.keep_checkpoints says how many there are.
`ganjax sample` draws pictures, `ganjax report` a page of the run.
"""

import pathlib

from absl import flags

from launch import cli

WORKDIR = flags.DEFINE_string("workdir", None, "A workdir of launch.train.", required=True)
TRAIN_EVALUATOR = flags.DEFINE_bool(
    "train_evaluator", False, "First train the classifier of the data again, from the same seed."
)
SAMPLES = flags.DEFINE_integer(
    "samples", None, "Score this many samples, and print only; default: config.eval.samples.", lower_bound=1
)
STEP = flags.DEFINE_integer(
    "step", None, "Score this checkpoint, and print only; default: the newest.", lower_bound=0
)
DATA_PATH = flags.DEFINE_string("data_path", None, "Where the data are now; default: where they were in training.")


def _train_evaluator(workdir: pathlib.Path) -> None:
    from ganjax.errors import UserError
    from ganjax.harness.evaluate import load
    from ganjax.metrics import evaluator
    from ganjax.progress import Progress

    run, _, _ = load(workdir, DATA_PATH.value)
    bars = []

    def progress(done, total):
        if done == 0:
            bars.append(Progress(total, label="evaluator"))
        bars[-1].update(done)
        if done == total:
            bars[-1].close()

    trained = evaluator.classifiers(run.dataset, run.config.eval, progress=progress, retrain=True)
    if not trained:
        raise UserError(f"--train_evaluator: none of the metrics of {workdir} has a classifier")
    for classifier in trained:
        print(f"evaluator: {classifier.accuracy:.2%} test accuracy, {classifier.seconds:.0f} s")


def main():
    """Evaluates, and prints the results."""
    from ganjax.files import writing_to
    from ganjax.harness.evaluate import evaluate
    from ganjax.harness.mirror import opened
    from ganjax.harness.writers import finite, read_scores, write_json
    from launch import programs
    from launch.rows import place

    programs.keep()
    with opened(WORKDIR.value, write=False) as (workdir, copy_back):
        if TRAIN_EVALUATOR.value:
            _train_evaluator(workdir)
        results = evaluate(workdir, SAMPLES.value, DATA_PATH.value, STEP.value)
        if SAMPLES.value is None and STEP.value is None:
            now = place(WORKDIR.value) / "results.json"  # a copy of an address is of before the scoring
            later = read_scores(now).get("step", 0)
            if later > results["step"]:
                print(f"results.json is left as it is: the run has come to step {later} meanwhile")
            else:
                with writing_to(WORKDIR.value):
                    write_json(workdir / "results.json", results)
                    copy_back("results.json", "kept/")
    cli.print_results(finite(results))


if __name__ == "__main__":
    cli.run(main)
