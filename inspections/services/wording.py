"""The parts that several papers share, in the words of Vietnamese papers: agency, team, party, places, times."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.models import Agency
from common.pdf.figures import decimal_vi, mhz, watts
from common.pdf.shapes import AgencyHead, Enclosed, Person, Photo
from inspections.enums import Quantity, TeamRole
from inspections.models import Evidence, Visit
from licenses.enums import LicenseeKind
from licenses.models import Licensee

SUBJECT_KINDS: dict[str, str] = {
    LicenseeKind.ORGANISATION: "Tổ chức",
    LicenseeKind.HOUSEHOLD: "Hộ kinh doanh",
    LicenseeKind.INDIVIDUAL: "Cá nhân",
}
_LEAD, _MEMBER = "Trưởng đoàn", "Thành viên"


def agency_head(agency: Agency) -> AgencyHead:
    """Return the left column of the letterhead."""
    head: AgencyHead = {"superior": agency.superior_name, "name": agency.name, "place": agency.place_name}
    if agency.name_en:
        head["name_en"] = agency.name_en
    return head


def team(visit: Visit) -> list[Person]:
    """Return the team, its head first."""
    rows = visit.member_rows.select_related("user").order_by("role", "user__full_name")
    return [
        {
            "name": str(row.user),
            "post": row.user.post,
            "unit": visit.agency.name,
            "role": _LEAD if row.role == TeamRole.LEAD else _MEMBER,
        }
        for row in rows
    ]


def party_address(licensee: Licensee) -> str:
    """Return the address with its commune and province where they are known and not said already."""
    parts = [licensee.address]
    if licensee.unit and licensee.unit.name not in licensee.address:
        parts.append(licensee.unit.full_name)
    return ", ".join(part for part in parts if part)


def place_of(visit: Visit) -> str:
    """Return where the visit took place."""
    if visit.establishment:
        return f"{visit.establishment.name}, {visit.establishment.address}".strip(", ")
    return "; ".join(sorted(station_place(station) for station in visit.stations.all()))


def station_place(station: Any) -> str:
    """Return a station's name and place in one line."""
    parts = (str(station), station.site_name if station.site_name not in str(station) else "", station.address)
    return ", ".join(part for part in parts if part)


def moment(at: dt.datetime | None) -> str:
    """Return a moment in the office's own time, as payloads hold it; empty when unknown."""
    return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M") if at else ""


def day(on: dt.date | None) -> str:
    """Return a day as payloads hold it; empty when unknown."""
    return on.isoformat() if on else ""


def exact(value: float | None) -> Decimal | None:
    """Return a stored number as the decimal it was typed as."""
    return None if value is None else Decimal(str(value))


def quantity(kind: str, value: float | None, unit: str = "") -> str:
    """Return a measured or licensed value as ready text; empty when unknown."""
    number = exact(value)
    if number is None:
        return ""
    if kind == Quantity.FREQUENCY:
        return mhz(int(number))
    if kind == Quantity.OCCUPIED_BANDWIDTH:
        return f"{decimal_vi(number / 1000, most=3)} kHz"
    if kind == Quantity.POWER:
        return watts(number)
    return f"{decimal_vi(number, most=3)} {unit}".strip()


def spread(kind: str, value: float | None, unit: str = "", *, mark: str = "") -> str:
    """Return a tolerance or uncertainty behind its mark: power in dB, frequencies in Hz; empty if unknown."""
    number = exact(value)
    if number is None:
        return ""
    if kind in (Quantity.POWER, Quantity.FIELD_STRENGTH):
        return f"{mark}{decimal_vi(number, most=2)} dB"
    if kind in (Quantity.FREQUENCY, Quantity.OCCUPIED_BANDWIDTH):
        return f"{mark}{decimal_vi(number, most=1)} Hz"
    return f"{mark}{decimal_vi(number, most=3)} {unit}".strip()


def enclosed(row: Evidence) -> Enclosed:
    """Return a recording or a file as papers list it: by its hash, for it cannot be printed."""
    return {
        "kind": str(row.get_kind_display()), "name": row.file_name, "about": row.caption,
        "size": f"{decimal_vi(Decimal(row.size) / 1000, most=1)} kB", "sha256": row.sha256,
    }  # fmt: skip


def enclosed_signature(row: Evidence) -> Enclosed:
    """Return a drawn signature as papers list it that do not show it: whose it is, and its hash."""
    return {**enclosed(row), "name": signature(row)["caption"], "about": ""}


def signature(row: Evidence) -> Photo:
    """Return a drawn signature as papers show it, under the name of whoever drew it."""
    who = f"{row.attendance.person}, {row.attendance.get_capacity_display()}" if row.attendance else row.file_name
    shown: Photo = {"sha256": row.sha256, "caption": who}
    if row.taken_at:
        shown["taken_at"] = moment(row.taken_at)
    return shown


def photo(row: Evidence) -> Photo:
    """Return a photograph as papers show it, with the hash of the original."""
    shown: Photo = {"sha256": row.sha256, "caption": row.caption or row.file_name}
    if row.taken_at:
        shown["taken_at"] = moment(row.taken_at)
    if row.lat is not None and row.lon is not None:
        shown["position"] = f"{decimal_vi(str(row.lat), most=6)}; {decimal_vi(str(row.lon), most=6)}"
    return shown
