"""Finds every text for people in the source: gettext calls in Python, translate tags in templates."""

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

import polib
from django.utils.translation.template import templatize

from tests.architecture.source import ROOT, python_files, templates, tree, where

SINGLE = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
CONTEXT = {"pgettext", "pgettext_lazy"}
LITERAL = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
CALL = re.compile(rf"\b(ngettext|pgettext|gettext|_)\(\s*{LITERAL}(?:\s*,\s*{LITERAL})?")


class Message(NamedTuple):
    """One text and where it stands."""

    text: str
    plural: str
    context: str
    place: str


def in_python() -> Iterator[Message]:
    """Yield the texts of gettext calls; a call whose text is no literal yields text ''."""
    for path in python_files():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if name in SINGLE | PLURAL | CONTEXT and node.args:
                    yield _from_call(name, node, where(path, node))


def _from_call(name: str, node: ast.Call, place: str) -> Message:
    texts = [
        part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else "" for part in node.args[:2]
    ]
    texts += ["", ""]
    if name in CONTEXT:
        return Message(texts[1], "", texts[0], place)
    return Message(texts[0], texts[1] if name in PLURAL else "", "", place)


def in_templates() -> Iterator[Message]:
    """Yield the texts of our templates."""
    for path in templates():
        place = str(path.relative_to(ROOT))
        for name, first, second in CALL.findall(templatize(path.read_text(encoding="utf-8"), origin=place)):
            one, two = ast.literal_eval(first), ast.literal_eval(second) if second else ""
            if name == "pgettext":
                yield Message(two, "", one, place)
            else:
                yield Message(one, two if name == "ngettext" else "", "", place)


def entries() -> Iterator[tuple[str, polib.POEntry]]:
    """Yield (fragment, entry) of the Vietnamese catalogues."""
    for path in sorted((ROOT / "locale" / "vi").glob("*.po")):
        for entry in polib.pofile(str(path)):
            if not entry.obsolete:
                yield path.name, entry
