"""From what was heard to a complaint: one per kilohertz and place, however often it was heard or pressed."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Agency
from common.errors import Invalid
from common.pdf.figures import decimal_vi, mhz
from inspections.enums import HEARD_SUSPECT, ComplaintMatter, ComplaintSource, HeardResult
from inspections.models import Complaint, HeardRow, MonitoringImport
from inspections.queries import heard_times
from inspections.services import complaints
from inspections.services.complaints import Received, Report
from licenses.services.identity import Emission

MOST = 500  # at one press


def of_rows(
    monitoring: MonitoringImport, numbers: Iterable[int], *, by: Any, at: dt.datetime, on: dt.date
) -> list[Received]:
    """Make the complaints that these rows of a file give ground for, all or none; the same emission makes one.

    Raises Invalid when none of the rows is suspect, or too many are chosen.
    """
    wanted = set(numbers)
    if len(wanted) > MOST:
        raise Invalid(_("Choose at most %(most)s rows at a time.") % {"most": MOST})
    rows = list(
        monitoring.rows.filter(number__in=wanted, result__in=HEARD_SUSPECT)
        .select_related("assignment__license", "monitoring")
        .order_by("number")
    )
    if not rows:
        raise Invalid(_("Choose rows without a license, or out of the tolerance."))
    by_origin: dict[str, list[HeardRow]] = {}
    for row in rows:
        by_origin.setdefault(row.origin, []).append(row)
    reports = [_report(group, monitoring.agency) for group in by_origin.values()]
    return complaints.receive_many(reports, at=at, on=on, by=by)


def of_emission(emission: Emission, *, agency: Agency, by: Any, at: dt.datetime, on: dt.date) -> Received:
    """Make the complaint for an emission that an officer heard and that fits no license."""
    row = HeardRow(
        frequency_hz=emission.hz, lat=emission.lat, lon=emission.lon, level_dbuvm=emission.field_dbuvm,
        bandwidth_hz=emission.bandwidth_hz, result=HeardResult.UNLICENSED, heard_at=emission.at,
    )  # fmt: skip
    report = Report(
        agency=agency, subject="radio", matter=ComplaintMatter.UNLICENSED, source=ComplaintSource.EMISSION,
        text=_told(row, 1), place=_place(row), position=(emission.lat, emission.lon), frequency_hz=emission.hz,
        origin=row.origin,
    )  # fmt: skip
    return complaints.receive(report, at=at, on=on, by=by)


def known(rows: Iterable[HeardRow], agency: Agency) -> Mapping[str, Complaint]:
    """Return the complaints already made of these emissions, by their origin."""
    origins = {row.origin for row in rows if row.frequency_hz is not None}
    return {each.origin: each for each in Complaint.objects.filter(agency=agency, origin__in=origins)}


def _report(group: list[HeardRow], agency: Agency) -> Report:
    first = max(group, key=lambda row: row.level_dbuvm if row.level_dbuvm is not None else -999.0)
    matter = ComplaintMatter.CONTRARY if first.result == HeardResult.OUT else ComplaintMatter.UNLICENSED
    return Report(
        agency=agency, subject="radio", matter=matter, source=ComplaintSource.MONITORING,
        text=_told(first, len(group)), place=_place(first), position=(float(first.lat or 0), float(first.lon or 0)),
        frequency_hz=first.frequency_hz, origin=first.origin,
    )  # fmt: skip


def _told(row: HeardRow, times: int) -> str:
    """The report in the words of the office's papers."""
    with translation.override("vi"):
        parts = [_("Heard on %(frequency)s") % {"frequency": mhz(row.frequency_hz)}]
        if row.bandwidth_hz:
            parts.append(_("bandwidth %(khz)s kHz") % {"khz": decimal_vi(str(row.bandwidth_hz / 1000), most=3)})
        if row.level_dbuvm is not None:
            parts.append(_("level %(db)s dBµV/m") % {"db": decimal_vi(str(row.level_dbuvm), most=1)})
        if row.heard_at:
            parts.append(_("at %(time)s") % {"time": heard_times.local(row.heard_at)})
        if times > 1:
            parts.append(_("heard %(n)s times") % {"n": times})
        if row.monitoring_id:
            parts.append(_("file %(name)s, row %(n)s") % {"name": row.monitoring.name, "n": row.number})
        if row.assignment:
            parts.append(_("license %(number)s out of tolerance") % {"number": row.assignment.license.number})
        else:
            parts.append(_("no license found"))
        return "; ".join(parts) + "."


def _place(row: HeardRow) -> str:
    with translation.override("vi"):
        lat, lon = (decimal_vi(f"{value:.6f}", least=6) for value in (row.lat or 0.0, row.lon or 0.0))
        return _("heard at %(lat)s; %(lon)s") % {"lat": lat, "lon": lon}
