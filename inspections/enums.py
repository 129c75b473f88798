"""The closed lists of an inspection: why we come, what was answered, who was there."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class VisitReason(models.TextChoices):
    """Why the office comes."""

    PLANNED = "planned", _("Planned check")
    COMPLAINT = "complaint", _("Complaint or report")
    REINSPECTION = "reinspection", _("Re-inspection")
    APPLICATION = "application", _("Application")
    ON_THE_SPOT = "on_the_spot", _("Found on the spot")


class NoNotice(models.TextChoices):
    """Why a visit is not announced; all but the last are codes of the rulebook's notice rules."""

    ON_THE_SPOT = "on_the_spot", _("The act was found on the spot")
    INTERFERENCE = "interference", _("Harmful interference")
    WOULD_DEFEAT = "would_defeat", _("Announcing would defeat the check")
    NO_RULE = "no_rule", _("No notice rule is known for this subject")


class TeamRole(models.TextChoices):
    """What a person of the team does."""

    LEAD = "lead", _("Head of the team")
    MEMBER = "member", _("Member")


class Choice(models.TextChoices):
    """The answer to one item of a checklist."""

    PASS = "pass", _("Pass")
    FAIL = "fail", _("Fail")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")


class Deviation(models.TextChoices):
    """In what a transmission differs from its license: one line per frequency per place."""

    FREQUENCY = "frequency", _("Wrong frequency")
    POWER = "power", _("Over the licensed power")
    BOTH = "both", _("Wrong frequency and over the licensed power")


class LawReason(models.TextChoices):
    """Why the law of this day applies to an act (Decree 174/2026, article 115)."""

    WHOLE_ACT = "whole_act", _("The act ended while this law was in force, and it still is")
    ENDED_BEFORE = "ended_before", _("The act ended before the later law came into force, so the earlier law applies")
    DETECTED = "detected", _("The act was going on when it was detected, so the law of that day applies")


class PowerBasis(models.TextChoices):
    """Which power decides the class of the penalty."""

    LICENSED = "licensed", _("Licensed power")
    MEASURED = "measured", _("Measured power")


class Quantity(models.TextChoices):
    """What was measured: the quantities a checklist may ask for, and field strength."""

    FREQUENCY = "frequency", _("Frequency")
    POWER = "power", _("Power")
    OCCUPIED_BANDWIDTH = "occupied_bandwidth", _("Occupied bandwidth")
    FIELD_STRENGTH = "field_strength", _("Field strength")
    UNWANTED_EMISSION = "unwanted_emission", _("Unwanted emissions")
    EMISSION_MODE = "emission_mode", _("Mode of emission")
    ANTENNA_HEIGHT = "antenna_height", _("Antenna height")
    ANTENNA_POSITION = "antenna_position", _("Antenna position")
    PLACE = "place", _("Place of installation")
    ROOM_AREA = "room_area", _("Floor area of the computer rooms")
    ROAD_DISTANCE = "road_distance", _("Road distance to the nearest school gate")


class Verdict(models.TextChoices):
    """How a measured value stands to the licensed one."""

    WITHIN = "within", _("Within the limit")
    OUT = "out", _("Out of the limit")
    REVIEW = "review", _("To be reviewed")
    NOT_JUDGED = "not_judged", _("Not judged: nothing to compare with")


class EvidenceKind(models.TextChoices):
    """What kind of file a piece of evidence is."""

    PHOTO = "photo", _("Photo")
    AUDIO = "audio", _("Audio recording")
    FILE = "file", _("File")
    SIGNATURE = "signature", _("Drawn signature")


class Remedy(models.TextChoices):
    """What a later visit found of an earlier violation."""

    REMEDIED = "remedied", _("Remedied")
    NOT_REMEDIED = "not_remedied", _("Not remedied")
    NOT_CHECKED = "not_checked", _("Could not be checked")


class Proof(models.TextChoices):
    """What a checklist may ask for when an item is not met; a document is copied by photographing it."""

    MEASUREMENT = "measurement", _("measurement")
    PHOTO = "photo", _("photo")
    DOCUMENT_COPY = "document_copy", _("copy of the document")
    STATEMENT = "statement", _("statement of the party")


class CustodyVerb(models.TextChoices):
    """What happened to a piece of evidence."""

    RECEIVED = "received", _("Received")
    RECEIVED_AGAIN = "received_again", _("The same bytes were received again")
    DERIVED = "derived", _("Small copy made")
    SEALED = "sealed", _("Sealed with the visit")
    CHECKED = "checked", _("Hash checked")
    OPENED = "opened", _("Original opened")
    BLURRED = "blurred", _("Privacy copy made")
    COPY_OPENED = "copy_opened", _("Privacy copy opened")
    VERIFIED = "verified", _("Hash checked on demand")
    WITHDRAWN = "withdrawn", _("Withdrawn with a reason")


class Capacity(models.TextChoices):
    """In what capacity a person was present."""

    PARTY = "party", _("Person or organisation checked")
    REPRESENTATIVE = "representative", _("Representative of the party")
    STAFF = "staff", _("Employee at the place")
    WITNESS = "witness", _("Witness")
    COMMUNE = "commune", _("Representative of the commune authority")
    INTERPRETER = "interpreter", _("Interpreter")
    INJURED = "injured", _("Injured party")


class Signing(models.TextChoices):
    """Whether the person signed."""

    SIGNED = "signed", _("Signed")
    REFUSED = "refused", _("Refused to sign")
    ABSENT = "absent", _("Absent")
    UNABLE = "unable", _("Unable to sign")


class Outcome(models.TextChoices):
    """What the visit came to, which decides the paper that follows."""

    LAWFUL = "lawful", _("Nothing unlawful found: inspection record")
    VIOLATION = "violation", _("Violation: violation record")
    BOTH = "both", _("Partly lawful, partly not: both records")
    UNCLEAR = "unclear", _("Unclear: record and written report")


# The party signs; when it does not, one of these must be named, or the reason why there is none.
STANDS_IN = (Capacity.WITNESS, Capacity.COMMUNE)
IS_PARTY = (Capacity.PARTY, Capacity.REPRESENTATIVE)
# These are read as text or seen, not as a number.
IN_WORDS = (Quantity.EMISSION_MODE, Quantity.ANTENNA_POSITION, Quantity.PLACE, Quantity.UNWANTED_EMISSION)


class ComplaintSource(models.TextChoices):
    """Where a complaint or report comes from."""

    PUBLIC = "public", _("A person, through the public form")
    OFFICE = "office", _("A person, at the office, by phone or letter")
    AGENCY = "agency", _("Another agency")
    MONITORING = "monitoring", _("A monitoring receiver")
    EMISSION = "emission", _("An emission heard by an officer")


class ComplaintMatter(models.TextChoices):
    """What a complaint is about."""

    INTERFERENCE = "interference", _("Harmful interference")
    UNLICENSED = "unlicensed", _("A transmitter that may have no license")
    CONTRARY = "contrary", _("A transmitter that may not keep to its license")
    UNREGISTERED_SHOP = "unregistered_shop", _("An Internet or game shop that may not be registered")
    SHOP = "shop", _("The way an Internet or game shop is run")
    OTHER = "other", _("Something else")


class ComplaintOutcome(models.TextChoices):
    """What became of a complaint."""

    CONFIRMED = "confirmed", _("Confirmed")
    NOT_CONFIRMED = "not_confirmed", _("Not confirmed")
    SETTLED = "settled", _("Settled without a violation")
    REFERRED = "referred", _("Handed to the agency whose matter it is")
    REPEATED = "repeated", _("The same as an earlier one")


class HeardResult(models.TextChoices):
    """What a row of a monitoring receiver's file came to."""

    WITHIN = "within", _("Licensed, within the tolerance")
    OUT = "out", _("Licensed, out of the tolerance")
    REVIEW = "review", _("Licensed, to be reviewed")
    AMBIGUOUS = "ambiguous", _("More than one license fits")
    OTHERS = "others", _("May be explained by a use nobody can be named for")
    UNLICENSED = "unlicensed", _("No license found")
    BAD = "bad", _("Row cannot be read")


# What an officer should do something about.
HEARD_SUSPECT = (HeardResult.UNLICENSED, HeardResult.OUT)
