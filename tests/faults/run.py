"""Does harm to runs, files and inputs, and tells what is lost by it.

  python -m tests.faults.run [--seed 0] [--out DIR]
      [--kills 100] [--commands 6] [--damage 20] [--nonfinite 8] [--inputs 1000] [--overrides 100]

What is tried is a function of the seed: moments are counted in operations, not in seconds. Status 1: a loss.
"""

import argparse
import pathlib
import shutil
import sys
import tempfile
import time

from tests.faults import commands, damage, forks, inputs, kills, nonfinite, overrides

PARTS = {
    "kills": (kills, 100),
    "commands": (commands, 6),
    "damage": (damage, 20),
    "nonfinite": (nonfinite, 8),
    "inputs": (inputs, 1000),
    "overrides": (overrides, 100),
}
INTRODUCTION = """# Faults

What was done to runs, files and inputs (seed {seed}), and what was survived. `make faults` writes this table.

A run that is stopped goes on by the same command, and must end with the state, the lines of metrics.jsonl, the
results and the samples of one that was never stopped, to the bit: two lanes of a tiny GAN, stopped at one of its some
400 moments. SIGTERM must end with status 0 and SIGINT with 130. `launch.reproduce` and `launch.tune` are stopped
likewise, with a table of two tiny rows and a search of four draws that is halved once. A number that is not finite
must not change a bit of the other four of five lanes. A bad input must end with one line and status 2, and write
nothing.
"""


def table(rows: list[list], losses: list[str], seed: int, seconds: float) -> str:
    """The Markdown page of (what, tried, survived)."""
    from launch.cli import table as aligned

    cells = [["what", "tried", "survived"], *([what, str(tried), str(kept)] for what, tried, kept in rows)]
    tried, kept = (sum(row[i] for row in rows) for i in (1, 2))
    cells.append(["**all**", f"**{tried}**", f"**{kept}**"])
    lost = (
        ["## Lost", "", *(f"- {' '.join(loss.split())}" for loss in losses), ""]
        if losses
        else ["Nothing was lost.", ""]
    )
    text = INTRODUCTION.format(seed=seed)
    return "\n".join([text, aligned(cells), "", *lost, f"{seconds:.0f} seconds.", ""])


def main() -> int:
    """Runs the parts that are asked for, and prints and writes the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=pathlib.Path)
    for name, (_, trials) in PARTS.items():
        parser.add_argument(f"--{name}", type=int, default=trials, help="How many; 0: none.")
    asked, began, rows, losses = parser.parse_args(), time.monotonic(), [], []
    folder = pathlib.Path(tempfile.mkdtemp(prefix="ganjax-faults-"))  # a TemporaryDirectory ends with its first child
    try:
        forks.load(folder / "compiled")
        for part, (module, _) in PARTS.items():
            if trials := getattr(asked, part):
                (folder / part).mkdir()
                more, lost = module.run(folder / part, asked.seed, trials)
                rows, losses = rows + more, losses + lost
                print(f"{part}: {sum(row[1] for row in more)} tried, {len(lost)} lost", file=sys.stderr, flush=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    text = table(rows, losses, asked.seed, time.monotonic() - began)
    print(text)
    if asked.out:
        from ganjax.files import write_text

        asked.out.mkdir(parents=True, exist_ok=True)
        write_text(asked.out / "table.md", text)
    return int(bool(losses))


if __name__ == "__main__":
    sys.exit(main())
