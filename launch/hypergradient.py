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
    """(directions [repeats, P], seconds a step, temporary bytes, residuals) of one way to take the hypergradient."""
    import time

    import jax
    import jax.numpy as jnp
    import numpy as np
    from jax.flatten_util import ravel_pytree

    from ganjax import build, optimizers

    method = build.method(config, run.dataset, values=run.points[0])
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
        after, told = method.step(step_key, state, batch)
        moved = jax.tree.map(lambda a, b: a - b, after.params["generator"], theta)
        return ravel_pytree(moved)[0], told.get("adjoint_residual", jnp.zeros([]))

    compiled = jax.jit(direction).lower(keys[0], state).compile()
    jax.block_until_ready(compiled(keys[0], state))
    found, seconds, residuals = [], [], []
    for key in keys:
        start = time.perf_counter()
        moved, residual = jax.device_get(compiled(key, state))
        seconds.append(time.perf_counter() - start)
        found.append(moved.astype(np.float64))
        residuals.append(float(residual))
    size = compiled.memory_analysis().temp_size_in_bytes
    return np.stack(found), float(np.median(seconds)), size, residuals


def cosine(a, b) -> float:
    """Cosine of two vectors; NaN where one is zero (the implicit one is, if the first curvature is negative)."""
    import numpy as np

    lengths = np.linalg.norm(a) * np.linalg.norm(b)
    return float(a @ b / lengths) if lengths else float("nan")


def markdown(rows, command, data, step) -> str:
    """table.md: a row a way and K."""
    import numpy as np

    cells = [["", "K", "cosine with the implicit one", "seconds", "temporary MiB"]]
    for row in rows:
        mean = f"{np.mean(row['cosines']):.3f}"
        if not np.isfinite(row["cosines"]).all():
            mean = "diverged"
        elif len(row["cosines"]) > 1:
            mean += f" ± {np.std(row['cosines'], ddof=1) / len(row['cosines']) ** 0.5:.3f}"
        way = "implicit, two sets of samples" if row["way"] == "implicit" else f"unrolled, {row['way']}"
        cells.append([way, str(row["k"]), mean, f"{row['seconds']:.3f}", f"{row['bytes'] / 2**20:.1f}"])
    return (
        f"# Hypergradients of LBT on {data}, at step {step}\n\n`{command}`\n\n{cli.table(cells)}\n\n"
        f"Conjugate gradients left {np.mean(rows[0]['residuals']):.2g} of the right-hand side (they stop at\n"
        "negative curvature; more --damping goes on for longer, towards a mere scaled gradient).\n"
        "Mean ± standard error over the keys. Each way takes one step from the same student and batch. The first\n"
        "row compares the implicit gradient with itself on other samples and data: what noise leaves of 1.\n"
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
        # The hypergradient alone: no adversary, and the teaching term on.
        config.method.teaching_weight, config.method.teaching_start = 1.0, 0
        if "discriminator" in config.networks:
            del config.networks["discriminator"]
        config.method.damping, config.method.cg_iterations = DAMPING.value, ITERATIONS.value
        # The reference has as many batches of samples as the longest unroll.
        config.method.hypergradient, config.method.unroll_steps = "implicit", max(steps)
        reference, seconds, size, residuals = gradients(run, state, config, keys)
        other, _, _, _ = gradients(run, state, config, jax.random.split(jax.random.key(1), REPEATS.value))
        between = [cosine(a, b) for a, b in zip(other, reference, strict=True)]
        rows = [{"way": "implicit", "k": max(steps), "cosines": between, "residuals": residuals}]
        rows[0] |= {"seconds": seconds, "bytes": size}
        config.method.hypergradient = "unrolled"
        for way in WAYS:
            if way == "gradient descent":
                config.estimator_tx = {"name": "sgd", "learning_rate": RATE.value}
                config.unroll_tx = config.estimator_tx
            for k in steps:
                config.method.unroll_steps = k
                found, seconds, size, _ = gradients(run, state, config, keys)
                cosines = [cosine(a, b) for a, b in zip(found, reference, strict=True)]
                rows.append({"way": way, "k": k, "cosines": cosines, "seconds": seconds, "bytes": size})
    out = pathlib.Path(OUT.value)
    out.mkdir(parents=True, exist_ok=True)
    command = (
        f"python -m launch.hypergradient --workdir=DIR --unroll_steps={','.join(map(str, steps))} "
        f"--batch_size={BATCH.value} --repeats={REPEATS.value} --damping={DAMPING.value} "
        f"--cg_iterations={ITERATIONS.value} --rate={RATE.value}"
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
    axes[0, 0].axhline(np.mean(rows[0]["cosines"]), color="0.6", label="implicit, other samples")
    axes[0, 1].axhline(rows[0]["seconds"], color="0.6")
    axes[0, 2].axhline(rows[0]["bytes"] / 2**20, color="0.6")
    for axis, title in zip(axes[0], ("cosine with the implicit one", "seconds", "temporary MiB"), strict=True):
        axis.set(xlabel="K", title=title, xscale="log")
    axes[0, 0].legend(fontsize="xx-small")
    fig.savefig(out / "figure.png", dpi=110)
    print((out / "table.md").read_text())


if __name__ == "__main__":
    cli.run(main)
