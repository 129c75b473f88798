"""What the applicant sees of a file: state and clock in the office's own words, what is missing, what was said."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import access
from accounts.roles import Action
from common.text import pick
from issuing.models import IssuedDocument
from licenses.enums import ApplicationStatus as S
from licenses.enums import DecisionOutcome, Purpose
from licenses.kinds import Kind, kind_of
from licenses.models import Application
from licenses.services import hindrances
from licenses.services.applications import clock, filing
from licenses.services.portal import precheck
from web import application_parts as parts
from web.content_forms import stated
from web.licensee.applications.forms import AnswerForm, ReasonForm, TextForm
from web.uploads import UploadForm

MOST_LINES = 400
OPEN_FOR_WITHDRAWAL = (
    S.SUBMITTED, S.COMPLETENESS_CHECK, S.RETURNED, S.FORWARDED, S.EXAMINATION, S.PROPOSED, S.COUNTERSIGNED, S.FEE_DUE,
)  # fmt: skip


def context_of(row: Application, user: Any, on: dt.date, **forms: Any) -> dict[str, Any]:
    """Return everything the page shows; what may be done depends on the state and on who looks."""
    kind, held = kind_of(row.kind), clock.rules(row, on)
    state = clock.state(row, on, held=held)
    fillable = row.status in filing.FILLABLE
    may_submit = access.can(user, Action.APPLICATION_SUBMIT, row)
    lines = parts.lines(row, on)
    return {
        "application": row,
        "clock": state,
        "events": row.clock.all(),
        "held": held,
        "next": _next(row, may_submit),
        "may_submit": may_submit,
        "fillable": fillable,
        "lines": lines[:MOST_LINES],
        "lines_left": max(0, len(lines) - MOST_LINES),
        "both": parts.compared(row),
        "asks_content": kind.asks_content(row.purpose),
        "fill_in": _fill_in(kind, row.purpose),
        "stations": parts.stations(row) if kind.asks_stations(row.purpose) else None,
        "stated": stated(row),
        "documents": parts.documents(row, held.documents(row.licensee.kind)),
        "holds": hindrances.holds_of(row).filter(licensee=row.licensee_id) if fillable else (),
        **_filing(row, user, on, fillable=fillable),
        **_said(row),
        **_forms(row, held, fillable=fillable, may_submit=may_submit, **forms),
    }


def _fill_in(kind: Kind, purpose: str) -> str:
    """Return the words of the button to what is stated beside stations; empty where nothing is asked."""
    if kind.asks_place(purpose):
        return _("Fill in the place")
    labels = {
        ("given_back_on",): _("Choose the day"),
        ("use", "wanted_until"): _("Fill in use and term"),
        ("use",): _("Fill in the use"),
        ("wanted_until",): _("Choose the term"),
    }
    return labels.get(kind.asks(purpose), "")


def _filing(row: Application, user: Any, on: dt.date, *, fillable: bool) -> dict[str, Any]:
    """Return what stands against filing, each with where it is mended, and what the technical check found."""
    draft = row.status == S.DRAFT
    return {
        "against": [(each.text, _where(row, each)) for each in precheck.against(row, on)] if draft else [],
        "may_check": fillable and precheck.offered(row),
        "checked": precheck.last(row, user) if fillable else None,
    }


def _where(row: Application, each: precheck.Standing) -> str:
    """Return the address at which it is mended; empty where no field of the file does."""
    anchor = f"#id_{'position' if each.field in ('lat', 'lon') else each.field}" if each.field else ""
    match each.part:
        case "station":
            return reverse("my:application_station", args=[row.pk, each.station]) + anchor
        case "content":
            return reverse("my:application_content", args=[row.pk]) + anchor
        case "documents":
            return "#documents"
    return ""


def _said(row: Application) -> dict[str, Any]:
    decision = row.decisions.filter(dropped_on__isnull=True).last() if row.ended_on is not None else None
    targets = [each for each in (row, row.granted_license if row.ended_on else None) if each is not None]
    return {
        "supplements": [{"row": each, "titles": each.titles} for each in row.supplements.all()],
        "talk": row.messages.select_related("by"),
        "refused_because": decision.text if decision and decision.outcome == DecisionOutcome.REFUSE else "",
        "papers": [paper for target in targets for paper in IssuedDocument.objects.about(target)],
    }


def _forms(
    row: Application, held: Any, *, fillable: bool, may_submit: bool, upload: Any = None, message: Any = None,
    withdrawal: Any = None, supplement: Any = None, refused: Any = (),
) -> dict[str, Any]:  # fmt: skip
    version = {"version": row.version}
    ended = row.ended_on is not None
    return {
        "upload": (upload or UploadForm(documents=held.documents(row.licensee.kind))) if fillable else None,
        "message_form": (message or TextForm()) if not ended and row.status != S.DRAFT else None,
        "withdrawal": (withdrawal or ReasonForm(initial=version))
        if may_submit and row.status in OPEN_FOR_WITHDRAWAL
        else None,
        "supplement": (supplement or AnswerForm(initial=version)) if may_submit and row.status == S.RETURNED else None,
        "refused": refused,
    }


def _next(row: Application, may_submit: bool) -> dict[str, str]:
    """Return what happens next, who must act and by when, in the applicant's words."""
    you, office = _("you"), pick(row.agency, "name")
    match row.status:
        case S.DRAFT if may_submit:
            return parts.step(_("Fill in what is asked for, attach the papers, check, then submit."), you)
        case S.DRAFT:
            what = _("Fill in and attach; a representative of %(licensee)s then submits.")
            return parts.step(what % {"licensee": row.licensee.name}, you)
        case S.RETURNED:
            return parts.step(
                _("Send what was asked for; without an answer the file is void."),
                row.licensee.name,
                parts.answer_due(row),
            )
        case S.FEE_DUE if row.fee_settled_on is None:
            return parts.step(_("Pay the fees; the paper is issued then."), row.licensee.name, parts.answer_due(row))
        case S.FORWARDED:
            return parts.step(_("The granting authority decides; you need do nothing."), row.authority_name)
        case S.GRANTED if row.purpose == Purpose.SURRENDER:
            return parts.step(_("Nothing: it is given back; the notice is below."), "")
        case S.GRANTED:
            return parts.step(_("Nothing: it was granted; the paper is below."), "")
        case S.REFUSED:
            return parts.step(_("It was refused; the notice below says why and how to complain."), "")
        case S.WITHDRAWN:
            return parts.step(_("Nothing: the applicant withdrew. A new application may be made at any time."), "")
        case S.LAPSED:
            return parts.step(_("Nothing: the file is void without an answer. A new application may be made."), "")
    return parts.step(_("The office works on your file; you need do nothing."), office, parts.decision_due(row))
