"""The lists behind the figures: their columns, how they sort, and how a click on a table narrows them."""

import uuid
from typing import Any

from django.http import Http404, QueryDict
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from places.models import AdminUnit

Columns = tuple[dict[str, str], str, list[tuple[str, Any]]]

_VISIT: Columns = (
    {"number": "number", "window": "window_start"},
    "-window",
    [
        ("number", _("Number")),
        ("window", _("Planned from")),
        ("", _("Business")),
        ("", _("Place")),
        ("", _("Administrative unit")),
        ("", _("State")),
        ("", _("Violations")),
    ],
)
_CASE: Columns = (
    {"number": "number", "opened": "opened_on"},
    "-opened",
    [("number", _("Number")), ("opened", _("Opened on")), ("", _("Business")), ("", _("Agency")), ("", _("State"))],
)
_LICENSE: Columns = (
    {"number": "number", "until": "valid_until"},
    "until",
    [("number", _("Number")), ("until", _("Valid until")), ("", _("Kind")), ("", _("Holder")), ("", _("State"))],
)
COLUMNS: dict[str, Columns] = {
    "planned": _VISIT,
    "done": _VISIT,
    "not_possible": _VISIT,
    "violations": _VISIT,
    "open_cases": _CASE,
    "expiring": _LICENSE,
}


def narrowed(code: str, rows: Any, query: QueryDict) -> tuple[Any, str]:
    """Return the rows of one kind or unit, with what they are and the name of what they were narrowed to."""
    if code == "open_cases":
        return rows.select_related("licensee", "agency"), ""
    if code == "expiring":
        return rows.select_related("holder"), ""
    rows = rows.select_related("licensee", "establishment", "unit")
    if "kind" in query:
        return rows.filter(group=query["kind"]), str(query["kind"])
    if query.get("unit") == "none":
        return rows.filter(unit__isnull=True), _t("No unit recorded")
    if "unit" in query:
        unit = AdminUnit.objects.filter(pk=_key(str(query["unit"]))).first()
        if unit is None:
            raise Http404
        return rows.filter(unit=unit), unit.name
    return rows, ""


def cells(code: str, row: Any) -> list[Any]:
    """Return a record as the cells of its row, the same on the page and in the file."""
    match row._meta.model_name:
        case "case":
            return [row.number, row.opened_on, str(row.licensee), str(row.agency), row.get_status_display()]
        case "license":
            return [row.number, row.valid_until, row.get_kind_display(), str(row.holder), row.get_status_display()]
        case _:
            return [
                row.number,
                row.window_start,
                str(row.licensee),
                str(row.establishment or _t("Radio stations")),
                str(row.unit or ""),
                row.get_status_display(),
                _t("yes") if row.violating else _t("no"),
            ]


def _key(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise Http404 from None
