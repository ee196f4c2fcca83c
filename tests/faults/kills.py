"""Runs that are killed, or sent SIGTERM or SIGINT, at any moment, and then go on: nothing may differ in the end."""

import hashlib
import json
import os
import pathlib
import random
import signal
import sys
from collections import Counter
from collections.abc import Callable
from functools import partial

from ganjax.harness import signals
from tests.faults.forks import Ended, fault, fork

PHASES = {
    "checkpoints": "save",
    "metrics.jsonl": "line",
    "samples": "picture",
    "results.json": "end",
    "events": "line",
}


def config():
    """Two lanes of a tiny GAN for some twenty steps, with something due at most of them."""
    from ganjax.harness.config import default

    config = default()
    config.data.name, config.trials, config.ema = "ring", 2, 0.5
    config.steps, config.batch_size, config.log_every, config.checkpoint_every = 20, 8, 3, 4
    config.sample_every, config.eval_every, config.eval.samples, config.eval.metrics = 7, 5, 100, ("mixtures",)
    config.networks.generator = {"name": "mlp", "latent_dim": 3, "hidden": (5,)}
    config.networks.discriminator = {"name": "mlp", "hidden": (6,)}
    for player in ("generator_tx", "discriminator_tx"):
        config[player] = {"name": "adam", "learning_rate": 1e-2, "b1": 0.5}
    config.method = {"name": "gan", "loss": "non_saturating", "critic_steps": 1}
    return config


def digest(workdir: pathlib.Path) -> str:
    """Of all that a finished run has but its seconds: state, samples, lines and results."""
    import jax
    import numpy as np

    from ganjax.harness.evaluate import load
    from ganjax.harness.run import make_sampler

    run, state, facts = load(workdir)
    hashed = hashlib.sha256()
    for path, leaf in jax.tree_util.tree_leaves_with_path(state):
        hashed.update(jax.tree_util.keystr(path).encode() + np.asarray(leaf).tobytes())
    hashed.update(make_sampler(run, 8)(jax.random.key(3), state, 1, 8).tobytes())
    lines = [json.loads(line) for line in (workdir / "metrics.jsonl").read_text().splitlines()]
    results = json.loads((workdir / "results.json").read_text())
    pictures = sorted(path.name for path in (workdir / "samples").glob("*.png"))
    rest = [{k: v for k, v in line.items() if k != "seconds"} for line in lines], results["metrics"], pictures
    return hashlib.sha256(hashed.digest() + json.dumps([*rest, facts["non_finite"]]).encode()).hexdigest()


def phase_below(path: str, within: str) -> str:
    """What is done to a file of a workdir: one of `PHASES`, or what is going on."""
    return next((phase for part, phase in PHASES.items() if part in path), within)


def moments(
    phase_of: Callable[[str, str], str], at: int = 0, number: int = 0, note: pathlib.Path | None = None
) -> Callable[[], int]:
    """Counts the moments of this process from now on, and at the moment `at` sends it the signal `number`.

    A moment is a file of the run being opened, renamed, removed or listed, and the begin and the end of steps and of
    an evaluation.

    Args:
      phase_of: (path, what is going on) -> the phase that a file's moment is of; "" for a file that is not the run's.
      note: gets the phase in which the signal was sent.

    Returns:
      () -> how many moments there were; there are none after it.
    """
    from ganjax.harness import train as loop

    count, within, ended = 0, "start", False

    def moment(phase):
        nonlocal count
        if ended:
            return
        count += 1
        if count == at:
            if note is not None:
                note.write_text(phase)
            os.kill(os.getpid(), number)

    def audit(event, arguments):
        of_files = (event == "open" or event.startswith(("os.", "shutil."))) and event != "os.putenv"
        if of_files and (phase := phase_of(str(arguments[0]) if arguments else "", within)):
            moment(phase)

    def around(function, phase):
        def called(*args, **kwargs):
            nonlocal within
            before, within = within, phase
            moment(phase)
            result = function(*args, **kwargs)
            moment(phase)
            within = "loop" if before == "start" else before
            return result

        return called

    prepare = loop.prepare

    def prepared(*args, **kwargs):
        run = prepare(*args, **kwargs)
        return run._replace(chunk=around(run.chunk, "step"))

    loop.prepare, loop.evaluate_lanes = prepared, around(loop.evaluate_lanes, "evaluation")
    sys.addaudithook(audit)

    def end():
        nonlocal ended
        ended = True
        return count

    return end


def _train(workdir: pathlib.Path, at: int = 0, number: int = 0, note: pathlib.Path | None = None) -> None:
    """Trains; at the moment `at` sends itself signal `number`. Prints how many moments there were and the digest."""
    import jax

    from ganjax.harness.train import train

    def phase_of(path, within):
        return phase_below(path, within) if path.startswith(str(workdir)) else ""

    count = moments(phase_of, at, number, note)
    signals.listen()
    try:
        train(config(), workdir, devices=jax.devices()[:1])
    except signals.Stopped as stop:
        print(stop, file=sys.stderr)
        sys.exit(stop.status)
    print(json.dumps([count(), digest(workdir)]))


def run(folder: pathlib.Path, seed: int, trials: int) -> tuple[list[list], list[str]]:
    """(rows of what was tried, losses) of `trials` runs, each stopped once or twice."""
    ended = fork(lambda: _train(folder / "straight"))
    assert ended.status == 0, ended.err
    last, expected = json.loads(ended.out.splitlines()[-1])
    tried, kept, losses = Counter(), Counter(), []
    for trial in range(trials):
        rng, workdir, note = random.Random(f"{seed}/{trial}"), folder / str(trial), folder / f"{trial}.phase"
        stops, problem = [], ""
        for _ in range(rng.choice((1, 1, 2))):
            number, at = (
                rng.choice((signal.SIGKILL, signal.SIGKILL, signal.SIGTERM, signal.SIGINT)),
                rng.randint(1, last),
            )
            note.unlink(missing_ok=True)
            ended = fork(partial(_train, workdir, at, number, note))
            if note.exists():  # a resumed run has fewer moments, and may have ended before
                stops.append((signal.Signals(number).name, note.read_text()))
                problem = problem or wrong_stop(ended, number)
        ended = fork(partial(_train, workdir))
        if ended.status or json.loads(ended.out.splitlines()[-1])[1] != expected:
            problem = problem or f"not the same in the end: {ended.err[-300:]}"
        for stop in stops:
            tried[stop] += 1
            kept[stop] += not problem
        if problem:
            losses.append(f"trial {trial}, {stops}: {problem}")
    rows = [[f"{name} in: {phase}", count, kept[name, phase]] for (name, phase), count in sorted(tried.items())]
    return rows, losses


def wrong_stop(ended: Ended, number: int) -> str:
    """What is wrong with how the signal `number` ended a process, or "": its last line says what stopped it."""
    if number == signal.SIGKILL:
        return "" if ended.status == -number else f"status {ended.status} after SIGKILL"
    if "Traceback" not in ended.err:
        ended = ended._replace(err=(ended.err.splitlines() or [""])[-1])
        if not ended.err.startswith("stopped by"):
            return f"the last line is {ended.err!r}"
    return fault(ended, 130 if number == signal.SIGINT else 0)
