"""What the story's radio inspector measured: one frequency off, one too loud, one both. All figures are invented."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from inspections.services.findings import Act
from inspections.services.measurements import Reading
from licenses.models import FrequencyAssignment, Licensee, Station
from operations.demo import pictures
from operations.demo.onsite import Seen, Wrong

OFFSET_HZ = 25_000
EXCESS = 1.9
INSTRUMENT = "Máy phân tích phổ DEMO-SA, số 0001 (hư cấu)"
_LOUD = "công suất đo được là công suất phát thực tế của thiết bị khi kiểm tra."
_KEPT = "không phát vượt công suất nên lấy công suất ghi trong giấy phép."


@dataclass(frozen=True)
class Line:
    """One licensed frequency as it was found on the air."""

    licensed: FrequencyAssignment
    deviation: str
    tx_hz: int
    power_w: float
    facts: str
    at: dt.datetime

    @property
    def is_loud(self) -> bool:
        """Whether it exceeds the licensed power."""
        return self.power_w > (self.licensed.power_w or 0)

    def reading(self, quantity: str, value: float, uncertainty: float) -> tuple[Any, Reading]:
        """Return a reading of this line beside its assignment."""
        return self.licensed, Reading(
            quantity=quantity,
            value=value,
            instrument=INSTRUMENT,
            measured_at=self.at + dt.timedelta(minutes=10),
            uncertainty=uncertainty,
            calibrated_on=self.at.date() - dt.timedelta(days=120),
            calibrated_until=self.at.date() + dt.timedelta(days=245),
        )

    def act(self, station: Station) -> Act:
        """Return the act, with the power that decides its class and why."""
        return Act(
            violation="ND174-2026-D66-K6-a",
            facts=self.facts,
            act_started_on=self.at.date() - dt.timedelta(days=20),
            detected_on=self.at.date(),
            continuing=True,
            act_time=self.at.strftime("%H:%M"),
            detected_at=self.at,
            place=f"{station.address}, {station.unit}",
            lat=station.lat,
            lon=station.lon,
            station=station,
            assignment=self.licensed,
            tx_hz=self.tx_hz,
            deviation=self.deviation,
            licensed_power_w=self.licensed.power_w,
            measured_power_w=self.power_w,
            power_basis="measured" if self.is_loud else "licensed",
            power_basis_reason=_LOUD if self.is_loud else _KEPT,
        )

    def picture(self, station: Station, minutes: int) -> bytes:
        """Return the drawn screen of the instrument."""
        shown = f"{self.tx_hz / 1e6:.4f}".replace(".", ",")
        return pictures.analyser(
            station.lat, station.lon, self.at + dt.timedelta(minutes=minutes), shown, f"{self.power_w:.0f}"
        )


def seen(operator: Licensee, station: Station, at: dt.datetime, *, witness: str) -> Seen:
    """Return what the team met with at the operator's station."""
    first, second, third = FrequencyAssignment.objects.filter(station=station).order_by("tx_hz")[:3]
    watts = [float(line.power_w or 0) for line in (first, second, third)]
    off = Line(first, "frequency", first.tx_hz + OFFSET_HZ, watts[0] * 0.97,
               "Phát trên tần số lệch 25 kHz so với tần số ghi trong giấy phép.", at)  # fmt: skip
    loud = Line(second, "power", second.tx_hz, watts[1] * EXCESS, "Phát vượt công suất ghi trong giấy phép.", at)
    both = Line(third, "both", third.tx_hz + OFFSET_HZ, watts[2] * EXCESS,
                "Phát lệch 25 kHz so với tần số ghi trong giấy phép và vượt công suất được cấp phép.", at)  # fmt: skip
    lines = (off, loud, both)
    return Seen(
        readings={
            "RS-20": [line.reading("frequency", line.tx_hz + (80 if line is loud else 0), 50) for line in lines],
            "RS-23": [line.reading("power", line.power_w, 1.0) for line in lines],
        },
        wrong={
            "RS-20": Wrong(
                "Hai tần số phát lệch 25 kHz so với giấy phép.",
                [off.act(station), both.act(station)],
                off.picture(station, 0),
                "Màn hình máy phân tích phổ",
            ),
            "RS-23": Wrong(
                "Công suất đo được gấp 1,9 lần công suất ghi trong giấy phép.",
                [loud.act(station)],
                loud.picture(station, 6),
                "Màn hình máy đo công suất",
            ),
        },
        outcome="violation",
        party=operator.representative,
        party_post="Giám đốc",
        refuses="Đại diện doanh nghiệp cho rằng máy đo sai nên không ký (demo).",
        witness=witness,
    )
