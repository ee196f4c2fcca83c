"""How near the unrolled hypergradient of LBT comes to the implicit one, and what either costs.

  python -m launch.hypergradient --workdir=runs/ring_lbt [--out=DIR] [--batch_size=2048] [--repeats=4]

Takes the newest checkpoint of an LBT run, and compares gradients with respect to the generator, on the same
batches and from the same student: K unrolled steps, of the run's own optimiser and of plain gradient descent,
against conjugate gradients on the student's Hessian. --out (default results/lbt_hypergradient) gets table.md,
results.json and figure.png.
"""

import pathlib

from absl import flags

from launch import cli

WORKDIR = flags.DEFINE_string("workdir", None, "A finished or running LBT run.", required=True)
OUT = flags.DEFINE_string("out", "results/lbt_hypergradient", "Where table.md, results.json and figure.png go.")
BATCH = flags.DEFINE_integer("batch_size", 2048, "Examples a batch: the larger, the less noise.", lower_bound=1)
REPEATS = flags.DEFINE_integer("repeats", 4, "Keys over which the cosine is averaged.", lower_bound=2)
STEPS = flags.DEFINE_list("unroll_steps", ["1", "2", "5", "10", "20", "50"], "The K that are compared.")
DAMPING = flags.DEFINE_float("damping", 0.01, "Added to the student's Hessian.", lower_bound=0.0)
ITERATIONS = flags.DEFINE_integer("cg_iterations", 50, "Of conjugate gradients.", lower_bound=1)
RATE = flags.DEFINE_float("rate", 0.01, "The learning rate of plain gradient descent.", lower_bound=0.0)


WAYS = ("its own optimiser", "gradient descent")


def gradients(run, state, config, keys):
    """(directions [repeats, P], seconds a step, temporary bytes) of one way to take the hypergradient."""
    import time

    import jax
    import numpy as np
    from jax.flatten_util import ravel_pytree

    from ganjax import build, optimizers

    method = build.method(config, run.dataset)
    theta = state.params["generator"]
    opt_state = {**state.opt_state, "generator": optimizers.make(config.generator_tx).init(theta)}
    if config.estimator_tx.name != run.config.estimator_tx.name:
        opt_state["estimator"] = optimizers.make(config.estimator_tx).init(state.params["estimator"])
    state = state._replace(
        opt_state=opt_state,
        model_state={name: value for name, value in state.model_state.items() if name != "ema"},
    )

    def direction(key, state):
        data_key, step_key = jax.random.split(key)
        batch = run.dataset.sample(data_key, config.batch_size)
        after, _ = method.step(step_key, state, batch)
        return ravel_pytree(jax.tree.map(lambda a, b: a - b, after.params["generator"], theta))[0]

    compiled = jax.jit(direction).lower(keys[0], state).compile()
    compiled(keys[0], state).block_until_ready()
    found, seconds = [], []
    for key in keys:
        start = time.perf_counter()
        found.append(np.asarray(compiled(key, state), np.float64))
        seconds.append(time.perf_counter() - start)
    return np.stack(found), float(np.median(seconds)), compiled.memory_analysis().temp_size_in_bytes


def cosine(a, b) -> float:
    """Cosine of two vectors."""
    import numpy as np

    return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))


def markdown(rows, command, data, step) -> str:
    """table.md: a row a way and K."""
    import numpy as np

    cells = [["", "K", "cosine with the implicit one", "seconds", "temporary MiB"]]
    for row in rows:
        mean = f"{np.mean(row['cosines']):.3f}"
        if len(row["cosines"]) > 1:
            mean += f" ± {np.std(row['cosines'], ddof=1) / len(row['cosines']) ** 0.5:.3f}"
        way = "implicit, two sets of samples" if row["way"] == "implicit" else f"unrolled, {row['way']}"
        cells.append([way, str(row["k"]), mean, f"{row['seconds']:.3f}", f"{row['bytes'] / 2**20:.1f}"])
    return (
        f"# Hypergradients of LBT on {data}, at step {step}\n\n`{command}`\n\n{cli.table(cells)}\n\n"
        "Mean ± standard error over the keys. Each way takes one step from the same student and batch. The first\n"
        "row compares the implicit gradient with itself on other samples, averaged over keys: what noise leaves.\n"
    )


def main():
    """Measures every K, then writes the table and the figure."""
    import copy

    import jax
    import numpy as np

    from ganjax import plots
    from ganjax.errors import UserError
    from ganjax.evaluate import load
    from ganjax.writers import write_json

    run, state, _ = load(WORKDIR.value)
    config = copy.deepcopy(run.config)
    if config.method.name != "lbt":
        raise UserError(f"{WORKDIR.value} was trained by {config.method.name}, not by lbt")
    try:
        steps = [int(k) for k in STEPS.value]
    except ValueError:
        raise UserError(f"--unroll_steps takes whole numbers, not {','.join(STEPS.value)}") from None
    if min(steps, default=0) < 1:
        raise UserError("--unroll_steps must be at least 1")
    state = jax.tree.map(lambda leaf: leaf[0], state)
    step = int(state.step)
    keys = jax.random.split(jax.random.key(0), REPEATS.value)
    with config.unlocked():
        config.ema, config.batch_size, config.method.inner_steps = 0.0, BATCH.value, 0
        config.generator_tx = {"name": "sgd", "learning_rate": 1.0}
        config.method.damping, config.method.cg_iterations = DAMPING.value, ITERATIONS.value
        config.method.hypergradient, config.method.unroll_steps = "implicit", 1
        reference, seconds, size = gradients(run, state, config, keys)
        other, _, _ = gradients(run, state, config, jax.random.split(jax.random.key(1), REPEATS.value))
        rows = [{"way": "implicit", "k": 1, "cosines": [cosine(reference.mean(0), other.mean(0))]}]
        rows[0] |= {"seconds": seconds, "bytes": size}
        config.method.hypergradient = "unrolled"
        for way in WAYS:
            if way == "gradient descent":
                config.estimator_tx = {"name": "sgd", "learning_rate": RATE.value}
                config.unroll_tx = config.estimator_tx
            for k in steps:
                config.method.unroll_steps = k
                found, seconds, size = gradients(run, state, config, keys)
                cosines = [cosine(a, b) for a, b in zip(found, reference, strict=True)]
                rows.append({"way": way, "k": k, "cosines": cosines, "seconds": seconds, "bytes": size})
    out = pathlib.Path(OUT.value)
    out.mkdir(parents=True, exist_ok=True)
    command = (
        f"python -m launch.hypergradient --batch_size={BATCH.value} --repeats={REPEATS.value} "
        f"--damping={DAMPING.value} --cg_iterations={ITERATIONS.value} --rate={RATE.value} --workdir=DIR"
    )
    write_json(out / "results.json", {"command": command, "data": config.data.name, "step": step, "rows": rows})
    (out / "table.md").write_text(markdown(rows, command, config.data.name, step))
    fig, axes = plots.figure(1, 3, 3.2)
    for way in WAYS:
        mine = [row for row in rows if row["way"] == way]
        ks = [row["k"] for row in mine]
        axes[0, 0].plot(ks, [np.mean(row["cosines"]) for row in mine], ".-", label=f"unrolled, {way}")
        axes[0, 1].plot(ks, [row["seconds"] for row in mine], ".-")
        axes[0, 2].plot(ks, [row["bytes"] / 2**20 for row in mine], ".-")
    axes[0, 0].axhline(rows[0]["cosines"][0], color="0.6", label="implicit, other samples")
    axes[0, 1].axhline(rows[0]["seconds"], color="0.6")
    axes[0, 2].axhline(rows[0]["bytes"] / 2**20, color="0.6")
    for axis, title in zip(axes[0], ("cosine with the implicit one", "seconds", "temporary MiB"), strict=True):
        axis.set(xlabel="K", title=title, xscale="log")
    axes[0, 0].legend(fontsize="xx-small")
    fig.savefig(out / "figure.png", dpi=110)
    print((out / "table.md").read_text())


if __name__ == "__main__":
    cli.run(main)
