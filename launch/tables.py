"""Reading the tables of configs/tables, and tables and configs that are files of the user's."""

import importlib
import importlib.util
import pathlib

from launch.cli import configs_folder


def _attribute_of(path: pathlib.Path, name: str):
    """What a Python file of the user's has under `name`.

    Raises:
      UserError: it has not.
    """
    from ganjax.errors import UserError

    spec = importlib.util.spec_from_file_location(f"user_file_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise UserError(f"{path} is no Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    if not hasattr(module, name):
        raise UserError(f"{path} has no {name}")
    return getattr(module, name)


def _shipped() -> list[str]:
    return sorted(path.stem for path in (configs_folder() / "tables").glob("*.py") if path.stem != "__init__")


def table_name(table: str) -> str:
    """What --table calls a table in its folders: a name of configs/tables, or that of a file without its .py.

    Raises:
      UserError: a file has the name of one of configs/tables, whose rows and results it would meet.
    """
    from ganjax.errors import UserError

    if not table.endswith(".py"):
        return table
    name = pathlib.Path(table).stem
    if name in _shipped():
        raise UserError(f"--table={table}: configs/tables has a {name} too: give the file another name")
    return name


def load_table(table: str) -> dict:
    """What `get_table` of configs/tables/NAME.py returns, or that of a file of the user's, `table` being its path.

    Raises:
      UserError: if there is no such table, naming those there are, or no such file.
    """
    from ganjax.errors import UserError

    if table.endswith(".py"):
        if not pathlib.Path(table).is_file():
            raise UserError(f"--table={table}: there is no such file")
        return _attribute_of(pathlib.Path(table), "get_table")()
    names = _shipped()
    if table not in names:
        raise UserError(f"there is no table {table!r} in configs/tables; there are {', '.join(names)}")
    return importlib.import_module(f"configs.tables.{table}").get_table()


def _config_of(name: str):
    """The config of a row: that of a file of ganjax, as configs/ring/gan.py from any folder, or of another one."""
    from ganjax.errors import UserError

    if (configs_folder().parent / name).is_file() and name.startswith("configs/"):
        return importlib.import_module(name.removesuffix(".py").replace("/", ".")).get_config()
    if not pathlib.Path(name).is_file():
        raise UserError(f"there is no config file {name}")
    return _attribute_of(pathlib.Path(name), "get_config")()


def row_config(row: dict, budget: str):
    """The config of a row with what its budget changes.

    Raises:
      UserError: the row has no such budget, or its config is no file.
    """
    from ganjax.errors import UserError
    from ganjax.harness.config import check

    if budget not in row["budgets"]:
        raise UserError(f"{row['config']} has no {budget} budget; it has {', '.join(row['budgets'])}")
    config = _config_of(row["config"])
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
