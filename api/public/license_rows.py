"""The public list of licenses: what a row shows, what it may be asked for, and one page of it as JSON text."""

import uuid
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.db.models import Q

from api.pagination import read_cursor, write_cursor
from api.rows import JsonText, KeyText, Prepared
from common.clock import today
from licenses.models import License
from licenses.queries import planned
from licenses.queries.public.rules import public_name
from licenses.queries.public.search import Asked, Found, found
from places.models import AdminUnit

LIMITS = (10, 20, 50, 100, 200)
COUNT_CAP = 10_000
COLUMNS: dict[str, Any] = {
    "id": KeyText("pk"),
    "number": "number",
    "kind": "kind",
    "status": "status",
    "holder": public_name("holder"),
    "holder_kind": "holder__kind",
    "granting_authority": "granting_authority",
    "valid_from": "valid_from",
    "valid_until": "valid_until",
    "ended_on": "ended_on",
    "unit_code": "unit__code",
    "unit": "unit__name",
}
ROW = JsonText(**COLUMNS)
# Each asks for one value of the row: such a question is compiled once.
LOOKUPS = {"kind": "kind", "status": "status", "unit": "unit__code", "number": "number"}
# These are answered by the search of the public register (licenses/queries/public/search.py).
SEARCHED = ("q", "call_sign", "from_hz", "to_hz", "lat", "lon", "radius_km", "on")


def chosen(values: Mapping[str, Any]) -> Found:
    """Return the published licenses that match; an individual's is found by its number, its name being held back."""
    if any(values.get(name) is not None for name in SEARCHED):
        return found(asked(values), today=today())
    rows = License.objects.published()
    return Found(rows.filter(**{LOOKUPS[name]: values[name] for name in LOOKUPS if values.get(name)}), True)


def asked(values: Mapping[str, Any]) -> Asked:
    """Return the question of valid parameters; a unit stands for itself and what lies in it."""
    units, low = None, values.get("from_hz")
    if values.get("unit"):
        wanted = AdminUnit.objects.filter(code=values["unit"]).order_by()
        units = tuple(AdminUnit.objects.filter(Q(pk__in=wanted) | Q(parent__in=wanted)).values_list("pk", flat=True))
    return Asked(
        text=values.get("q") or "",
        number=values.get("number") or "",
        call_sign=values.get("call_sign") or "",
        low_hz=low,
        high_hz=values.get("to_hz", low),
        near=None if values.get("lat") is None else (values["lat"], values["lon"]),
        radius_km=values.get("radius_km") or 10.0,
        units=units,
        kind=values.get("kind") or "",
        status=values.get("status") or "",
        on=values.get("on"),
    )


def page(values: Mapping[str, Any], limit: int) -> tuple[str, str]:
    """Return a page, in the order of the numbers, as the text of a JSON list, and the cursor of the next page.

    `values`: validated parameters of LicenseQuerySerializer, and `after`, a cursor. The cursor is empty on the last
    page. ValidationError for a bad cursor.
    """
    wanted = {name: values[name] for name in (*LOOKUPS, "after") if values.get(name)}
    if "after" in wanted:
        wanted["after"], key = read_cursor(wanted["after"])
        wanted["after_key"] = key.hex
    late = planned.late(today())
    if late:  # until the daily work has recorded today's plans
        matching = found(asked(values), today=today()).rows
        rows = list(_rows(matching, wanted, limit, JsonText(**{**COLUMNS, "status": planned.state_of(late)})))
    elif any(values.get(name) is not None for name in SEARCHED):
        rows = list(_rows(chosen(values).rows, wanted, limit))  # what a search compiles to depends on what is asked
    else:
        rows = _prepared(tuple(sorted(wanted)), limit).rows(wanted)
    more, rows = len(rows) > limit, rows[:limit]
    return "[" + ",".join(row[0] for row in rows) + "]", write_cursor(rows[-1][1], rows[-1][2]) if more else ""


def count(values: Mapping[str, Any]) -> tuple[int | None, bool]:
    """Return how many match, and whether the count stopped at its cap.

    None where counting would mean to read the whole register: many match.
    """
    late = planned.late(today()) if values.get("status") else {}
    matching = found(asked(values), today=today()) if late else chosen(values)
    if not matching.countable:
        return None, True
    counted = matching.rows.order_by()[: COUNT_CAP + 1].count()
    return min(counted, COUNT_CAP), counted > COUNT_CAP


def _rows(found: Any, values: Mapping[str, Any], limit: int, row: Any = ROW) -> Any:
    """Return the queryset of a page: JSON text, sort value and key; one row more tells whether there is a next page."""
    if "after" in values:
        after, key = values["after"], uuid.UUID(values["after_key"])
        beyond = Q(number__gt=after) | Q(number=after, pk__gt=key)
        found = found.filter(beyond, number__gte=after)  # the range that the index can begin at
    return (
        found.order_by("number", "pk")
        .annotate(row=row, key=KeyText("pk"))
        .values_list("row", "number", "key")[: limit + 1]
    )


@cache
def _prepared(names: tuple[str, ...], limit: int) -> Prepared:
    """Keep one statement for each combination of filters and each of the allowed sizes of a page."""
    samples = {name: f"\x01{name}" for name in names}
    if "after_key" in samples:
        samples["after_key"] = uuid.UUID(int=0xAF7E5 << 64).hex
    return Prepared(lambda values: _rows(chosen(values).rows, values, limit), samples)
