"""Choices of the register, and the groups of them that rules speak of."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LicenseeKind(TextChoices):
    """What a right-holder is in law; decides which identifier it has and which penalty rate applies."""

    ORGANISATION = "organisation", _("Organisation")
    HOUSEHOLD = "household", _("Household business")
    INDIVIDUAL = "individual", _("Individual")


class EstablishmentKind(TextChoices):
    """Kinds of Internet access points and game points; the rules differ by kind."""

    INTERNET_AGENT = "internet_agent", _("Internet agent")
    ISP_POINT = "isp_point", _("Internet provider's own access point")
    VENUE_PAID = "venue_paid", _("Paying access point of a hotel, café or other public place")
    VENUE_FREE = "venue_free", _("Free access point of a hotel, café or other public place")
    GAME_POINT = "game_point", _("Public game point")


class EstablishmentStatus(TextChoices):
    """An Internet agent is a register entry, not a license: no term and no decision."""

    DECLARED = "declared", _("Declared")
    VERIFIED = "verified", _("Verified")
    CLOSED = "closed", _("Closed")
    # What an inspection met and nobody had declared is no declaration: known to the office, and nothing more.
    FOUND = "found", _("Found by an inspection, not declared")
    GONE = "gone", _("Found by an inspection, no longer there")


# In the register by the keeper's own declaration; only these count as declared places.
DECLARED_PLACES = (EstablishmentStatus.DECLARED, EstablishmentStatus.VERIFIED)


class PositionOrigin(TextChoices):
    """How a position became known."""

    GPS = "gps", _("GPS on site")
    MAP = "map", _("Chosen on the map")
    TYPED = "typed", _("Typed")
    IMPORTED = "imported", _("Imported")


class LicenseKind(TextChoices):
    """Kinds of licenses and certificates."""

    GAME_POINT = "game_point", _("Certificate of a public game point")
    LAND_MOBILE_PRIVATE = "land_mobile_private", _("Land mobile, private network")
    LAND_MOBILE_INTERNAL = "land_mobile_internal", _("Land mobile, internal radio network")
    FIXED_LINK = "fixed_link", _("Fixed link (microwave)")
    BROADCASTING = "broadcasting", _("Broadcasting")
    WIRELESS_PUBLIC_ADDRESS = "wireless_public_address", _("Wireless public-address station")
    AMATEUR = "amateur", _("Amateur station")
    SHIP = "ship", _("Ship station")
    FISHING_VESSEL = "fishing_vessel", _("Station on a fishing vessel")
    COAST_FOR_FISHING = "coast_for_fishing", _("Station for contact with fishing vessels")
    EARTH_STATION = "earth_station", _("Earth station")
    BAND = "band", _("Use of a frequency band")
    SATELLITE = "satellite", _("Use of frequencies and satellite orbit")
    OTHER_RADIO = "other_radio", _("Other radio license")


class LicenseStatus(TextChoices):
    """Where a license stands."""

    PENDING = "pending", _("Not yet in force")
    ACTIVE = "active", _("Currently in force")
    SUSPENDED = "suspended", _("Suspended")
    EXPIRED = "expired", _("Expired")
    REVOKED = "revoked", _("Revoked")
    CANCELLED = "cancelled", _("Cancelled")
    SURRENDERED = "surrendered", _("Surrendered")
    SUPERSEDED = "superseded", _("Superseded")


class PowerReference(TextChoices):
    """What a power value is measured against; two references are never compared without saying so."""

    TRANSMITTER = "transmitter", _("Transmitter output")
    ERP = "erp", _("ERP (half-wave dipole)")
    EIRP = "eirp", _("EIRP (isotropic)")


class Polarisation(TextChoices):
    """Antenna polarisation."""

    VERTICAL = "V", _("Vertical")
    HORIZONTAL = "H", _("Horizontal")
    DUAL = "D", _("Dual")
    CIRCULAR = "C", _("Circular (polarisation)")
    SLANT = "S", _("Slant")
    MIXED = "X", _("Mixed or other")


class CoordinationVerdict(TextChoices):
    """Whether a frequency can be assigned at a place."""

    PASS = "pass", _("Can be assigned")
    REVIEW = "review", _("A person must decide")
    FAIL = "fail", _("Cannot be assigned")


# A game point is a culture matter, every other license is a radio matter.
GAME_LICENSE_KINDS = (LicenseKind.GAME_POINT,)
RADIO_LICENSE_KINDS = tuple(kind for kind in LicenseKind if kind not in GAME_LICENSE_KINDS)
# Places where the public gets Internet access; a game point joins them once it has an Internet line.
ACCESS_POINT_KINDS = (
    EstablishmentKind.INTERNET_AGENT,
    EstablishmentKind.ISP_POINT,
    EstablishmentKind.VENUE_PAID,
    EstablishmentKind.VENUE_FREE,
)
# Under these a right may be exercised today.
LICENSE_IN_FORCE = (LicenseStatus.ACTIVE,)
# From here nothing leads back.
LICENSE_ENDED = (
    LicenseStatus.EXPIRED,
    LicenseStatus.REVOKED,
    LicenseStatus.CANCELLED,
    LicenseStatus.SURRENDERED,
    LicenseStatus.SUPERSEDED,
)
# What anyone may look up: not what has not begun, and not what was entered in error and cancelled.
LICENSE_PUBLISHED = (
    LicenseStatus.ACTIVE,
    LicenseStatus.SUSPENDED,
    LicenseStatus.EXPIRED,
    LicenseStatus.REVOKED,
    LicenseStatus.SURRENDERED,
    LicenseStatus.SUPERSEDED,
)


class Purpose(TextChoices):
    """What an application asks for."""

    NEW = "new", _("New grant or entry")
    RENEW = "renew", _("Renewal")
    AMEND = "amend", _("Change of content")
    TRANSFER = "transfer", _("Transfer to another holder")
    DUPLICATE = "duplicate", _("Duplicate of a lost or damaged paper")
    SURRENDER = "surrender", _("Giving back, closing")
    VERIFY = "verify", _("Verification of a declared entry")


class Channel(TextChoices):
    """How an application came in."""

    PAPER = "paper", _("On paper")
    PORTAL = "portal", _("Electronically")


class ApplicationStatus(TextChoices):
    """Where an application stands."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Received")
    COMPLETENESS_CHECK = "completeness_check", _("Completeness check")
    RETURNED = "returned_for_supplement", _("Waiting for the applicant's supplement")
    FORWARDED = "forwarded", _("Forwarded to the granting authority")
    EXAMINATION = "technical_examination", _("Technical examination")
    PROPOSED = "decision_proposed", _("Decision proposed")
    COUNTERSIGNED = "countersigned", _("Countersigned")
    FEE_DUE = "fee_due", _("Waiting for the fees")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn by the applicant")
    LAPSED = "lapsed", _("Void without answer")


class ClockVerb(TextChoices):
    """What happened to the legal clock of an application."""

    STARTED = "started", _("Clock started")
    STOPPED = "stopped", _("Clock stopped")
    RESTARTED = "restarted", _("Clock restarted")
    ENDED = "ended", _("Clock ended")


class ClockReason(TextChoices):
    """Why the legal clock started, stopped, went on or ended."""

    RECEIVED = "received", _("the application was received")
    SUPPLEMENT_ASKED = "supplement_asked", _("the applicant was asked to supplement the file")
    SUPPLEMENT_CAME = "supplement_came", _("the applicant's supplement came in")
    FORWARDED = "forwarded", _("the file was forwarded to the granting authority")
    FEE_ASKED = "fee_asked", _("the applicant was asked to pay the fees")
    FEE_PAID = "fee_paid", _("the fees are paid")
    FEE_VOIDED = "fee_voided", _("the fee notice was voided")
    REOPENED = "reopened", _("the proposal was taken back")
    DECIDED = "decided", _("the application was decided")
    WITHDRAWN = "withdrawn", _("the applicant withdrew the application")
    LAPSED = "lapsed", _("the applicant did not answer in time")


class ScanState(TextChoices):
    """What the virus scanner said about an uploaded file."""

    CLEAN = "clean", _("checked, nothing found")
    NOT_SCANNED = "not_scanned", _("not checked: no scanner is set up")


class ExaminationOutcome(TextChoices):
    """What a technical check found."""

    PASSED = "passed", _("Nothing against it")
    PROBLEMS = "problems", _("Problems found")
    NOT_RUN = "not_run", _("Not run")


class DecisionOutcome(TextChoices):
    """What is decided about an application."""

    GRANT = "grant", _("Grant")
    REFUSE = "refuse", _("Refuse")


class FeeLineStatus(TextChoices):
    """Where a fee line entered by the agency stands."""

    ENTERED = "entered", _("Waiting for the second person")
    CONFIRMED = "confirmed", _("Confirmed by a second person")
    REFUSED = "refused", _("Not confirmed by the second person")
    ENDED = "ended", _("Ended")


class InvoiceStatus(TextChoices):
    """Where an invoice stands."""

    DRAFTED = "drafted", _("Drafted")
    ISSUED = "issued", _("Issued, unpaid")
    PARTLY_PAID = "partly_paid", _("Partly paid")
    OVERDUE = "overdue", _("Overdue")
    PAID = "paid", _("Paid")
    VOIDED = "voided", _("Voided")


class PaymentMethod(TextChoices):
    """How money came in."""

    BANK = "bank", _("Bank transfer")
    CASH = "cash", _("Cash")
    TREASURY = "treasury", _("State Treasury")


class LineOutcome(TextChoices):
    """What reading a statement made of a line."""

    PAID = "paid", _("Paid the invoice in full")
    PARTLY = "partly", _("Less than was owed: partly paid")
    OVERPAID = "overpaid", _("More than was owed: the rest is credit")
    ALREADY_PAID = "already_paid", _("The invoice was paid already")
    CLOSED = "closed", _("The invoice was voided")
    NOT_ISSUED = "not_issued", _("The invoice is only a draft")
    UNKNOWN = "unknown", _("No invoice has this payment code")
    WRONG_CODE = "wrong_code", _("The payment code was mistyped")
    NO_CODE = "no_code", _("No payment code in the memo")
    SEVERAL = "several", _("Several payment codes in the memo")


INTERNET_AGENT = "internet_agent"
# An application may also be about the register entry of an Internet agent, which is no license (law.md A3).
APPLICATION_KINDS = [*LicenseKind.choices, (INTERNET_AGENT, _("Internet agent (register entry)"))]
# The office has it on its desk: the clock runs against the office.
APPLICATION_WITH_OFFICE = (
    ApplicationStatus.SUBMITTED,
    ApplicationStatus.COMPLETENESS_CHECK,
    ApplicationStatus.EXAMINATION,
    ApplicationStatus.PROPOSED,
    ApplicationStatus.COUNTERSIGNED,
)
# The next move is the applicant's: the clock stands still.
APPLICATION_WITH_APPLICANT = (ApplicationStatus.RETURNED, ApplicationStatus.FEE_DUE)
# The next move is another authority's.
APPLICATION_ELSEWHERE = (ApplicationStatus.FORWARDED,)
APPLICATION_PENDING = (*APPLICATION_WITH_OFFICE, *APPLICATION_WITH_APPLICANT, *APPLICATION_ELSEWHERE)
APPLICATION_ENDED = (
    ApplicationStatus.GRANTED,
    ApplicationStatus.REFUSED,
    ApplicationStatus.WITHDRAWN,
    ApplicationStatus.LAPSED,
)
# What was proposed is fixed here; a change sends the file back to be proposed again.
APPLICATION_DECIDED = (ApplicationStatus.PROPOSED, ApplicationStatus.COUNTERSIGNED, ApplicationStatus.FEE_DUE)


class CodeUse(TextChoices):
    """What a secret code opens."""

    CLAIM = "claim", _("To act for a licensee")
    TRANSFER = "transfer", _("To take over a license")


class ClaimOutcome(TextChoices):
    """What an officer answered to a request to act for a licensee."""

    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")


# The holder still owes something on these.
INVOICE_OWED = (InvoiceStatus.ISSUED, InvoiceStatus.PARTLY_PAID, InvoiceStatus.OVERDUE)
INVOICE_CLOSED = (InvoiceStatus.VOIDED,)
# From its issue on the content of an invoice is fixed.
INVOICE_FIXED = tuple(status for status in InvoiceStatus if status != InvoiceStatus.DRAFTED)


class PlannedStep(TextChoices):
    """What is to happen to a license on a coming day."""

    SUSPEND = "suspend", _("Suspension")
    REVOKE = "revoke", _("Revocation")
    SURRENDER = "surrender", _("Surrender by the holder")
    AMEND = "amend", _("Change of term or conditions")
    REINSTATE = "reinstate", _("End of a suspension")


class PlannedStatus(TextChoices):
    """Where a planned change stands."""

    PROPOSED = "proposed", _("Proposed, to be countersigned")
    APPROVED = "approved", _("Countersigned, takes effect on its day")
    APPLIED = "applied", _("Took effect")
    WITHDRAWN = "withdrawn", _("Taken back")
    OVERTAKEN = "overtaken", _("Overtaken by another change")


# The holder's own act needs no second person; what the office decides about a right does (domain.md).
PLANNED_ENDS = {
    PlannedStep.REVOKE: LicenseStatus.REVOKED,
    PlannedStep.SURRENDER: LicenseStatus.SURRENDERED,
}


class QualityState(TextChoices):
    """Where a finding about a record stands."""

    OPEN = "open", _("Open (finding)")
    DISMISSED = "dismissed", _("Dismissed with a reason")
    MENDED = "mended", _("No longer found")
