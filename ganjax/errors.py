"""The exceptions that are not defects."""


class UserError(ValueError):
    """A mistake of the user: launchers print it as one line and exit with status 2."""


def out_of_memory(error: BaseException) -> bool:
    """Whether an error says that a device has too little memory: XLA has no class of its own for that."""
    return "RESOURCE_EXHAUSTED" in str(error)


OUT_OF_MEMORY = (
    "out of memory on the device: to train, lower config.batch_size, config.trials or the networks' sizes, or set "
    "config.precision=bfloat16"
)


class Diverged(UserError):
    """Every lane of a run has become non-finite: what trains many runs goes on without this one."""
