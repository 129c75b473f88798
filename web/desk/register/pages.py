"""The pages that every kind of record of the register has: list, map, record, form, step."""

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import agencies_of, can
from accounts.roles import Action
from common.clock import today
from common.errors import Conflict, DomainError, NotFound
from licenses.models import License
from licenses.queries import planned
from licenses.queries.register import AsOf, as_of, next_for, steps_for
from web.desk.quality import part as quality
from web.desk.register.filters import filtered
from web.desk.register.forms import HeldStepForm, StepForm, UndatedStepForm
from web.desk.register.similar import read_along, similar_rows
from web.desk.register.tables import TABLES, Column, Table
from web.desk.register.timeline import timeline
from web.forms import PageForm
from web.links import address, record_url
from web.listing import Listing
from web.register_forms import RegisterForm

TABS = (
    ("register", gettext_lazy("Search")),
    ("licensees", gettext_lazy("Licensees")),
    ("establishments", gettext_lazy("Establishments")),
    ("stations", gettext_lazy("Stations")),
    ("licenses", gettext_lazy("Licenses")),
    ("assignments", gettext_lazy("Assignments")),
)
WITH_MAP = frozenset({"establishments", "stations", "assignments"})
ALL_OF_THEM = gettext_lazy("All of them")
# A panel of a record page shows this many rows of what belongs to it, then leads to the list.
PANEL_ROWS = 20


def tabs(current: str) -> list[dict[str, Any]]:
    """Return the parts of the register, the current one marked."""
    return [{"url": reverse(f"desk:{name}"), "label": label, "current": name == current} for name, label in TABS]


def may_edit(user: Any, obj: Any = None, agency_id: Any = None) -> bool:
    """Say whether to offer the edit button: the right, in the agency that keeps the record."""
    keeper = agency_id or getattr(obj, "agency_id", None)
    held = agencies_of(user, Action.REGISTER_EDIT)
    return bool(held) and (keeper is None or keeper in {agency.pk for agency in held})


def list_page(request: HttpRequest, kind: str, heading: str, new_url: str = "", new_label: str = "") -> HttpResponse:
    """Show a list of the register, or its map, both of the filters in the address."""
    form, found = filtered(kind, request)
    table = TABLES[kind]
    context = {
        "kind": kind,
        "heading": heading,
        "tabs": tabs(kind),
        "form": form,
        "as_map": kind in WITH_MAP and request.GET.get("view") == "map",
        "has_map": kind in WITH_MAP,
        "points_url": f"{reverse(f'desk:{kind}_points')}?{request.GET.urlencode()}" if kind in WITH_MAP else "",
        "list_url": f"{request.path}?{_without_view(request)}",
        "export_url": address(f"desk:{kind}_csv"),
        "new_url": new_url if may_edit(request.user) else "",
        "new_label": new_label,
    }
    if not context["as_map"]:
        listing = Listing(request, read_along(kind, found), sorts=table.sorts, default=table.default)
        rows = table.rows(listing.rows, can(request.user, Action.PERSONAL_DATA_VIEW))
        context |= {"listing": listing, "columns": table.columns, "rows": rows}
        context["similar"] = similar_rows(request, kind, listing)
    return render(request, "desk/register/list.html", context)


def _without_view(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("view", None)
    return query.urlencode()


@dataclass
class Panel:
    """A table on a record page: what belongs to the record."""

    title: str
    columns: Sequence[Column]
    rows: list[Any]
    more_url: str = ""
    more_label: Any = ALL_OF_THEM
    add_url: str = ""
    add_label: str = ""
    listing: Listing | None = None
    form: Any = None


def panel(kind: str, title: str, found: Any, user: Any, more_url: str = "") -> Panel:
    """Return the first rows of what belongs to a record, and where the rest is."""
    table: Table = TABLES[kind]
    records = list(read_along(kind, found).order_by(table.sorts[table.default], "pk")[: PANEL_ROWS + 1])
    rows = table.rows(records[:PANEL_ROWS], can(user, Action.PERSONAL_DATA_VIEW))
    return Panel(title, table.columns, rows, more_url if len(records) > PANEL_ROWS else "")


@dataclass
class Record:
    """A record page in the making: what differs between kinds of records."""

    obj: Any
    kind: str
    up_label: str
    sections: Callable[[Any], list[Any]]
    panels: Callable[[Any, dt.date], list[Panel]]
    title: Callable[[Any], str] = str
    lead: str = ""
    edit_url: str = ""
    step_url: str = ""
    actions: list[tuple[str, str]] = field(default_factory=list)
    relations: list[tuple[str, Any]] = field(default_factory=list)
    radius_m: float | None = None
    extra: dict[str, Any] = field(default_factory=dict)
    parts: list[dict[str, Any]] = field(default_factory=list)  # each names its template
    agency_id: Any = None


def asked_key(request: HttpRequest, name: str) -> uuid.UUID:
    """Return the key of another record named in the address; NotFound for nonsense."""
    try:
        return uuid.UUID(request.GET.get(name, ""))
    except ValueError as error:
        raise NotFound(_("There is no such record, or it is not yours to see.")) from error


def asked_day(request: HttpRequest) -> dt.date | None:
    """Return the past day in `?on=`; None for today, the future and nonsense."""
    try:
        on = dt.date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return None
    return on if on < today() else None


def record_page(request: HttpRequest, record: Record) -> HttpResponse:
    """Show a record as it stands, or as it stood on a day asked for."""
    obj, on = record.obj, asked_day(request)
    day_of = planned.days(obj).of_entry if on and isinstance(obj, License) else None
    past: AsOf | None = as_of(obj, on, day_of=day_of) if on else None
    shown = past.record if past else obj
    if past is None:
        record.parts = [*quality.part(request.user, obj, today()), *record.parts]
    context = {
        "record": record,
        "past": past,
        "on": on.isoformat() if on else "",
        "today": today(),
        "title": record.title(shown),
        "sections": record.sections(shown),
        "relations": _related(record, shown),
        "panels": record.panels(shown, on or today()),
        "next": next_for(obj, today()),
        "entries": timeline(obj, show_personal=can(request.user, Action.PERSONAL_DATA_VIEW)),
        "up_url": reverse(f"desk:{record.kind}"),
        "school": None,
        "merged_into": None,
        **_state_and_place(record, shown),
        **_doings(request, record, past),
        **record.extra,
    }
    return render(request, "desk/register/record.html", context)


def _state_and_place(record: Record, shown: Any) -> dict[str, Any]:
    """Return the state's word and code (empty for records without one) and the position, for badge and map."""
    stepped = hasattr(shown, "lifecycle")
    return {
        "state": shown.get_status_display() if stepped else "",
        "state_code": shown.status if stepped else "",
        "map_lat": getattr(shown, "lat", None),
        "map_lon": getattr(shown, "lon", None),
        "map_radius_m": record.radius_m,
    }


def _doings(request: HttpRequest, record: Record, past: AsOf | None) -> dict[str, Any]:
    """Return what this person may do here; nothing is done to the past."""
    obj = record.obj
    if past is not None:
        return {"steps": [], "leading": False, "edit_url": "", "actions": []}
    steps = steps_for(request.user, obj) if hasattr(obj, "lifecycle") else []
    keeps = may_edit(request.user, obj, record.agency_id)
    return {
        "steps": [(step, reverse(record.step_url, args=[obj.pk, step.name])) for step in steps],
        # what ends a record is never the button that the eye falls on
        "leading": bool(steps) and steps[0].target not in obj.lifecycle.finals,
        "edit_url": record.edit_url if keeps else "",
        "actions": record.actions if keeps else [],
    }


def _related(record: Record, shown: Any) -> list[tuple[str, Any]]:
    """Return the records this one points to, as it pointed to them on the day shown."""
    found = [(label, getattr(shown, what) if isinstance(what, str) else what) for label, what in record.relations]
    return [(label, related) for label, related in found if related is not None]


def form_page(
    request: HttpRequest,
    form: RegisterForm,
    save: Callable[[RegisterForm], Any],
    *,
    heading: str,
    cancel_url: str,
    done: str,
    lead: str = "",
    existing_page: str = "",
) -> HttpResponse:
    """Show a form; on POST call the service once, then go to the record, or say what is to be mended."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                saved = save(form)
            except DomainError as error:
                if error.status not in (409, 422):
                    raise
                form.refuse(error)
                status = error.status
            else:
                messages.success(request, done)
                return redirect(record_url(saved))
    existing_url = reverse(existing_page, args=[form.existing["id"]]) if form.existing and existing_page else ""
    context = {
        "form": form,
        "heading": heading,
        "lead": lead,
        "cancel_url": cancel_url,
        "existing_url": existing_url,
        "differences": form.differences,
    }
    return render(request, "desk/register/form.html", context, status=status)


def step_page(
    request: HttpRequest, obj: Any, name: str, take: dict[str, Callable[[dict[str, Any]], Any]], *, up_label: str,
    held: Sequence[str] = (), dated: bool = True,
) -> HttpResponse:  # fmt: skip
    """Ask for day and reason of a step, then take it; a step not open to this person is a conflict.

    `held` are the holds in words that do not stop the step, but that whoever takes it must have read; `dated` says
    whether the step has a day.
    """
    step = next((step for step in steps_for(request.user, obj) if step.name == name), None)
    if step is None or name not in take:
        raise Conflict(
            _("This step cannot be taken now: the record is “%(state)s”.") % {"state": obj.get_status_display()},
            details={"url": record_url(obj)},
        )
    form_type = HeldStepForm if held else StepForm if dated else UndatedStepForm
    form = form_type(request.POST or None, initial={"on": today(), "version": obj.version})
    return confirm_page(
        request,
        form,
        lambda values: take[name](values),
        obj=obj,
        heading=f"{step.label}: {obj}",
        button=step.label,
        up_label=up_label,
        context={"held": held},
    )


def confirm_page(
    request: HttpRequest,
    form: PageForm,
    act: Callable[[dict[str, Any]], Any],
    *,
    obj: Any,
    heading: str,
    button: Any,
    up_label: str,
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """Show a small form that confirms one act on a record, and do it on POST."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                done = act(form.cleaned_data)
            except DomainError as error:
                if error.status != 422:
                    error.details.setdefault("url", record_url(obj))
                    raise
                form.refuse(error)
            else:
                messages.success(request, _("Saved."))
                return redirect(record_url(done))
    shown = {"form": form, "heading": heading, "button": button, "obj_url": record_url(obj), "obj": obj}
    shown |= {"up_label": up_label, **(context or {})}
    return render(request, "desk/register/confirm.html", shown, status=status)
