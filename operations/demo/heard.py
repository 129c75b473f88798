"""What the demo heard: two reports of people, and a monitoring file with a transmitter nobody licensed; invented."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from accounts.models import Agency
from common.clock import now
from inspections.enums import ComplaintMatter, ComplaintSource, HeardResult
from inspections.models import MonitoringImport
from inspections.services import complaints
from inspections.services.complaints import Report
from inspections.services.monitoring import proposals, runs
from licenses.enums import LicenseStatus
from licenses.models import FrequencyAssignment

OFFSETS_HZ = (0, 120, -180, 250, 2_600, 90, -60, 310)
UNKNOWN = ("171.2125", "12.250100", "109.190200")


def bring_in(users: dict[str, Any], on: dt.date, tell: Callable[[str], None]) -> None:
    """Two reports, one already with an officer; a receiver's file, and the complaint about what fits no license."""
    inspector, chief = users["inspector"], users["chief"]
    office = Agency.objects.get(code="SKHCN-KH")
    shop = Report(
        agency=office, subject="telecom", matter=ComplaintMatter.UNREGISTERED_SHOP,
        text="Quán Internet trong hẻm mở suốt đêm, không có biển hiệu (hư cấu).",
        place="hẻm 14 đường Lê Lợi, Nha Trang",
    )  # fmt: skip
    radio = Report(
        agency=office, subject="radio", matter=ComplaintMatter.INTERFERENCE, source=ComplaintSource.OFFICE,
        text="Bộ đàm của bến xe bị chen sóng mỗi buổi sáng từ đầu tháng (hư cấu).", place="Bến xe phía Nam Nha Trang",
        frequency_hz=157_400_000, reporter_name="Nguyễn Văn Mẫu (hư cấu)",
    )  # fmt: skip
    first = complaints.receive(shop, at=now(), on=on)
    second = complaints.receive(radio, at=now(), on=on, by=inspector)
    complaints.assign(second.complaint, to=inspector, by=chief)
    tell(f"  reports {first.complaint.number} and {second.complaint.number}; code of the first: {first.code}")
    kept = runs.start(_file(on), name="tram-kiem-soat-01.csv", by=inspector, agency=office, on=on)
    runs.execute(kept.job_id)
    kept = MonitoringImport.objects.get(pk=kept.pk)
    tell(f"  monitoring file {kept.name}: {kept.counts}")
    unknown = kept.rows.filter(result=HeardResult.UNLICENSED).order_by("number").first()
    if unknown is not None:
        made = proposals.of_rows(kept, [unknown.number], by=inspector, at=now(), on=on)
        tell(f"  complaint {made[0].complaint.number} about {unknown.frequency_hz} Hz")


def _file(on: dt.date) -> bytes:
    rows = FrequencyAssignment.objects.active_on(on).filter(
        license__status=LicenseStatus.ACTIVE, license__kind__startswith="land_mobile", station__lat__isnull=False
    )
    lines = ["time,frequency_mhz,level_dbuvm,bandwidth_khz,lat,lon,uncertainty_hz"]
    chosen = rows.select_related("station").order_by("tx_hz", "pk")[: len(OFFSETS_HZ)]
    for number, (row, off) in enumerate(zip(chosen, OFFSETS_HZ, strict=False)):
        lat, lon = float(row.station.lat or 0) + 0.01, float(row.station.lon or 0)
        lines.append(f"{on}T08:{number:02d},{(row.tx_hz + off) / 1e6:.6f},{38 + number},11,{lat:.5f},{lon:.5f},50")
    hertz, lat_text, lon_text = UNKNOWN
    lines += [f"{on}T09:0{number},{hertz},6{number},11,{lat_text},{lon_text},50" for number in range(3)]
    lines.append(f"{on}T09:30,157400000,40,11,12.25,109.19,50")
    return ("\n".join(lines) + "\n").encode()
