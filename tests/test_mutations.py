"""Every mistake of `make mutate` still fits the code. That the tests catch them takes minutes: run that by hand."""

import pytest

from ganjax.errors import UserError
from tests.mutations.catalogue import MUTATIONS, Mutation
from tests.mutations.run import ROOT, mutated, table


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda m: f"{m.file}: {m.what}")
def test_a_mutation_fits_the_code(mutation):
    text = (ROOT / mutation.file).read_text()
    changed = mutated(text, mutation)
    assert changed != text
    compile(changed, mutation.file, "exec")
    file, _, test = mutation.test.partition("::")
    assert f"def {test.partition('[')[0]}(" in (ROOT / file).read_text()


def test_a_text_that_is_not_there_once_is_an_error():
    mutation = Mutation("a.py", "sign", "+ b", "- b", "tests/test_a.py::test")
    assert mutated("a + b", mutation) == "a - b"
    for text in ("a - b", "a + b + b"):
        with pytest.raises(UserError, match="a.py, 'sign': the text to change occurs"):
            mutated(text, mutation)


def test_survivors_stand_out():
    rows = [(mutation, killed, 1.2) for mutation, killed in zip(MUTATIONS, (True, False), strict=False)]
    lines = table(rows).splitlines()
    assert "The tests catch 1;" in lines[0] and "| yes | 1 |" in lines[-2] and "**no**" in lines[-1]
