"""Docstrings as the reference shows them: one entry an argument, where the source has several in one line."""

import re

from griffe import Extension

SECTION = re.compile(r"^(Args|Attributes):\n((?:[ ]{2,}.*\n?|\n(?=[ ]))+)", re.M)


def one_a_line(text: str, names) -> str:
    """The Args and Attributes of a docstring with an entry of its own for each of `names`.

    "a: x. b: y." becomes two entries, as does "a, b: x"; "others: as f" becomes a sentence below.
    """
    pattern = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    if not pattern:
        return text
    several = re.compile(rf"^(\s+)((?:{pattern})(?:, (?:{pattern}))+): (.*(?:\n\1[ ]+.*)*)", re.M)

    def rewritten(match):
        body = re.sub(rf"(?<=[.;\])]) ((?:{pattern})(?:, (?:{pattern}))*: )", r"\n  \1", match[2])
        body = several.sub(lambda m: "\n".join(f"{m[1]}{name}: {m[3]}" for name in m[2].split(", ")), body)
        others = re.findall(r"^ +(?:others|options): (.*(?:\n {4,}.*)*)", body, re.M)
        if others and not {"others", "options"} & set(names):
            body = re.sub(r"^ +(?:others|options): .*(?:\n {4,}.*)*\n?", "", body, flags=re.M)
            body = body.rstrip("\n") + f"\n\nOther arguments: {' '.join(others[0].split())}\n"
        return f"{match[1]}:\n{body}" if body.strip() and not body.startswith("\n\nOther") else body.lstrip("\n")

    return SECTION.sub(rewritten, text)


class Arguments(Extension):
    """Applies `one_a_line` to every function and class."""

    def on_function(self, *, func, **_):
        if func.docstring:
            func.docstring.value = one_a_line(func.docstring.value, [p.name.lstrip("*") for p in func.parameters])

    def on_class(self, *, cls, **_):
        if cls.docstring:
            cls.docstring.value = one_a_line(cls.docstring.value, [name for name in cls.attributes])
