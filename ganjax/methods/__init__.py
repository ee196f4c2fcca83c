"""Training methods: one file each, found by its name. Each has `make(config, networks, axis_name)`."""
