"""The closed lists of the tablet's work."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from licenses.enums import EstablishmentKind

# The server speaks these; work of an older client is kept in quarantine, never refused.
PROTOCOL = 2
SPOKEN = (PROTOCOL, PROTOCOL - 1)


class Outcome(models.TextChoices):
    """What became of an operation when it arrived; `already` and `retry` are answers, not outcomes."""

    APPLIED = "applied", _("Applied")
    CONFLICT = "conflict", _("Conflict: both versions are kept")
    QUARANTINED = "quarantined", _("Kept for a person to decide")


class Code(models.TextChoices):
    """Why an operation is kept for a person; a rule's own refusal keeps the code of the rule."""

    GARBAGE = "garbage", _("It cannot be read")
    PROTOCOL = "protocol", _("The application on the tablet speaks another protocol")
    UNKNOWN_TYPE = "unknown_type", _("The server knows no such operation")
    OP_REUSED = "op_reused", _("The same number was sent with other content")
    SEQ_REUSED = "seq_reused", _("The tablet gave this place in the order to another operation")
    OTHER_PERSON = "other_person", _("It was recorded by another person than the one signed in")
    NOT_DISPATCHED = "not_dispatched", _("The visit is not with this tablet")
    RECALLED = "recalled", _("The visit was recalled or given to another tablet meanwhile")
    OTHER_CHECKLIST = "other_checklist", _("It answers another version of the checklist")
    WAITS = "waits", _("It builds on work that is itself kept for a person")
    DATABASE = "database", _("The database refused it")
    IMPORTED = "imported", _("It came in an export of another person")
    EARLIER_OPEN = "earlier_open", _("It says nothing of violations found before that still stand")
    STALE = "stale_version", _("Somebody else changed the same line first")


class Flag(models.TextChoices):
    """What was noticed about an operation that was applied all the same."""

    CLOCK = "clock", _("The clock of the tablet is off")
    FAR_AWAY = "far_away", _("The position is far from the place of the visit")
    OLD_PACKAGE = "old_package", _("The package was more than a day old")
    IMPORTED = "imported", _("It came in an emergency export")
    SETTLED = "settled", _("A person decided that it counts")


class Found(models.TextChoices):
    """What an inspector met on the way and opened a visit for."""

    UNREGISTERED_SHOP = "unregistered_shop", _("An Internet or game shop that is not in the register")
    UNLICENSED_EMISSION = "unlicensed_emission", _("An emission for which no license is known")
    REGISTERED = "registered", _("A place or station of the register")


# The kinds of shop for which a visit may be opened; a provider's own point is in the register of its provider.
SHOPS = (
    EstablishmentKind.INTERNET_AGENT,
    EstablishmentKind.VENUE_PAID,
    EstablishmentKind.VENUE_FREE,
    EstablishmentKind.GAME_POINT,
)


class Role(models.TextChoices):
    """Which bytes of a piece of evidence a file is."""

    WORKING = "working", _("Working copy")
    ORIGINAL = "original", _("Original")


class FileState(models.TextChoices):
    """How far the bytes of a file have come."""

    OPEN = "open", _("On the way")
    DONE = "done", _("Complete, hash checked")
    HELD = "held", _("Complete, waits for a person")
