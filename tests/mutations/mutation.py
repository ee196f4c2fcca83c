"""One mistake of the catalogue."""

from typing import NamedTuple


class Mutation(NamedTuple):
    """One mistake: `old` becomes `new` in `file`, and `test` is to fail. `what` says it in words.

    missed: the tests that there were when it was first made did not catch it.
    """

    file: str
    what: str
    old: str
    new: str
    test: str
    missed: bool = False


MISSED = True
