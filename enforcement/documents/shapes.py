"""The shapes of the violation record: groups of fields of Decree 118/2021, article 12(4) (facts: unofficial copy)."""

from typing import NotRequired, TypedDict

from common.pdf.shapes import Enclosed, Paper, Person, Photo


class Violator(TypedDict):
    """Whom the record is about: `kind` is organisation, household or individual; unknown values stay ""."""

    kind: str
    name: str
    address: str
    identifier: str
    identifier_label: NotRequired[str]
    identifier_issued_on: NotRequired[str]
    identifier_issued_by: NotRequired[str]
    registration: NotRequired[str]
    representative: NotRequired[str]
    representative_title: NotRequired[str]
    gender: NotRequired[str]
    born_on: NotRequired[str]
    nationality: NotRequired[str]
    occupation: NotRequired[str]
    phone: NotRequired[str]


class Witness(TypedDict):
    """A witness, the commune's representative or an interpreter: `capacity` is witness, commune or interpreter."""

    capacity: str
    name: str
    occupation: NotRequired[str]
    post: NotRequired[str]
    unit: NotRequired[str]
    address: NotRequired[str]


class RadioLine(TypedDict):
    """One frequency at one place: what the license says beside what was measured (ready texts, "" = unknown)."""

    place: str
    license_number: str
    frequency: str
    quantity: str
    licensed: str
    measured: str
    difference: str
    tolerance: str
    uncertainty: str
    provision: NotRequired[str]
    fine_min_vnd: NotRequired[int]
    fine_max_vnd: NotRequired[int]


class Act(TypedDict):
    """One act found: facts, dates, the exact wording of the provision, and what the law may attach to it.

    `detected_at` is an ISO moment, or an ISO day where the hour was not stated; `time_words` is the time of the act,
    "22:25" or words.
    """

    title: str
    description: str
    place: str
    started_on: str
    ended_on: str
    continuing: bool
    detected_at: str
    time_words: NotRequired[str]
    provision: str
    legal_text: str
    penalty_kind: str
    fine_min_vnd: int | None
    fine_max_vnd: int | None
    applies_to: str
    individual_factor: str
    supplementary: list[str]
    remedial: list[str]
    verified: bool
    caution: NotRequired[str]
    lines: NotRequired[list[RadioLine]]
    power_basis: NotRequired[str]
    instruments: NotRequired[list[str]]
    referred_to: NotRequired[str]
    referral_note: NotRequired[str]
    title_en: NotRequired[str]


class Injured(TypedDict):
    """A person or organisation that suffered damage."""

    name: str
    address: str


class Statements(TypedDict):
    """What was said, as it was said; "" = nothing said."""

    violator: str
    witness: str
    injured: str


class Explanation(TypedDict):
    """The right to explain (giải trình); where the law gives none, `allowed` is False and `reason` says why."""

    allowed: bool
    reason: NotRequired[str]
    basis: NotRequired[str]
    written_days: NotRequired[int]
    written_due: NotRequired[str]
    oral_days: NotRequired[int]
    oral_due: NotRequired[str]
    body: NotRequired[str]
    address: NotRequired[str]


class Appointment(TypedDict):
    """When and where the violator is to come."""

    at: str
    place: str
    body: NotRequired[str]


class Receiver(TypedDict):
    """Who was given a copy of the record."""

    name: str
    capacity: str
    at: str


class Refusal(TypedDict):
    """Who did not sign and why: `kind` is refused, absent or unable; `attested_by` signed in their place."""

    who: str
    kind: str
    reason: str
    attested_by: str
    attested_capacity: str


class ViolationRecord(Paper):
    """The payload of form MBB01, with the twelve groups of fields of Decree 118/2021, article 12(4)."""

    made_at: str
    closed_at: str
    made_place: str
    made_elsewhere_reason: str
    subject: str
    basis: list[str]
    recorders: list[Person]
    witnesses: list[Witness]
    violator: Violator
    acts: list[Act]
    injured: list[Injured]
    statements: Statements
    preventive_measures: list[str]
    seized: list[str]
    explanation: Explanation
    appointment: Appointment | None
    copies: int
    receiver: Receiver | None
    refusal: Refusal | None
    photos: list[Photo]
    unverified: list[str]
    # Evidence that cannot be printed, and the signatures drawn on site: listed with their hashes.
    files: NotRequired[list[Enclosed]]
    competence_note: NotRequired[str]
