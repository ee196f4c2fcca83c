"""Random overrides of every key of a config: a run is made, or refused by one line with nothing written."""

import pathlib

from tests.faults.forks import command, fault


def run(folder: pathlib.Path, seed: int, trials: int) -> tuple[list[list], list[str]]:
    """(rows, losses) of `trials` commands, each with one to three overrides that hypothesis draws."""
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import seed as seeded
    from hypothesis import strategies as st

    from ganjax.harness.config import flatten
    from tests.faults.kills import config

    # Not what only takes long, or fills the memory: sizes are small, and steps are one.
    keys = sorted(set(flatten(config())) - {"steps"})
    numbers = st.integers(-3, 40) | st.sampled_from([0.0, -1.0, 1e-3, 0.5, 1e39, float("nan"), float("inf"), -0.0])
    words = st.sampled_from(
        ["", "none", "gan", "mlp", "adam", "ring", "digits", "../x", "é", "a b", "None", "True", "{}", "[]"]
    )
    leaves = numbers | words
    values = leaves | st.lists(leaves, max_size=3).map(tuple) | st.text(max_size=8)
    overrides = st.dictionaries(st.sampled_from(keys), values, min_size=1, max_size=3)
    counts, losses = {"made": 0, "refused": 0}, []

    @seeded(seed)
    @settings(
        max_examples=trials,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(overrides)
    def try_one(chosen):
        cwd = folder / str(sum(counts.values()) + len(losses))
        cwd.mkdir()
        flags = [f"--config.{key}={value}" for key, value in chosen.items() if "\x00" not in str(value)]
        ended = command("train", "--config=ring/gan", "--config.steps=1", "--workdir=out", *BASE, *flags, cwd=cwd)
        problem = "" if ended.status == 0 else fault(ended)
        if ended.status and not problem and any(cwd.iterdir()) and "non-finite" not in ended.err:
            problem = "wrote something"
        if problem:
            losses.append(f"{' '.join(flags)}: {problem}")
        else:
            counts["refused" if ended.status else "made"] += 1

    try_one()
    kept = sum(counts.values())
    name = f"random overrides ({counts['made']} runs made, {counts['refused']} refused)"
    return [[name, kept + len(losses), kept]], losses


BASE = ("--config.batch_size=4", "--config.eval.samples=50", "--config.eval.metrics=('mixtures',)")
