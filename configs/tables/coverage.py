"""The coverage race: every method with the same search, against the clock, on a ring of 8 Gaussians and three grids.

  python -m launch.tune --config=configs/grid25/METHOD.py --config.data.name=DATA --draws=16 --seconds=80 \
      --halvings=2 --metric=modes,kl --out=results/tuning/coverage/DATA_METHOD.json
  python -m launch.tune --config=configs/grid/METHOD.py --draws=16 --seconds=160 --halvings=3 \
      --metric=modes,kl --out=results/tuning/coverage/grid_METHOD.json
  python -m launch.tune --config=configs/ring/METHOD.py --draws=16 --seconds=40 --halvings=2 \
      --metric=modes,kl --out=results/tuning/coverage/ring_METHOD.json
  python -m launch.reproduce --table=coverage

DATA is grid25 or uneven_grid25; `grid` is the 10 x 10 grid. SIG, VAE and IWAE are searched with
--config.method.sample=x, flow matching on the 10 x 10 grid and the ring with --config.eval.samples=50000, SIG on the
ring with the networks of `ON_RING`. `--table=coverage_again` runs the ring and 5 x 5 a second time.

A row has the values of its search's best draw and as many steps as its trials take in its seconds at the rate that
the search ran at, on seeds that no search has used. A row without a search of its own has no cpu budget: it is not
run, and the table says so. All have the same generator (a decoder or a velocity of the same layers), average and
batch, and the same discriminator where there is one of x alone. SIG, GAN-SI and LBT are told the modes' std, or a
scale of them.
"""

import json
import pathlib
import re
from typing import NamedTuple

from ganjax.errors import UserError
from ganjax.harness.draws import steps_in
from ganjax.harness.writers import read_json

SEARCHES = pathlib.Path(__file__).parents[2] / "results/tuning/coverage"


class Data(NamedTuple):
    """A data set of the race: its group in the table, its folder of configs, its modes, and a row's cpu budget.

    search: what its searches asked for. share: of what it should have, from which on a mode counts (`eval.coverage`).
    changes: what a method's config there needs to have the networks of the others.
    """

    group: str
    configs: str
    modes: int
    seconds: float
    trials: int
    search: dict[str, float]
    share: float = 0.2
    changes: dict[str, dict] = {}


class Round(NamedTuple):
    """One run of the protocol: how the names of its searches' files begin, and the seed of its rows.

    seconds: of a row; None: those of its data.
    """

    prefix: str
    seed: int
    seconds: float | None = None


FIRST = Round("", 1000)
# configs/ring/sig has the networks of SIG's toys.
RING = {"hidden": (128, 128), "activation": "tanh", "latent_dim": 32}
ON_RING = {"sig": {f"networks.generator.{key}": value for key, value in RING.items()} | {"ema": 0.995}}


def _asked(draws: int, seconds: float, halvings: int) -> dict[str, float]:
    return {"draws": draws, "seconds": seconds, "halvings": halvings}


DATA = {
    "ring": Data("ring", "ring", 8, 60, 5, _asked(16, 40, 2), changes=ON_RING),
    "grid25": Data("5 x 5", "grid25", 25, 100, 5, _asked(16, 80, 2), 0.5),
    "uneven_grid25": Data("uneven 5 x 5", "grid25", 25, 100, 5, _asked(16, 80, 2), 0.5),
    "grid": Data("10 x 10", "grid", 100, 300, 3, _asked(16, 160, 3)),
}
# Published in LBT, Sec. 5.1.
PAPER = {("grid", "lsgan"): {"modes": 88}, ("grid", "veegan"): {"modes": 79}, ("grid", "lbt"): {"modes": 100}}
# SIG and the VAEs are scored by x, as methods are that make points; of images the config says by what.
POINTS = dict.fromkeys(("vae", "iwae", "sig"), {"method.sample": "x"})
# (label, config in configs/grid25, what all its budgets change).
METHODS = (
    ("GAN", "gan", {}),
    ("LSGAN", "lsgan", {}),
    ("WGAN-GP", "wgan_gp", {}),
    ("SNGAN", "sngan", {}),
    ("R3GAN", "r3gan", {}),
    ("MMD-GAN", "mmd_gan", {}),
    ("Unrolled GAN", "unrolled", {}),
    ("VEEGAN", "veegan", {}),
    ("ALI", "ali", {}),
    ("PacGAN", "pacgan", {}),
    ("Reg-GAN", "reg_gan", {}),
    ("MDGAN", "mdgan", {}),
    ("VAE", "vae", {}),
    ("IWAE, 5 samples", "iwae", {}),
    ("SIG", "sig", {}),
    ("GAN-SI", "gan_si", {}),
    ("LBT", "lbt", {}),
    ("LBT-GAN", "lbt_gan", {}),
    ("flow matching, 100 steps", "flow_matching", {}),
    ("flow matching, 4 steps", "flow_matching", {"method.euler_steps": 4}),
    ("flow matching, 1 step", "flow_matching", {"method.euler_steps": 1}),
)
# Those that train apart: the number of Euler's steps is of the samples alone.
TRAINED = tuple(method for method in METHODS if "method.euler_steps" not in method[2])


def read_search(name: str, folder: pathlib.Path | None = None) -> dict | None:
    """The search of that name, as its file in `folder` (`SEARCHES`) has it; None without one, as without results/."""
    file = (folder or SEARCHES) / f"{name}.json"
    return json.loads(file.read_text()) if file.exists() else None


def searched(search: dict, seconds: float, trials: int) -> dict:
    """The changes that give a config the best draw of `search`, and the steps of `trials` runs in `seconds`."""
    steps = steps_in(search, seconds, trials)
    return search["draws"][0]["values"] | {"steps": steps, "eval_every": -(-steps // 10)}


def best_draw(name: str) -> dict | None:
    """The values of the best draw of the search of that name; None where there is none."""
    search = read_search(name)
    return search["draws"][0]["values"] if search else None


def _budget(search: dict | None, seconds: float, trials: int, changes: dict) -> dict[str, dict]:
    return {"cpu": searched(search, seconds, trials) | changes | {"trials": trials}} if search else {}


def cpu_budget(name: str, seconds: float, trials: int, changes: dict) -> dict[str, dict]:
    """The cpu budget of a row with the search of that name, as {"cpu": changes}; nothing where there is none."""
    return _budget(read_search(name), seconds, trials, changes)


def _fresh(name: str, run: Round) -> dict:
    """What every row of a round has on the data set `name`: its seed, and how many samples are scored."""
    return {"data.name": name, "seed": run.seed, "eval.samples": 50_000}


def on_mixture(name: str, method: str, changes: dict, run: Round = FIRST) -> dict[str, dict]:
    """The cpu budget of a method on the data set `name` of `DATA`."""
    data, search = DATA[name], f"{run.prefix}{name}_{method}"
    return cpu_budget(search, run.seconds or data.seconds, data.trials, changes | _fresh(name, run))


def name_of(label: str) -> str:
    """A label as the name of a row's workdir."""
    return re.sub("[^a-z0-9]+", "_", label.lower())


def row(name: str, label: str, method: str, changes: dict, run: Round = FIRST) -> dict:
    """A row of `label`, which has the config `method`, on the data set `name`: a smoke budget, and a cpu budget."""
    data = DATA[name]
    changes = changes | POINTS.get(method, {}) | data.changes.get(method, {}) | {"data.name": name}
    cpu = on_mixture(name, method, changes, run)
    paper = PAPER.get((name, method), {})
    return _on_data(name, label, f"configs/{data.configs}/{method}.py", changes, cpu) | {"paper": paper}


def entry(label: str, name: str, config: str, reached: dict, smoke: dict, cpu: dict[str, dict]) -> dict:
    """A row: `smoke` is what its smoke budget changes beside four steps of one trial, `cpu` its cpu budget or {}."""
    budgets = {"smoke": {"steps": 4, "trials": 1} | smoke} | cpu
    return {"label": label, "name": name, "config": config, "reached": reached, "budgets": budgets}


def _on_data(name: str, label: str, config: str, changes: dict, cpu: dict[str, dict]) -> dict:
    data = DATA[name]
    reached = {"seconds_to_90_percent": ("modes", 0.9 * data.modes)}
    smoke = changes | {"eval.samples": 2_000}
    of = entry(f"{data.group}: {label}", f"{name}_{name_of(label)}", config, reached, smoke, cpu)
    return of | {"group": data.group}


def own_row(name: str, label: str, config: str, search: str, **changes) -> dict:
    """A row of a method of one's own on the data set `name` of `DATA`, by the protocol of all rows.

    It has the best draw of its search, the seconds, the seeds, the samples and the count of modes of the others.

    Args:
      label: of the row. config: path of its config. changes: other values that its budgets give keys of the config.
      search: path of the file that `launch.tune` wrote, with the draws, seconds, halvings and metrics of the race.

    Raises:
      UserError: there is no such data set or file, or it is no search by this protocol, or it has
        the rows' seed.
    """
    if name not in DATA:
        raise UserError(f"{label}: the race has no data {name!r}; it has {', '.join(DATA)}")
    data, file = DATA[name], pathlib.Path(search)
    if not file.is_file():
        raise UserError(f"{label}: there is no search {search}; docs/race.md has the command")
    own = read_json(file)
    usual = data.search | {"metric": ["modes", "kl"], "data": name, "coverage": data.share, "trials": 1}
    try:
        searched_with = {key: own["asked"][key] for key in data.search} | {
            "metric": own["metric"],
            "data": own["config"]["data"]["name"],
            "coverage": own["config"]["eval"]["coverage"],
            "trials": own["config"]["trials"],
        }
    except (KeyError, TypeError):
        raise UserError(f"{search} is no search of launch.tune") from None
    if searched_with != usual:
        raise UserError(f"{search}: the race searches with {usual}, this one with {searched_with}")
    if own["config"].get("seed") == FIRST.seed:
        raise UserError(f"{search} has seen the seed of the race's rows, {FIRST.seed}: search with another one")
    changes = changes | {"data.name": name, "eval.coverage": data.share}
    cpu = _budget(own, data.seconds, data.trials, changes | _fresh(name, FIRST))
    return _on_data(name, label, config, changes, cpu)


def on_images(
    folder: str, seconds: float, trials: int, fresh: dict, smoke: dict, reached: dict, methods: tuple = METHODS
) -> list[dict]:
    """The rows of `methods` on images, whose configs are in configs/FOLDER and whose searches begin with its name.

    Args:
      seconds, trials: of a row. fresh: what the cpu budget changes beside the search's values, its seed among it.
      smoke: what the smoke budget changes beside its steps and trials. reached: as in a table.
      methods: as `METHODS`, their configs in that folder.
    """
    return [
        entry(
            label,
            name_of(label),
            f"configs/{folder}/{method}.py",
            reached,
            changes | smoke,
            cpu_budget(f"{folder}_{method}", seconds, trials, changes | fresh),
        )
        for label, method, changes in methods
    ]


def table(title: str, figure: str, rows: list[dict]) -> dict:
    """A table of the race's columns, sorted by what a user wants: covered modes at a quality, in one number.

    That is KL, in which samples off the modes count. A count of modes alone is fooled: 50,000 samples of a Gaussian
    with the data's moments cover all eight modes of the ring.
    """
    return {
        "title": title,
        "columns": ("modes", "high_quality", "kl", "intra_mode_kl_median", "seconds_to_90_percent", "megabytes"),
        "sort": ("kl",),
        "figures": ({"name": figure},),
        "controls": "true samples",
        "rows": rows,
    }


def get_table() -> dict:
    rows = [row(name, *method) for name in DATA for method in METHODS]
    return table("The coverage race: modes at equal seconds and equal searches", "metric_figures.race", rows)
