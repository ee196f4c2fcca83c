"""Two methods of the coverage race with more of their papers' settings than they have there.

  python -m launch.tune --config=configs/grid25/METHOD.py --config.data.name=grid25 --draws=16 --seconds=80 \
      --halvings=2 --metric=modes,kl --out=results/tuning/coverage/grid25_METHOD.json
  python -m launch.tune --config=configs/ring/METHOD.py --draws=16 --seconds=40 --halvings=2 \
      --metric=modes,kl --out=results/tuning/coverage/ring_METHOD.json
  python -m launch.reproduce --table=coverage_settings

METHOD is one of `METHODS`. In the race SNGAN has the GAN's momenta and one step of D, and the critic of MMD-GAN is
not clipped. Here SNGAN has b1 = 0, b2 = .9 and five steps of D a step of G, and MMD-GAN's parameters are kept in a
box whose size is searched. Searches, seconds and seeds are those of the race.
"""

from configs.tables import coverage

METHODS = (
    ("SNGAN, its paper's momenta and five steps of D", "sngan_published", {}),
    ("MMD-GAN, its critic clipped", "mmd_gan_clipped", {}),
)
DATA = ("ring", "grid25")


def get_table() -> dict:
    rows = [coverage.row(name, *method) for name in DATA for method in METHODS]
    return coverage.table(
        "The coverage race: SNGAN and MMD-GAN by their papers' settings", "metric_figures.race", rows
    )
