"""What the settings of SNGAN do, in its row and in the GAN's; and MMD-GAN with a critic that is clipped.

  python -m launch.tune --config=configs/grid25/METHOD.py --config.data.name=grid25 --draws=16 --seconds=80 \
      --halvings=2 --metric=modes,kl --out=results/tuning/coverage/PREFIXgrid25_METHOD.json OTHERS
  python -m launch.tune --config=configs/ring/METHOD.py --draws=16 --seconds=40 --halvings=2 \
      --metric=modes,kl --out=results/tuning/coverage/ring_METHOD.json
  python -m launch.reproduce --table=coverage_settings

In the race SNGAN has b1 = 0, b2 = .9 and five steps of D a step of G, and the GAN b1 = .5, b2 = .999 and one step:
settings of the residual and of the plain networks of Miyato et al. Here each of the two has all four combinations of
momenta and steps on the 5 x 5 grid (SNGAN one more, b1 = .5 and b2 = .9), and on the ring a D that sees ten times x.
`ROWS` has the methods, what OTHERS changes (--config.KEY=VALUE for each, such as --config.method.critic_steps=1) and
the prefixes of their searches. `mmd_gan_clipped` is MMD-GAN in a box that is searched. Searches, seconds and seeds
are those of the race.
"""

from configs.tables import coverage

ONE_STEP = {"method.critic_steps": 1}
FIVE_STEPS = {"method.critic_steps": 5}
ADAM = {"b1": 0.5, "b2": 0.999}  # of the GAN, whose config has no b2 to change: `gan_without_momentum` is a file
PLAYERS = ("generator_tx", "discriminator_tx")
GAN_MOMENTA = {f"{tx}.{key}": value for tx in PLAYERS for key, value in ADAM.items()}
HALF = {f"{tx}.b1": 0.5 for tx in PLAYERS}  # with SNGAN's b2 settings A and D of the paper's Table 1, up to the rate
SNGAN, GAN = ("SNGAN", "sngan", {}, ""), ("GAN", "gan", {}, "")
MMD_GANS = (
    ("MMD-GAN", "mmd_gan", {}, ""),
    ("MMD-GAN, its critic clipped", "mmd_gan_clipped", {}, ""),
)
# Label, config, what it changes, and the prefix of its search, by data set.
ROWS = {
    "ring": (
        SNGAN,
        ("SNGAN, D's input times ten", "sngan_scaled", {}, ""),
        GAN,
        ("GAN, D's input times ten", "gan_scaled", {}, ""),
        *MMD_GANS,
    ),
    "grid25": (
        SNGAN,
        ("SNGAN, one step of D", "sngan", ONE_STEP, "one_step_"),
        ("SNGAN, b1 = .5", "sngan", HALF, "half_"),
        ("SNGAN, the GAN's momenta", "sngan", GAN_MOMENTA, "gan_momenta_"),
        ("SNGAN, the GAN's momenta and one step of D", "sngan", GAN_MOMENTA | ONE_STEP, "as_gan_"),
        GAN,
        ("GAN, five steps of D", "gan", FIVE_STEPS, "five_steps_"),
        ("GAN, SNGAN's momenta", "gan_without_momentum", {}, ""),
        ("GAN, SNGAN's momenta and five steps of D", "gan_without_momentum", FIVE_STEPS, "five_steps_"),
        *MMD_GANS,
    ),
}


def get_table() -> dict:
    rows = [
        coverage.row(name, label, method, changes, coverage.FIRST._replace(prefix=prefix))
        for name, variants in ROWS.items()
        for label, method, changes, prefix in variants
    ]
    title = "The coverage race: what SNGAN's settings do, in its row and in the GAN's"
    return coverage.table(title, "metric_figures.race", rows)
