"""Metrics of generated samples. Each module's `evaluate` and `controls` are looked up by its name."""
