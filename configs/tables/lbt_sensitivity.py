"""LBT's Fig. 6: how K (differentiated steps) and M (committed steps) matter, on the ring; and the unrolled rate.

An unrolled rate that overshoots gives a direction that has little to do with the implicit gradient
(`launch.hypergradient`): the last rows ask whether a smaller one teaches better. It does: 1e-4 covers all eight modes
in 400 steps (KL 2.74 +- .04), 3e-4 5.3 +- .9 of them (2.91 +- .02), 1e-3 .7 +- .3; at 3e-5 two of three seeds fail.
After 1,000 steps 1e-4 and 3e-4 do not differ beyond the errors (docs/papers/lbt.md).
"""

RATE = 3e-4  # of the unrolled steps, in configs/ring/lbt.py
SETTINGS = [
    *(("K varies", 15, k, RATE) for k in (1, 3, 5, 15)),
    *(("M varies", m, 5, RATE) for m in (5, 10, 50)),
    *(("rate varies", 15, 5, rate) for rate in (3e-5, 1e-4, 1e-3)),
]
# The authors' settings: batch 512, 256 latents, rates 3e-4 in the committed and 1e-4 in the unrolled steps.
AUTHORS = {
    "batch_size": 512,
    "ema": 0.0,
    "networks.generator.latent_dim": 256,
    "generator_tx.learning_rate": 1e-3,
    "estimator_tx.learning_rate": 3e-4,
    "unroll_tx.learning_rate": 1e-4,
    "method.estimator.variance": 0.001,
}


def get_table() -> dict:
    rows = []
    for group, m, k, rate in SETTINGS:
        changed = {"method.inner_steps": m, "method.unroll_steps": k}
        label, name = f"K = {k}, M = {m}", f"k{k}_m{m}"
        if rate != RATE:
            changed["unroll_tx.learning_rate"] = rate
            label, name = f"{label}, rate {rate:g}", f"{name}_{rate:g}"
        rows.append(
            {
                "label": label,
                "name": name,
                "group": group,
                "config": "configs/ring/lbt.py",
                "budgets": {
                    "smoke": {"steps": 2, "trials": 1, "eval.samples": 2_000, **changed},
                    "cpu": {"steps": 400, "trials": 3, "eval_every": 100, "eval.samples": 50_000, **changed},
                    "gpu": {"steps": 10_000, "trials": 5, "eval_every": 500, **changed},
                    "paper": {"steps": 1_000_000, "trials": 5, "eval_every": 50_000, **AUTHORS, **changed},
                },
            }
        )
    return {
        "title": "K and M of LBT on the ring (LBT, Fig. 6)",
        "columns": ("modes", "high_quality", "intra_mode_kl", "intra_mode_kl_median", "kl"),
        "figures": ({"name": "metric_figures.curves"},),
        "controls": "true samples",
        "rows": rows,
        "note": f"K = 5, M = 15 at an unrolled rate of {RATE:g} stands in the rows where K varies.",
    }
