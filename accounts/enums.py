"""Choices of accounts."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Subject(TextChoices):
    """What an agency deals with; a record belongs to one or more of them."""

    TELECOM = "telecom", _("Telecommunications and Internet")
    RADIO = "radio", _("Radio frequencies")
    GAMES = "games", _("Public game points")


class AgencyKind(TextChoices):
    """What kind of body an agency is."""

    NATIONAL = "national", _("National authority")
    REGIONAL_CENTRE = "regional_centre", _("Regional radio centre")
    PROVINCE = "province", _("Provincial people's committee")
    DEPARTMENT = "department", _("Provincial department")
    COMMUNE = "commune", _("Commune people's committee")


class JobStatus(TextChoices):
    """How far a background job has come."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")
