"""What an examination says as a whole, and what granting against it asks of the two people who decide (ADR 14)."""

from types import SimpleNamespace
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.errors import Conflict, Invalid
from common.text import pick
from licenses.enums import ExaminationOutcome, Purpose
from licenses.kinds import kind_of
from licenses.models import Application, Decision, Examination

# Nothing new is granted by printing a license again or giving it back.
NOTHING_NEW = (Purpose.DUPLICATE, Purpose.SURRENDER)


class Verdict(TextChoices):
    """The worst that any line of an examination says; what could not be judged is for a person to look at."""

    PASS = "pass", gettext_lazy("Nothing against it")
    REVIEW = "review", gettext_lazy("A person must decide")
    NOT_RUN = "not_run", gettext_lazy("Not run")
    FAIL = "fail", gettext_lazy("Problems found")


TONES = {Verdict.PASS: "good", Verdict.REVIEW: "warn", Verdict.NOT_RUN: "warn", Verdict.FAIL: "bad"}


def of(examination: Examination | None) -> Verdict:
    """Return the verdict of an examination; none at all is one not run."""
    if examination is None or examination.outcome == ExaminationOutcome.NOT_RUN:
        return Verdict.NOT_RUN
    tones = {line["tone"] for line in examination.lines}
    if examination.outcome == ExaminationOutcome.PROBLEMS or "bad" in tones:
        return Verdict.FAIL
    return Verdict.REVIEW if tones - {"good"} else Verdict.PASS


def lines(examination: Examination) -> list[dict[str, Any]]:
    """Return what an examination found, in the active language; an older one has only that of its officer."""
    return [{**line, "text": pick(SimpleNamespace(**line), "text")} for line in examination.lines]


def doubt(application: Application) -> Verdict | None:
    """Return what the last examination says where a grant needs a person's reason; None where it simply agrees.

    None too where nothing new is granted, or the kind names no check.
    """
    if application.purpose in NOTHING_NEW or not kind_of(application.kind).technical_check:
        return None
    found = of(application.examinations.last())
    return None if found == Verdict.PASS else found


def kept(examination: Examination) -> dict[str, Any]:
    """Return the examination as the proposal freezes it, for the one who signs."""
    return {"id": examination.pk.hex, "verdict": str(of(examination)), "on": examination.on.isoformat()}


def require_reason(application: Application, reason: str) -> None:
    """Raise Invalid when a grant is proposed that the examination does not simply agree to, without saying why."""
    told = doubt(application)
    if told is not None and not reason:
        message = _("The examination says “%(verdict)s”: write why it is granted all the same.") % {
            "verdict": told.label
        }
        raise Invalid(message, code="examination_unanswered", fields={"despite": [message]})


def require_answered(application: Application, decision: Decision, *, seen: bool = True) -> None:
    """Raise Conflict when a proposed grant leaves the examination unanswered: it must be proposed anew.

    Raise Invalid when the one who signs did not confirm that they read it (`seen`).
    """
    told = doubt(application)
    if told is not None and not decision.text:
        raise Conflict(
            _("The proposal does not say why it is granted against the examination; it must be proposed again."),
            code="examination_unanswered",
        )
    if told is not None and not seen:
        message = _("Confirm that you read the examination, which says “%(verdict)s”.") % {"verdict": told.label}
        raise Invalid(message, code="examination_unread", fields={"examination_seen": [message]})
