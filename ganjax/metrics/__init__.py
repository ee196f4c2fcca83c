"""Metrics of generated samples. Each module's `evaluate` is looked up by its name."""

import pkgutil
from collections.abc import Mapping

from ganjax.lookup import find, with_own

__path__ = with_own(__path__, __name__)

# To be raised with any change to what a metric or a control of this package means: rows of a table that were measured
# by another version are measured again. Results that do not say are of version 1.
VERSION = 1


def own_less_is_better() -> set[str]:
    """The metrics of which less is better, as the user's own modules (GANJAX_PATH) name them in `less_is_better`."""
    own = pkgutil.iter_modules(__path__[1:])
    return {name for module in own for name in find(__name__, module.name, "less_is_better", ())}


def metrics_version(results: Mapping) -> int:
    """The `VERSION` that the results of a results.json were measured by: 1 where they are older than that number."""
    return results.get("metrics_version", 1)
