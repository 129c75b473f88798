"""The tables of the tablet's work: what a tablet, a dispatch and a quarantined operation may become."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.roles import Action
from common.lifecycle import Lifecycle, Step


class TabletStatus(models.TextChoices):
    """States of a tablet."""

    INVITED = "invited", _("Waiting for its code")
    ENROLLED = "enrolled", _("Enrolled")
    REVOKED = "revoked", _("Revoked")


T = TabletStatus
_MANAGE = Action.TABLET_MANAGE
TABLET = Lifecycle(
    name="tablet",
    initial=T.INVITED,
    steps=(
        Step("enrol", (T.INVITED,), T.ENROLLED, _MANAGE, _("Enrol")),
        Step("revoke", (T.INVITED, T.ENROLLED), T.REVOKED, _MANAGE, _("Revoke the tablet")),
    ),
)


class DispatchStatus(models.TextChoices):
    """States of a visit's stay with a tablet."""

    OUT = "out", _("With the tablet")
    DONE = "done", _("Brought back and received")
    RECALLED = "recalled", _("Recalled")
    REASSIGNED = "reassigned", _("Given to another tablet")


D = DispatchStatus
_PLAN = Action.VISIT_PLAN
DISPATCH = Lifecycle(
    name="dispatch",
    initial=D.OUT,
    steps=(
        Step("finish", (D.OUT,), D.DONE, Action.VISIT_RECEIVE, _("Receive")),
        Step("recall", (D.OUT,), D.RECALLED, _PLAN, _("Recall from the tablet")),
        Step("reassign", (D.OUT,), D.REASSIGNED, _PLAN, _("Give to another tablet")),
    ),
)
# A tablet may bring what belongs to a visit that it has or had until the seal.
MAY_BRING = (D.OUT, D.DONE)


class CaseStatus(models.TextChoices):
    """States of an operation kept for a person."""

    WAITING = "waiting", _("Waiting for a decision")
    ASSIGNED = "assigned", _("Assigned")
    APPLIED = "applied", _("Applied after a decision")
    EXPLAINED = "explained", _("Not applied, with the reason")


C = CaseStatus
_SETTLE = Action.QUARANTINE_SETTLE
QUARANTINE = Lifecycle(
    name="quarantine",
    initial=C.WAITING,
    steps=(
        Step("assign", (C.WAITING, C.ASSIGNED), C.ASSIGNED, _SETTLE, _("Assign")),
        Step("apply", (C.WAITING, C.ASSIGNED), C.APPLIED, _SETTLE, _("Apply")),
        Step("explain", (C.WAITING, C.ASSIGNED), C.EXPLAINED, _SETTLE, _("Do not apply")),
    ),
)
UNSETTLED = (C.WAITING, C.ASSIGNED)
