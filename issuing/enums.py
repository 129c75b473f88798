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
    VOID = "void", _("Void, with a reason")


class ScanFormat(TextChoices):
    """What a signed scan may be, told by its first bytes and never by its name."""

    PDF = "application/pdf", "PDF"
    JPEG = "image/jpeg", "JPEG"
    PNG = "image/png", "PNG"
