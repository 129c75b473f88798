"""Internet access points and game points: list, record, declaration, amendment, steps."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import visible
from accounts.roles import Action
from common.clock import today
from licenses.models import Establishment, License, Licensee
from licenses.queries.found_places import SET_RIGHT
from licenses.services import establishments, found_places, hindrances
from licenses.services.editing import require_keeper
from web.access import allow
from web.desk.holds import part as holds
from web.desk.register import facts
from web.desk.register.pages import Panel, Record, asked_key, form_page, list_page, panel, record_page, step_page
from web.register_forms import EstablishmentForm


@allow(Action.REGISTER_VIEW)
def establishment_list(request: HttpRequest) -> HttpResponse:
    """List establishments, or show them on the map."""
    new_url = f"{reverse('desk:licensee_choose')}?for=establishment"
    return list_page(request, "establishments", _("Establishments"), new_url, _("Declare an establishment"))


def _found(request: HttpRequest, pk: Any) -> Establishment:
    return visible(Establishment.objects.select_related("unit__parent", "agency", "licensee"), request.user, pk=pk)


@allow(Action.REGISTER_VIEW)
def establishment(request: HttpRequest, pk: Any) -> HttpResponse:
    """Show an establishment with its nearest school and its licenses."""
    obj = _found(request, pk)
    return record_page(
        request,
        Record(
            obj=obj,
            lead=obj.address,
            kind="establishments",
            up_label=_("Establishments"),
            sections=facts.establishment,
            panels=lambda shown, on: _panels(request, shown, on),
            edit_url=reverse("desk:establishment_edit", args=[obj.pk]) if obj.valid_until is None else "",
            step_url="desk:establishment_step",
            relations=[(_("Keeper"), "licensee")],
            parts=[holds.part(request.user, obj.licensee, establishment=obj)],
            extra={"school": facts.school(obj, today())},
        ),
    )


def _panels(request: HttpRequest, place: Establishment, on: Any) -> list[Panel]:
    held = License.objects.visible_to(request.user).filter(establishment=place.pk)
    held = held.active_on(on) if on < today() else held
    shown = panel("licenses", _("Licenses"), held, request.user)
    return [shown] if shown.rows else []


@allow(Action.REGISTER_EDIT)
def establishment_new(request: HttpRequest) -> HttpResponse:
    """Declare an establishment for the holder named in the address."""
    if not request.GET.get("licensee"):
        return redirect(f"{reverse('desk:licensee_choose')}?{urlencode({'for': 'establishment'})}")
    holder = visible(Licensee.objects.current(), request.user, pk=asked_key(request, "licensee"))
    form = EstablishmentForm(request.POST or None, user=request.user, on=today(), initial={"valid_from": today()})
    return form_page(
        request,
        form,
        lambda filled: establishments.declare(
            by=request.user,
            on=today(),
            licensee=holder,
            confirmed=filled.cleaned_data["confirmed"],
            **filled.values(),
        ),
        heading=_("Declare an establishment"),
        lead=_("Keeper: %(name)s") % {"name": holder.name},
        cancel_url=reverse("desk:licensee", args=[holder.pk]),
        done=_("The establishment was declared."),
    )


@allow(Action.REGISTER_EDIT)
def establishment_edit(request: HttpRequest, pk: Any) -> HttpResponse:
    """Amend an establishment."""
    obj = _found(request, pk)
    require_keeper(request.user, Action.REGISTER_EDIT, obj)
    form = EstablishmentForm(request.POST or None, user=request.user, on=today(), record=obj)
    return form_page(
        request,
        form,
        lambda filled: establishments.amend(
            obj,
            by=request.user,
            on=today(),
            version=filled.cleaned_data["version"],
            reason=filled.cleaned_data["reason"],
            confirmed=filled.cleaned_data["confirmed"],
            **filled.values(),
        ),
        heading=_("Amend %(name)s") % {"name": obj.name},
        lead=_("Keeper: %(name)s") % {"name": obj.licensee.name},
        cancel_url=reverse("desk:establishment", args=[obj.pk]),
        done=_("The amendment was saved."),
    )


@allow(Action.REGISTER_EDIT)
def establishment_step(request: HttpRequest, pk: Any, name: str) -> HttpResponse:
    """Verify or close an entry; record the declaration of a place that an inspection found, or that it is gone."""
    obj = _found(request, pk)
    by = request.user

    def close(values: dict[str, Any]) -> Any:
        return establishments.close(
            obj, by=by, on=values["on"], version=values["version"], reason=values["reason"],
            despite_hold=values.get("despite_hold", False),
        )  # fmt: skip

    return step_page(
        request,
        obj,
        name,
        {
            "verify": lambda values: establishments.verify(
                obj, by=by, on=values["on"], version=values["version"], note=values["reason"]
            ),
            "declare": lambda values: establishments.record_declaration(
                obj, by=by, on=values["on"], version=values["version"], note=values["reason"]
            ),
            SET_RIGHT: lambda values: found_places.set_right(
                obj, by=by, version=values["version"], reason=values["reason"]
            ),
            "gone": close,
            "close": close,
        },
        up_label=_("Establishments"),
        dated=name != SET_RIGHT,
        held=hindrances.on_place(obj, today()) if name in ("gone", "close") else (),
    )
