"""The record of an inspection (biên bản kiểm tra): a ready payload in, PDF bytes out."""

from typing import NotRequired, TypedDict

from common.pdf.shapes import Paper, Person, Photo


class AnswerLine(TypedDict):
    """One question of the checklist: `answer` is ready text, `result` is ok, violation, unclear or not_applicable."""

    number: str
    question: str
    answer: str
    result: str
    note: str
    provision: NotRequired[str]


class AnswerGroup(TypedDict):
    """A heading of the checklist with its questions."""

    heading: str
    answers: list[AnswerLine]


class MeasurementLine(TypedDict):
    """One measured quantity beside the licensed value (ready texts, "" = unknown); `within` None = not judged."""

    place: str
    frequency: str
    quantity: str
    licensed: str
    measured: str
    tolerance: str
    uncertainty: str
    within: bool | None
    license_number: NotRequired[str]
    instrument: NotRequired[str]


class Instrument(TypedDict):
    """A measuring instrument and the day until which its calibration holds."""

    name: str
    serial: str
    calibrated_on: str
    calibration_until: NotRequired[str]


class AttendanceLine(TypedDict):
    """One person present or absent: `outcome` is signed, refused, absent or unable."""

    name: str
    capacity: str
    outcome: str
    reason: str
    attested_by: NotRequired[str]


class FindingLine(TypedDict):
    """A finding of the visit in words, with the provision it rests on."""

    text: str
    provision: str


class VisitRecord(Paper):
    """The payload of the inspection record."""

    visit_number: str
    started_at: str
    ended_at: str
    place: str
    basis: list[str]
    team: list[Person]
    subject_name: str
    subject_identifier: str
    subject_address: str
    representative: str
    representative_title: str
    targets: list[str]
    checklist_title: str
    groups: list[AnswerGroup]
    measurements: list[MeasurementLine]
    instruments: list[Instrument]
    findings: list[FindingLine]
    outcome: str
    subject_statement: str
    notes: str
    attendance: list[AttendanceLine]
    copies: int
    photos: list[Photo]
    unverified: list[str]
