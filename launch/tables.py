"""Reading the tables of configs/tables, and tables and configs that are files of the user's."""

import importlib
import importlib.util
import pathlib
import traceback
from collections.abc import Mapping

from launch.cli import configs_folder
from launch.rows import workdir_of


def _called(path: pathlib.Path, name: str):
    """What the function `name` of a Python file of the user's returns.

    Raises:
      UserError: there is none, or the file or the function raises: it is Python, and its author must correct it.
    """
    from ganjax.errors import UserError

    spec = importlib.util.spec_from_file_location(f"user_file_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise UserError(f"{path} is no Python file")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
        if not hasattr(module, name):
            raise UserError(f"{path} has no {name}")
        return getattr(module, name)()
    except UserError:
        raise
    except Exception as error:
        own, frames = path.resolve(), traceback.extract_tb(error.__traceback__)
        at = [frame.lineno for frame in frames if pathlib.Path(frame.filename).resolve() == own]
        where = f", line {at[-1]}" if at else ""
        raise UserError(f"{path}{where} could not be read: {type(error).__name__}: {error}") from error


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


def check_table(table: dict, name: str) -> None:
    """Raises UserError for a table whose rows lack something, or cannot be told apart."""
    from ganjax.errors import UserError

    if not isinstance(table, Mapping):
        raise UserError(f"{name}: get_table() must return a dict, not {type(table).__name__}")
    for key in ("title", "columns", "rows"):
        if key not in table:
            raise UserError(f"{name}: the table has no {key!r}")
    for index, row in enumerate(table["rows"]):
        for key in ("label", "config", "budgets"):
            if key not in row:
                raise UserError(f"{name}: row {index} has no {key!r}")
    for what, of in (("label", lambda row: row["label"]), ("workdir", lambda row: workdir_of(row, "", ""))):
        values = [of(row) for row in table["rows"]]
        twice = next((value for value in values if values.count(value) > 1), None)
        if twice is not None:
            raise UserError(
                f"{name}: two rows have the {what} {str(twice)!r}: each needs a label and a name of its own"
            )


def load_table(table: str) -> dict:
    """What `get_table` of configs/tables/NAME.py returns, or that of a file of the user's, `table` being its path.

    Raises:
      UserError: if there is no such table, naming those there are, or no such file.
    """
    from ganjax.errors import UserError

    if table.endswith(".py"):
        if not pathlib.Path(table).is_file():
            raise UserError(f"--table={table}: there is no such file")
        own = _called(pathlib.Path(table), "get_table")
        check_table(own, table)
        return own
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
    return _called(pathlib.Path(name), "get_config")


def row_config(row: dict, budget: str):
    """The config of a row with what its budget changes.

    Raises:
      UserError: the row has no such budget, or its config is no file.
    """
    from ganjax.errors import UserError
    from ganjax.harness.config import check
    from ganjax.lookup import nearest

    if budget not in row["budgets"]:
        raise UserError(f"{row['config']} has no {budget} budget; it has {', '.join(row['budgets'])}")
    config = _config_of(row["config"])
    for key, value in row["budgets"][budget].items():
        *parents, leaf = key.split(".")
        node = config
        for parent in parents:
            node = node.get(parent, {})
        if leaf not in node:
            near = nearest(leaf, node)
            raise UserError(f"{row['config']}: budget {budget} sets {key}, which is not in the config{near}")
        if key == "sweep":
            config.sweep.update(value)
            continue
        with config.unlocked(), config.ignore_type():  # a number in the place of "median", a name in that of a dict
            node[leaf] = value
    check(config)
    return config
