"""What a row of a receiver's file came to: whose emission it is, and whether it keeps to its license."""

import datetime as dt
from typing import Any

from inspections.enums import HeardResult, Quantity, Verdict
from inspections.models import HeardRow, MonitoringImport
from inspections.services.judging import Comparison, judge
from inspections.services.monitoring.files import BadRow, Row
from licenses.models import FrequencyAssignment
from licenses.services.identity import Answer, Emission, answer
from radio.identity import Match

REACH_KM = 100.0
CLOSE_SCORE = 0.25  # two licenses whose scores lie nearer than this are not told apart
RANKED = 5
_WORST = (Verdict.OUT, Verdict.REVIEW, Verdict.WITHIN)
_RESULTS = {Verdict.OUT: HeardResult.OUT, Verdict.REVIEW: HeardResult.REVIEW, Verdict.WITHIN: HeardResult.WITHIN}


class Matcher:
    """Matches rows one by one; the same kilohertz heard at the same 100 m is looked up once."""

    def __init__(self, monitoring: MonitoringImport, by: Any) -> None:
        self.monitoring, self.by, self.on = monitoring, by, monitoring.matched_on
        self._known: dict[tuple[int, float, float], Answer] = {}

    def row(self, number: int, found: Row) -> HeardRow:
        """Return the row as it is stored."""
        if isinstance(found, BadRow):
            details = {"field": found.field, "reason": found.reason}
            return HeardRow(monitoring=self.monitoring, number=number, result=HeardResult.BAD, details=details)
        result, assignment, details = result_of(self._answer(found), found, self.on)
        return HeardRow(
            monitoring=self.monitoring, number=number, result=result, frequency_hz=found.hz, lat=found.lat,
            lon=found.lon, level_dbuvm=found.field_dbuvm, bandwidth_hz=found.bandwidth_hz, heard_at=found.at,
            assignment=assignment, details=details,
        )  # fmt: skip

    def _answer(self, emission: Emission) -> Answer:
        place = (emission.hz // 1_000, round(emission.lat, 3), round(emission.lon, 3))
        if place not in self._known:
            self._known[place] = answer(emission, self.by, self.on, REACH_KM)
        return self._known[place]


def result_of(
    found: Answer, emission: Emission, on: dt.date
) -> tuple[HeardResult, FrequencyAssignment | None, dict[str, Any]]:
    """Return the result, the license's assignment where one fits, and the numbers or the ranked list behind it."""
    fitting = [(match, row) for match, row in found.matches if match.fits]
    if not fitting:
        near = {"ranked": [_candidate(*each) for each in found.matches[:RANKED]]}
        if found.suspected:
            return HeardResult.UNLICENSED, None, near
        return HeardResult.OTHERS, None, near | {"others": found.others}
    if len(fitting) > 1 and fitting[1][0].score - fitting[0][0].score < CLOSE_SCORE:
        return HeardResult.AMBIGUOUS, None, {"ranked": [_candidate(*each) for each in fitting[:RANKED]]}
    match, row = fitting[0]
    compared = _compared(emission, match, row, on)
    verdicts = {each.verdict for each in compared.values()}
    worst = next((verdict for verdict in _WORST if verdict in verdicts), Verdict.REVIEW)
    details = {
        "ranked": [_candidate(match, row)],
        "compared": {name: {"verdict": each.verdict, **each.explanation} for name, each in compared.items()},
    }
    return _RESULTS[worst], row, details


def _compared(emission: Emission, match: Match, row: FrequencyAssignment, on: dt.date) -> dict[str, Comparison]:
    common = {"assignment": row, "station": row.station, "on": on}
    frequency = judge(
        Quantity.FREQUENCY, float(emission.hz), uncertainty=emission.uncertainty_hz, distance_m=None, **common
    )
    compared = {str(Quantity.FREQUENCY): frequency}
    if emission.bandwidth_hz:
        compared[Quantity.OCCUPIED_BANDWIDTH] = judge(
            Quantity.OCCUPIED_BANDWIDTH, emission.bandwidth_hz, uncertainty=None, distance_m=None, **common
        )
    if emission.field_dbuvm is not None and match.distance_km > 0:
        field = judge(
            Quantity.FIELD_STRENGTH,
            emission.field_dbuvm,
            uncertainty=None,
            distance_m=match.distance_km * 1000,
            **common,
        )
        # A field that proves nothing says nothing about the license either.
        if field.verdict == Verdict.OUT:
            compared[Quantity.FIELD_STRENGTH] = field
    return {name: each for name, each in compared.items() if each.verdict != Verdict.NOT_JUDGED}


def _candidate(match: Match, row: FrequencyAssignment) -> dict[str, Any]:
    return {
        "assignment": row.pk.hex, "license": row.license.number, "holder": row.license.holder.name, "hz": row.tx_hz,
        "offset_hz": round(match.offset_hz), "distance_km": round(match.distance_km, 2),
        "score": round(match.score, 2), "fits": match.fits,
    }  # fmt: skip
