"""NaN and infinities in one lane of five, in its data (so in its gradients) or its state: no other lane changes."""

import json
import math
import pathlib
import random
from functools import partial

from tests.faults.forks import fork
from tests.faults.kills import config

LANES = 5
PLACES = ("data", "params", "opt_state", "model_state")


def _poisoned(sample, bad, value, key, n, axis_name=None):
    """A batch of `sample`, all of it `value` where it is drawn by the key whose data are `bad`."""
    import jax
    import jax.numpy as jnp

    batch = sample(key, n, axis_name)
    return {**batch, "x": jnp.where((jax.random.key_data(key) == bad).all(), value, batch["x"])}


def _with_data(dataset, seed: int, lane: int, step: int, value: float):
    """The data set that gives this lane, at this step, a batch of `value`."""
    import jax
    from jax.tree_util import Partial

    key = jax.random.fold_in(jax.random.fold_in(jax.random.key(seed), 0), lane)
    bad = jax.random.key_data(jax.random.split(jax.random.fold_in(key, step))[0])
    return dataset._replace(sample=Partial(_poisoned, dataset.sample, bad, value))


def _with_state(state, place: str, lane: int, value: float, rng: random.Random):
    """The state with one number of a lane's `place` replaced."""
    import jax
    import jax.numpy as jnp

    leaves, tree = jax.tree.flatten(getattr(state, place))
    inexact = [i for i, leaf in enumerate(leaves) if jnp.issubdtype(leaf.dtype, jnp.inexact)]
    i = rng.choice(inexact)
    at = (lane, *(rng.randrange(size) for size in leaves[i].shape[1:]))
    leaves[i] = leaves[i].at[at].set(value)
    return state._replace(**{place: jax.tree.unflatten(tree, leaves)})


def _train(workdir: pathlib.Path, place: str = "", lane: int = 0, step: int = 0, value: float = 0.0, seed=0) -> None:
    """Trains five lanes. Prints [what each lane ends as, the lanes that the run marks].

    A lane ends as the digest of its state and its scores, or as None where a number of its state is not finite.
    """
    import hashlib

    import jax
    import numpy as np

    from ganjax.harness import build
    from ganjax.harness import train as loop
    from ganjax.harness.evaluate import load

    five = config()
    five.trials = LANES
    prepare = loop.prepare

    def prepared(given, *args, **kwargs):
        data = build.dataset(given)
        # The key of the data is that of no step, where they are not what is harmed: the same program for all.
        harmed = place == "data"
        data = _with_data(data, given.seed if harmed else given.seed + 1, lane, step, value)
        run = prepare(given, *args, dataset=data, **kwargs)

        def chunk(state, start, stop):
            if harmed or not place or not start <= step < stop:
                return run.chunk(state, start, stop)
            parts = []
            if start < step:
                state, metrics = run.chunk(state, start, step)
                parts.append(metrics)
            state = _with_state(state, place, lane, value, random.Random(seed))
            state, metrics = run.chunk(state, step, stop)
            return state, jax.tree.map(lambda *m: np.concatenate(m), *parts, metrics)

        return run._replace(chunk=chunk)

    loop.prepare = prepared
    results = loop.train(five, workdir, devices=jax.devices()[:1])
    _, state, facts = load(workdir)
    scores = {name: entry["trials"] for name, entry in results["metrics"].items()}
    ends = []
    for i in range(LANES):
        leaves = [np.asarray(leaf)[i] for leaf in jax.tree.leaves(state)]
        text = b"".join(leaf.tobytes() for leaf in leaves) + json.dumps({k: v[i] for k, v in scores.items()}).encode()
        finite = all(np.isfinite(leaf).all() for leaf in leaves)
        ends.append(hashlib.sha256(text).hexdigest() if finite else None)
    print(json.dumps([ends, sorted(map(int, facts["non_finite"]))]))


def run(folder: pathlib.Path, seed: int, trials: int) -> tuple[list[list], list[str]]:
    """(rows, losses) of `trials` runs in which one lane gets a number that is not finite."""
    ended = fork(lambda: _train(folder / "straight"))
    assert ended.status == 0, ended.err
    expected, marked = json.loads(ended.out.splitlines()[-1])
    assert None not in expected and not marked
    rows, losses = {place: [f"not finite in one lane's {place}", 0, 0] for place in PLACES}, []
    for trial in range(trials):
        rng, place = random.Random(f"{seed}/{trial}"), PLACES[trial % len(PLACES)]
        lane, step, value = rng.randrange(LANES), rng.randrange(20), rng.choice((math.nan, math.inf, -math.inf))
        ended = fork(partial(_train, folder / str(trial), place, lane, step, value, trial))
        problem = f"status {ended.status}: {ended.err[-300:]}"
        if ended.status == 0:
            ends, marked = json.loads(ended.out.splitlines()[-1])
            others = [i for i in range(LANES) if i != lane]
            changed = [i for i in others if ends[i] != expected[i]]
            problem = f"other lanes changed: {changed}" if changed else ""
            if marked != [lane] and (ends[lane] is None or marked):
                problem = problem or f"marked are {marked}"
        rows[place][1] += 1
        rows[place][2] += not problem
        if problem:
            losses.append(f"{value} in {place} of lane {lane} at step {step}: {problem}")
    return [row for row in rows.values() if row[1]], losses
