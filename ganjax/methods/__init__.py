"""Training methods: one file each, imported by its name. Each has `make(config, networks, axis_name)`."""

from ganjax.lookup import with_own

__path__ = with_own(__path__, __name__)
