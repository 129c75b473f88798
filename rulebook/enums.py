"""The closed lists of the rulebook: what a value in a data file may be."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Basis(models.TextChoices):
    """How a row came to us; none of these means that it was checked against the official text."""

    COPY = "copy", _("compared with an unofficial copy")
    PARTIAL = "partial", _("seen only in part or second-hand")


class InstrumentKind(models.TextChoices):
    """Kinds of legal document."""

    LAW = "law", _("Law")
    RESOLUTION = "resolution", _("Resolution")
    DECREE = "decree", _("Decree")
    CIRCULAR = "circular", _("Circular")
    DECISION = "decision", _("Decision")
    OTHER = "other", _("Other source")


class PenaltyKind(models.TextChoices):
    """Main forms of penalty."""

    WARNING = "warning", _("Warning")
    FINE = "fine", _("Fine")
    WARNING_OR_FINE = "warning_or_fine", _("Warning or fine")


class SubjectKind(models.TextChoices):
    """Whose rate a bracket states."""

    ORGANISATION = "organisation", _("Organisation")
    INDIVIDUAL = "individual", _("Individual")


class Matter(models.TextChoices):
    """What an act is about; an office handles some of these."""

    TELECOM_PRIVATE_NETWORK = "telecom_private_network", _("Private telecommunications networks")
    INTERNET_AGENT = "internet_agent", _("Internet agents and access points")
    PUBLIC_GAME_POINT = "public_game_point", _("Public game points")
    GAME_PLAYER = "game_player", _("Game players")
    CONFORMITY = "conformity", _("Conformity and inspection of equipment")
    RADIO = "radio", _("Radio frequencies")


class Sector(models.TextChoices):
    """The fields in which the decree states the highest fine an office may impose."""

    TELECOM = "telecom", _("telecommunications")
    RADIO = "radio", _("radio frequencies")
    INFORMATION_TECHNOLOGY = "information_technology", _("information technology")
    POST = "post", _("postal services")
    E_TRANSACTIONS = "e_transactions", _("electronic transactions")


class Measure(models.TextChoices):
    """Supplementary forms of penalty."""

    LICENSE_SUSPENSION = "license_suspension", _("Suspension of the right to use the license")
    ACTIVITY_SUSPENSION = "activity_suspension", _("Suspension of activity")
    CONFISCATION = "confiscation", _("Confiscation of exhibits and means")


class Counting(models.TextChoices):
    """What makes one act of it: the unit in which the decree counts."""

    ACT = "act", _("each act")
    PLACE = "place", _("each place")
    FREQUENCY_PLACE = "frequency_place", _("each frequency at each place")
    FREQUENCY_OR_POWER_PLACE = "frequency_or_power_place", _("each frequency, or the power, at each place")


class DayUnit(models.TextChoices):
    """Units of a period; the law counts working days and plain days separately."""

    WORKING = "working", _("working days")
    CALENDAR = "calendar", _("days")
    HOUR = "hour", _("hours")
    MONTH = "month", _("months")
    YEAR = "year", _("years")


class Direction(models.TextChoices):
    """Whether a period runs after its event or must be over before it."""

    AFTER = "after", _("after")
    BEFORE = "before", _("before")


class NoticeReason(models.TextChoices):
    """Why a check takes place, as far as notice depends on it."""

    PLANNED = "planned", _("Periodic check by plan")
    UNSCHEDULED = "unscheduled", _("Unscheduled check")
    INTERFERENCE = "interference", _("Harmful interference")
    ON_THE_SPOT = "on_the_spot", _("Act found on the spot")
    WOULD_DEFEAT = "would_defeat", _("Announcing would defeat the check")


class AnswerType(models.TextChoices):
    """How a checklist item is answered."""

    PASS_FAIL = "pass_fail", _("yes, no or not applicable")
    MEASURED = "measured", _("measured value, then yes or no")


class Quantity(models.TextChoices):
    """What a measured item measures."""

    FREQUENCY = "frequency", _("Frequency")
    POWER = "power", _("Power")
    OCCUPIED_BANDWIDTH = "occupied_bandwidth", _("Occupied bandwidth")
    EMISSION_MODE = "emission_mode", _("Mode of emission")
    UNWANTED_EMISSION = "unwanted_emission", _("Unwanted emissions")
    PLACE = "place", _("Place of installation")
    ANTENNA_HEIGHT = "antenna_height", _("Antenna height")
    ANTENNA_POSITION = "antenna_position", _("Antenna position")
    ROOM_AREA = "room_area", _("Floor area of the computer rooms")
    ROAD_DISTANCE = "road_distance", _("Road distance to the nearest school gate")


class Level(models.TextChoices):
    """Level of a body."""

    NATIONAL = "national", _("national")
    REGIONAL = "regional", _("regional")
    PROVINCE = "province", _("province")
    COMMUNE = "commune", _("commune")


class FeeKind(models.TextChoices):
    """What a fee is for."""

    ISSUE = "issue", _("license issue fee")
    USAGE = "usage", _("frequency usage fee")


class Outcome(models.TextChoices):
    """What the legal officer found when comparing a row with the official text."""

    CONFIRMED = "confirmed", _("agrees with the official text")
    DIFFERS = "differs", _("differs from the official text")


class DuplexSide(models.TextChoices):
    """Which half of a pair of channels the base station transmits on."""

    LOWER = "lower", _("on the lower frequency")
    UPPER = "upper", _("on the upper frequency")


class FieldModel(models.TextChoices):
    """By which model the examination computes fields; the names are those of radio.propagation."""

    HATA = "hata", _("Okumura–Hata, suburban (ITU-R P.529)")
    HATA_URBAN = "hata-urban", _("Okumura–Hata, medium or small city (ITU-R P.529)")
    HATA_OPEN = "hata-open", _("Okumura–Hata, open country (ITU-R P.529)")
    FREE_SPACE = "free-space", _("free space (worst case)")
    SMOOTH_EARTH = "smooth-earth", _("smooth earth (ITU-R P.526)")
    P1546_LAND = "p1546-land", _("loaded curves over land (ITU-R P.1546)")
    P1546_SEA = "p1546-sea", _("loaded curves over sea (ITU-R P.1546)")
    ITM = "itm", _("point to point over the loaded terrain (ITM, Longley–Rice)")
