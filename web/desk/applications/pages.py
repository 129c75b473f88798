"""What the page of a file shows: state, clock, what is asked for, papers, checks, decision, messages, history."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import access, journal
from accounts.roles import Action
from issuing.models import IssuedDocument
from licenses.enums import ApplicationStatus, DecisionOutcome
from licenses.kinds import content, kind_of, terms
from licenses.kinds.base import STATIONS, WITH_TERM
from licenses.kinds.rules import Rules
from licenses.models import Application, Decision, Examination
from licenses.services import hindrances
from licenses.services.applications import clock as application_clock
from licenses.services.applications import decisions, problems, verdicts
from licenses.services.applications.filing import CHANGEABLE, FILLABLE
from rulebook import lookup
from web import application_parts as parts
from web.changes import readable
from web.content_forms import stated
from web.desk.applications import next_steps
from web.desk.applications.acts import offered
from web.desk.applications.forms import SOON_DAYS, CountersignForm
from web.links import record_url
from web.uploads import UploadForm

HISTORY = 50


def queue_counts(user: Any, on: dt.date) -> list[dict[str, Any]]:
    """Return the desk's queues with how many files each holds."""
    mine = Application.objects.visible_to(user)
    soon = on + dt.timedelta(days=SOON_DAYS)
    rows = (
        ("due", _("Due within 7 days"), mine.due_between(on, soon), "warn"),
        ("overdue", _("Overdue"), mine.overdue(on), "bad"),
        ("mine", _("Mine"), mine.pending().of_officer(user), "neutral"),
        ("waiting", _("Waiting for the applicant"), mine.waiting_for_applicant(), "info"),
    )
    base = reverse("desk:applications")
    return [
        {"label": label, "count": rows.count(), "url": f"{base}?queue={code}", "tone": tone}
        for code, label, rows, tone in rows
    ]


def context_of(row: Application, user: Any, on: dt.date, *, upload: Any = None) -> dict[str, Any]:
    """Return everything the page shows; acts only where the right is held in the agency in charge."""
    held = application_clock.rules(row, on)
    state = application_clock.state(row, on, held=held)
    decision = row.decisions.select_related("proposed_by", "countersigned_by").filter(dropped_on__isnull=True).first()
    acts = offered(row, user, on)
    shown = _decision(decision, row, on) if decision else None
    outdated = bool(shown and shown["changed"])
    pressing = [act for act in acts if not act.quiet or (outdated and act.name == "reopen")]
    may_fill = row.agency in access.agencies_of(user, Action.APPLICATION_ENTER)
    return {
        "application": row,
        "clock": state,
        "events": row.clock.select_related("by"),
        "rules": _rules(held, on),
        "next": next_steps.next_step(row, decision, on, outdated=outdated),
        "acts": pressing,
        "quiet_acts": [act for act in acts if act not in pressing],
        "decision": shown,
        "papers": _papers(row),
        "invoices": row.invoices.order_by("created_at"),
        "may_open_papers": access.can(user, Action.PERSONAL_DATA_VIEW),
        "licensee_url": record_url(row.licensee) if access.can(user, Action.REGISTER_VIEW, row.licensee) else "",
        "entries": readable(journal.changes(row)[:HISTORY]),
        **_asked(row, on, may_change=may_fill and row.status in CHANGEABLE),
        **_brought(row, held, on, upload=upload, may_attach=may_fill and row.ended_on is None),
        **_said(row),
    }


def _asked(row: Application, on: dt.date, *, may_change: bool) -> dict[str, Any]:
    """Return what is asked for, beside what the register holds."""
    lines, kind = parts.lines(row, on), kind_of(row.kind)
    return {
        "lines": lines,
        "stated": stated(row),
        "changes_only": parts.compared(row),
        "changed": sum(line.changed for line in lines),
        "may_change": may_change,
        "may_remove": may_change and row.status in FILLABLE,
        "stations": parts.stations(row) if kind.part == STATIONS and row.purpose not in verdicts.NOTHING_NEW else None,
        "asks": bool(kind.asks(row.purpose)) or kind.asks_place(row.purpose),
    }


def _brought(row: Application, held: Rules, on: dt.date, *, upload: Any, may_attach: bool) -> dict[str, Any]:
    """Return the documents, and of a draft what still stands against submitting it."""
    documents = held.documents(row.licensee.kind)
    draft = row.status == ApplicationStatus.DRAFT
    return {
        "documents": parts.documents(row, documents),
        "upload": (upload or UploadForm(documents=documents)) if may_attach else None,
        "before_filing": problems.found(row, held=held, on=row.received_on or on) if draft else [],
    }


def _said(row: Application) -> dict[str, Any]:
    """Return what was asked, examined, taken back, written, and what holds the applicant."""
    return {
        "supplements": row.supplements.select_related("by", "answered_by"),
        "examinations": [_verdict(each) for each in row.examinations.select_related("by")],
        "dropped": row.decisions.filter(dropped_on__isnull=False).select_related("proposed_by", "dropped_by"),
        "holds": hindrances.holds_of(row),
        "talk": row.messages.select_related("by"),
    }


def for_act(row: Application, name: str, on: dt.date, form: Any) -> dict[str, Any]:
    """Return what the page of one act shows beside its form."""
    if name == "countersign":
        decision = decisions.open_decision(row)
        if isinstance(form, CountersignForm):
            form.initial["seen_sha256"] = decision.content_sha256
        examination = _examined(row)
        return {"decision": _decision(decision, row, on), "lines": parts.lines(row, on), "stated": stated(row),
                "examination": examination}  # fmt: skip
    if name == "propose":
        held = application_clock.rules(row, on)
        latest = terms.latest_end(held, row.license, on) if row.purpose in WITH_TERM else None
        return {"latest": latest, "examination": _examined(row)}
    return {}


def _examined(row: Application) -> dict[str, Any] | None:
    """Return the last examination with its verdict."""
    last = row.examinations.select_related("by").last()
    return _verdict(last) if last is not None else None


def _verdict(examination: Examination) -> dict[str, Any]:
    verdict = verdicts.of(examination)
    lines = [
        {**line, "check": UUID(line["check"]) if line.get("check") else None} for line in verdicts.lines(examination)
    ]
    return {"row": examination, "verdict": verdict, "tone": verdicts.TONES[verdict], "lines": lines}


def _rules(held: Rules, on: dt.date) -> dict[str, Any]:
    """Return what the rulebook says of this file, and which of its rows nobody has verified."""
    return {
        "authority": held.authority,
        "procedure": held.procedure,
        "check": held.check,
        "processing": held.processing,
        "supplement": held.supplement,
        "term": held.term,
        "unverified": lookup.unverified(held.rows()),
    }


def _decision(decision: Decision, row: Application, on: dt.date) -> dict[str, Any]:
    kept = decisions.proposal(decision)
    grounds = {ground.code: ground for ground in lookup.refusal_grounds(row.kind, on)}
    outdated = decisions.outdated(row, decision)
    return {
        "row": decision,
        "grant": decision.outcome == DecisionOutcome.GRANT,
        "word": parts.outcome_word(row, decision.outcome),
        "valid_until": content.day(kept, "valid_until"),
        "conditions": kept["conditions"],
        "given_back_on": content.day(kept["payload"], "given_back_on"),
        "grounds": [grounds[code] for code in decision.grounds if code in grounds],
        "changed": outdated,
        "since": row.documents.changed_since(decision.created_at) if outdated else (),
    }


def _papers(row: Application) -> list[IssuedDocument]:
    targets = [each for each in (row, row.granted_license, row.establishment) if each is not None]
    if row.ended_on is None:
        targets = [row]
    return [paper for target in targets for paper in IssuedDocument.objects.about(target)]
