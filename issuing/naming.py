"""Rulebook rows in words, for the note on a paper and for the refusal to issue one."""

from collections.abc import Iterable
from typing import Any

_NAMES = ("citation_vi", "title_vi", "name_vi", "short_vi", "text_vi", "label_vi")


def named(row: Any) -> str:
    """Return what a reader calls the row: its citation in the law where it has one, else its title."""
    provision = getattr(row, "provision", None)
    if provision is not None:
        return str(provision.citation_vi)
    return next((str(getattr(row, name)) for name in _NAMES if getattr(row, name, "")), str(row))


def with_code(row: Any) -> str:
    """Return the same with the code under which the legal officer finds the row."""
    return f"{named(row)} [{row.code}]"


def each_once(rows: Iterable[Any]) -> list[str]:
    """Return the names of the rows without repetition, in order."""
    return list(dict.fromkeys(named(row) for row in rows))
