"""The law as the system knows it: lists with filters, one row's page, and the legal officer's verification."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import can, visible
from accounts.roles import Action
from common.clock import today
from common.errors import DomainError
from rulebook import lookup, verification
from rulebook.enums import Matter, Outcome
from rulebook.models import ChecklistItem, Instrument, Penalty, Provision, RulebookLoad, RuleRow
from rulebook.search import search
from rulebook.usage import uses_of
from web.access import allow
from web.desk.rulebook import facts as shown
from web.forms import DayField, PageForm
from web.listing import Listing
from web.spreadsheets import table_response

STATES = [
    ("", gettext_lazy("All")),
    ("open", gettext_lazy("Not yet compared")),
    (Outcome.CONFIRMED, gettext_lazy("Agrees")),
    (Outcome.DIFFERS, gettext_lazy("Differs")),
]


class RuleFilter(forms.Form):
    """Filters of a list, all in the address."""

    q = forms.CharField(label=gettext_lazy("Search"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    instrument = forms.ModelChoiceField(
        label=gettext_lazy("Instrument"), required=False, queryset=Instrument.objects.none(), to_field_name="code"
    )
    matter = forms.ChoiceField(
        label=gettext_lazy("Matter"), required=False, choices=[("", gettext_lazy("All")), *Matter.choices]
    )
    verified = forms.ChoiceField(label=gettext_lazy("Compared with the official text"), required=False, choices=STATES)
    on = DayField(label=gettext_lazy("In force on"), required=False)

    def __init__(self, *args: Any, model: type[RuleRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if model in (Penalty, Provision):
            self.fields["instrument"].queryset = Instrument.objects.current()  # type: ignore[attr-defined]
        else:
            del self.fields["instrument"]
        if model is not Penalty:
            del self.fields["matter"]


class VerificationForm(PageForm):
    """What the legal officer found."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Result of the comparison"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    official_text = forms.CharField(
        label=gettext_lazy("Official text compared with"),
        max_length=300,
        help_text=gettext_lazy("Number of the official gazette or the official address, and the page."),
    )
    official_url = forms.URLField(
        label=gettext_lazy("Address of the official text"), required=False, assume_scheme="https"
    )
    compared_on = DayField(label=gettext_lazy("Compared on"))
    remark = forms.CharField(
        label=gettext_lazy("What differs, or other remark"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    seen_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)


@allow(Action.RULEBOOK_VIEW)
def rules(request: HttpRequest, slug: str = "penalties") -> HttpResponse:
    """List the rows of one kind."""
    kind = _kind(slug)
    form = _filter(request, kind.model)
    found = _filtered(form, kind.model)
    listing = Listing(request, found, sorts={"code": "code", "from": "effective_from"}, default="code")
    context = {
        "kind": kind,
        "form": form,
        "listing": listing,
        "lines": [_line(row) for row in listing],
        "tabs": [_tab(each, each is kind) for each in shown.KINDS],
        "progress": _progress(kind.model),
        "load": RulebookLoad.objects.first(),
        "export_url": reverse("desk:rulebook_csv", args=[slug]),
        "clear_url": f"{request.path}?on=",
    }
    return render(request, "desk/rulebook/rules.html", context)


@allow(Action.RULEBOOK_VIEW)
def rules_csv(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """Export what the list shows."""
    kind = _kind(slug)
    header = [_("Code"), _("Text"), _("Place"), _("In force from"), _("Last day in force"), _("Basis"), _("Compared")]
    found = _filtered(_filter(request, kind.model), kind.model).order_by("code", "effective_from")
    lines = (_line(row) for row in found)
    rows = (
        [
            line["row"].code, line["name"], line["place"], line["row"].effective_from, line["row"].effective_until,
            line["row"].get_basis_display(), line["state"]["label"],
        ]
        for line in lines
    )  # fmt: skip
    return table_response(request, f"rulebook-{slug}", header, rows)


@allow(Action.RULEBOOK_VIEW)
def rule(request: HttpRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    """Show one row: wording, bracket, dates, where it is used, who compared it."""
    kind, row = _kind(slug), _row(request, slug, pk)
    day = today()
    context = {
        **_about(kind, row),
        "uses": [{"name": shown.name_of(use.row), "row": use.row, "url": _url(use.row)} for use in uses_of(row, day)],
        "rests_on": [{"row": each, "url": _url(each)} for each in _provisions(row, day)],
        "violations": [{"row": each, "url": _url(each)} for each in _violations(row, day)],
        "offices": lookup.competent_offices(row, row.applies_to or "organisation", day) if _in_force(row, day) else [],
        "history": verification.history(row),
        "verify_url": reverse("desk:rule_verify", args=[slug, pk]) if _may_verify(request, row) else "",
        "next_url": _next_open(kind, row),
    }
    return render(request, "desk/rulebook/rule.html", context)


@allow(Action.RULEBOOK_VERIFY)
def verify(request: HttpRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    """Record a comparison with the official text; the published row stays as it is."""
    kind, row = _kind(slug), _row(request, slug, pk)
    form = VerificationForm(request.POST or None, initial={"seen_hash": row.content_hash, "compared_on": today()})
    if request.method == "POST" and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        try:
            verification.verify(row, by=request.user, on=today(), **given)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The comparison is recorded. The published row was not changed."))
            return redirect("desk:rule", slug=slug, pk=pk)
    context = {**_about(kind, row), "form": form, "url": _url(row)}
    return render(request, "desk/rulebook/verify.html", context, status=422 if form.errors else 200)


def _filter(request: HttpRequest, model: type[RuleRow]) -> RuleFilter:
    """Return the filter; unless the address says otherwise, what is in force today."""
    data = request.GET.copy()
    if "on" not in data:
        data["on"] = today().isoformat()
    return RuleFilter(data, model=model)


def _kind(slug: str) -> shown.Kind:
    if slug not in shown.BY_SLUG:
        raise Http404
    return shown.BY_SLUG[slug]


def _row(request: HttpRequest, slug: str, pk: uuid.UUID) -> Any:
    return visible(_rows(_kind(slug).model), request.user, pk=pk)


def _rows(model: type[RuleRow]) -> Any:
    """The rows of a kind with their related rows and their state, in a fixed number of queries."""
    links = [item.name for item in model._meta.concrete_fields if item.is_relation]
    deeper = ["provision__instrument"] if "provision" in links else []
    return model.objects.select_related(*links, *deeper).with_outcome()


def _filtered(form: RuleFilter, model: type[RuleRow]) -> Any:
    found = _rows(model).current()
    if not form.is_valid():
        return found
    data = form.cleaned_data
    if data.get("instrument"):
        found = found.filter(**{"provision__instrument" if model is Penalty else "instrument": data["instrument"]})
    if data.get("matter"):
        found = found.filter(domain=data["matter"])
    if data["verified"]:
        found = found.filter(outcome=None if data["verified"] == "open" else data["verified"])
    if data["on"]:
        found = found.in_force_on(data["on"])
    return search(found, data["q"])


def _line(row: Any) -> dict[str, Any]:
    """One line of a list."""
    provision = row.provision if isinstance(row, Penalty) else None
    return {
        "row": row,
        "name": shown.name_of(row),
        "place": shown.name_of(provision) if provision else "",
        "bracket": next(iter(shown.facts_of(row)), ("", ""))[1] if provision else "",
        "state": shown.state(row.outcome),
        "url": _url(row),
    }


def _about(kind: shown.Kind, row: Any) -> dict[str, Any]:
    provision = row.provision if isinstance(row, Penalty) else row if isinstance(row, Provision) else None
    instrument = row if isinstance(row, Instrument) else getattr(provision, "instrument", None)
    return {
        "kind": kind,
        "kind_url": reverse("desk:rulebook_kind", args=[kind.slug]),
        "row": row,
        "name": shown.name_of(row),
        "provision": provision,
        "instrument": instrument,
        "facts": shown.facts_of(row),
        "missing": shown.missing_of(row),
        "state": shown.state(row.outcome),
    }


def _url(row: RuleRow) -> str:
    return reverse("desk:rule", args=[shown.SLUG_OF[type(row)], row.pk])


def _tab(kind: shown.Kind, current: bool) -> dict[str, Any]:
    return {"url": reverse("desk:rulebook_kind", args=[kind.slug]), "label": kind.label, "current": current}


def _progress(model: type[RuleRow]) -> dict[str, int]:
    ids = list(model.objects.current().values_list("pk", flat=True))
    return {"total": len(ids), "confirmed": len(lookup.confirmed_ids(ids))}


def _provisions(row: Any, day: Any) -> list[Any]:
    return lookup.provisions_of(row, day) if isinstance(getattr(row, "provisions", None), list) else []


def _violations(row: Any, day: Any) -> list[Any]:
    return lookup.violations_of(row, day) if isinstance(row, ChecklistItem) else []


def _in_force(row: Any, day: Any) -> bool:
    if not isinstance(row, Penalty) or row.effective_from > day:
        return False
    return row.effective_until is None or row.effective_until >= day


def _may_verify(request: HttpRequest, row: RuleRow) -> bool:
    return can(request.user, Action.RULEBOOK_VERIFY, row)


def _next_open(kind: shown.Kind, row: RuleRow) -> str:
    """The next row of the list that nobody has compared yet."""
    waiting = _rows(kind.model).current().filter(outcome=None).exclude(pk=row.pk).order_by("code", "effective_from")
    found = waiting.filter(code__gt=row.code).first() or waiting.first()
    return _url(found) if found else ""
