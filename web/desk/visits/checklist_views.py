"""The checklist: one card per item, each answer saved on its own so that nothing is lost."""

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.roles import Action
from common.clock import now
from common.errors import DomainError, NotFound
from inspections.enums import Choice
from inspections.models import Visit
from inspections.queries.checklists import ItemState, item_states, sections
from inspections.queries.earlier import of_visit
from inspections.queries.law import candidates_of
from inspections.services import answers
from rulebook.models import Penalty, Provision
from web.access import allow
from web.desk.visits.pages import frame, visit_of

ITEM = "desk/visits/_item.html"
ENTERED = ("choice", "note", "amendment_reason")  # shown again when an amendment was refused


@allow(Action.VISIT_VIEW)
def checklist(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show all items with their answers."""
    found = visit_of(request, pk)
    states = item_states(found)
    failed = [state.item for state in states if state.choice == Choice.FAIL]
    candidates = candidates_of(failed, found.window_start)
    provisions = _provisions(states)
    context = frame(found, request, "visit_checklist") | {
        "sections": [
            {"section": section, "cards": [_card(state, candidates, provisions) for state in section.items]}
            for section in sections(states)
        ],
        "refused": None,
        "entered": dict.fromkeys(ENTERED, ""),
        "saved": False,
        "answered": sum(bool(state.choice) for state in states),
        "total": len(states),
        "failed": len(failed),
        "earlier": of_visit(found),
    }
    return render(request, "desk/visits/checklist.html", context)


@allow(Action.VISIT_CONDUCT)
def answer(request: HttpRequest, pk: UUID, item_pk: UUID) -> HttpResponse:
    """Save one answer and show its card again; without JavaScript the page comes back at that item."""
    found = visit_of(request, pk)
    state = _state(found, item_pk)
    if request.method != "POST":
        return redirect(f"{reverse('desk:visit_checklist', args=[pk])}#item-{item_pk}")
    data, refused = request.POST, None
    try:
        answers.answer(
            found,
            item=state.item,
            choice=data.get("choice", ""),
            note=data.get("note", ""),
            no_finding_reason=data.get("no_finding_reason", ""),
            base_revision=int(data["base_revision"]) if data.get("base_revision", "").isdigit() else None,
            reason=data.get("amendment_reason", ""),
            by=request.user,
            at=now(),
        )
    except DomainError as error:
        refused = error
    if request.headers.get("HX-Request") != "true":
        if refused is not None:
            raise refused
        return redirect(f"{reverse('desk:visit_checklist', args=[pk])}#item-{item_pk}")
    return _shown_again(request, found, item_pk, refused)


def _shown_again(request: HttpRequest, found: Visit, item_pk: UUID, refused: DomainError | None) -> HttpResponse:
    state = _state(found, item_pk)
    candidates = candidates_of([state.item], found.window_start) if state.choice == Choice.FAIL else {}
    context = frame(found, request, "visit_checklist") | {
        "card": _card(state, candidates, _provisions([state])),
        "refused": refused,
        "entered": {name: request.POST.get(name, "") if refused and found.is_fixed else "" for name in ENTERED},
        "differences": refused.details.get("differences", ()) if refused else (),
        "saved": refused is None,
    }
    return render(request, ITEM, context, status=refused.status if refused else 200)


def _state(found: Visit, item_pk: UUID) -> ItemState:
    for state in item_states(found):
        if state.item.pk == item_pk:
            return state
    raise NotFound(_("This item is not asked in this visit."))


def _card(state: ItemState, candidates: dict[str, Any], provisions: dict[str, Provision]) -> dict[str, Any]:
    return {
        "state": state,
        "item": state.item,
        "candidates": candidates.get(state.item.code, []),
        "provisions": [provisions[code] for code in state.item.provisions if code in provisions],
    }


def _provisions(states: list[ItemState]) -> dict[str, Provision]:
    """Return the provisions of all items by code, with one query; a code's newest version wins."""
    codes = {code for state in states for code in state.item.provisions}
    rows: Any = (
        Provision.objects.current().filter(code__in=codes).select_related("instrument").order_by("effective_from")
    )
    # What an item rests on is either a duty or the act that is punished; the page says which.
    rows = rows.annotate(punished=Exists(Penalty.objects.filter(provision=OuterRef("pk"))))
    return {row.code: row for row in rows}
