"""The table of a case; the issue that follows the record deepens it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.roles import Action
from common.lifecycle import Lifecycle, Step


class CaseStatus(models.TextChoices):
    """States of a case."""

    OPEN = "open", _("Open")
    RECORD_ISSUED = "record_issued", _("Violation record issued")


CASE = Lifecycle(
    name="case",
    initial=CaseStatus.OPEN,
    steps=(
        Step(
            "issue_record",
            (CaseStatus.OPEN,),
            CaseStatus.RECORD_ISSUED,
            Action.CASE_RECORD,
            _("Issue the violation record"),
        ),
        # Only after its record was annulled: what it said no longer holds, and a new record has to be made.
        Step("reopen", (CaseStatus.RECORD_ISSUED,), CaseStatus.OPEN, Action.CASE_RECORD, _("Open the case again")),
    ),
)
