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
    """Why a visit is not announced; the code is tied to what the notice rule allows."""

    ON_THE_SPOT = "on_the_spot", _("The act was found on the spot")
    INTERFERENCE = "interference", _("Harmful interference")
    DEFEATS_CHECK = "defeats_check", _("Announcing would defeat the check")
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


class PowerBasis(models.TextChoices):
    """Which power decides the class of the penalty."""

    LICENSED = "licensed", _("Licensed power")
    MEASURED = "measured", _("Measured power")


class Quantity(models.TextChoices):
    """What was measured."""

    FREQUENCY = "frequency", _("Frequency")
    POWER = "power", _("Conducted power")
    BANDWIDTH = "bandwidth", _("Occupied bandwidth")
    FIELD_STRENGTH = "field_strength", _("Field strength")
    SPURIOUS = "spurious", _("Unwanted emission")
    ANTENNA_HEIGHT = "antenna_height", _("Antenna height")
    DISTANCE = "distance", _("Distance")
    AREA = "area", _("Floor area")
    COUNT = "count", _("Count")


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


class CustodyVerb(models.TextChoices):
    """What happened to a piece of evidence."""

    RECEIVED = "received", _("Received")
    RECEIVED_AGAIN = "received_again", _("The same bytes were received again")
    DERIVED = "derived", _("Small copy made")
    SEALED = "sealed", _("Sealed with the visit")
    CHECKED = "checked", _("Hash checked")
    OPENED = "opened", _("Original opened")


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
