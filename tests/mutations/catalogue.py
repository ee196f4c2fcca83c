"""Mistakes made by hand, one at a time, each of which some test must catch: file -> (what, old, new, test).

`old` is text that stands in the file exactly once, as short as tells it apart: one expression. `test` is what pytest
is asked for, as narrow as catches it.
"""

from tests.mutations import learning, running
from tests.mutations.mutation import Mutation

MUTATIONS = tuple(
    Mutation(f"ganjax/{file}", *facts)
    for part in (learning.BY_FILE, running.BY_FILE)
    for file, several in part.items()
    for facts in several
)
