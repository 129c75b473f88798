"""Giving visits to tablets: one from its page, several from the list of a day; calling back and giving on."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts import access
from accounts.roles import Action
from common.clock import now, today
from common.errors import DomainError
from fieldwork.models import Dispatch, Tablet
from fieldwork.queries import office
from fieldwork.services import dispatching
from inspections.models import Visit
from web.access import allow
from web.desk.visits.pages import frame, visit_of
from web.forms import DayField, PageForm

MOST = 200


class TabletForm(PageForm):
    """To which tablet, and where it has one already, why it loses the visit."""

    tablet = forms.ModelChoiceField(label=gettext_lazy("Tablet"), queryset=Tablet.objects.none(), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Why the tablet loses the visit"), max_length=2_000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, visit: Visit, current: Dispatch | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"version": visit.version}} | kwargs)
        rows = Tablet.objects.enrolled().filter(agency=visit.agency)
        field: Any = self.fields["tablet"]
        field.queryset = rows.exclude(pk=current.tablet_id) if current else rows
        if current is None:
            del self.fields["reason"]


class DayForm(forms.Form):
    """Which day."""

    day = DayField(label=gettext_lazy("Day"), required=False)


class ManyForm(forms.Form):
    """Which visits, to which tablet."""

    tablet = forms.ModelChoiceField(label=gettext_lazy("Tablet"), queryset=Tablet.objects.none())
    visits = forms.ModelMultipleChoiceField(queryset=Visit.objects.none())

    def __init__(self, user: Any, rows: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["visits"]
        chosen.queryset = rows
        offered: Any = self.fields["tablet"]
        offered.queryset = Tablet.objects.visible_to(user).enrolled()


class MoveForm(forms.Form):
    """Which visits of a tablet leave it, why, and where to."""

    visits = forms.ModelMultipleChoiceField(label=gettext_lazy("Inspections"), queryset=Visit.objects.none())
    reason = forms.CharField(
        label=gettext_lazy("Why the tablet loses the visit"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 2})
    )
    tablet = forms.ModelChoiceField(
        label=gettext_lazy("Give on to"), queryset=Tablet.objects.none(), required=False,
        empty_label=gettext_lazy("to no tablet: recall to the office"),
    )  # fmt: skip

    def __init__(self, found: Tablet, rows: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["visits"]
        chosen.queryset = Visit.objects.filter(pk__in=[row.visit_id for row in rows])
        offered: Any = self.fields["tablet"]
        offered.queryset = Tablet.objects.enrolled().filter(agency=found.agency).exclude(pk=found.pk)


@allow(Action.VISIT_PLAN)
def visit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give one visit to a tablet, to another one, or call it back."""
    found = visit_of(request, pk)
    current = dispatching.current(found)
    form = TabletForm(found, current, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _act(found, current, form.cleaned_data, request)
        except DomainError as error:
            form.refuse(error)
        else:
            return redirect("desk:visit", pk)
    offered: Any = form.fields["tablet"]
    context = frame(found, request, "visit") | {
        "form": form,
        "current": current,
        "offered": offered.queryset.exists(),
        "possible": current is not None or found.status in dispatching.MAY_GO_OUT,
    }
    return render(request, "desk/tablets/visit.html", context, status=422 if form.errors else 200)


@allow(Action.VISIT_PLAN)
def day(request: HttpRequest) -> HttpResponse:
    """Give several visits of a day to a tablet."""
    chosen = DayForm(request.GET or None)
    on = (chosen.is_valid() and chosen.cleaned_data.get("day")) or today()
    rows = office.may_go_out(request.user, on=on).order_by("window_start", "number")
    form = ManyForm(request.user, rows, request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        sent, left = dispatching.send_many(data["visits"], tablet=data["tablet"], by=request.user)
        if sent:
            text = ngettext(
                "%(count)d visit goes with “%(tablet)s”.", "%(count)d visits go with “%(tablet)s”.", len(sent)
            )
            messages.success(request, text % {"count": len(sent), "tablet": data["tablet"]})
        for row, why in left:
            messages.warning(request, f"{row.number}: {why}")
        return redirect(f"{request.path}?day={on.isoformat()}")
    listed = list(rows[: MOST + 1])
    context = {
        "day_form": chosen if chosen.is_bound else DayForm(initial={"day": on}),
        "form": form, "rows": listed[:MOST], "cut": len(listed) > MOST, "most": MOST, "on": on,
        "marked": set(request.POST.getlist("visits")),
    }  # fmt: skip
    return render(request, "desk/tablets/day.html", context, status=422 if form.errors else 200)


@allow(Action.VISIT_PLAN)
def move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take several visits from a tablet: back to the office, or on to another one."""
    found: Tablet = access.visible(office.tablets(request.user), request.user, pk=pk)
    rows = list(office.visits_with(found))
    form = MoveForm(found, rows, request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done, left = dispatching.move_many(
            data["visits"], to=data["tablet"], by=request.user, reason=data["reason"], at=now()
        )
        if done and data["tablet"]:
            text = ngettext(
                "%(count)d visit goes with “%(tablet)s”.", "%(count)d visits go with “%(tablet)s”.", len(done)
            )
            messages.success(request, text % {"count": len(done), "tablet": data["tablet"]})
        elif done:
            text = ngettext("%(count)d visit is recalled.", "%(count)d visits are recalled.", len(done))
            messages.success(request, text % {"count": len(done)})
        for row, why in left:
            messages.warning(request, f"{row.number}: {why}")
        return redirect("desk:tablet", pk)
    marked = request.POST.getlist("visits") if request.method == "POST" else [str(row.visit_id) for row in rows]
    context = {"tablet": found, "form": form, "rows": rows, "marked": set(marked)}
    return render(request, "desk/tablets/move.html", context, status=422 if form.errors else 200)


def _act(found: Visit, current: Dispatch | None, data: dict[str, Any], request: HttpRequest) -> None:
    chosen, by = data["tablet"], request.user
    if current is None:
        if chosen is None:
            raise dispatching.no_tablet()
        dispatching.send(found, tablet=chosen, by=by, version=data["version"])
        messages.success(request, _("The visit goes with “%(tablet)s”.") % {"tablet": chosen})
    elif chosen is None:
        dispatching.recall(found, by=by, reason=data["reason"], at=now())
        messages.success(request, _("The visit is recalled; the tablet learns it at its next contact."))
    else:
        dispatching.reassign(found, tablet=chosen, by=by, reason=data["reason"], at=now())
        messages.success(request, _("The visit goes with “%(tablet)s” now.") % {"tablet": chosen})
