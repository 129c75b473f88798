"""The tables of an inspection: what a visit and an override request may become, and who may move them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.roles import Action
from common.lifecycle import Lifecycle, Step


class VisitStatus(models.TextChoices):
    """States of a visit."""

    PLANNED = "planned", _("Planned")
    ANNOUNCED = "announced", _("Announced")
    DISPATCHED = "dispatched", _("Dispatched to a tablet")
    IN_PROGRESS = "in_progress", _("In progress")
    SEALED = "sealed", _("Sealed")
    RECEIVED = "received", _("Received and checked")
    UNDER_REVIEW = "under_review", _("Under review")
    RETURNED = "returned_to_inspector", _("Returned to the inspector")
    CLOSED = "closed", _("Closed")
    CANCELLED = "cancelled", _("Cancelled")
    NOT_POSSIBLE = "not_possible", _("Not possible")


S = VisitStatus
# Office path: a visit without a tablet goes from planned or announced straight to in_progress.
BEFORE_SITE = (S.PLANNED, S.ANNOUNCED, S.DISPATCHED)
ON_SITE = (S.IN_PROGRESS,)
# What was recorded is fixed from here on; it changes only by a reasoned amendment.
FIXED = (S.SEALED, S.RECEIVED, S.UNDER_REVIEW, S.RETURNED, S.CLOSED)
# A closed visit is not touched any more; what turns up later is a new visit.
AMENDABLE = (S.SEALED, S.RECEIVED, S.UNDER_REVIEW, S.RETURNED)
# Neither of these uses up the one planned visit of the year.
DID_NOT_HAPPEN = (S.CANCELLED, S.NOT_POSSIBLE)

VISIT = Lifecycle(
    name="visit",
    initial=S.PLANNED,
    steps=(
        Step("announce", (S.PLANNED,), S.ANNOUNCED, Action.VISIT_ANNOUNCE, _("Issue the announcement")),
        Step("dispatch", (S.PLANNED, S.ANNOUNCED), S.DISPATCHED, Action.VISIT_PLAN, _("Dispatch to a tablet")),
        Step("recall", (S.DISPATCHED,), S.PLANNED, Action.VISIT_PLAN, _("Recall from the tablet")),
        Step("recall_announced", (S.DISPATCHED,), S.ANNOUNCED, Action.VISIT_PLAN, _("Recall from the tablet")),
        Step("start", BEFORE_SITE, S.IN_PROGRESS, Action.VISIT_CONDUCT, _("Start the visit")),
        Step("seal", ON_SITE, S.SEALED, Action.VISIT_SEAL, _("Seal")),
        Step("receive", (S.SEALED,), S.RECEIVED, Action.VISIT_RECEIVE, _("Check every hash and receive")),
        Step("review", (S.RECEIVED,), S.UNDER_REVIEW, Action.VISIT_REVIEW, _("Take up for review")),
        Step("send_back", (S.UNDER_REVIEW,), S.RETURNED, Action.VISIT_REVIEW, _("Return to the inspector")),
        Step("resubmit", (S.RETURNED,), S.UNDER_REVIEW, Action.VISIT_AMEND, _("Submit again")),
        Step("close", (S.UNDER_REVIEW,), S.CLOSED, Action.VISIT_REVIEW, _("Close")),
        Step("cancel", BEFORE_SITE, S.CANCELLED, Action.VISIT_PLAN, _("Cancel the visit")),
        Step("give_up", (*BEFORE_SITE, *ON_SITE), S.NOT_POSSIBLE, Action.VISIT_CONDUCT, _("Report as not possible")),
    ),
)


class OverrideStatus(models.TextChoices):
    """States of a request to visit a business a second time in one year."""

    REQUESTED = "requested", _("Requested")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    USED = "used", _("Used")


_DECIDE = Action.VISIT_OVERRIDE_APPROVE
OVERRIDE = Lifecycle(
    name="visit override",
    initial=OverrideStatus.REQUESTED,
    steps=(
        Step("approve", (OverrideStatus.REQUESTED,), OverrideStatus.APPROVED, _DECIDE, _("Approve")),
        Step("refuse", (OverrideStatus.REQUESTED,), OverrideStatus.REFUSED, _DECIDE, _("Refuse")),
        Step("use", (OverrideStatus.APPROVED,), OverrideStatus.USED, Action.VISIT_PLAN, _("Use")),
    ),
)


class ComplaintStatus(models.TextChoices):
    """States of a complaint or report."""

    RECEIVED = "received", _("Received")
    ASSIGNED = "assigned", _("Assigned to an officer")
    IN_CHECK = "in_check", _("Being checked on site")
    CLOSED = "closed", _("Closed")
    DISMISSED = "dismissed", _("Not followed up")


C = ComplaintStatus
# Somebody still has to do something about it.
COMPLAINT_OPEN = (C.RECEIVED, C.ASSIGNED, C.IN_CHECK)
_HANDLE = Action.COMPLAINT_HANDLE
COMPLAINT = Lifecycle(
    name="complaint",
    initial=C.RECEIVED,
    steps=(
        Step("assign", (C.RECEIVED, C.ASSIGNED), C.ASSIGNED, _HANDLE, _("Assign to an officer")),
        Step("check", (C.RECEIVED, C.ASSIGNED), C.IN_CHECK, _HANDLE, _("Link a visit")),
        Step("close", (C.ASSIGNED, C.IN_CHECK), C.CLOSED, _HANDLE, _("Close with an outcome")),
        Step("dismiss", (C.RECEIVED, C.ASSIGNED), C.DISMISSED, _HANDLE, _("Not follow up, with the reason")),
    ),
)
