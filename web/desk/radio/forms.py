"""Forms of the examination: the wish, the search for free channels, the band picture, and an unknown emission."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency
from common.errors import DomainError
from common.text import pick
from inspections.enums import HeardResult
from licenses.enums import RADIO_LICENSE_KINDS, LicenseKind, PowerReference
from licenses.models import FrequencyAssignment
from licenses.services.coordination.fields import ITM, usable
from licenses.services.coordination.wish import Wish, of_assignment
from rulebook.enums import FieldModel
from rulebook.models import ChannelPlan
from web.forms import NumberField, PageForm
from web.register_fields import FrequencyField, MapPositionField

KINDS = [(kind.value, kind.label) for kind in LicenseKind if kind in RADIO_LICENSE_KINDS]

NOT_WISHED = ("version", "confirmed", "met")


class WishForm(PageForm):
    """What somebody wants to transmit, and where."""

    kind = forms.ChoiceField(label=_("Kind of license"), choices=KINDS)
    tx_hz = FrequencyField(label=_("Transmit frequency (MHz)"))
    rx_hz = FrequencyField(
        label=_("Receive frequency (MHz)"), help_text=_("Left empty, the channel plan's duplex separation gives it.")
    )
    emission = forms.CharField(
        label=_("Emission designator"), required=False, max_length=12, help_text=_("Such as 11K0F3E or 16K0F3E")
    )
    power_w = NumberField(label=_("Power (W)"))
    power_reference = forms.ChoiceField(label=_("The power refers to"), choices=PowerReference.choices, required=False)
    gain_dbi = NumberField(label=_("Antenna gain (dBi)"))
    loss_db = NumberField(label=_("Feeder loss (dB)"))
    lat = MapPositionField(label=_("Position of the antenna"))
    height_m = NumberField(label=_("Antenna height above ground (m)"))
    radius_km = NumberField(label=_("Service radius (km)"))
    azimuth_deg = NumberField(
        label=_("Antenna azimuth (°), if directional"),
        help_text=_("With a beamwidth or pattern; an antenna without one counts as radiating all round."),
    )
    beamwidth_deg = NumberField(label=_("Beamwidth (°) between the points 3 dB below the main beam"))
    pattern = forms.CharField(
        label=_("Antenna pattern, instead of the beamwidth"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Degrees off the axis and dB below the main beam, such as 0: 0; 30: 3; 90: 15; 180: 25. "
            "Given to 180, it holds on both sides."
        ),
    )
    station_class = forms.CharField(label=_("Class of station"), required=False, max_length=10)
    far_lat = MapPositionField(label=_("Link: position of the receiving end"))
    far_gain_dbi = NumberField(label=_("Link: gain of the receiving antenna (dBi)"))
    far_height_m = NumberField(label=_("Link: height of the receiving antenna (m)"))
    model = forms.ChoiceField(
        label=_("Field model"),
        required=False,
        help_text=_("Curves and terrain can be chosen once the administration has loaded them."),
    )
    confirmed = forms.BooleanField(label=_("I checked it: examine it all the same"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        loaded = [choice for choice in FieldModel.choices if usable(choice[0])]
        self.fields["model"].choices = [("", _("as the channel plan says")), *loaded]  # type: ignore[attr-defined]
        if not self.data.get("confirmed"):  # asked only when something looks wrong
            self.fields["confirmed"].widget = forms.HiddenInput()

    def refuse(self, error: DomainError) -> None:
        """Offer to confirm what only looks wrong."""
        super().refuse(error)
        if error.code == "needs_confirmation":
            self.fields["confirmed"].widget = forms.CheckboxInput()

    def wish(self) -> Wish:
        """Return what was entered; what is missing or cannot be meant is for the service to say."""
        data = self.cleaned_data
        here, far = data["lat"] or (None, None), data["far_lat"] or (None, None)
        plain = {name: data[name] for name in data if name not in ("lat", "far_lat", *NOT_WISHED)}
        return Wish(**plain, lat=here[0], lon=here[1], far_lat=far[0], far_lon=far[1])


def initial_of(assignment: FrequencyAssignment) -> dict[str, Any]:
    """Return the form's first values from an assignment of the register."""
    wish = of_assignment(assignment)
    values = {name: getattr(wish, name) for name in Wish.__dataclass_fields__}
    values["lat"] = (wish.lat, wish.lon) if wish.lat is not None else None
    values["far_lat"] = (wish.far_lat, wish.far_lon) if wish.far_lat is not None else None
    return {name: value for name, value in values.items() if name in WishForm.base_fields}


class FreeForm(WishForm):
    """A wish without a frequency, and the block to search."""

    plan = forms.ModelChoiceField(label=_("Channel plan"), queryset=ChannelPlan.objects.none(), to_field_name="code")
    met = forms.BooleanField(
        label=_("Only channels that somebody near uses or neighbours"),
        required=False,
        help_text=_("To see how much margin is left when the unused channels are to be kept."),
    )
    field_order = ("plan",)

    def __init__(self, *args: Any, plans: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("tx_hz", "rx_hz", "far_lat", "far_gain_dbi", "far_height_m", "station_class"):
            del self.fields[name]
        model: Any = self.fields["model"]
        model.choices = [choice for choice in model.choices if choice[0] != ITM]
        model.help_text = _("The terrain is asked only when one of the channels is examined.")
        self.fields["plan"].queryset = plans  # type: ignore[attr-defined]
        self.fields["plan"].label_from_instance = plan_name  # type: ignore[attr-defined]

    def wish_without_frequency(self) -> Wish:
        """Return the wish; the search sets the frequency."""
        data = self.cleaned_data
        here = data["lat"] or (None, None)
        plain = {name: data[name] for name in data if name not in ("lat", "plan", *NOT_WISHED)}
        return Wish(**plain, tx_hz=None, lat=here[0], lon=here[1])


def plan_name(plan: ChannelPlan) -> str:
    """Return a plan's name in the reader's language."""
    return f"{pick(plan, 'name')} ({plan.code})"


class BandForm(forms.Form):
    """Which part of the spectrum to draw."""

    low = FrequencyField(label=_("From (MHz)"), required=True)
    high = FrequencyField(label=_("To (MHz)"), required=True)


class AllocationForm(forms.Form):
    """Which frequency to look up."""

    f = FrequencyField(label=_("Frequency (MHz)"), required=True)


class HeardForm(forms.Form):
    """An emission somebody measured."""

    frequency = FrequencyField(label=_("Measured frequency (MHz)"), required=True)
    uncertainty_hz = NumberField(label=_("Uncertainty (Hz)"))
    bandwidth_khz = NumberField(label=_("Occupied bandwidth (kHz)"))
    emission = forms.CharField(label=_("Class of emission, if known"), required=False, max_length=9)
    field_dbuvm = NumberField(label=_("Field strength (dBµV/m)"))
    position = MapPositionField(label=_("Where it was heard"), required=True)
    reach_km = NumberField(label=_("Search within (km)"))


class MonitoringForm(PageForm):
    """A file of a monitoring receiver."""

    file = forms.FileField(
        label=_("File of the receiver (CSV)"),
        allow_empty_file=True,  # the service says what to do about it
        help_text=_(
            "Columns: time, frequency_mhz, level_dbuvm, bandwidth_khz, lat, lon, uncertainty_hz; "
            "the first row names them."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
    )
    agency = forms.ModelChoiceField(
        label=_("Agency"), queryset=Agency.objects.none(), required=False, to_field_name="code", empty_label=None
    )

    def __init__(self, *args: Any, agencies: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = agencies
        field: Any = self.fields["agency"]
        field.queryset = Agency.objects.filter(pk__in=[agency.pk for agency in agencies])
        if len(agencies) == 1:
            field.widget = forms.HiddenInput()

    @property
    def kept_by(self) -> Agency:
        """The agency whose file it is: the one chosen, or the only one."""
        return self.cleaned_data["agency"] or self.own[0]


class ReportFilter(forms.Form):
    """Which rows of a report to show."""

    result = forms.ChoiceField(label=_("Result"), choices=[("", _("All")), *HeardResult.choices], required=False)

    def narrow(self, rows: Any) -> Any:
        """Return the rows of the result chosen; a value that cannot be read narrows nothing."""
        chosen = self.cleaned_data.get("result") if self.is_bound and self.is_valid() else ""
        return rows.filter(result=chosen) if chosen else rows
