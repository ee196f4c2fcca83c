"""Files that were harmed after they were written: a run goes on from what is whole, or says one line."""

import hashlib
import json
import pathlib
import random
import shutil

from tests.faults.forks import command, fault, fork
from tests.faults.kills import _train, config


def _harmed(rng: random.Random, harm: str, data: bytes) -> bytes | None:
    if harm == "deleted":
        return None
    if harm == "emptied":
        return b""
    if harm == "truncated":
        return data[: rng.randrange(len(data))] if data else b""
    at = rng.randrange(len(data) * 8)
    return data[: at // 8] + bytes([data[at // 8] ^ 1 << at % 8]) + data[at // 8 + 1 :]


def _apply(path: pathlib.Path, data: bytes | None) -> None:
    if data is None:
        path.unlink()
    else:
        path.write_bytes(data)


def _states(workdir: pathlib.Path, seed: int) -> None:
    """Harms every file of the newest checkpoint in every way: prints [harm, count, kept], ..., and what was lost.

    Kept is what a reader takes for damaged, and reads the checkpoint before it, to the bit.
    """
    import jax
    import numpy as np

    from ganjax.harness.checkpoints import Checkpoints
    from ganjax.harness.run import prepare

    checkpoints = Checkpoints(workdir / "checkpoints", say=lambda line: None)
    template = jax.eval_shape(prepare(config(), devices=jax.devices()[:1]).init)

    def bits(step=None):
        state, _ = checkpoints.restore(template, step=step)
        return hashlib.sha256(b"".join(np.asarray(leaf).tobytes() for leaf in jax.tree.leaves(state))).hexdigest()

    *_, previous, newest = checkpoints.steps()
    expected, rows, losses = bits(previous), [], []
    folder = workdir / "checkpoints" / str(newest)
    files = [*(path for path in sorted(folder.rglob("*")) if path.is_file()), checkpoints._manifest(newest)]
    for harm in ("truncated", "emptied", "deleted", "one bit flipped"):
        count = kept = 0
        for path in files:
            data = path.read_bytes()
            if not data and harm != "deleted":
                continue
            _apply(path, _harmed(random.Random(f"{seed}/{harm}/{path.name}"), harm, data))
            count += 1
            if bits() == expected:
                kept += 1
            elif not (path == checkpoints._manifest(newest) and bits() == bits(newest)):
                losses.append(f"{path.relative_to(workdir)} {harm}: another state was read")
            else:
                kept += 1  # a flipped bit of a path in the list, or of white space: the files themselves are whole
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
        rows.append([f"a checkpoint's file {harm}", count, kept])
    print(json.dumps([rows, losses]))


def run(folder: pathlib.Path, seed: int, trials: int) -> tuple[list[list], list[str]]:
    """(rows, losses): every file of a checkpoint as a reader sees it, and `trials` runs and JSON files."""
    whole = folder / "whole"
    ended = fork(lambda: _train(whole))
    expected = json.loads(ended.out.splitlines()[-1])[1]
    ended = fork(lambda: _states(whole, seed))
    rows, losses = json.loads(ended.out.splitlines()[-1]) if ended.status == 0 else ([], [ended.err[-300:]])
    kept = 0
    for trial in range(trials):
        rng, workdir = random.Random(f"{seed}/{trial}"), folder / f"resumed_{trial}"
        shutil.copytree(whole, workdir)
        newest = max(int(p.name) for p in (workdir / "checkpoints").iterdir() if p.name.isdigit())
        path = rng.choice(sorted(p for p in (workdir / "checkpoints" / str(newest)).rglob("*") if p.is_file()))
        harm = rng.choice(
            ("truncated", "emptied", "deleted", "one bit flipped") if path.stat().st_size else ("deleted",)
        )
        _apply(path, _harmed(rng, harm, path.read_bytes()))
        ended = fork(lambda workdir=workdir: _train(workdir))
        same = ended.status == 0 and json.loads(ended.out.splitlines()[-1])[1] == expected
        kept += same
        if not same:
            losses.append(f"{path.relative_to(workdir)} {harm}, resumed: {ended.err[-300:]}")
    rows.append(["a run that went on from a damaged checkpoint", trials, kept])
    readers = ("evaluate", "sample", "report", "train")
    count = kept = 0
    for trial in range(trials):
        rng, workdir = random.Random(f"{seed}/json/{trial}"), folder / f"json_{trial}"
        shutil.copytree(whole, workdir)
        path = workdir / rng.choice(("config.json", "results.json", "metrics.jsonl"))
        path.write_bytes(path.read_bytes()[: rng.randrange(path.stat().st_size)])
        if (name := rng.choice(readers)) == "train":
            ended = fork(lambda workdir=workdir: _train(workdir))
        else:
            more = ("--out=x.png",) if name == "sample" else ()
            ended = command(name, f"--workdir={workdir}", *more, cwd=folder)
        count += 1
        problem = "" if ended.status == 0 and "Traceback" not in ended.err else fault(ended)
        if name == "train" and path.name == "config.json" and "is not readable JSON" in ended.err:
            problem = ""  # refused; `_train` has no command's handling of it
        kept += not problem
        if problem:
            losses.append(f"{path.name} cut, then {name}: {problem}")
    rows.append(["a JSON file cut, then read", count, kept])
    return rows, losses
