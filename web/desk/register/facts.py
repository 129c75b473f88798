"""What a record page of the register says: facts in sections, as (label, value) pairs."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from common.geo import decimal_pair, dms
from common.quantities import spacing
from common.text import pick
from licenses.kinds.identifiers import SCHEMES
from licenses.models import Establishment, FrequencyAssignment, License, Licensee, Station
from licenses.queries.register import MASK, masked
from places.queries import nearest_protected
from rulebook.models import RuleValue
from web.desk.register.tables import day, frequency, identifier, power
from web.fields import label_of
from web.templatetags.ww import mhz, number, plain_number

Section = tuple[str, list[tuple[Any, Any]]]
SCHOOL_DISTANCE = "game_point.school_distance_m"


def label(obj: Any, name: str) -> str:
    """Return the name of a field, with a capital."""
    return label_of(obj._meta.get_field(name))


def _rows(obj: Any, *names: str) -> list[tuple[Any, Any]]:
    """Return facts written plainly: dates short, numbers with the language's signs, choices in words."""
    return [(label(obj, name), _plain(obj, name)) for name in names]


def _plain(obj: Any, name: str) -> Any:
    value = getattr(obj, name)
    if obj._meta.get_field(name).choices:
        return getattr(obj, f"get_{name}_display")()
    if isinstance(value, dt.date):
        return day(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return plain_number(value) if isinstance(value, int | float) else value


def _period(obj: Any) -> tuple[str, ...]:
    """An entry without a last day simply goes on; that is not something unknown."""
    return ("valid_from", "valid_until") if obj.valid_until else ("valid_from",)


def _place(obj: Any) -> list[tuple[Any, Any]]:
    position = f"{dms(obj.lat, obj.lon)} ({decimal_pair(obj.lat, obj.lon)})" if obj.lat is not None else None
    return [
        (label(obj, "address"), obj.address),
        (_("Commune, ward or special zone"), obj.unit.full_name if obj.unit else None),
        (_("Position"), position),
    ]


def licensee(obj: Licensee, *, show_personal: bool) -> list[Section]:
    """Facts about a right-holder."""
    seen = masked(obj, show_personal)
    scheme = SCHEMES.get(obj.identifier_scheme)
    facts = [
        (label(obj, "kind"), obj.get_kind_display()),
        (pick(scheme, "name") if scheme else _("Identifier"), identifier(obj, show_personal)),
        (label(obj, "address"), seen["address"]),
        (_("Commune, ward or special zone"), obj.unit.full_name if obj.unit else None),
        (_("Kept by"), pick(obj.agency, "name")),
    ]
    contacts = [(label(obj, name), seen[name]) for name in ("representative", "representative_title", "phone", "email")]
    if MASK in seen.values():
        contacts.append((_("Note"), _("Personal data is shown only to those whose work needs it.")))
    return [(_("Licensee"), facts), (_("Contact"), contacts)]


def establishment(obj: Establishment) -> list[Section]:
    """Facts about an Internet access point or game point."""
    hours = f"{obj.opening_time:%H:%M} – {obj.closing_time:%H:%M}" if obj.opening_time and obj.closing_time else None
    place = [
        (label(obj, "kind"), obj.get_kind_display()),
        *_place(obj),
        *_rows(obj, "position_origin", "precision_m", *_period(obj)),
        (_("Kept by"), pick(obj.agency, "name")),
    ]
    running = [
        (_("Opening hours"), hours),
        *_rows(obj, "computers", "room_area_m2", "offers_games"),
        (label(obj, "games"), ", ".join(obj.games) if obj.games else None),
    ]
    papers = _rows(obj, "business_registration", "isp_name", "isp_contract_number", "isp_contract_until", "isp_line")
    return [(_("Place"), place), (_("How it operates"), running), (_("Papers and line"), papers)]


def school(obj: Establishment, on: dt.date) -> dict[str, Any] | None:
    """Return the nearest protected place with its distance beside the road distance, the rule's words and its caution.

    The straight line never decides: the rule speaks of the road. None where the position is not known.
    """
    if obj.lat is None or obj.lon is None:
        return None
    found = nearest_protected(obj.lat, obj.lon, on=on)
    straight = f"{number(round(found[0][1]))} m" if found else None
    road = f"{number(obj.road_distance_m)} m" if obj.road_distance_m is not None else None
    rows = [
        (_("Nearest school"), found[0][0].name if found else _("none is known near here")),
        (_("Straight line (geodesic)"), straight),
        (_("By road, as stated"), road),
    ]
    rule = RuleValue.objects.in_force_on(on).filter(code=SCHOOL_DISTANCE).first() if obj.offers_games else None
    words = f"{pick(rule, 'label')}: {plain_number(rule.number)} {rule.unit}" if rule and rule.number else ""
    caution = pick(rule, "caution") if rule else ""
    return {"heading": _("Distance to schools"), "rows": rows, "rule": words, "caution": caution}


def station(obj: Station) -> list[Section]:
    """Facts about a radio station."""
    site = [
        *_rows(obj, "call_sign", "station_class", "site_name"),
        *_place(obj),
        *_rows(obj, "ground_elevation_m", *_period(obj)),
        (_("Kept by"), pick(obj.agency, "name")),
    ]
    antenna = _rows(
        obj,
        "antenna_model",
        "antenna_gain_dbi",
        "antenna_azimuth_deg",
        "antenna_tilt_deg",
        "antenna_height_m",
        "polarisation",
        "feeder_loss_db",
    )
    equipment = _rows(
        obj,
        "equipment_make",
        "equipment_model",
        "equipment_serial",
        "conformity_mark",
        "mobiles_count",
        "service_radius_km",
    )
    return [(_("Site"), site), (_("Antenna"), antenna), (_("Equipment"), equipment)]


def license(obj: License) -> list[Section]:
    """What a license says."""
    facts = [
        *_rows(obj, "kind", "granting_authority"),
        (_("Commune, ward or special zone"), obj.unit.full_name if obj.unit else None),
        *_rows(obj, "valid_from", "valid_until"),
    ]
    if obj.ended_on:
        facts += _rows(obj, "ended_on")
    more = [
        (label(obj, "conditions"), obj.conditions),
        (label(obj, "source"), obj.source),
        (_("Kept by"), pick(obj.agency, "name")),
    ]
    return [(_("License"), facts), (_("Conditions and source"), more)]


def assignment(obj: FrequencyAssignment) -> list[Section]:
    """Facts about an assignment."""
    facts = [
        (_("Frequency or band"), frequency(obj)),
        (label(obj, "rx_hz"), mhz(obj.rx_hz)),
        (_("Bandwidth"), spacing(obj.bandwidth_hz) if obj.bandwidth_hz else None),
        (_("Emission designators"), ", ".join(emission.designator for emission in obj.emissions.all())),
        (_("Power"), f"{power(obj)} ({obj.get_power_reference_display()})" if obj.power_w is not None else None),
        *_rows(obj, "tolerance_ppm", "path_length_km", "in_force_from"),
        *(_rows(obj, "in_force_until") if obj.in_force_until else []),
    ]
    return [(_("Assignment"), facts)]
