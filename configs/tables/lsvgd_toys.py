"""LSVGD's Fig. 1 and 3: particles on two Gaussians, over bandwidths, numbers of particles and kinds of noise."""

BANDWIDTHS = tuple(2.0**k for k in range(-10, -1))
TRANSFORMS = (
    ("SVGD", "none", "uniform"),
    ("LSVGD", "independent", "paper"),
    ("LSVGD, uniform weights", "independent", "uniform"),
    ("SVGD, joint noise", "joint", "uniform"),
)


def get_table() -> dict:
    rows = []
    for particles in (20, 50, 100):
        for label, noise, weights in TRANSFORMS:
            changed = {
                "method.particles": particles,
                "method.noise": noise,
                "method.weights": weights,
                "method.bandwidth": 0.25,  # a number, which can be swept
                "eval.samples": particles,
                "eval.diagnostics": ("effective_sample_size",),
                "sweep": {"method.bandwidth": BANDWIDTHS},
            }
            rows.append(
                {
                    "label": f"{particles} particles, {label}",
                    "name": f"{noise}_{weights}_{particles}",
                    "group": str(particles),
                    "config": "configs/bimodal/lsvgd.py",
                    "budgets": {
                        "smoke": changed | {"steps": 3, "trials": 1, "sweep": {"method.bandwidth": BANDWIDTHS[::4]}},
                        **{name: changed | {"trials": 10} for name in ("cpu", "gpu", "paper")},
                    },
                }
            )
    return {
        "title": "Particles on two Gaussians (LSVGD, Fig. 1 and 3)",
        "columns": ("kl", "mmd", "variance"),
        "diagnostics": ("train/effective_sample_size",),
        "figures": ({"name": "sample_figures.particles"},),
        "controls": "draws of the target",
        "rows": rows,
        "note": "Bandwidths 2^-10 to 2^-2, 10 seeds each, after 500 steps of .1. The target's variance is 1.25 (mean "
        "over the coordinates). KL is by kernel density, and so far from 0 for perfect draws as well: the first row.",
    }
