"""The one exception that is not a defect."""


class UserError(ValueError):
    """A mistake of the user: launchers print it as one line and exit with status 2."""
