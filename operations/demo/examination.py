"""The demo's two examinations: a channel that is taken fails, and the channel offered instead passes."""

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from common.quantities import mhz
from licenses.documents.coordination_words import margin
from licenses.enums import LicenseKind, LicenseStatus
from licenses.models import FrequencyAssignment
from licenses.services.coordination import check as coordination
from licenses.services.coordination import reports
from licenses.services.coordination.wish import Wish

LOWEST_HZ, HIGHEST_HZ = 156_900_000, 160_100_000
EMISSION = "11K0F3E"


def tell_two(users: dict[str, Any], on: dt.date, tell: Callable[[str], None]) -> None:
    """Examine a wish on a neighbour's channel, then the first channel that was offered; the report is issued."""
    neighbour = _neighbour(on)
    if neighbour is None:
        tell("  no land-mobile assignment to examine against")
        return
    officer, site = users["officer7"], neighbour.station
    wish = Wish(
        kind=LicenseKind.LAND_MOBILE_INTERNAL, tx_hz=neighbour.tx_hz, emission=EMISSION, power_w=25.0,
        power_reference="erp", lat=round((site.lat or 0.0) + 0.09, 6), lon=site.lon,
        height_m=30.0, radius_km=8.0, station_class="FB",
    )  # fmt: skip
    failed = coordination.check(wish, by=officer, on=on)
    least = margin(json.loads(failed.results)["rows"][0]["margin_db"])
    tell(f"  {mhz(failed.tx_hz)}: {failed.verdict}, limited by {neighbour.license.number}, {least}")
    paper = reports.issue(failed, by=officer, on=on)
    tell(f"  coordination report: No {paper.number}, {paper.pages} page(s), code {paper.verify_code}")
    offered = json.loads(failed.results)["offers"]["channels"]
    if offered:
        passed = coordination.check(replace(wish, tx_hz=offered[0]["hz"], rx_hz=None), by=officer, on=on)
        again = "the same bytes when reckoned again" if coordination.reckoned_again(passed) else "NOT reproducible"
        tell(f"  {mhz(passed.tx_hz)}: {passed.verdict}; {again}")


def _neighbour(on: dt.date) -> FrequencyAssignment | None:
    """Return a land-mobile assignment in force within the range of the field model, with a position."""
    rows = FrequencyAssignment.objects.active_on(on).filter(
        license__status=LicenseStatus.ACTIVE, license__kind__startswith="land_mobile", station__lat__isnull=False,
        tx_hz__range=(LOWEST_HZ, HIGHEST_HZ),
    )  # fmt: skip
    return rows.select_related("license", "station").order_by("tx_hz", "pk").first()
