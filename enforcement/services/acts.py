"""The acts of a case in the words of the violation record; radio findings of one clause and place become one table."""

import math
from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import groupby
from typing import Any

from common.pdf.figures import decimal_vi, khz, mhz, watts
from enforcement.documents.shapes import Act, RadioLine
from enforcement.enums import ActPosition
from enforcement.models import CaseAct
from inspections.enums import Deviation, PowerBasis, Quantity
from inspections.models import Finding, Measurement
from inspections.services import wording
from rulebook.enums import PenaltyKind
from rulebook.models import Penalty

Readings = Mapping[tuple[Any, Any, str], Measurement]
_KINDS = {PenaltyKind.WARNING: "warning", PenaltyKind.FINE: "fine", PenaltyKind.WARNING_OR_FINE: "either"}
_BASIS = {PowerBasis.MEASURED: "công suất đo được", PowerBasis.LICENSED: "công suất ghi trong giấy phép"}


def payload(acts: Iterable[CaseAct], *, confirmed: set[object], readings: Readings | None = None) -> list[Act]:
    """Return the acts; `confirmed` are the keys of penalty rows that were verified.

    `readings` are those of `readings_of`, for a caller who asks for many groups one by one; else they are read here.
    """
    rows = list(acts)
    known = readings_of(rows) if readings is None else readings
    return [_act(group, confirmed, known) for group in grouped(rows)]


def readings_of(acts: Iterable[CaseAct]) -> Readings:
    """Return the newest standing reading per visit, assignment and quantity of the acts, with one query or none."""
    findings = [act.finding for act in acts if act.finding.assignment_id is not None]
    if not findings:
        return {}
    rows = Measurement.objects.standing().filter(
        visit__in={finding.visit_id for finding in findings},
        assignment__in={finding.assignment_id for finding in findings},
        quantity__in=(Quantity.FREQUENCY, Quantity.POWER),
    )
    return {(row.visit_id, row.assignment_id, row.quantity): row for row in rows.order_by("measured_at", "pk")}


def grouped(acts: Iterable[CaseAct]) -> list[list[CaseAct]]:
    """Return the acts as the record lists them: the own first, radio lines of one clause and place together."""
    ordered = sorted(acts, key=lambda act: (act.position == ActPosition.REFERRED, _group(act), act.created_at))
    return [list(group) for _key, group in groupby(ordered, key=lambda act: (act.position, _group(act)))]


def _group(act: CaseAct) -> tuple[str, ...]:
    """Findings on frequencies under one clause at one place stand in one table; everything else stands alone."""
    finding = act.finding
    if finding.tx_hz is None:
        return (finding.pk.hex,)
    where = finding.penalty.provision
    return (str(where.instrument_id), where.article, where.clause, finding.place, str(finding.act_started_on))


def _act(group: list[CaseAct], confirmed: set[object], readings: Readings) -> Act:
    first = group[0].finding
    row = first.penalty
    rows = list(dict.fromkeys(act.finding.penalty for act in group))
    made: Act = {
        "title": _title(row),
        "title_en": row.title_en,
        "description": "\n".join(dict.fromkeys(act.finding.facts for act in group)),
        "place": first.place,
        "started_on": wording.day(first.act_started_on),
        "ended_on": wording.day(first.act_ended_on),
        "continuing": first.continuing,
        "time_words": first.act_time,
        "detected_at": _detected(first),
        "provision": row.provision.citation_vi if len(rows) == 1 else _clause(row),
        "legal_text": legal_text(rows),
        "penalty_kind": _KINDS[PenaltyKind(row.penalty_kind)],
        "fine_min_vnd": row.fine_min_vnd,
        "fine_max_vnd": row.fine_max_vnd,
        "applies_to": row.applies_to,
        "individual_factor": "" if row.individual_factor is None else str(row.individual_factor.normalize()),
        "supplementary": [row.supplementary] if row.supplementary else [],
        "remedial": [row.remedial] if row.remedial else [],
        "verified": all(each.pk in confirmed for each in rows),
        # What the sources disagree on is said on the paper until the row is compared with the official text.
        "caution": " ".join(
            dict.fromkeys(each.caution_vi for each in rows if each.caution_vi and each.pk not in confirmed)
        ),
    }
    if first.tx_hz is not None:
        _add_radio(made, [act.finding for act in group], readings)
    referral = group[0].referral
    if referral is not None:
        made["referred_to"] = referral.to_agency.name
        made["referral_note"] = referral.reason
    return made


def _title(row: Penalty) -> str:
    """Return the short wording; of graded clauses without the class, which differs from line to line."""
    return row.title_vi.partition(", công suất")[0] if row.power_series else row.title_vi


def _add_radio(made: Act, findings: list[Finding], readings: Readings) -> None:
    made["lines"] = [_line(finding, readings) for finding in findings]
    if reasons := [text for finding in findings if (text := _power_basis(finding))]:
        made["power_basis"] = " ".join(reasons)
    used = (reading for finding in findings for reading in _readings(finding, readings))
    instruments = list(dict.fromkeys(_instrument(reading) for reading in used if reading.instrument))
    if instruments:
        made["instruments"] = instruments


def legal_text(rows: Iterable[Penalty]) -> str:
    """Return the exact wording: the clause's opening sentence once, then the points."""
    parts: list[str] = []
    for row in rows:
        if row.clause_intro_vi and row.clause_intro_vi not in parts:
            parts.append(row.clause_intro_vi)
        point = f"{row.provision.point}) " if row.provision.point else ""
        parts.append(f"{point}{row.wording_vi}")
    return " ".join(parts)


def _clause(row: Penalty) -> str:
    where = row.provision
    return f"khoản {where.clause} Điều {where.article} {where.instrument.short_vi}"


def _detected(finding: Finding) -> str:
    """The moment where the inspector stated it, else the day alone: when it was typed says nothing about the act."""
    return wording.moment(finding.detected_at) or wording.day(finding.detected_on)


def _line(finding: Finding, readings: Readings) -> RadioLine:
    frequency = finding.deviation in (Deviation.FREQUENCY, Deviation.BOTH, "")
    power = finding.deviation in (Deviation.POWER, Deviation.BOTH)
    licensed_w, measured_w = wording.exact(finding.licensed_power_w), wording.exact(finding.measured_power_w)
    measured = _readings(finding, readings)
    made: RadioLine = {
        "place": wording.station_place(finding.station) if finding.station else finding.place,
        "license_number": finding.assignment.license.number if finding.assignment else "",
        "frequency": mhz(finding.licensed_hz or finding.tx_hz),
        "quantity": _join("Tần số" if frequency else "", "Công suất" if power else ""),
        "licensed": _join(mhz(finding.licensed_hz) if frequency else "", watts(licensed_w) if power else ""),
        "measured": _join(mhz(finding.tx_hz) if frequency else "", watts(measured_w) if power else ""),
        "difference": _join(_hz_off(finding) if frequency else "", _db_off(finding) if power else ""),
        "tolerance": _join(*(_limit(row) for row in measured)),
        "uncertainty": _join(*(_doubt(row) for row in measured)),
        "provision": finding.penalty.provision.place_vi,
    }
    if finding.penalty.fine_min_vnd is not None and finding.penalty.fine_max_vnd is not None:
        made["fine_min_vnd"] = finding.penalty.fine_min_vnd
        made["fine_max_vnd"] = finding.penalty.fine_max_vnd
    return made


def _readings(finding: Finding, known: Readings) -> list[Measurement]:
    """Return the newest standing reading of each quantity the finding is about, of its own assignment."""
    wanted = {Deviation.FREQUENCY: (Quantity.FREQUENCY,), Deviation.POWER: (Quantity.POWER,)}.get(
        Deviation(finding.deviation) if finding.deviation else Deviation.BOTH, (Quantity.FREQUENCY, Quantity.POWER)
    )
    keys = [(finding.visit_id, finding.assignment_id, kind) for kind in wanted]
    return [known[key] for key in keys if key in known]


def _hz_off(finding: Finding) -> str:
    if finding.tx_hz is None or not finding.licensed_hz:
        return ""
    off = finding.tx_hz - finding.licensed_hz
    ppm = Decimal(off) * 1_000_000 / finding.licensed_hz
    return f"{_sign(off)}{khz(abs(off))} ({decimal_vi(abs(ppm), most=1)} ppm)"


def _db_off(finding: Finding) -> str:
    if not finding.measured_power_w or not finding.licensed_power_w:
        return ""
    off = 10 * math.log10(finding.measured_power_w / finding.licensed_power_w)
    return f"{_sign(off)}{decimal_vi(f'{abs(off):.1f}', most=1)} dB"


def _power_basis(finding: Finding) -> str:
    if not finding.power_basis:
        return ""
    power = wording.exact(finding.class_power_w)
    basis = _BASIS[PowerBasis(finding.power_basis)]
    given = finding.power_basis_reason.rstrip(".")
    reason = given[:1].lower() + given[1:]  # it goes on after "vì"
    return f"{mhz(finding.licensed_hz or finding.tx_hz)}: lấy theo {basis} ({watts(power)}), vì {reason}."


def _instrument(row: Measurement) -> str:
    text = row.instrument
    if row.instrument_serial:
        text += f", số máy {row.instrument_serial}"
    if row.calibrated_on:
        text += f", hiệu chuẩn ngày {row.calibrated_on:%d/%m/%Y}"
    if row.calibrated_until:
        text += f", có giá trị đến {row.calibrated_until:%d/%m/%Y}"
    return text


def _limit(row: Measurement) -> str:
    return wording.spread(row.quantity, row.tolerance, row.unit, mark="± ")


def _doubt(row: Measurement) -> str:
    return wording.spread(row.quantity, row.uncertainty, row.unit, mark="U = ")


def _sign(value: float) -> str:
    return "+ " if value >= 0 else "- "


def _join(*parts: str) -> str:
    return "; ".join(part for part in parts if part)
