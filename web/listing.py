"""List pages: sorting that lives in the address, a capped count, and pages by key instead of by number.

`Listing(request, queryset, sorts={"name": "name_folded", "number": "number"}, default="name")` reads `sort`, `after`
and `before` from the address. Page n costs what page 1 costs (no OFFSET); the count stops at COUNT_CAP.
"""

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest

COUNT_CAP = 10_000
PER_PAGE = 50
LONGEST_CURSOR = 2_000


class Listing:
    """One page of a filtered queryset, ready for components/list_*.html."""

    def __init__(
        self,
        request: HttpRequest,
        queryset: QuerySet[Any],
        *,
        sorts: Mapping[str, str],
        default: str,
        per_page: int = PER_PAGE,
        counted: bool = True,
        dressed: Callable[[Any], Any] | None = None,
    ) -> None:
        """`counted=False`: nothing is counted beyond the page, where that would mean to read the whole register.

        `dressed` adds what a row shows beyond its own table; it is asked for the page's rows alone, so that joins do
        not burden the search for them.
        """
        self._dressed = dressed
        self.request, self.queryset, self.sorts, self.per_page = request, queryset, sorts, per_page
        asked = request.GET.get("sort", default)
        self.sort = asked if asked.lstrip("-") in sorts else default
        self.descending = self.sort.startswith("-")
        self.field = sorts[self.sort.lstrip("-")]
        self.nullable = _nullable(queryset, self.field)
        self.rows, self.has_next, self.has_previous = self._page()
        if counted:
            matching = queryset.order_by()[: COUNT_CAP + 1].count()
            self.count, self.capped = min(matching, COUNT_CAP), matching > COUNT_CAP
        else:
            self.count, self.capped = len(self.rows), self.has_next or self.has_previous

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def next_cursor(self) -> str:
        """The `after` of the next page; empty on the last."""
        return self._cursor(self.rows[-1]) if self.has_next and self.rows else ""

    @property
    def previous_cursor(self) -> str:
        """The `before` of the previous page; empty on the first."""
        return self._cursor(self.rows[0]) if self.has_previous and self.rows else ""

    def _page(self) -> tuple[list[Any], bool, bool]:
        after, before = _read(self.request.GET.get("after")), _read(self.request.GET.get("before"))
        backwards = before is not None and after is None
        mark = before if backwards else after
        rows = self.queryset.order_by(*self._order(backwards))
        if mark is not None:
            try:
                rows = rows.filter(self._beyond(mark, backwards))
            except (ValidationError, ValueError, TypeError):  # a cursor of another list or typed by hand
                mark, backwards = None, False
        found = self._found(rows)
        more = len(found) > self.per_page
        found = found[: self.per_page]
        if backwards:
            return found[::-1], True, more
        return found, more, mark is not None

    def _found(self, rows: Any) -> list[Any]:
        if self._dressed is None:
            return list(rows[: self.per_page + 1])
        keys = list(rows.values_list("pk", flat=True)[: self.per_page + 1])
        by_key = self._dressed(self.queryset.model._default_manager.all()).in_bulk(keys)
        return [by_key[key] for key in keys if key in by_key]

    def _order(self, backwards: bool) -> tuple[Any, ...]:
        down = self.descending != backwards
        if not self.nullable:
            return (f"-{self.field}" if down else self.field, "-pk" if down else "pk")
        # empty values last when reading forwards, so first when reading backwards, on both databases
        nulls = {"nulls_first": True} if backwards else {"nulls_last": True}
        column = F(self.field).desc(**nulls) if down else F(self.field).asc(**nulls)
        return (column, "-pk" if down else "pk")

    def _beyond(self, mark: list[Any], backwards: bool) -> Q:
        """Return what lies beyond the mark; the leading >= keeps the index range that OR alone would lose."""
        value, pk = mark
        than = "lt" if self.descending != backwards else "gt"
        name = self.field
        if value is None:
            tail = Q(**{f"{name}__isnull": True, f"pk__{than}": pk})
            return tail | Q(**{f"{name}__isnull": False}) if backwards else tail
        tie = Q(**{name: value, f"pk__{than}": pk})
        strict = Q(**{f"{name}__{than}": value})
        if self.nullable and not backwards:
            return strict | tie | Q(**{f"{name}__isnull": True})
        return Q(**{f"{name}__{than}e": value}) & (strict | tie)

    def _cursor(self, row: Any) -> str:
        value: Any = row
        for part in self.field.split("__"):
            value = getattr(value, part) if value is not None else None
        text = json.dumps([value if isinstance(value, int | float | None) else str(value), str(row.pk)])
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(cursor: str | None) -> list[Any] | None:
    """Return [value, key] of a cursor; None for none or nonsense."""
    if not cursor or len(cursor) > LONGEST_CURSOR:
        return None
    try:
        mark = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        return None
    return mark if isinstance(mark, list) and len(mark) == 2 and all(map(_plain, mark)) else None


def _plain(value: Any) -> bool:
    """Tell what a database takes: half a surrogate pair is text to JSON and to nobody else."""
    if isinstance(value, str):
        return not any("\ud800" <= letter <= "\udfff" or letter == "\0" for letter in value)
    return value is None or isinstance(value, int | float)


def _nullable(queryset: QuerySet[Any], path: str) -> bool:
    model: Any = queryset.model
    nullable = False
    for part in path.split("__"):
        try:
            field = model._meta.get_field(part)
        except FieldDoesNotExist:
            return True  # an annotation
        nullable = nullable or field.null
        model = field.related_model or model
    return nullable
