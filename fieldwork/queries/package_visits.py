"""The visits of a package: whom they are about, what is licensed, what was found before, what is recorded already."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from accounts import journal
from inspections.enums import TeamRole
from inspections.models import Finding, Visit
from inspections.queries import earlier
from inspections.queries.checklists import applies, kinds_of_target
from issuing.models import IssuedDocument
from licenses.models import Establishment, FrequencyAssignment, License, Station
from rulebook.models import ChecklistItem

_PLACE = (
    "name", "kind", "offers_games", "address", "lat", "lon", "precision_m", "opening_time", "closing_time", "computers",
    "room_area_m2", "isp_name", "isp_contract_number", "isp_contract_until", "isp_line", "business_registration",
    "games", "road_distance_m",
)  # fmt: skip
_STATION = (
    "name", "call_sign", "station_class", "site_name", "address", "lat", "lon", "ground_elevation_m", "antenna_model",
    "antenna_gain_dbi", "antenna_azimuth_deg", "antenna_tilt_deg", "antenna_height_m", "polarisation", "feeder_loss_db",
    "equipment_make", "equipment_model", "equipment_serial", "conformity_mark", "mobiles_count", "service_radius_km",
)  # fmt: skip
_ASSIGNED = (
    "tx_hz", "tx_upper_hz", "rx_hz", "bandwidth_hz", "power_w", "power_reference", "tolerance_ppm", "path_length_km",
    "in_force_from", "in_force_until",
)  # fmt: skip
_LICENSE = ("number", "kind", "status", "valid_from", "valid_until", "conditions")
_VISIT = (
    "number", "status", "subject", "reason", "reason_text", "legal_basis", "lat", "lon", "window_start", "window_end",
    "no_notice", "no_notice_reason", "started_at", "outcome", "report", "party_statement",
)  # fmt: skip
_FOUND = ("facts", "act_started_on", "act_ended_on", "continuing", "detected_on", "place", "tx_hz", "tied_to")
# With these a tablet that knows a finding only from here changes it without asking again what was said already.
_ACT = (
    *_FOUND, "detected_at", "act_time", "lat", "lon", "deviation", "licensed_power_w", "measured_power_w",
    "power_basis", "power_basis_reason",
)  # fmt: skip


def bodies(visits: Sequence[Visit]) -> list[tuple[Visit, dict[str, Any]]]:
    """Return each visit with its part of the package; the number of queries does not grow with the visits."""
    assigned, stands = _assigned(visits), earlier.standing(visits)
    codes = _codes(assigned)
    items = _items(visits)
    return [
        (
            visit,
            _plain(visit, _VISIT)
            | {
                "id": str(visit.pk),
                "rev": visit.version,
                "party": _party(visit),
                "place": _place(visit.establishment),
                "stations": [_station(row, assigned[row.pk], codes) for row in visit.stations.all()],
                "team": [
                    {"id": row.user_id, "name": str(row.user), "post": row.user.post, "lead": row.role == TeamRole.LEAD}
                    for row in visit.member_rows.all()
                ],
                "checklists": [
                    {"id": str(row.pk), "version": row.version_label, "hash": row.content_hash}
                    for row in visit.checklists.all()
                ],
                "items": [str(item.pk) for item in items[visit.pk]],
                "open_violations": [violation(row) for row in stands[visit.pk].here],
                "violations_elsewhere": stands[visit.pk].elsewhere,
                "earlier": _checked(visit),
                "answers": _newest(visit),
                "findings": [
                    {
                        "id": str(row.pk),
                        "rev": row.version,
                        "item": _key(row.item_id),
                        "violation": row.penalty.code,
                        "station": _key(row.station_id),
                        "assignment": _key(row.assignment_id),
                        **_plain(row, _ACT),
                    }
                    for row in visit.findings.all()
                    if not row.is_withdrawn
                ],
            },
        )
        for visit in visits
    ]


def _assigned(visits: Sequence[Visit]) -> dict[Any, list[FrequencyAssignment]]:
    found: dict[Any, list[FrequencyAssignment]] = defaultdict(list)
    rows = FrequencyAssignment.objects.filter(station__visit_rows__visit__in=visits).select_related("license")
    for row in rows.prefetch_related("emissions").distinct().order_by("tx_hz", "pk"):
        found[row.station_id].append(row)
    return found


def violation(row: Finding) -> dict[str, Any]:
    """Return a violation found before, as a tablet shows it."""
    return {
        "id": str(row.pk), "visit": row.visit.number, "citation_vi": row.penalty.provision.citation_vi,
        "citation_en": row.penalty.provision.citation_en, **_plain(row, _FOUND),
    }  # fmt: skip


def _checked(visit: Visit) -> list[dict[str, Any]]:
    """Return what the visit found of earlier violations already."""
    newest = {row.earlier_id: row for row in sorted(visit.rechecks.all(), key=lambda row: row.revision)}
    return [
        {"earlier": str(key), "rev": row.revision, **_plain(row, ("result", "facts"))} for key, row in newest.items()
    ]


def _items(visits: Sequence[Visit]) -> dict[Any, list[ChecklistItem]]:
    """Return the items asked in each visit."""
    lists = {row.pk for visit in visits for row in visit.checklists.all()}
    by_list: dict[Any, list[ChecklistItem]] = defaultdict(list)
    for item in ChecklistItem.objects.filter(checklist__in=lists).order_by("checklist__code", "position", "code"):
        by_list[item.checklist_id].append(item)
    kinds = _kinds(visits)
    return {
        visit.pk: [
            item for row in visit.checklists.all() for item in by_list[row.pk] if applies(item, visit, kinds[visit.pk])
        ]
        for visit in visits
    }


def _kinds(visits: Sequence[Visit]) -> dict[Any, set[str]]:
    """Return the kinds of each target, as `kinds_of_target` tells them, by one question for all stations."""
    stations = [station.pk for visit in visits for station in visit.stations.all()]
    by_station: dict[Any, set[str]] = defaultdict(set)
    licenses = License.objects.filter(assignments__station__in=stations).order_by()
    for station, kind in licenses.values_list("assignments__station", "kind").distinct():
        by_station[station].add(kind)
    return {
        visit.pk: kinds_of_target(visit.establishment, [])
        if visit.establishment
        else set().union(*(by_station[station.pk] for station in visit.stations.all())) or {"station"}
        for visit in visits
    }


def _newest(visit: Visit) -> list[dict[str, Any]]:
    newest = {row.item_id: row for row in sorted(visit.answers.all(), key=lambda row: row.revision)}
    return [
        {"item": str(row.item_id), "rev": row.revision, **_plain(row, ("choice", "value", "note", "no_finding_reason"))}
        for row in newest.values()
    ]


def _party(visit: Visit) -> dict[str, Any]:
    names = ("name", "kind", "identifier", "representative", "representative_title", "address", "phone")
    return {"id": str(visit.licensee_id), **_plain(visit.licensee, names)}


def _place(row: Establishment | None) -> dict[str, Any] | None:
    return {"id": str(row.pk), **_plain(row, _PLACE)} if row else None


def _codes(assigned: Mapping[Any, Iterable[FrequencyAssignment]]) -> dict[str, list[str]]:
    """Return the codes printed on the papers of the licenses, by license: what the QR of a paper leads to offline."""
    keys = {journal.key_of(one.license) for rows in assigned.values() for one in rows}
    found: dict[str, list[str]] = defaultdict(list)
    papers = IssuedDocument.objects.filter(target_type=License._meta.label_lower, target_id__in=keys)
    for target, code in papers.order_by("issued_at", "pk").values_list("target_id", "verify_code"):
        found[target].append(code)
    return found


def _station(row: Station, assigned: Iterable[FrequencyAssignment], codes: Mapping[str, list[str]]) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        **_plain(row, _STATION),
        "assignments": [
            {
                "id": str(one.pk),
                **_plain(one, _ASSIGNED),
                "emissions": [emission.designator for emission in one.emissions.all()],
                "license": _plain(one.license, _LICENSE) | {"codes": codes.get(journal.key_of(one.license), [])},
            }
            for one in assigned
        ],
    }


def _plain(row: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: journal.plain(getattr(row, name)) for name in names if hasattr(row, name)}


def _key(value: Any) -> str | None:
    return str(value) if value else None
