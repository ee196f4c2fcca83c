"""Scores the newest checkpoint of a workdir and writes its results.json.

  python -m launch.evaluate --workdir=DIR
"""

import pathlib

from absl import flags

from launch import cli

WORKDIR = flags.DEFINE_string("workdir", None, "A workdir of launch.train.", required=True)


def main():
    """Evaluates, and prints the results."""
    from ganjax.evaluate import evaluate
    from ganjax.writers import finite, write_json

    results = evaluate(WORKDIR.value)
    write_json(pathlib.Path(WORKDIR.value) / "results.json", results)
    cli.print_results(finite(results))


if __name__ == "__main__":
    cli.run(main)
