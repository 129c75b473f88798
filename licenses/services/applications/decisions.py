"""How an application is decided: examined, proposed, countersigned by another person, refused, sent back."""

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import journal, steps
from accounts.roles import Action
from common.canonical import digest
from common.errors import Conflict, Invalid, NotAllowed
from common.text import clean_name, day_text
from licenses.enums import ApplicationStatus, ClockReason, ClockVerb, DecisionOutcome
from licenses.kinds import kind_of, terms
from licenses.kinds.base import WITH_TERM
from licenses.kinds.rules import Rules
from licenses.models import Application, Decision, Examination
from licenses.services import editing, hindrances
from licenses.services.applications import clock as application_clock
from licenses.services.applications import problems, technical_checks, verdicts
from licenses.services.fees import closing
from rulebook import lookup

# What a proposal adds to the content; those proposed before this version froze no examination.
PROPOSED = ("outcome", "valid_until", "conditions", "grounds", "text", "examination")


def content_of(application: Application, facts: dict[str, Any]) -> str:
    """Return the one text of what is decided: the proposal's facts, the content, and every document by its hash."""
    documents = application.documents.filter(removed_at__isnull=True).order_by("code", "sha256")
    whole = {
        "number": application.number,
        "kind": application.kind,
        "purpose": application.purpose,
        "licensee": journal.key_of(application.licensee),
        "license": journal.key_of(application.license) if application.license else "",
        "establishment": journal.key_of(application.establishment) if application.establishment else "",
        "payload": application.payload,
        "documents": [[row.code, row.sha256] for row in documents],
        **facts,
    }
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


@transaction.atomic
def examine(
    application: Application, *, by: Any, on: dt.date, opinion: str = "", version: int | None = None
) -> Examination:
    """Run the kind's technical check on what is asked for and keep what it found with the officer's opinion."""
    row = editing.lock(application, version=version)
    editing.require_keeper(by, Action.APPLICATION_EXAMINE, row)
    if row.status != ApplicationStatus.EXAMINATION:
        raise Conflict(_("The file is not being examined now."), code="not_examined_now")
    code = kind_of(row.kind).technical_check
    outcome, lines = technical_checks.run(code, row, by=by, on=on)
    made = Examination.objects.create(
        application=row, check_code=code or "none", outcome=outcome, lines=[line.plain() for line in lines],
        content_sha256=digest(content_of(row, {})), opinion=opinion.strip(), by=by, on=on,
    )  # fmt: skip
    journal.record(by, "application.examined", made, after=journal.snapshot(made), agency=row.agency)
    return made


@transaction.atomic
def propose(
    application: Application,
    *,
    outcome: str,
    by: Any,
    on: dt.date,
    valid_until: dt.date | None = None,
    conditions: str | None = None,
    grounds: Iterable[str] = (),
    text: str = "",
    version: int | None = None,
) -> Decision:
    """Propose to grant or refuse; what is proposed is frozen under its hash.

    Without `conditions` those of the license it is about go on; given ones, also none at all, take their place. A grant
    of a new or renewed license needs its last day, within the term of the kind; a refusal at least one ground
    of the list and words of its own. `text` of a grant says why, where the examination does not simply agree; without
    it such a grant is refused (Invalid), as is anything without an examination of exactly this content (Conflict).
    """
    row = editing.lock(application, version=version)
    editing.require_keeper(by, Action.APPLICATION_EXAMINE, row)
    held = application_clock.rules(row, on)
    conditions = standing_conditions(row) if conditions is None else conditions
    grounds, text = list(dict.fromkeys(grounds)), text.strip()
    if outcome == DecisionOutcome.GRANT:
        _check_grant(row, held, valid_until, on)
        grounds = []
    elif outcome == DecisionOutcome.REFUSE:
        _check_refusal(row, grounds, text, on)
        valid_until, conditions = None, ""
    else:
        raise Invalid(_("Propose to grant or to refuse."), fields={"outcome": [_("Choose one.")]})
    examined = _require_examined(row)
    if outcome == DecisionOutcome.GRANT:
        verdicts.require_reason(row, text)
    facts = facts_of(outcome, valid_until, conditions, grounds, text) | {"examination": verdicts.kept(examined)}
    frozen = content_of(row, facts)
    decision = Decision.objects.create(
        application=row, outcome=outcome, content=frozen, content_sha256=digest(frozen), grounds=grounds, text=text,
        proposed_by=by, proposed_on=on,
    )  # fmt: skip
    journal.record(by, "decision.proposed", decision, after=journal.snapshot(decision), note=text, agency=row.agency)
    steps.take(application, "propose", by=by, version=row.version)
    return decision


def standing_conditions(application: Application) -> str:
    """Return the conditions that go on under a license written anew: those of the license it takes the place of."""
    return application.license.conditions if application.license is not None else ""


def facts_of(
    outcome: str, valid_until: dt.date | None, conditions: str, grounds: list[str], text: str
) -> dict[str, Any]:
    """Return what the proposer adds to the content, as JSON values."""
    return {
        "outcome": str(outcome),
        "valid_until": valid_until.isoformat() if valid_until else "",
        "conditions": "\n".join(clean_name(line) for line in conditions.splitlines() if line.strip()),
        "grounds": grounds,
        "text": text,
    }


@transaction.atomic
def countersign(
    application: Application, *, by: Any, on: dt.date, seen_sha256: str, examination_seen: bool = False,
    version: int | None = None,
) -> Decision:  # fmt: skip
    """Agree to what was proposed. Nobody decides what they proposed, and only what they were shown is signed.

    `seen_sha256` is the hash on the page the person read, `examination_seen` that they read an examination which does
    not simply agree to the grant. Raises NotAllowed, Conflict, Invalid.
    """
    row = editing.lock(application, version=version)
    editing.require_keeper(by, Action.APPLICATION_COUNTERSIGN, row)
    decision = open_decision(row)
    if decision.proposed_by_id == by.pk:
        raise NotAllowed(_("Nobody decides what they proposed; another person must countersign."), code="two_people")
    require_unchanged(row, decision)
    if seen_sha256 != decision.content_sha256:
        raise Conflict(_("The proposal is not the one you were shown; read it again."), code="other_content")
    if decision.outcome == DecisionOutcome.GRANT:
        hindrances.require_none(row, on)
        verdicts.require_answered(row, decision, seen=examination_seen)
    before = journal.snapshot(decision)
    decision.countersigned_by, decision.countersigned_on = by, on
    decision.save(update_fields=["countersigned_by", "countersigned_on"])
    journal.record(
        by, "decision.countersigned", decision, before=before, after=journal.snapshot(decision), note=decision.text,
        agency=row.agency,
    )  # fmt: skip
    steps.take(application, "countersign", by=by, version=row.version)
    return decision


@transaction.atomic
def send_back(
    application: Application, *, by: Any, on: dt.date, reason: str, version: int | None = None
) -> Application:
    """Do not agree: send the file back to be examined and proposed anew, with the reason."""
    return _dropped(application, "send_back", Action.APPLICATION_COUNTERSIGN, by, on, reason, version)


@transaction.atomic
def reopen(application: Application, *, by: Any, on: dt.date, reason: str, version: int | None = None) -> Application:
    """Take a proposal back, also after it was countersigned, because the file changed or was wrong."""
    return _dropped(application, "reopen", Action.APPLICATION_EXAMINE, by, on, reason, version)


@transaction.atomic
def settle_fee(
    application: Application, *, reference: str, by: Any, on: dt.date, version: int | None = None
) -> Application:
    """Record that the fees are paid, with the proof; the paper may then be issued and the clock goes on."""
    row = editing.lock(application, version=version)
    editing.require_keeper(by, Action.APPLICATION_ISSUE, row)
    if row.status != ApplicationStatus.FEE_DUE or row.fee_settled_on is not None:
        raise Conflict(_("No fees are due on this application now."), code="no_fee_due")
    unpaid = next((owed for owed in row.invoices.standing() if owed.open_vnd), None)
    if unpaid is not None:
        raise Conflict(
            _("Invoice %(number)s is not paid; record the payment on its page.") % {"number": unpaid.number},
            code="unpaid",
        )
    reference = editing.require_reason(reference)
    held = application_clock.rules(row, on)
    days = application_clock.tick(row, ClockVerb.RESTARTED, ClockReason.FEE_PAID, by=by, on=on, held=held)
    changes = {**days, "check_due_on": None, "fee_settled_on": on, "fee_reference": reference[:120]}
    editing.change(row, changes, by=by, verb="application.fee_settled", note=reference)
    application.refresh_from_db()
    return application


def examined(application: Application) -> Examination | None:
    """Return the last examination if it is one of exactly what is asked for now."""
    last = application.examinations.last()
    return last if last is not None and last.content_sha256 == digest(content_of(application, {})) else None


def open_decision(application: Application) -> Decision:
    """Return the decision proposed and not dropped; Conflict when there is none."""
    found = application.decisions.filter(dropped_on__isnull=True).first()
    if found is None:
        raise Conflict(_("Nothing is proposed on this application."), code="nothing_proposed")
    return found


def countersigned(application: Application, outcome: str) -> Decision:
    """Return the countersigned decision of that outcome; Conflict when it is another or not countersigned."""
    found = open_decision(application)
    if found.countersigned_by_id is None or found.outcome != outcome:
        raise Conflict(_("The decision was not countersigned, or says something else."), code="not_countersigned")
    return found


def proposal(decision: Decision) -> dict[str, Any]:
    """Return what was proposed, as it was frozen."""
    found: dict[str, Any] = json.loads(decision.content)
    return found


def changed_since(application: Application, decision: Decision) -> bool:
    """Say whether the file is no longer what was proposed: a fact, a document."""
    kept = proposal(decision)
    facts = {name: kept[name] for name in PROPOSED if name in kept}
    return digest(content_of(application, facts)) != decision.content_sha256


def outdated(application: Application, decision: Decision) -> bool:
    """Say whether what was proposed waits to be signed or issued although the file changed: nobody can, as it is."""
    return application.ended_on is None and changed_since(application, decision)


def require_unchanged(application: Application, decision: Decision) -> None:
    """Raise Conflict when the file changed after it was proposed: it must be proposed again."""
    if changed_since(application, decision):
        raise Conflict(
            _("The file changed after the decision was proposed; take it back and propose it again."),
            code="changed_since_proposed",
        )


def _dropped(
    application: Application, step: str, action: Action, by: Any, on: dt.date, reason: str, version: int | None
) -> Application:
    row = editing.lock(application, version=version)
    editing.require_keeper(by, action, row)
    reason = editing.require_reason(reason)
    decision = open_decision(row)
    before = journal.snapshot(decision)
    decision.dropped_by, decision.dropped_on, decision.dropped_reason = by, on, reason[:400]
    decision.save(update_fields=["dropped_by", "dropped_on", "dropped_reason"])
    journal.record(
        by, "decision.dropped", decision, before=before, after=journal.snapshot(decision), note=reason,
        agency=row.agency,
    )  # fmt: skip
    closing.close_for(row, reason=reason, on=on)
    changes: dict[str, Any] = {"fee_vnd": None, "fee_settled_on": None, "fee_reference": ""}
    if row.status == ApplicationStatus.FEE_DUE and row.fee_settled_on is None:
        held = application_clock.rules(row, on)
        days = application_clock.tick(row, ClockVerb.RESTARTED, ClockReason.REOPENED, by=by, on=on, held=held)
        changes |= {**days, "check_due_on": None}
    return steps.take(application, step, by=by, reason=reason, version=row.version, changes=changes)


def _check_grant(row: Application, held: Rules, valid_until: dt.date | None, on: dt.date) -> None:
    hindrances.require_none(row, on)
    wrong = [each.text for each in problems.wrong_emissions(row.payload)]
    if wrong and row.purpose not in verdicts.NOTHING_NEW:
        raise Invalid(_("No license can be issued with this content."), code="impossible", fields={"outcome": wrong})
    if row.purpose not in WITH_TERM:
        return
    latest = terms.latest_end(held, row.license, on)
    message = ""
    if valid_until is None:
        message = _("Give the last day of the license.")
    elif valid_until <= on:
        message = _("The license would be over before it begins.")
    elif latest is not None and valid_until > latest:
        message = _("At most until %(day)s can be granted.") % {"day": day_text(latest)}
    if message:
        raise Invalid(message, fields={"valid_until": [message]})


def _check_refusal(row: Application, grounds: list[str], text: str, on: dt.date) -> None:
    known = {ground.code for ground in lookup.refusal_grounds(row.kind, on)}
    wrong: dict[str, list[str]] = {}
    if not grounds or set(grounds) - known:
        wrong["grounds"] = [_("Choose at least one ground of the list.")]
    if not text:
        wrong["text"] = [_("Say in words why the application is refused.")]
    if wrong:
        raise Invalid(_("A refusal must say why."), fields=wrong)


def _require_examined(row: Application) -> Examination:
    found = examined(row)
    if found is None:
        raise Conflict(
            _("Examine the file first: what was examined is not what is asked for now."), code="not_examined"
        )
    return found
