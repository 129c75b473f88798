"""Choices of places."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class UnitKind(TextChoices):
    """The level of an administrative unit; districts exist only before 2025-07-01."""

    PROVINCE = "province", _("Province")
    DISTRICT = "district", _("District")
    COMMUNE = "commune", _("Commune")


class PlaceKind(TextChoices):
    """What is protected from a game point nearby (Decree 72/2013, Article 35, clause 2, point b)."""

    PRIMARY = "primary_school", _("Primary school")
    LOWER_SECONDARY = "lower_secondary_school", _("Lower secondary school")
    UPPER_SECONDARY = "upper_secondary_school", _("Upper secondary school")
    MULTI_LEVEL = "multi_level_school", _("School of several levels")
    CONTINUING_EDUCATION = "continuing_education_centre", _("Continuing education centre")
    ETHNIC_BOARDING = "ethnic_boarding_school", _("Ethnic boarding or semi-boarding school")
    OTHER = "other", _("Other protected place")
