"""No public function without a docstring, and none of arrays without their shapes."""

import ast
import pathlib
import re

import pytest

ROOT = pathlib.Path(__file__).parents[1]
MODULES = sorted((ROOT / "ganjax").rglob("*.py"))
# `setup` and `__call__` are flax's: the class's docstring says what a network takes and returns.
FLAX = {"setup"}
ARRAY = re.compile(r"\b(Array|ndarray)\b")
SHAPE = re.compile(r"\[[^\]\n]*\]|scalar|\bnumber")


def public(path):
    """(name, node) of the public functions, classes and methods of a module, and of the module itself."""
    tree = ast.parse(path.read_text())
    yield "the module", tree
    for node in tree.body:
        members = [(node.name, member) for member in node.body] if isinstance(node, ast.ClassDef) else []
        for owner, definition in [("", node), *members]:
            named = isinstance(definition, ast.FunctionDef | ast.ClassDef) and definition.name not in FLAX
            if named and not definition.name.startswith("_") and not owner.startswith("_"):
                yield f"{owner}.{definition.name}".lstrip("."), definition


def takes_or_returns_arrays(function):
    """Whether an argument, the random key excepted, or the result is annotated as an array."""
    arguments = [a for a in (*function.args.args, *function.args.kwonlyargs) if a.arg != "key"]
    annotations = [ast.unparse(a) for a in (*(a.annotation for a in arguments), function.returns) if a is not None]
    return any(ARRAY.search(text) and "Callable" not in text for text in annotations)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_is_public_is_documented_with_shapes(path):
    for name, node in public(path):
        text = ast.get_docstring(node)
        assert text, f"{name} has no docstring"
        if isinstance(node, ast.FunctionDef) and takes_or_returns_arrays(node):
            assert SHAPE.search(text), f"{name} takes or returns arrays, and its docstring gives no shape"


def test_the_check_can_fail(tmp_path):
    module = tmp_path / "m.py"
    module.write_text(
        '"""M."""\n\ndef f(x: Array) -> Array:\n    """Twice x."""\n\nclass A:\n    """A."""\n    def g(self): ...\n'
    )
    names = dict(public(module))
    assert set(names) == {"the module", "f", "A", "A.g"} and ast.get_docstring(names["A.g"]) is None
    assert takes_or_returns_arrays(names["f"]) and not SHAPE.search(ast.get_docstring(names["f"]))
