r"""Particles on 1/2 N([-1, 0], .5 I) + 1/2 N([1, 0], I) by SVGD and LSVGD (LSVGD, Fig. 1 and 3).

  python -m launch.train --config=configs/bimodal/lsvgd.py --workdir=runs/bimodal_lsvgd
  python -m launch.benchmark --config=configs/bimodal/lsvgd.py --config.networks.target.dimension=24 \
      --config.method.noise=none --against=blackjax

`method.noise` is "none" (SVGD), "independent" (with `method.weights` "paper" it is LSVGD) or "joint" (exact).
`launch.reproduce --table=lsvgd_toys` trains it over bandwidths and numbers of particles.
"""

from ganjax.harness.config import default


def get_config():
    config = default()
    config.data.name = "bimodal"
    config.steps = 500
    config.batch_size = 1  # there is nothing to learn from data
    config.networks.target = {
        "name": "mixture",
        "means": ((-1.0, 0.0), (1.0, 0.0)),
        "std": (0.5**0.5, 1.0),
        "weights": (0.5, 0.5),
        "dimension": 0,
    }
    config.method = {
        "name": "svgd",
        "particles": 100,
        "spread": 1.0,
        "bandwidth": "0.25",  # a number or "median": text, so that a flag may say either
        "step_size": 0.1,
        "weights": "uniform",
        "noise": "joint",
        "temperature": 1.0,
    }
    config.eval.metrics = ("particles",)
    config.eval.samples = 100
    return config
