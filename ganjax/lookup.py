"""Values by the names that configs give them: a module of a package, and what it must have."""

import contextlib
import difflib
import functools
import hashlib
import importlib
import inspect
import os
import pathlib
import pkgutil
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ganjax.errors import UserError
from ganjax.progress import say

OWN = "GANJAX_PATH"
TEACHING = ("data", "methods", "networks", "terms")  # the kinds of parts that what is learned depends on
KINDS = (*TEACHING, "metrics")  # those that GANJAX_PATH has, too


def _own_folders() -> list[pathlib.Path]:
    """The folders that GANJAX_PATH names."""
    return [pathlib.Path(folder).absolute() for folder in os.environ.get(OWN, "").split(os.pathsep) if folder]


def with_own(path: list[str], package: str) -> list[str]:
    """The path of a package of parts, and after it the folders of the user's own.

    They are `FOLDER/methods` and so on of every FOLDER that the environment variable GANJAX_PATH names (`:` between
    them), so that a part need not lie in the package. A part of the package is found first.
    """
    return [*path, *(str(folder / package.rpartition(".")[2]) for folder in _own_folders())]


def ships(package: str, name: str) -> bool:
    """Whether the package itself has a module of that name, not the user's own folders alone."""
    folder = importlib.import_module(package).__path__[0]
    return pathlib.Path(folder, *name.split(".")).with_suffix(".py").is_file()


def own_parts() -> dict[str, str]:
    """File -> digest of the imported parts of the user's own, but for metrics, by their paths in GANJAX_PATH.

    To be asked for when a run begins: a file may be edited while it goes on.
    """
    folders, parts = [folder.resolve() for folder in _own_folders()], {}
    for module in list(sys.modules.values()):
        file = pathlib.Path(getattr(module, "__file__", None) or "/").resolve()
        at = next((folder for folder in folders if file.is_relative_to(folder)), None)
        # Not its metrics, which teach nothing, nor what else lies there, such as an environment.
        if at is not None and file.relative_to(at).parts[0] in TEACHING:
            with contextlib.suppress(OSError):  # it is gone since
                parts[str(file.relative_to(at))] = hashlib.sha256(file.read_bytes()).hexdigest()[:16]
    return parts


def changed_parts(before: Mapping[str, str]) -> list[str]:
    """The files of an earlier `own_parts` that are not what they were, or are not used any more."""
    now = own_parts()
    return sorted(file for file in before if now.get(file) != before[file])


@functools.cache
def _say_once(line: str) -> None:
    say(line)


def _say_hidden(module: Any, package: str, name: str) -> None:
    """Says that a file of the user's own is not the module that its name finds."""
    folders = with_own([], package)
    used = pathlib.Path(getattr(module, "__file__", None) or os.devnull).resolve()  # a module may be made without one
    for file in (pathlib.Path(folder, *name.split(".")).with_suffix(".py") for folder in folders):
        if file.is_file() and file.resolve() != used:
            _say_once(f"warning: {file} is not used: {used} has the same name and comes first; rename it")


_REQUIRED = object()


def find(package: str, name: str, attribute: str, default: Any = _REQUIRED) -> Any:
    """`package.name.attribute`, or `default` where one is given and the module has no such attribute.

    Raises:
      UserError: if the package has no such module, or the module no such attribute and there is no default.
    """
    path = f"{package}.{name}"
    try:
        module = importlib.import_module(path)
        _say_hidden(module, package, name)
    except ModuleNotFoundError as error:
        if not f"{path}.".startswith(f"{error.name}."):
            raise  # it exists, and lacks something itself
        siblings = pkgutil.iter_modules(importlib.import_module(package).__path__)
        near = nearest(name, [module.name for module in siblings])
        folders = os.environ.get(OWN)
        own = package.rpartition(".")[2] in KINDS
        where = f", nor in ${OWN}={folders}" if own and folders else ""
        hint = f"; a part of your own needs ${OWN}" if own and not folders else ""
        raise UserError(f"there is no {path}{where}{near}{hint}") from None
    if default is _REQUIRED and not hasattr(module, attribute):
        raise UserError(f"{path} has no {attribute}")
    return getattr(module, attribute, default)


class MissingKey(UserError, KeyError, AttributeError):
    """An option that is asked for and not given: one line for the user, and what mappings and attributes raise."""

    __str__ = Exception.__str__


class Read(Mapping):
    """A mapping, with its keys as attributes too, that remembers which keys were asked for.

    Args:
      of: the mapping. where: what errors begin with. user: who asks.
    """

    def __init__(self, of: Mapping, where: str, user: str):
        self._of, self._where, self._user, self._asked = of, where, user, set()

    def __getitem__(self, key):
        self._asked.add(key)
        if key not in self._of:
            raise MissingKey(f"{self._where}.{key}: {self._user} needs it")
        return self._of[key]

    def __getattr__(self, key):
        if key.startswith("_"):
            raise AttributeError(key)
        return self[key]

    def __setattr__(self, key, value):
        if not key.startswith("_"):
            raise AttributeError(f"{self._where}.{key}: a config is only read here")
        super().__setattr__(key, value)

    def __contains__(self, key):
        self._asked.add(key)
        return key in self._of

    def __iter__(self):
        return iter(self._of)

    def __len__(self):
        return len(self._of)

    def check(self) -> None:
        """Raises UserError for a key that was not asked for."""
        for key in self._of:
            if key not in self._asked:
                known = nearest(key, self._asked - {"name"})
                raise UserError(f"{self._where}.{key}: {self._user} has no such option{known}")


def closest(key: str, keys: Iterable[str], likeness: float = 0.5) -> str:
    """The one of `keys` most similar to `key`; "" where none is by `likeness`, in 0..1."""
    return next(iter(difflib.get_close_matches(key, list(keys), n=1, cutoff=likeness)), "")


def nearest(key: str, keys: Iterable[str]) -> str:
    """' (did you mean ...?)' for the key most similar to `key`, or nothing."""
    close = closest(key, keys)
    return f" (did you mean {close}?)" if close else ""


def check_arguments(where: str, function: Callable, given: Iterable[str], hidden: tuple[str, ...] = ()) -> None:
    """Raises UserError, beginning with `where`, for a name that is no argument of `function`, or a hidden one."""
    parameters = set(inspect.signature(function).parameters) - set(hidden)
    for key in given:
        if key not in parameters:
            raise UserError(f"{where}: there is no argument {key}{nearest(key, parameters)}")
