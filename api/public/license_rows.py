"""The public list of licenses: what a row shows, what it may be asked for, and one page of it as JSON text."""

import uuid
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.db.models import Case, F, Q, QuerySet, TextField, Value, When

from api.pagination import read_cursor, write_cursor
from api.rows import JsonText, KeyText, Prepared
from licenses.enums import LicenseeKind
from licenses.models import License

LIMITS = (10, 20, 50, 100, 200)
COUNT_CAP = 10_000
# The name of an individual is personal data; of an organisation or a household business it is public.
_NAME = Case(
    When(holder__kind=LicenseeKind.INDIVIDUAL, then=Value(None)), default=F("holder__name"), output_field=TextField()
)
ROW = JsonText(
    id=KeyText("pk"),
    number="number",
    kind="kind",
    status="status",
    holder=_NAME,
    holder_kind="holder__kind",
    granting_authority="granting_authority",
    valid_from="valid_from",
    valid_until="valid_until",
    ended_on="ended_on",
    unit_code="unit__code",
    unit="unit__name",
)
# Each asks for one value of the row; what is not named here is not asked for by equality.
LOOKUPS = {"kind": "kind", "status": "status", "unit": "unit__code", "number": "number"}


def chosen(values: Mapping[str, Any]) -> QuerySet[License]:
    """Return the published licenses that match; an individual's is found by its number, its name being held back."""
    found = License.objects.published()
    if values.get("q"):
        found = found.search_public(values["q"])
    return found.filter(**{lookup: values[name] for name, lookup in LOOKUPS.items() if values.get(name)})


def page(values: Mapping[str, Any], limit: int) -> tuple[str, str]:
    """Return a page, in the order of the numbers, as the text of a JSON list, and the cursor of the next page.

    `values`: any of kind, status, unit, number, q, and `after`, a cursor. The cursor is empty on the last page.
    ValidationError for a bad cursor.
    """
    asked = {name: values[name] for name in (*LOOKUPS, "q", "after") if values.get(name)}
    if "after" in asked:
        asked["after"], key = read_cursor(asked["after"])
        asked["after_key"] = key.hex
    # what a search compiles to depends on its words, so it is not kept
    rows = list(_rows(asked, limit)) if "q" in asked else _prepared(tuple(sorted(asked)), limit).rows(asked)
    more, rows = len(rows) > limit, rows[:limit]
    return "[" + ",".join(row[0] for row in rows) + "]", write_cursor(rows[-1][1], rows[-1][2]) if more else ""


def count(values: Mapping[str, Any]) -> tuple[int, bool]:
    """Return how many match, and whether the count stopped at its cap."""
    found = chosen(values).order_by()[: COUNT_CAP + 1].count()
    return min(found, COUNT_CAP), found > COUNT_CAP


def _rows(values: Mapping[str, Any], limit: int) -> Any:
    """Return the queryset of a page: JSON text, sort value and key; one row more tells whether there is a next page."""
    found = chosen(values)
    if "after" in values:
        after, key = values["after"], uuid.UUID(values["after_key"])
        beyond = Q(number__gt=after) | Q(number=after, pk__gt=key)
        found = found.filter(beyond, number__gte=after)  # the range that the index can begin at
    return (
        found.order_by("number", "pk")
        .annotate(row=ROW, key=KeyText("pk"))
        .values_list("row", "number", "key")[: limit + 1]
    )


@cache
def _prepared(names: tuple[str, ...], limit: int) -> Prepared:
    """Keep one statement for each combination of filters and each of the allowed sizes of a page."""
    samples = {name: f"\x01{name}" for name in names}
    if "after_key" in samples:
        samples["after_key"] = uuid.UUID(int=0xAF7E5 << 64).hex
    return Prepared(lambda values: _rows(values, limit), samples)
