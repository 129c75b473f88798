"""The announcement of a visit: the notice is checked, the paper is issued, and the visit becomes announced."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import access, steps
from accounts.roles import Action
from common.errors import Conflict
from inspections.documents import announcement
from inspections.enums import VisitReason
from inspections.models import Visit
from inspections.queries.checklists import item_states
from inspections.services import notice, wording
from inspections.services.planning import require_own
from issuing import services as issuing
from issuing.models import IssuedDocument
from rulebook import lookup
from rulebook.models import NoticeRule, Provision, RuleRow

REFUSAL_RIGHT = "TT02-2016-D22-K5"
_REASONS = {
    VisitReason.PLANNED: "kiểm tra theo kế hoạch",
    VisitReason.COMPLAINT: "kiểm tra đột xuất theo tin báo, phản ánh",
    VisitReason.REINSPECTION: "kiểm tra lại",
    VisitReason.APPLICATION: "kiểm tra phục vụ giải quyết hồ sơ",
    VisitReason.ON_THE_SPOT: "kiểm tra khi phát hiện hành vi vi phạm tại chỗ",
}


@transaction.atomic
def announce(visit: Visit, *, by: Any, on: dt.date, version: int | None = None) -> IssuedDocument:
    """Issue the announcement, number and all, and take the step; refused when the notice is too short.

    Doing it twice returns the paper already issued.
    """
    require_own(visit, by, Action.VISIT_ANNOUNCE)
    known = issuing.current(visit, announcement.FORM_CODE)
    if known and visit.status != visit.lifecycle.initial:
        return known
    if visit.no_notice:
        raise Conflict(
            _("This visit was planned without announcement, for a reason on record."), code="not_to_be_announced"
        )
    found = notice.require(subject=visit.subject, reason=visit.reason, window_start=visit.window_start, on=on)
    steps.take(visit, "announce", by=by, version=version)
    rests_on: list[RuleRow] = [*visit.checklists.all(), *([found.rule] if found.rule else [])]
    return issuing.issue(
        form_code=announcement.FORM_CODE,
        agency=visit.agency,
        target=visit,
        payload=_payload(visit, found, by=by, on=on),
        render=announcement.render,
        rests_on=rests_on,
        by=by,
        on=on,
        template_version=announcement.TEMPLATE_VERSION,
    )


def _payload(visit: Visit, found: notice.Notice, *, by: Any, on: dt.date) -> announcement.Announcement:
    party = visit.licensee
    with translation.override("vi"):
        states = item_states(visit)
        return {
            "agency": wording.agency_head(visit.agency),
            "issued_on": on.isoformat(),
            "subject_name": party.name,
            "subject_kind": wording.SUBJECT_KINDS.get(party.kind, ""),
            "subject_identifier": party.identifier,
            "subject_address": wording.party_address(party),
            "representative": party.representative,
            "targets": _targets(visit),
            "legal_basis": _legal_basis(visit, found.rule, on),
            "reason": "; ".join(part for part in (_REASONS[VisitReason(visit.reason)], visit.reason_text) if part),
            "scope": list(dict.fromkeys(state.item.section_vi for state in states)),
            "window_from": visit.window_start.isoformat(),
            "window_to": visit.window_end.isoformat(),
            "team": wording.team(visit),
            "notice": _notice(found, visit, on),
            "prepare": [
                f"giấy tờ, tài liệu về nội dung “{state.item.text_vi}”"
                for state in states
                if "document_copy" in state.item.evidence_required
            ],
            "rights": _rights(visit, on),
            "contact": " · ".join(part for part in (visit.agency.phone, visit.agency.email) if part),
            "signer_post": by.post,
            "signer_name": str(by),
            "copies_to": ["Như trên", "Lưu: VT"],
            "unverified": [],
        }


def _targets(visit: Visit) -> list[announcement.Target]:
    if visit.establishment:
        return [{"name": visit.establishment.name, "address": visit.establishment.address}]
    return [
        {"name": str(station), "address": station.address, "details": station.call_sign}
        for station in visit.stations.order_by("name", "pk")
    ]


def _legal_basis(visit: Visit, rule: NoticeRule | None, on: dt.date) -> list[str]:
    found = [row.citation_vi for row in _provisions(rule.provisions if rule else [], on)]
    return [part for part in (visit.legal_basis, *found) if part]


def _rights(visit: Visit, on: dt.date) -> list[str]:
    """Only rights that were read in a source are printed."""
    if visit.subject != "radio":
        return []
    return [f"{row.text_vi.rstrip('.')} ({row.citation_vi})" for row in _provisions([REFUSAL_RIGHT], on)]


def _provisions(codes: list[str], on: dt.date) -> list[Provision]:
    # A convention of this system is no legal basis.
    named = [code for code in dict.fromkeys(codes) if not code.startswith("WW-")]
    return [lookup.provision_on(code, on) for code in named]


def _notice(found: notice.Notice, visit: Visit, on: dt.date) -> announcement.Notice:
    rule = found.rule
    return {
        "rule": rule.text_vi.rstrip(".") if rule else "",
        "days": rule.number if rule else None,
        "unit": rule.unit if rule else "",
        "announced_on": on.isoformat(),
        "first_day": visit.window_start.isoformat(),
        "satisfied": found.kept,
    }


def paper_of(visit: Visit, user: Any) -> IssuedDocument | None:
    """Return the announcement, if the person may see it."""
    found = issuing.current(visit, announcement.FORM_CODE)
    return found if found and access.sees(user, found) else None
