"""What the page of one case shows, put together from the domain for the person who reads it."""

import datetime as dt
from typing import Any

from accounts import access, journal
from accounts.roles import Action
from common.errors import DomainError
from enforcement.enums import NoExplanation
from enforcement.models import Case, Referral
from enforcement.services import explanations
from inspections.models import Visit
from issuing.enums import PaperStatus
from issuing.models import SignedScan
from web.changes import readable
from web.desk.cases import acts as case_acts
from web.desk.cases import next_steps
from web.desk.cases.forms import AnswerForm, IssueForm, ReopenForm, SendForm
from web.links import address

_RIGHTS = (Action.CASE_VIEW, Action.CASE_RECORD, Action.CASE_REFER, Action.PAPER_SCAN_ATTACH)


def context_of(
    found: Case,
    user: Any,
    on: dt.date,
    *,
    issue_form: Any = None,
    send_forms: Any = None,
    reopen_form: Any = None,
    answer_forms: Any = None,
) -> dict[str, Any]:
    """Return everything the page shows; buttons only where the right is held in the agency whose case it is."""
    own = {action for action in _RIGHTS if found.agency in access.agencies_of(user, action)}
    handed = list(found.referrals.select_related("to_agency", "letter", "sent_by", "answered_by"))
    scans = list(SignedScan.objects.filter(document=found.record_id)) if found.record_id else []
    acts, hidden = case_acts.shown(found, user)
    annulled = found.record is not None and found.record.status == PaperStatus.ANNULLED
    stands = found.record is not None and not annulled
    answers = _answerable(handed, user, answer_forms or {})
    return {
        "case": found,
        **_links(found, user),
        "acts": acts,
        "hidden": hidden,
        "next": {"late": False} | next_steps.next_step(found, handed, scans, may_work=bool(own), on=on),
        "annulled": annulled,
        "explanation": _explanation(found, on),
        **_recording(found, records=Action.CASE_RECORD in own, annulled=annulled, issue=issue_form, reopen=reopen_form),
        "may_attach": stands and Action.PAPER_SCAN_ATTACH in own,
        "scans": scans,
        "referrals": _sendable(handed, send_forms or {}, answers, may_send=stands and Action.CASE_REFER in own),
        "foreign": not own,
        "entries": _entries(found, handed if own else []),
    }


def _links(found: Case, user: Any) -> dict[str, Any]:
    """Return where the page leads this person."""
    sees_visit = Visit.objects.visible_to(user).filter(pk=found.visit_id).exists()
    sees_party = access.can(user, Action.REGISTER_VIEW, found.licensee)
    return {
        "party_url": address("desk:licensee", found.licensee_id) if sees_party else "",
        "visit_url": address("desk:visit", found.visit_id) if sees_visit else "",
        "may_open_papers": access.can(user, Action.PERSONAL_DATA_VIEW),
    }


def _recording(found: Case, *, records: bool, annulled: bool, issue: Any, reopen: Any) -> dict[str, Any]:
    """Return what may be done about the record: issue a first one, replace it, or open the case again."""
    first, seen = records and found.record is None, {"version": found.version}
    return {
        "may_describe": first,
        "may_replace": records and found.record is not None and not annulled,
        "issue_form": (issue or IssueForm(initial=seen)) if first else None,
        "reopen_form": (reopen or ReopenForm(initial=seen, auto_id="id_reopen_%s")) if records and annulled else None,
    }


def _explanation(found: Case, on: dt.date) -> dict[str, Any] | None:
    """Return the right to explain: as fixed by the record, before that as it would be today; None when unknown."""
    day = found.record.issued_on if found.record else on
    try:
        right = explanations.right_of(found, on=day)
    except DomainError:
        return None
    fixed = found.record is not None
    why_not = found.no_explanation if fixed else right.why_not
    return {
        "fixed": fixed,
        "allowed": found.may_explain if fixed else right.allowed,
        "why_not": NoExplanation(why_not).label if why_not else "",
        "written": right.written,
        "written_until": found.explain_writing_until if fixed else right.written_until,
        "session": right.session,
        "session_until": found.explain_session_until if fixed else right.session_until,
        "basis": next_steps.basis_of(right.written, day),
    }


def _sendable(
    rows: list[Referral], forms: dict[Any, Any], answers: dict[Any, Any], *, may_send: bool
) -> list[dict[str, Any]]:
    return [
        {
            "referral": row,
            "answer_form": answers.get(row.pk),
            "form": (forms.get(row.pk) or SendForm(initial={"version": row.version}, auto_id=f"id_{row.pk.hex}_%s"))
            if may_send and row.to_send
            else None,
        }
        for row in rows
    ]


def _answerable(rows: list[Referral], user: Any, given: dict[Any, Any]) -> dict[Any, AnswerForm]:
    """Return the form of each referral that this person may answer."""
    own = access.agencies_of(user, Action.CASE_OPEN)
    return {
        row.pk: given.get(row.pk) or AnswerForm(initial={"version": row.version}, auto_id=f"id_{row.pk.hex}_a_%s")
        for row in rows
        if row.to_answer and row.to_agency in own
    }


def _entries(found: Case, handed: list[Referral]) -> list[Any]:
    """Return the journal of the case and of its referrals, newest first."""
    entries = list(journal.changes(found)[:50])
    for row in handed:
        entries += journal.changes(row)[:20]
    return readable(sorted(entries, key=lambda entry: -entry.pk)[:50])
