"""LBT's Fig. 6: how K (differentiated steps) and M (committed steps) matter, on the ring."""

SETTINGS = [("K", 15, k) for k in (1, 3, 5, 15)] + [("M", m, 5) for m in (5, 10, 50)]
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
    for group, m, k in SETTINGS:
        changed = {"method.inner_steps": m, "method.unroll_steps": k}
        rows.append(
            {
                "label": f"K = {k}, M = {m}",
                "name": f"k{k}_m{m}",
                "group": f"{group} varies",
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
        "figure": "metric_figures.curves",
        "controls": "true samples",
        "rows": rows,
        "note": "K = 5, M = 15 stands in the rows where K varies.",
    }
