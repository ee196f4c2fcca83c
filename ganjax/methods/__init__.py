"""Training methods: one file each, imported by its name. Each has `make(config, networks, axis_name)`."""
