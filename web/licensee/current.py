"""For whom the person acts on this page: the licensee chosen, the others on offer, and what may be done for it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts import access
from accounts.roles import Action
from common.errors import NotFound
from licenses.models import Licensee

CHOSEN = "my_licensee"


def licensees_of(request: HttpRequest) -> list[Licensee]:
    """Return every licensee the person acts for, the longest known first; asked of the database once a request."""
    kept: list[Licensee] | None = getattr(request, "acting_licensees", None)
    if kept is None:
        keys = access.parties_of(request.user)
        found = Licensee.objects.select_related("agency", "unit__parent").in_bulk(keys) if keys else {}
        kept = [found[key] for key in keys if key in found]
        request.acting_licensees = kept  # type: ignore[attr-defined]
    return kept


def licensee_of(request: HttpRequest) -> Licensee:
    """Return the licensee the person acts for now; NotFound for who acts for nobody."""
    held = licensees_of(request)
    if not held:
        raise NotFound(_("You do not act for a licensee yet."))
    chosen = request.session.get(CHOSEN)
    return next((each for each in held if each.pk.hex == chosen), held[0])


def choose(request: HttpRequest, pk: UUID) -> Licensee:
    """Act for this licensee from now on; NotFound when it is not one of the person's."""
    for each in licensees_of(request):
        if each.pk == pk:
            request.session[CHOSEN] = each.pk.hex
            return each
    raise NotFound(_("There is no such record, or it is not yours to see."))


def page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Return the page with what each of these pages needs: the licensee, the others, and whether one may submit."""
    holder = licensee_of(request)
    frame = {
        "holder": holder,
        "frame_agency": holder.name,
        "holders": licensees_of(request),
        "may_submit": access.can(request.user, Action.APPLICATION_SUBMIT, holder),
    }
    return render(request, template, {**frame, **context}, status=status)


def act_on(request: HttpRequest, pk: Any) -> None:
    """Act for the licensee whose record is opened, when it is another of the person's."""
    if licensee_of(request).pk != pk:
        choose(request, pk)
