"""The closed lists of the papers."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PaperStatus(TextChoices):
    """Where an issued paper stands."""

    ISSUED = "issued", _("Issued, in force")
    SUPERSEDED = "superseded", _("Superseded")
    ANNULLED = "annulled", _("Annulled")


class NumberUse(TextChoices):
    """What became of a number of a series."""

    PAPER = "paper", _("Used for a paper")
    LEASED = "leased", _("Leased to a tablet for forms written by hand")
    VOID = "void", _("Void, with a reason")


class ScanFormat(TextChoices):
    """What a signed scan may be, told by its first bytes and never by its name."""

    PDF = "application/pdf", "PDF"
    JPEG = "image/jpeg", "JPEG"
    PNG = "image/png", "PNG"


class MailState(TextChoices):
    """Where a mail stands. It is sent once: what may have left already is never sent again by itself."""

    WAITING = "waiting", _("To be sent")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent (mail)")
    FAILED = "failed", _("Not accepted by the mail server")
    UNCLEAR = "unclear", _("Unclear whether it was sent")
    BY_LETTER = "by_letter", _("Must be told by letter")
    TOLD_BY_LETTER = "told_by_letter", _("Told by letter")
    DROPPED = "dropped", _("Not to be sent")


# Somebody has to do something about these; the others take care of themselves.
MAIL_NEEDS_A_PERSON = (MailState.FAILED, MailState.UNCLEAR, MailState.BY_LETTER)
