"""The form of a finding: the act, its dates, the law it may be, and for radio the frequency and the powers."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from inspections.enums import Deviation, PowerBasis
from inspections.models import Finding, Visit
from inspections.queries.law import Candidate, candidates
from inspections.services.findings import Act
from licenses.models import FrequencyAssignment, Station
from rulebook.models import ChecklistItem
from web.desk.visits.pages import AmendableForm
from web.forms import DayField, NumberField
from web.register_fields import FrequencyField
from web.templatetags.ww import mhz, pick

AREA = forms.Textarea(attrs={"rows": 3})
RADIO = (
    "assignment", "tx_hz", "deviation", "licensed_power_w", "measured_power_w", "power_basis", "power_basis_reason",
)  # fmt: skip


class AssignmentChoice(forms.ModelChoiceField):
    """A licensed frequency with its station and power."""

    def label_from_instance(self, obj: Any) -> str:
        """Name what is licensed."""
        power = f" · {obj.power_w:g} W" if obj.power_w else ""
        return f"{mhz(obj.tx_hz)}{power} · {obj.station} · {obj.license.number}"


class FindingForm(AmendableForm):
    """One act."""

    finding_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    violation = forms.ChoiceField(label=_("Which violation it may be"), widget=forms.RadioSelect)
    facts = forms.CharField(label=_("Facts"), max_length=5_000, widget=forms.Textarea(attrs={"rows": 4}))
    act_started_on = DayField(label=_("The act began on"))
    continuing = forms.BooleanField(label=_("Still going on when detected"), required=False)
    act_ended_on = DayField(label=_("The act ended on"), required=False)
    detected_on = DayField(label=_("Detected on"))
    detected_time = forms.TimeField(
        label=_("Hour of detection"), required=False, help_text=_("When it was seen, not when it is typed."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )  # fmt: skip
    act_time = forms.CharField(
        label=_("Hour of the act, or its time in words"), required=False, max_length=200,
        help_text=_("Stands in the record: for opening hours this is the act itself."),
    )  # fmt: skip
    place = forms.CharField(label=_("Place of the act"), max_length=250)
    assignment = AssignmentChoice(
        label=_("Licensed frequency"), queryset=FrequencyAssignment.objects.none(), required=False
    )
    tx_hz = FrequencyField(label=_("Frequency in use (MHz)"))
    deviation = forms.ChoiceField(label=_("Deviation"), required=False, choices=[("", "–"), *Deviation.choices])
    licensed_power_w = NumberField(label=_("Licensed power (W)"), help_text=_("Empty: as licensed."))
    measured_power_w = NumberField(label=_("Measured power (W)"))
    power_basis = forms.ChoiceField(
        label=_("Power that decides the class"), required=False, choices=[("", "–"), *PowerBasis.choices]
    )
    power_basis_reason = forms.CharField(label=_("Why this power"), required=False, max_length=2_000, widget=AREA)

    def __init__(self, visit: Visit, item: ChecklistItem | None, on: dt.date, *args: Any, **kwargs: Any) -> None:
        super().__init__(visit, *args, **kwargs)
        day = min(on, visit.window_end)
        self.candidates: list[Candidate] = candidates(item, visit.window_start) if item else []
        field: Any = self.fields["violation"]
        field.choices = [(each.code, _label(each)) for each in self.candidates]
        if len(self.candidates) == 1:
            field.initial = self.candidates[0].code
        self.fields["act_started_on"].initial = self.fields["detected_on"].initial = day
        self.stations = list(visit.stations.all())
        self.fields["place"].initial = _place(visit, self.stations)
        if self.stations:
            rows: Any = self.fields["assignment"]
            rows.queryset = (
                FrequencyAssignment.objects.filter(station__in=self.stations)
                .active_on(day)
                .select_related("station", "license")
                .order_by("tx_hz", "pk")
            )
        else:
            for name in RADIO:
                del self.fields[name]

    @property
    def radio_fields(self) -> list[Any]:
        """The fields that only radio acts have."""
        return [self[name] for name in RADIO if name in self.fields]

    def act(self) -> Act:
        """Return what was entered as the service takes it."""
        names = Act.__dataclass_fields__
        data = {name: value for name, value in self.cleaned_data.items() if name in names}
        assignment = data.get("assignment")
        station: Station | None = assignment.station if assignment else None
        if station is None and len(self.stations) == 1:
            station = self.stations[0]
        return Act(**data, station=station, detected_at=self._detected_at())

    def _detected_at(self) -> dt.datetime | None:
        hour = self.cleaned_data["detected_time"]
        return timezone.make_aware(dt.datetime.combine(self.cleaned_data["detected_on"], hour)) if hour else None

    @staticmethod
    def initial_of(finding: Finding) -> dict[str, Any]:
        """Return a finding as the form shows it."""
        shown = {name: getattr(finding, name) for name in Act.__dataclass_fields__ if hasattr(finding, name)}
        for name in ("licensed_power_w", "measured_power_w"):
            shown[name] = "" if shown[name] is None else f"{shown[name]:g}"
        if finding.detected_at:
            shown["detected_time"] = timezone.localtime(finding.detected_at).time()
        return shown | {"violation": _violation(finding), "version": finding.version}


def _violation(finding: Finding) -> str:
    """Return the code under which the form offers the finding's provision (a power class goes by its clause)."""
    if finding.item is None:
        return finding.penalty.code
    for each in candidates(finding.item, finding.visit.window_start):
        codes = {each.code, *(row.code for row in each.classes)}
        if finding.penalty.code in codes or codes & set(finding.penalty.families):
            return each.code
    return finding.penalty.code


def _label(each: Candidate) -> Any:
    where = each.row.provision
    place = where.citation_vi if not each.classes else f"khoản {where.clause} Điều {where.article} {where.instrument}"
    title = pick(each.row, "title")
    if each.classes:
        title = title.partition(", công suất")[0].partition(", ≤")[0]
    return format_html("<strong>{}</strong><br>{}", place, title)


def _place(visit: Visit, stations: list[Station]) -> str:
    if visit.establishment:
        return visit.establishment.address
    if not stations:
        return ""
    return ", ".join(part for part in (str(stations[0]), stations[0].address) if part)
