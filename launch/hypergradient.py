"""How near the unrolled hypergradient of LBT comes to the implicit one, over the inner rate and the damping.

  python -m launch.hypergradient --workdir=runs/ring_lbt [--out=DIR] [--batch_size=2048] [--repeats=4]

Takes the newest checkpoint of an LBT run, and compares gradients with respect to the generator, on the same
batches and from the same student: K unrolled steps, of the run's own optimiser and of plain gradient descent, at
every one of --rates; conjugate gradients on the student's Hessian, at every one of --dampings; and the gradient
itself, which is what both tend to (small rates and few steps; much damping), so that a high cosine between them says
something only where theirs with it are lower. It tells the inner Hessian's largest eigenvalue times the rate: above 2
gradient descent overshoots. A run whose inner rate falls (decay_steps) is refused, as those compared are constant.
--out (default results/lbt_hypergradient) gets table.md, results.json and figure.png.
"""

import pathlib

from absl import flags

from launch import cli
from launch.outputs import check_own

WORKDIR = flags.DEFINE_string("workdir", None, "The workdir of an LBT run, finished or not.", required=True)
OUT = flags.DEFINE_string("out", "results/lbt_hypergradient", "Folder for table.md, results.json and figure.png.")
BATCH = flags.DEFINE_integer("batch_size", 2048, "Examples in a batch; more give less noise.", lower_bound=1)
REPEATS = flags.DEFINE_integer("repeats", 4, "Keys over which the cosine is averaged.", lower_bound=2)
STEPS = flags.DEFINE_list("unroll_steps", ["1", "5", "20", "50"], "The values of K to compare.")
RATES = flags.DEFINE_list("rates", ["1e-5", "1e-4", "1e-3", "1e-2"], "The inner learning rates to compare.")
DAMPINGS = flags.DEFINE_list("dampings", ["1", "10", "100", "1000"], "Values to add to the diagonal of the Hessian.")
ITERATIONS = flags.DEFINE_integer("cg_iterations", 50, "Iterations of conjugate gradients.", lower_bound=2)

OF_THE_GAME = ("adversarial_weight", "loss", "terms", "feature_tx", "sample_tx")  # options of LBT-GAN alone
WAYS = ("its own optimiser", "gradient descent")
SOLVED = 0.01  # of the right-hand side, the most that conjugate gradients leave where the implicit one is a reference


def without_training(run, state, config):
    """The state from which `config`, which may have other optimisers, takes one step."""
    from ganjax import optimizers

    generator = optimizers.make(config.generator_tx).init(state.params["generator"])
    opt_state = {**state.opt_state, "generator": generator}
    if config.estimator_tx.name != run.config.estimator_tx.name:
        opt_state["estimator"] = optimizers.make(config.estimator_tx).init(state.params["estimator"])
    model_state = {name: value for name, value in state.model_state.items() if name != "ema"}
    return state._replace(opt_state=opt_state, model_state=model_state)


def teaching_alone(config) -> None:
    """Takes the adversary and its options from a config of LBT-GAN; the weight to teach is 1 from the first step."""
    config.method.teaching_weight, config.method.teaching_start = 1.0, 0
    if "discriminator" in config.networks:
        del config.networks["discriminator"]
    for name in OF_THE_GAME:
        if name in config.method:
            del config.method[name]


def swept(run) -> dict:
    """Dotted key -> value of the first point of a run's sweep, but for what `teaching_alone` takes away."""
    return {key: value for key, value in run.points[0].items() if key.removeprefix("method.") not in OF_THE_GAME}


def gradients(run, state, config, keys, key="", values=(0.0,)):
    """The hypergradients of one way to take them, one entry a value of the float at `key` of the config (""; none).

    Returns:
      [{"directions": [repeats, P], "seconds", "bytes", "residuals": [repeats]}].
    """
    import time

    import jax
    import jax.numpy as jnp
    import numpy as np
    import optax
    from jax.flatten_util import ravel_pytree

    from ganjax.harness import build

    state = without_training(run, state, config)

    def direction(repeat, state, value):
        method = build.method(config, run.dataset, values={**swept(run), **({key: value} if key else {})})
        data_key, step_key = jax.random.split(repeat)
        batch = run.dataset.sample(data_key, config.batch_size)
        after, metrics = method.step(step_key, state, batch)
        # The first momentum, since a difference of parameters would lose a small gradient's digits.
        gradient = optax.tree.get(after.opt_state["generator"], "trace")
        return ravel_pytree(gradient)[0], metrics.get("adjoint_residual", jnp.zeros([]))

    compiled = jax.jit(direction).lower(keys[0], state, jnp.float32(values[0])).compile()
    memory, entries = compiled.memory_analysis(), []
    assert memory is not None  # no backend that we know lacks it
    for value in values:
        directions, seconds, residuals = [], [], []
        for repeat in keys:
            start = time.perf_counter()
            moved, residual = jax.device_get(compiled(repeat, state, jnp.float32(value)))
            seconds.append(time.perf_counter() - start)
            directions.append(moved.astype(np.float64))
            residuals.append(float(residual))
        entries.append(
            {
                "directions": np.stack(directions),
                "seconds": float(np.median(seconds)),
                "bytes": memory.temp_size_in_bytes,
                "residuals": residuals,
            }
        )
    return entries


def curvature(run, state, config, key, iterations: int = 30) -> tuple[float, float]:
    """(least, greatest) eigenvalue of the student's Hessian on one batch of generated samples.

    Where config.unroll_tx keeps second moments v, of D^-1/2 H D^-1/2 with D = sqrt(v + eps): what its steps see.
    """
    import jax
    import jax.numpy as jnp
    import optax
    from jax.flatten_util import ravel_pytree

    from ganjax.curvature import extreme_eigenvalues
    from ganjax.harness import build

    state = without_training(run, state, config)
    method = build.method(config, run.dataset, values=swept(run))
    sample_key, noise_key = jax.random.split(key)
    samples = method.sample(sample_key, state, config.batch_size)
    log_prob = method.log_prob
    assert log_prob is not None  # every method with a student has one
    phi, unravel = ravel_pytree(state.params["estimator"])
    moments = optax.tree.get(state.opt_state["estimator"], "nu")
    scale = jnp.ones_like(phi)
    if moments is not None:
        scale = (ravel_pytree(moments)[0] + config.unroll_tx.get("eps", 1e-8)) ** -0.25

    def loss(phi):
        params = {**state.params, "estimator": unravel(phi)}
        return -log_prob(noise_key, state._replace(params=params), samples).mean()

    product = jax.jit(lambda v: scale * jax.jvp(jax.grad(loss), (phi,), (scale * v,))[1])
    return extreme_eigenvalues(lambda v: product(jnp.asarray(v, phi.dtype)), len(phi), iterations=iterations)


def cosines(entry, other) -> list[float]:
    """The cosine of each repeat's two directions."""
    from ganjax.curvature import cosine

    return [cosine(a, b) for a, b in zip(entry["directions"], other["directions"], strict=True)]


def reference_of(implicit: list[dict]) -> int:
    """Which of the implicit ones, by growing damping, the others are compared with: the first that is solved."""
    solved = [index for index, entry in enumerate(implicit) if max(entry["residuals"]) <= SOLVED]
    return solved[0] if solved else len(implicit) - 1


def _cell(values) -> str:
    import numpy as np

    if not np.isfinite(values).all():
        return "diverged"
    return f"{np.mean(values):.3f} ± {np.std(values, ddof=1) / len(values) ** 0.5:.3f}"


def markdown(results: dict) -> str:
    """table.md: the implicit ones, a row a damping; then the unrolled ones, a row a way, rate and K."""
    import numpy as np

    implicit = [["damping", "residual", "cosine with itself", "with the gradient itself", "seconds", "temporary MiB"]]
    for row in results["implicit"]:
        numbers = f"{row['seconds']:.3f}", f"{row['bytes'] / 2**20:.1f}"
        cells = f"{row['damping']:g}", f"{np.mean(row['residuals']):.2g}"
        implicit.append([*cells, _cell(row["with_itself"]), _cell(row["with_gradient"]), *numbers])
    damping = f"{results['damping']:g}"
    heading = ["", "rate", "rate × eigenvalue", "K", f"cosine with the implicit one (damping {damping})"]
    unrolled = [[*heading, "with the gradient itself", "seconds", "temporary MiB"]]
    for row in results["unrolled"]:
        product = row["rate"] * results["eigenvalues"][row["way"]][1]
        place = f"{row['rate']:g}", f"{product:.2g}", str(row["k"])
        numbers = f"{row['seconds']:.3f}", f"{row['bytes'] / 2**20:.1f}"
        unrolled.append([row["way"], *place, _cell(row["with_implicit"]), _cell(row["with_gradient"]), *numbers])
    ends = "; ".join(f"{way}: {low:.3g} to {high:.3g}" for way, (low, high) in results["eigenvalues"].items())
    return (
        f"# Hypergradients of LBT on {results['data']}, at step {results['step']}\n\n`{results['command']}`\n\n"
        f"Implicit, over the damping:\n\n{cli.table(implicit)}\n\n"
        "Residual: what conjugate gradients left of the right-hand side (they stop at negative curvature). With\n"
        "itself: on other samples and data, what noise leaves of 1. The gradient itself: the implicit one without\n"
        "its Hessian, which it tends to as the damping grows, and the unrolled one as rate and K fall.\n\n"
        f"Unrolled, over rate and K:\n\n{cli.table(unrolled)}\n\n"
        f"Eigenvalues of the student's Hessian, as each optimiser scales it: {ends}.\n"
        "Gradient descent overshoots where the rate times the largest is above 2; Adam, whose first moment decays\n"
        "by b1 and whose second one stays, above 2 (1 + b1) / (1 - b1) (Cohen et al. 2022). Mean ± standard error\n"
        "over the keys. Each way takes one step from the same student and batch.\n"
    )


def draw(results: dict, path: pathlib.Path) -> None:
    """figure.png: the cosine with the implicit one over K, a line a rate; those of the implicit ones over damping."""
    import numpy as np

    from ganjax.harness import plots

    fig, axes = plots.figure(1, 3, 3.6)
    for axis, way in zip(axes[0], WAYS, strict=False):
        for index, rate in enumerate(sorted({row["rate"] for row in results["unrolled"]})):
            mine = [row for row in results["unrolled"] if (row["way"], row["rate"]) == (way, rate)]
            label = f"{rate:g} ({rate * results['eigenvalues'][way][1]:.2g})"
            for name, style, shown in (("with_implicit", ".-", label), ("with_gradient", ":", None)):
                means = [np.mean(row[name]) for row in mine]  # NaN, where it diverged, is not drawn
                axis.plot([row["k"] for row in mine], means, style, color=f"C{index}", label=shown)
        axis.axhline(0, color="0.8", zorder=0)
        axis.set(xlabel="K", title=f"unrolled, {way}", xscale="log", ylim=(-1.05, 1.05))
        axis.legend(fontsize="xx-small", title="rate (× eigenvalue)", title_fontsize="xx-small")
    damping = f"{results['damping']:g}"
    axes[0, 0].set_ylabel(f"cosine with the implicit one, damping {damping}\n(dotted: with the gradient itself)")
    dampings = [row["damping"] for row in results["implicit"]]
    for name, label in (("with_itself", "implicit, other samples"), ("with_gradient", "the gradient itself")):
        axes[0, 2].plot(dampings, [np.mean(row[name]) for row in results["implicit"]], ".-", label=label)
    axes[0, 2].plot(dampings, [np.mean(row["residuals"]) for row in results["implicit"]], ".--", label="residual")
    for row in results["unrolled"]:
        if row["way"] == WAYS[0] and row["k"] == results["shown_k"]:
            means = [np.mean(values) for values in row["over_damping"]]
            axes[0, 2].plot(dampings, means, ".-", label=f"unrolled, K = {row['k']}, rate {row['rate']:g}")
    axes[0, 2].axhline(0, color="0.8", zorder=0)
    axes[0, 2].set(xlabel="damping", title="cosine with the implicit one", xscale="log", ylim=(-1.05, 1.05))
    axes[0, 2].legend(fontsize="xx-small", bbox_to_anchor=(1.02, 1), loc="upper left")  # it would hide lines
    plots.save(fig, path)


def compare(run, state, config, keys, steps: list[int], rates: list[float], dampings: list[float]) -> dict:
    """What results.json holds of the comparison; `config` is changed on the way."""
    import jax

    config.method.hypergradient, config.method.unroll_steps = "implicit", max(steps)
    others = jax.random.split(jax.random.fold_in(keys[0], 1), len(keys))
    both = gradients(run, state, config, [*keys, *others], "method.damping", dampings)
    implicit = [{**entry, "directions": entry["directions"][: len(keys)]} for entry in both]
    again = [{**entry, "directions": entry["directions"][len(keys) :]} for entry in both]
    # One iteration of conjugate gradients takes the right-hand side itself, where the damping outweighs the Hessian.
    config.method.cg_iterations, config.method.damping = 1, 1e9
    (plain,) = gradients(run, state, config, keys)
    reference = reference_of(implicit)
    rows, eigenvalues = [], {}
    config.method.hypergradient = "unrolled"
    for way in WAYS:
        if way == "gradient descent":
            config.estimator_tx = config.unroll_tx = {"name": "sgd", "learning_rate": 0.0}
        eigenvalues[way] = curvature(run, state, config, keys[0])
        for k in steps:
            config.method.unroll_steps = k
            for rate, unrolled in zip(
                rates, gradients(run, state, config, keys, "unroll_tx.learning_rate", rates), strict=True
            ):
                over = [cosines(unrolled, entry) for entry in implicit]
                row = {"way": way, "rate": rate, "k": k, "with_implicit": over[reference], "over_damping": over}
                rows.append(row | {"with_gradient": cosines(unrolled, plain)})
                rows[-1] |= {name: unrolled[name] for name in ("seconds", "bytes")}
    rows.sort(key=lambda row: (WAYS.index(row["way"]), row["rate"], row["k"]))
    table = [
        {"damping": damping, "with_itself": cosines(entry, other), "with_gradient": cosines(entry, plain)}
        | {name: entry[name] for name in ("residuals", "seconds", "bytes")}
        for damping, entry, other in zip(dampings, implicit, again, strict=True)
    ]
    return {
        "damping": dampings[reference],
        "shown_k": min(steps, key=lambda k: abs(k - 5)),
        "eigenvalues": eigenvalues,
        "implicit": table,
        "unrolled": rows,
    }


def main():
    """Measures every damping, rate and K, then writes the table and the figure."""
    import jax

    from ganjax.addresses import check_local
    from ganjax.errors import UserError
    from ganjax.files import write_text, writing_to
    from ganjax.harness.config import from_plain, plain
    from ganjax.harness.evaluate import load
    from ganjax.harness.writers import write_json

    check_local(OUT.value, "--out")
    out = pathlib.Path(OUT.value)
    steps, rates = sorted(set(cli.numbers(STEPS, int, 1))), sorted(set(cli.numbers(RATES, float, 0)))
    dampings = sorted(set(cli.numbers(DAMPINGS, float, 0)))
    run, state, _ = load(WORKDIR.value)
    config = from_plain(plain(run.config))
    if config.method.name != "lbt":
        raise UserError(f"{WORKDIR.value} was trained by {config.method.name}, not by lbt")
    for name in ("estimator_tx", "unroll_tx"):
        if config.get(name, {}).get("decay_steps", 0):
            raise UserError(f"{WORKDIR.value}: config.{name}.decay_steps: the inner rates compared here are constant")
    command = cli.command("hypergradient --workdir=DIR", STEPS, RATES, DAMPINGS, BATCH, REPEATS, ITERATIONS)
    check_own(out, command)
    with writing_to(out):  # before what takes minutes
        out.mkdir(parents=True, exist_ok=True)
    state = jax.tree.map(lambda leaf: leaf[0], state)
    with config.unlocked():
        config.ema, config.batch_size, config.method.inner_steps = 0.0, BATCH.value, 0
        config.generator_tx = {"name": "sgd", "learning_rate": 1.0, "momentum": 0.9}
        config.unroll_tx = config.get("unroll_tx", config.estimator_tx)
        teaching_alone(config)
        config.method.damping, config.method.cg_iterations = 0.0, ITERATIONS.value
        keys = jax.random.split(jax.random.key(0), REPEATS.value)
        results = compare(run, state, config, keys, steps, rates, dampings)
    results = {"command": command, "data": config.data.name, "step": int(state.step), **results}
    with writing_to(out):
        write_json(out / "results.json", results)
        write_text(out / "table.md", markdown(results))
        draw(results, out / "figure.png")
    print((out / "table.md").read_text())


if __name__ == "__main__":
    cli.run(main)
