"""Records of the public register in the words of its API."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from rest_framework.exceptions import ValidationError

from api.pagination import read_cursor, write_cursor
from common.clock import today
from licenses.models import Establishment, FrequencyAssignment, License
from licenses.queries.planned import standing
from licenses.queries.public import agents, record
from places.models import AdminUnit


def license(found: License, on: dt.date) -> dict[str, Any]:
    """Return a license as it stood on a day."""
    shown = record.record(found, on, today=today())
    then, rule, now = shown.record, shown.rule, standing(found, today(), shown.announced)
    held = {"name": rule.name, "address": rule.address, "exact_position": rule.position}
    return {
        "id": found.pk.hex,
        **{name: getattr(then, name) for name in ("number", "kind", "granting_authority", "conditions")},
        "status": now.status,
        "ended_on": now.ended_on,
        "valid_from": then.valid_from,
        "valid_until": then.valid_until,
        "holder": shown.holder_name,
        "holder_kind": shown.holder.kind,
        "unit_code": then.unit.code if then.unit else None,
        "unit": then.unit.name if then.unit else None,
        "as_of": on,
        "standing": shown.standing,
        "in_register_since": shown.past.entered_on,
        "held_back": [name for name, published in held.items() if not published],
        "replaces": shown.predecessor.pk.hex if shown.predecessor else None,
        "replaced_by": [each.pk.hex for each in shown.successors],
        "papers": shown.papers,
    }


def assignments(found: License, on: dt.date, after: str, limit: int) -> tuple[list[dict[str, Any]], str]:
    """Return a page of frequencies, lowest first, and the cursor of the next."""
    rows = record.assignments(found, on).order_by("tx_hz", "pk")
    if after:
        hertz, key = read_cursor(after)
        if not hertz.isdigit() or len(hertz) > 18:
            raise ValidationError({"after": ["?"]})
        rows = rows.filter(Q(tx_hz__gt=int(hertz)) | Q(tx_hz=int(hertz), pk__gt=key), tx_hz__gte=int(hertz))
    page = list(rows[: limit + 1])
    cursor = write_cursor(str(page[limit - 1].tx_hz), page[limit - 1].pk.hex) if len(page) > limit else ""
    return [_assignment(row) for row in page[:limit]], cursor


def _assignment(row: FrequencyAssignment) -> dict[str, Any]:
    place = record.station(row, today=today())
    copied = ("tx_hz", "tx_upper_hz", "rx_hz", "power_w", "power_reference", "in_force_from", "in_force_until")
    return {
        "id": row.pk.hex,
        **{name: getattr(row, name) for name in copied},
        "emissions": [emission.designator for emission in row.emissions.all()],
        "call_sign": place.call_sign,
        "station": place.name,
        "unit_code": place.unit.code if place.unit else None,
        "lat": place.lat,
        "lon": place.lon,
        "position": "unit" if place.coarse else "exact",
    }


def establishments(values: Mapping[str, Any], after: str, limit: int) -> tuple[list[dict[str, Any]], str]:
    """Return a page of establishments by name, and the cursor of the next."""
    units = None
    if values.get("unit"):
        wanted = AdminUnit.objects.filter(code=values["unit"]).order_by()
        units = tuple(AdminUnit.objects.filter(Q(pk__in=wanted) | Q(parent__in=wanted)).values_list("pk", flat=True))
    rows = agents.listed(agents.found(values.get("q", ""), units)).order_by("name_folded", "pk")
    if values.get("kind"):
        rows = rows.filter(kind=values["kind"])
    if after:
        name, key = read_cursor(after)
        rows = rows.filter(Q(name_folded__gt=name) | Q(name_folded=name, pk__gt=key), name_folded__gte=name)
    page = list(rows[: limit + 1])
    cursor = write_cursor(page[limit - 1].name_folded, page[limit - 1].pk.hex) if len(page) > limit else ""
    return [establishment(row) for row in page[:limit]], cursor


def establishment(row: Establishment) -> dict[str, Any]:
    """Return one place of public access."""
    copied = ("name", "kind", "status", "offers_games", "address", "lat", "lon", "valid_from", "valid_until")
    return {
        "id": row.pk.hex,
        **{name: getattr(row, name) for name in copied},
        "keeper": agents.keeper(row),
        "keeper_kind": row.licensee.kind,
        "unit_code": row.unit.code if row.unit else None,
    }


def unit(row: AdminUnit) -> dict[str, Any]:
    """Return one administrative unit."""
    return {
        "code": row.code,
        "name": row.name,
        "level": row.kind,
        "parent": row.parent.code if row.parent else None,
        "valid_from": row.valid_from,
        "valid_until": row.valid_until,
    }
