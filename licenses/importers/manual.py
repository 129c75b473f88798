"""The import formats in words, from the tables that read them: for the help page and docs/import-format.md."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licenses.importers import problems
from licenses.importers.columns import COLUMNS, Column
from licenses.importers.items import Record

FORMS: dict[str, Any] = {
    "text": gettext_lazy("text, at most %(most)s characters"),
    "number": gettext_lazy("number, %(allowed)s"),
    "whole": gettext_lazy("whole number, %(allowed)s"),
    "date": gettext_lazy("date, 2026-11-22 or 22/11/2026"),
    "time": gettext_lazy("time of day, 07:30"),
    "yes": gettext_lazy("1 or 0"),
    "list": gettext_lazy("names with | between them"),
    "choice": gettext_lazy("one of: %(allowed)s"),
    "key": gettext_lazy("the key of a row “%(allowed)s”"),
    "unit": gettext_lazy("code or name of the commune or province"),
    "mhz": gettext_lazy("MHz, at most six decimals"),
    "khz": gettext_lazy("kHz, at most three decimals"),
    "emissions": gettext_lazy("emission designators with spaces between them, as 16K0F3E"),
}


@dataclass(frozen=True, slots=True)
class Described:
    """One column in words."""

    name: str
    required: bool
    holds: str


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason code in words; `mend` is empty where nothing need be done."""

    code: str
    text: str
    mend: str


def records() -> Iterator[tuple[str, list[Described]]]:
    """Yield each kind of record with its columns, in the active language."""
    for record in Record:
        key = Described("key", True, _("text that names this record, at most 120 characters"))
        yield record.value, [key, *(_described(column) for column in COLUMNS[record])]


def reasons() -> Iterator[tuple[str, list[Reason]]]:
    """Yield the groups of reasons (`file`, `refused`, `warning`), in the active language."""
    for group, known in (("file", problems.FILE), ("refused", problems.REFUSALS), ("warning", problems.WARNINGS)):
        yield group, [Reason(code, _open(row.text), _open(row.mend)) for code, row in known.items()]


def _described(column: Column) -> Described:
    return Described(
        column.name, column.required, str(FORMS[column.form]) % {"most": column.most, "allowed": column.allowed}
    )


class _Dots(dict[str, str]):
    """Stands for values that are known only when it happens."""

    def __missing__(self, name: str) -> str:
        return "…"


def _open(text: Any) -> str:
    return str(text) % _Dots() if text else ""
