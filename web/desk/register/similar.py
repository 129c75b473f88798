"""Rows spelt almost as what was searched for: below a short list, and first in the search of the whole register."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from accounts.access import can
from accounts.roles import Action
from licenses.querysets.similar import closest
from web.desk.register.filters import KINDS, filtered
from web.desk.register.tables import TABLES
from web.listing import Listing

# A list shorter than this may be short because of a slip.
SHORT_LIST = 20
SUGGESTED = 3


@dataclass(frozen=True)
class SimilarRows:
    """What was read instead, as (text, address to search for it), and the rows so found as cells."""

    texts: list[tuple[str, str]]
    rows: list[Any]


def similar_rows(request: HttpRequest, kind: str, listing: Listing) -> SimilarRows | None:
    """Return the rows one slip away from a search that found little; None when there is nothing to say."""
    text = request.GET.get("q", "").strip()
    if not text or listing.count >= SHORT_LIST or listing.has_previous or listing.has_next:
        return None
    _form, rows = filtered(kind, request, by_words=False)
    found = closest(rows, text, SHORT_LIST, as_typed_too=False)
    shown = {record.pk for record in listing.rows}
    keys = [key for key in found.keys if key not in shown]
    if not keys:
        return None
    texts = [(way, _address(request, way)) for way in found.texts[:SUGGESTED]]
    return SimilarRows(texts, TABLES[kind].rows(records(kind, keys), can(request.user, Action.PERSONAL_DATA_VIEW)))


def closest_records(request: HttpRequest, kind: str, text: str, most: int) -> list[Any]:
    """Return the records that the search of the whole register shows: the closest first, then others that match."""
    _form, rows = filtered(kind, request, by_words=False)
    keys = closest(rows, text, most).keys
    if len(keys) < most:
        _form, matching = filtered(kind, request)
        table = TABLES[kind]
        plain = matching.order_by(table.sorts[table.default], "pk").values_list("pk", flat=True)[:most]
        keys += [key for key in plain if key not in keys]
    return records(kind, keys[:most])


def read_along(kind: str, found: Any) -> Any:
    """Read what the rows show in the same query."""
    along = found.select_related(*KINDS[kind].along)
    return along.prefetch_related("emissions") if kind == "assignments" else along


def records(kind: str, keys: list[Any]) -> list[Any]:
    """Return records by key, in the order of the keys; the keys come from rows that the person may see."""
    found = {record.pk: record for record in read_along(kind, KINDS[kind].model.objects.filter(pk__in=keys))}
    return [found[key] for key in keys if key in found]


def _address(request: HttpRequest, text: str) -> str:
    query = request.GET.copy()
    query["q"] = text
    return f"?{query.urlencode()}"
