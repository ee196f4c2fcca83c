"""Six Gaussians with MDGAN's small networks, where a tuned GAN drops modes: who covers them, in equal seconds?

  python -m launch.reproduce --table=six_gaussians

All rows have the generator of the toy (Che et al. 2017, Appendix C), its batch and average; D has one layer of 128
where the method has one of x alone. The learning rates of each are the best of eight draws of its own search
(results/tuning/six_gaussians_METHOD.json, 80 s each), and seeds are fresh. Steps are those of equal seconds of one
core. No paper has this table; LBT's and SIG's claim to cover modes is tried against a GAN that fails.

Five seeds, 125 to 152 s of one core a row: PacGAN, GAN-SI and SIG cover all six modes in every run (high quality
.987, .985, .980; KL .008, .028, .003), GAN 2.0 +- .45, VEEGAN 2.8 +- .49, Unrolled GAN 2.6 +- .51 (330 s on a slower
machine, its search of fewer steps). The GAN with b1 = .5, the best of 16 draws, covers 3.8 +- .37 (169 s). PacGAN is
the simple baseline that wins here. LBT-GAN has made 1,800 steps in these seconds and covers .2 +- .2. SIG knows the
modes' std.
"""

from configs.common import learning_rates

G, D, E = "generator_tx", "discriminator_tx", "encoder_tx"
LESS_MOMENTUM = {f"{G}.b1": 0.5, f"{D}.b1": 0.5}
# (label, config, learning rates, steps of the cpu budget, other changes).
METHODS = (
    ("GAN", "gan", {G: 3.46e-4, D: 1.88e-3}, 40_000),
    ("GAN, b1 = .5", "gan", {G: 7.96e-3, D: 1.06e-3}, 40_000, LESS_MOMENTUM),
    ("PacGAN", "pacgan", {G: 2.88e-3, D: 1.63e-3}, 42_000),
    ("Unrolled GAN", "unrolled", {G: 2.25e-4, D: 2.88e-3}, 6_000),
    ("VEEGAN", "veegan", {G: 2.88e-3, D: 5.19e-3, E: 1.17e-4}, 15_000),
    ("GAN-SI", "gan_si", {G: 7.42e-3, D: 1.22e-3}, 27_000),
    ("SIG", "sig", {G: 1.63e-3}, 36_000),
    ("LBT-GAN", "lbt_gan", {G: 1.17e-4, D: 5.19e-3}, 1_800),
)


def get_table() -> dict:
    rows = []
    for label, name, rates, steps, *changes in METHODS:
        changed = learning_rates(rates)
        for change in changes:
            changed |= change
        rows.append(
            {
                "label": label,
                "name": f"{name}_b1" if changes else name,
                "config": f"configs/six_gaussians/{name}.py",
                "budgets": {
                    "smoke": changed | {"steps": 5, "trials": 1, "eval.samples": 2_000},
                    "cpu": changed | {"steps": steps, "trials": 5, "eval_every": steps // 5, "seed": 1000},
                    "gpu": changed | {"steps": 4 * steps, "trials": 10, "eval_every": steps, "seed": 1000},
                },
            }
        )
    return {
        "title": "Six Gaussians on a circle with MDGAN's networks, equal seconds",
        "columns": ("modes", "high_quality", "kl", "intra_mode_kl", "intra_mode_kl_median"),
        "figures": ({"name": "sample_figures.densities"}, {"name": "metric_figures.curves", "file": "curves.png"}),
        "controls": "true samples",
        "rows": rows,
    }
