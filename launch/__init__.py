"""Command lines: python -m launch.train, evaluate, sample, benchmark, reproduce."""

import importlib.metadata
import os

# On CPU, jaxlib 0.10 sends matmuls to YNNPACK, one thread each: a 256 x 128 x 128 product ran at 105 GFLOP/s
# on two cores, against 152 with Eigen. The flag is this version's: elsewhere an unknown flag is fatal.
if importlib.metadata.version("jaxlib").startswith("0.10.") and "ynn_fusion" not in os.environ.get("XLA_FLAGS", ""):
    os.environ["XLA_FLAGS"] = os.environ.get("XLA_FLAGS", "") + " --xla_cpu_experimental_ynn_fusion_type="
