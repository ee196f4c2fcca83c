"""Values by the names that configs give them: a module of a package, and what it must have."""

import difflib
import importlib
from typing import Any

from ganjax.errors import UserError


def find(package: str, name: str, attribute: str) -> Any:
    """`package.name.attribute`.

    Raises:
      UserError: if the package has no such module, or the module no such attribute.
    """
    path = f"{package}.{name}"
    try:
        module = importlib.import_module(path)
    except ModuleNotFoundError as error:
        if error.name != path:
            raise  # it exists, and lacks something itself
        raise UserError(f"there is no {path}") from None
    if not hasattr(module, attribute):
        raise UserError(f"{path} has no {attribute}")
    return getattr(module, attribute)


def nearest(key: str, keys) -> str:
    """' (did you mean ...?)' for the key that looks most like `key`, or nothing."""
    close = difflib.get_close_matches(key, list(keys), n=1, cutoff=0.5)
    return f" (did you mean {close[0]}?)" if close else ""
