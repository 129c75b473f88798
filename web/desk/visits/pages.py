"""What the pages of one visit share: how it is fetched, its tabs, the fields people type numbers into."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import access
from common.errors import Invalid
from inspections.lifecycle import FIXED
from inspections.models import Visit
from inspections.queries.steps import may_record
from web.forms import PageForm

TABS = (
    ("visit", gettext_lazy("Visit")),
    ("visit_checklist", gettext_lazy("Checklist")),
    ("visit_measurements", gettext_lazy("Measurements")),
    ("visit_people", gettext_lazy("People and outcome")),
    ("visit_seal", gettext_lazy("Review and seal")),
)


class AmendableForm(PageForm):
    """A form that asks for a reason once the visit is sealed."""

    def __init__(self, visit: Visit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.visit = visit
        if visit.status in FIXED:
            self.fields["amendment_reason"] = forms.CharField(
                label=_("Reason for the amendment"), widget=forms.Textarea(attrs={"rows": 2})
            )

    @property
    def why_amended(self) -> str:
        """The reason typed, empty before the seal."""
        return str(self.cleaned_data.get("amendment_reason", ""))


def visit_of(request: HttpRequest, pk: UUID) -> Visit:
    """Return the visit if the person may see it; NotFound otherwise."""
    rows = Visit.objects.select_related("agency", "licensee__unit", "establishment__unit", "unit__parent")
    found: Visit = access.visible(rows.prefetch_related("member_rows__user", "stations"), request.user, pk=pk)
    return found


def version_of(request: HttpRequest) -> int:
    """Return the version the page carried, 0 when it carried none; Invalid for what is no number."""
    text = request.POST.get("version", "").strip()
    if text and not (text.isdecimal() and text.isascii() and len(text) < 10):
        raise Invalid(_("This page was sent incompletely; open it again."), code="version")
    return int(text or 0)


def frame(visit: Visit, request: HttpRequest, current: str) -> dict[str, Any]:
    """Return what every page of the visit shows around its own part."""
    return {
        "visit": visit,
        "tabs": [
            {"url": reverse(f"desk:{name}", args=[visit.pk]), "label": label, "current": name == current}
            for name, label in TABS
        ],
        "may_record": may_record(visit, request.user),
        "fixed": visit.is_fixed,
        "checklist_url": reverse("desk:visit_checklist", args=[visit.pk]),
    }
