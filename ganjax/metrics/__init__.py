"""Metrics of generated samples. Each module's `evaluate` is looked up by its name."""
