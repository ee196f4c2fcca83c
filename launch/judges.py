"""The networks that score a table's samples, kept beside the tables: one judge for the rows of all machines.

A classifier is trained where it is first asked for, and on another machine it comes out a little different. Kept ones
take the place of those that the user's cache has of the same data and network.
"""

import pathlib
import warnings
from collections.abc import Iterable, Mapping
from typing import Any

ROOT = "results/judges"


def folder_of(given: str | None, budget: str) -> pathlib.Path | None:
    """Where the judges of a table are: as `given`, else `ROOT`; None for a smoke budget, which nobody cites."""
    return pathlib.Path(given or ROOT) if given or budget != "smoke" else None


def install(folder: pathlib.Path | None) -> None:
    """Puts the judges in `folder` into the user's cache."""
    from ganjax.files import cache_directory, writing_to
    from ganjax.metrics.classifier import FILES, digest_of_file
    from ganjax.progress import say

    for path in sorted(folder.glob(FILES)) if folder else ():
        cached = cache_directory() / path.name
        digest, other = digest_of_file(path), digest_of_file(cached)
        if not digest:
            say(f"{path} is damaged, and is not used")
        elif digest != other:
            with writing_to(cached.parent):
                _copy(path, cached)
            if other:
                say(f"{path} takes the place of {cached}, which scored images until now")


def keep(folder: pathlib.Path | None, measured: Iterable[Mapping[str, Any] | None]) -> None:
    """Copies to `folder` the cached judges by which these results are; None: of a row that has none.

    One of the same data and network that is there already stays.
    """
    from ganjax.files import cache_directory
    from ganjax.metrics.classifier import FILES, digest_of_file

    digests = {digest for results in measured if results for digest in results.get("weights", {}).values()}
    if folder is None or not digests:
        return
    for path in sorted(cache_directory().glob(FILES)):
        if not (folder / path.name).exists() and digest_of_file(path) in digests:
            try:
                _copy(path, folder / path.name)
            except OSError as error:
                warnings.warn(
                    f"the network that scored these images is not kept: {error} (see --judges)", stacklevel=2
                )


def _copy(path: pathlib.Path, to: pathlib.Path) -> None:
    from ganjax.files import replacing

    to.parent.mkdir(parents=True, exist_ok=True)
    with replacing(to) as partial:
        partial.write_bytes(path.read_bytes())
