"""The page of the rules, the work list of one, and what is done about a finding."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.access import can, visible
from accounts.roles import Action
from common.clock import today
from common.errors import DomainError
from licenses.enums import QualityState
from licenses.models import QualityFinding
from licenses.services.quality import acts
from licenses.services.quality.rules import BY_CODE, RULES
from operations.models import DailyRun
from web.access import allow
from web.desk.quality.words import other, sentence
from web.exports import csv_response
from web.forms import PageForm
from web.links import url_of
from web.listing import COUNT_CAP, Listing

JOB = "register.quality"


class WorkFilter(forms.Form):
    """Filters of a work list; it opens on what is not settled."""

    state = forms.ChoiceField(label=gettext_lazy("State"), required=False, choices=QualityState.choices)
    whose = forms.ChoiceField(
        label=gettext_lazy("Assigned to"),
        required=False,
        choices=[
            ("", gettext_lazy("All")),
            ("mine", gettext_lazy("Me")),
            ("nobody", gettext_lazy("Nobody (assigned)")),
        ],
    )

    def narrow(self, found: Any, user: Any) -> Any:
        """Return the findings that match."""
        asked = self.cleaned_data if self.is_bound and self.is_valid() else {}
        found = found.filter(state=asked.get("state") or QualityState.OPEN)
        match asked.get("whose"):
            case "mine":
                return found.filter(assigned_to=user)
            case "nobody":
                return found.filter(assigned_to=None)
        return found


class AssignForm(PageForm):
    """To whom a finding is given."""

    to = forms.ChoiceField(label=gettext_lazy("Give it to"), required=False)

    def __init__(self, *args: Any, people: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            ("", gettext_lazy("Nobody (assigned)")),
            *((key, str(person)) for key, person in self.people.items()),
        ]


class DismissForm(PageForm):
    """Why a finding is dismissed."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=400, required=False)


@allow(Action.QUALITY_VIEW)
def rules(request: HttpRequest) -> HttpResponse:
    """Show each rule with how many findings wait."""
    open_ones = QualityFinding.objects.visible_to(request.user).open().order_by()
    lines = []
    for rule in RULES:
        counted = open_ones.filter(rule=rule.code)[: COUNT_CAP + 1].count()
        lines.append({"rule": rule, "count": min(counted, COUNT_CAP), "capped": counted > COUNT_CAP})
    run = DailyRun.objects.filter(job=JOB).order_by("-on").first()
    return render(request, "desk/quality/rules.html", {"lines": lines, "run": run})


@allow(Action.QUALITY_VIEW)
def work_list(request: HttpRequest, code: str) -> HttpResponse:
    """Show the findings of one rule, paged by key."""
    rule, form, found = _asked(request, code)
    listing = Listing(request, found.select_related("assigned_to"), sorts={"seen": "first_seen_on"}, default="seen")
    rows = [
        (row, sentence(row.rule, row.facts), url_of(row.target_type, row.target_id), other(row.target_type, row.facts))
        for row in listing
    ]
    context = {"rule": rule, "form": form, "listing": listing, "rows": rows}
    return render(request, "desk/quality/list.html", context)


@allow(Action.QUALITY_VIEW)
def work_list_csv(request: HttpRequest, code: str) -> HttpResponseBase:
    """Hand out the work list as a file, streamed."""
    rule, _form, found = _asked(request, code)
    header = [_("Rule"), _("Record"), _("What was found"), _("State"), _("First found on"), _("Assigned to"),
              _("Why it was dismissed")]  # fmt: skip

    def lines() -> Iterator[list[str]]:
        for row in found.select_related("assigned_to").order_by("pk").iterator(chunk_size=1_000):
            yield [rule.code, row.label, sentence(row.rule, row.facts), row.get_state_display(),
                   row.first_seen_on.isoformat(), str(row.assigned_to or ""), row.dismissed_reason]  # fmt: skip

    return csv_response(f"quality-{rule.code}", header, lines())


@allow(Action.QUALITY_VIEW)
def finding(request: HttpRequest, pk: Any) -> HttpResponse:
    """Show one finding, and what may be done about it."""
    return _page(request, _found(request, pk))


@require_POST
@allow(Action.QUALITY_SETTLE)
def assign(request: HttpRequest, pk: Any) -> HttpResponse:
    """Give a finding to a person."""
    row = _found(request, pk)
    form = AssignForm(request.POST, people=acts.people(row, today()))
    if form.is_valid():
        acts.assign(row, to=form.people.get(form.cleaned_data["to"]), by=request.user, on=today())
        messages.success(request, _("Saved."))
        return redirect("desk:quality_finding", pk)
    return _page(request, row, assigning=form, status=422)


@require_POST
@allow(Action.QUALITY_SETTLE)
def dismiss(request: HttpRequest, pk: Any) -> HttpResponse:
    """Dismiss a finding with a reason."""
    row, form = _found(request, pk), DismissForm(request.POST)
    if form.is_valid():
        try:
            acts.dismiss(row, reason=form.cleaned_data["reason"], by=request.user, on=today())
        except DomainError as error:
            if error.status != 422:
                raise
            form.refuse(error)
        else:
            messages.success(request, _("Dismissed. It comes back when its numbers change."))
            return redirect("desk:quality_rule", row.rule)
    return _page(request, row, dismissing=form, status=422)


def _asked(request: HttpRequest, code: str) -> tuple[Any, WorkFilter, Any]:
    if code not in BY_CODE:
        raise Http404
    form = WorkFilter(request.GET or None)
    found = QualityFinding.objects.visible_to(request.user).filter(rule=code)
    return BY_CODE[code], form, form.narrow(found, request.user)


def _found(request: HttpRequest, pk: Any) -> QualityFinding:
    return visible(QualityFinding.objects.select_related("agency", "assigned_to", "dismissed_by"), request.user, pk=pk)


def _page(
    request: HttpRequest, row: QualityFinding, *, assigning: Any = None, dismissing: Any = None, status: int = 200
) -> HttpResponse:
    settles = row.state == QualityState.OPEN and can(request.user, Action.QUALITY_SETTLE, row)
    if settles and assigning is None:
        assigning = AssignForm(initial={"to": str(row.assigned_to_id or "")}, people=acts.people(row, today()))
    context = {
        "finding": row,
        "rule": BY_CODE.get(row.rule),
        "text": sentence(row.rule, row.facts),
        "url": url_of(row.target_type, row.target_id),
        "other": other(row.target_type, row.facts),
        "settles": settles,
        "assigning": assigning,
        "dismissing": dismissing or DismissForm(),
    }
    return render(request, "desk/quality/finding.html", context, status=status)
