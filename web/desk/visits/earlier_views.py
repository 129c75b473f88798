"""What became of violations found before: one page for each, saved on its own."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Action
from common.clock import now
from common.errors import DomainError, NotFound
from inspections.enums import Remedy
from inspections.models import Visit
from inspections.queries.earlier import Earlier, of_visit
from inspections.services import lengths, rechecks
from web.access import allow
from web.desk.visits.evidence_views import shown
from web.desk.visits.pages import AmendableForm, frame, visit_of


class RecheckForm(AmendableForm):
    """What became of the violation, and what was seen."""

    result = forms.ChoiceField(
        label=gettext_lazy("What became of the violation"), choices=Remedy.choices, widget=forms.RadioSelect
    )
    facts = forms.CharField(
        label=gettext_lazy("What was seen"), max_length=lengths.NOTE, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("What shows that it is remedied or not, or why it could not be checked."),
    )  # fmt: skip


@allow(Action.VISIT_CONDUCT)
def earlier(request: HttpRequest, pk: UUID, finding_pk: UUID) -> HttpResponse:
    """Record what became of one earlier violation."""
    found = visit_of(request, pk)
    row = _row(found, finding_pk)
    seen = row.check.revision if row.check else 0
    known = {"result": row.check.result, "facts": row.check.facts} if row.check else {}
    form = RecheckForm(found, request.POST or None, initial=known | {"version": seen})
    differences: Any = ()
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            rechecks.check(
                found, earlier=finding_pk, result=data["result"], facts=data["facts"], by=request.user, at=now(),
                base_revision=data["version"], reason=form.why_amended,
            )  # fmt: skip
        except DomainError as error:
            form.refuse(error)
            differences = error.details.get("differences", ())
        else:
            messages.success(request, _("What became of the violation is recorded."))
            return redirect(f"{reverse('desk:visit_checklist', args=[pk])}#earlier")
    context = frame(found, request, "visit_checklist") | {"form": form, "row": row, "differences": differences}
    context["photos"] = [shown(one) for one in found.evidence.standing().photos().filter(earlier=finding_pk)]
    return render(request, "desk/visits/earlier.html", context, status=422 if form.errors else 200)


def _row(found: Visit, finding_pk: UUID) -> Earlier:
    for row in of_visit(found):
        if row.finding.pk == finding_pk:
            return row
    raise NotFound(_("There is no such record, or it is not yours to see."))
