"""The environment of the commands that tests run as processes of their own."""

import os

# Tests compile more than they compute; the last two flags save six tenths of a compilation.
FAST_TO_COMPILE = (
    "--xla_backend_optimization_level=0 --xla_llvm_disable_expensive_passes=true "
    "--xla_cpu_use_fusion_emitters=false --xla_cpu_parallel_codegen_split_count=1"
)


def one_device(**variables: str) -> dict[str, str]:
    """This environment with one CPU device, not the tests' four, and with `variables`."""
    return os.environ | {"XLA_FLAGS": FAST_TO_COMPILE} | variables
