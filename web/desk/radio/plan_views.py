"""Channel plans: those in force with what nobody has entered yet, and the check of a draft before it is loaded."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Action
from common.clock import today
from common.quantities import mhz
from common.text import pick
from rulebook.channels import plans_on
from rulebook.models import ChannelPlan
from rulebook.plan_drafts import LONGEST, DraftReport, check_draft
from web.access import allow
from web.desk.radio.plan_words import told
from web.desk.radio.tabs import tabs

EXAMPLE = """[defaults]
example = false
basis = "copy"
source = "…"
effective_from = 2026-12-01

[[channel_plan]]
code = "VHF-LM"
name_vi = "Di động mặt đất 150–156 MHz"
name_en = "Land mobile 150–156 MHz"
kinds = ["land_mobile_private"]
lower_hz = 150000000
upper_hz = 156000000
raster_origin_hz = 150000000
raster_step_hz = 12500
max_bandwidth_hz = 11200
missing = ["frequency_tolerance_ppm", "power_tolerance_db"]
"""


class DraftForm(forms.Form):
    """A draft as text, or as a file."""

    file = forms.FileField(
        label=gettext_lazy("Draft as a file (TOML)"), required=False, allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".toml,text/plain"}),
    )  # fmt: skip
    text = forms.CharField(
        label=gettext_lazy("Draft as text (TOML)"), required=False, max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false", "class": "mono"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Take the file where there is one, else the text."""
        data: dict[str, Any] = super().clean() or {}
        upload = data.get("file")
        if upload is not None:
            if upload.size > LONGEST:
                self.add_error("file", _("The file is too long for a draft; check its parts one by one."))
                return data
            try:
                data["text"] = upload.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                self.add_error("file", _("The file is not UTF-8 text."))
        if not (data.get("text") or "").strip() and not self.errors:
            self.add_error("text", _("Paste a draft, or choose its file."))
        return data


@allow(Action.COORDINATION_VIEW)
def plans(request: HttpRequest) -> HttpResponse:
    """Show the plans in force and check a draft; nothing is stored."""
    form = DraftForm(request.POST or None, request.FILES or None, initial={"text": EXAMPLE})
    report: DraftReport | None = None
    if request.method == "POST" and form.is_valid():
        report = check_draft(form.cleaned_data["text"], today())
        form = DraftForm(initial={"text": form.cleaned_data["text"]})
    context = {
        "tabs": tabs(request, "desk:plans"), "form": form, "report": report,
        "faults": [told(each) for each in report.faults] if report else [],
        "read": [_row(plan) for plan in report.plans] if report else [],
        "plans": [_row(plan) for plan in plans_on(today())],
    }  # fmt: skip
    return render(request, "desk/coordination/plans.html", context, status=422 if form.errors else 200)


def _row(plan: ChannelPlan) -> dict[str, Any]:
    """A plan as the page shows it; what nobody entered is None."""
    return {
        "plan": plan, "name": pick(plan, "name"), "caution": pick(plan, "caution"),
        "block": f"{mhz(plan.lower_hz)} – {mhz(plan.upper_hz)}",
        "step_khz": plan.raster_step_hz / 1000 if plan.raster_step_hz else None,
        "width_khz": plan.max_bandwidth_hz / 1000 if plan.max_bandwidth_hz else None,
        "mate": " – ".join(mhz(edge) for edge in plan.mate_edges) if plan.mate_edges and plan.mate_edges[0] > 0 else "",
    }  # fmt: skip
