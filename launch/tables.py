"""Reading the tables of configs/tables."""

import importlib

from launch.cli import configs_folder


def load_table(name: str) -> dict:
    """What `get_table` of configs/tables/NAME.py returns.

    Raises:
      UserError: if there is no such table, naming those there are.
    """
    from ganjax.errors import UserError

    names = sorted(path.stem for path in (configs_folder() / "tables").glob("*.py") if path.stem != "__init__")
    if name not in names:
        raise UserError(f"there is no table {name!r} in configs/tables; there are {', '.join(names)}")
    return importlib.import_module(f"configs.tables.{name}").get_table()


def row_config(row: dict, budget: str):
    """The config of a row with what its budget changes.

    Raises:
      UserError: the row has no such budget.
    """
    from ganjax.errors import UserError
    from ganjax.harness.config import check

    if budget not in row["budgets"]:
        raise UserError(f"{row['config']} has no {budget} budget; it has {', '.join(row['budgets'])}")
    module = row["config"].removesuffix(".py").replace("/", ".")
    config = importlib.import_module(module).get_config()
    for key, value in row["budgets"][budget].items():
        *parents, leaf = key.split(".")
        node = config
        for parent in parents:
            node = node[parent]
        if leaf not in node:
            raise KeyError(f"{row['config']}: budget {budget} sets {key}, which is not in the config")
        if key == "sweep":
            config.sweep.update(value)
            continue
        with config.unlocked(), config.ignore_type():  # a number in the place of "median", a name in that of a dict
            node[leaf] = value
    check(config)
    return config
