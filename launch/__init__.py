"""Command lines: python -m launch.train, evaluate, sample, benchmark, reproduce."""
