"""The exceptions that are not defects."""


class UserError(ValueError):
    """A mistake of the user: launchers print it as one line and exit with status 2."""


class Diverged(UserError):
    """Every lane of a run has become non-finite: what trains many runs goes on without this one."""
