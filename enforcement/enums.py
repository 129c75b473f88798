"""The closed lists of enforcement."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ActPosition(models.TextChoices):
    """Whose matter an act of the case is."""

    OWN = "own", _("Dealt with here")
    REFERRED = "referred", _("Referred to the competent agency")


class ReferralAnswer(models.TextChoices):
    """What the receiving agency says to a referral."""

    ACCEPTED = "accepted", _("Taken over")
    RETURNED = "returned", _("Returned")


class NoExplanation(models.TextChoices):
    """Why the law gives no right to explain in a case."""

    BELOW_LIMIT = "below_limit", _("The highest fine of the bracket is below the limit and nothing is suspended")
    UNKNOWN = "unknown", _("The bracket is not known")
