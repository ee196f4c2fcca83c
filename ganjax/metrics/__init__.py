"""Metrics of generated samples. Each module's `evaluate` is looked up by its name."""

import sys
from collections.abc import Mapping

from ganjax.lookup import with_own

__path__ = with_own(__path__, __name__)

# To be raised with any change to what a metric or a control of this package means: rows of a table that were measured
# by another version are measured again. Results that do not say are of version 1. It stays where no data that ganjax
# has are scored otherwise: the held-out examples of an .npz file have come into another order since, KID
# by Inception takes 60,000 training images at most, and of streamed data a judge learns from 1 GiB.
VERSION = 1


def declared_less_is_better() -> set[str]:
    """The metrics of which less is better, as the modules that are imported here name them in `less_is_better`."""
    modules = [module for name, module in list(sys.modules.items()) if name.startswith(f"{__name__}.")]
    declared = [getattr(module, "less_is_better", ()) for module in modules]
    return {name for names in declared for name in ((names,) if isinstance(names, str) else names)}


def metrics_version(results: Mapping) -> int:
    """The `VERSION` that the results of a results.json were measured by: 1 where they are older than that number."""
    return results.get("metrics_version", 1)
