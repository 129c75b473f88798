"""The entries of a report that the public form and the officers' form share."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import Subject
from accounts.models import Agency
from common.text import pick
from inspections.enums import ComplaintMatter
from inspections.services.complaints import Report, offices
from web.forms import MomentField, PageForm
from web.register_fields import FrequencyField, PositionField

# Which subjects a matter may be of, the likeliest first; any other matter is of whatever the office deals with.
SUBJECTS: dict[str, tuple[str, ...]] = {
    ComplaintMatter.INTERFERENCE: (Subject.RADIO,),
    ComplaintMatter.UNLICENSED: (Subject.RADIO,),
    ComplaintMatter.CONTRARY: (Subject.RADIO,),
    ComplaintMatter.UNREGISTERED_SHOP: (Subject.TELECOM, Subject.GAMES),
    ComplaintMatter.SHOP: (Subject.TELECOM, Subject.GAMES),
}


class OfficeChoice(forms.ModelChoiceField):
    """An agency under its name in the reader's language."""

    def label_from_instance(self, obj: Any) -> str:
        """Name it."""
        return pick(obj, "name")


class ReportFields(PageForm):
    """What happened, where, and who says so."""

    matter = forms.ChoiceField(label=_("What it is about"), choices=ComplaintMatter.choices)
    agency = OfficeChoice(label=_("Office"), queryset=Agency.objects.none(), to_field_name="code", empty_label=None)
    text = forms.CharField(
        label=_("What happened"), max_length=5_000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What you heard or saw, since when, how often."),
    )  # fmt: skip
    place = forms.CharField(
        label=_("Where"), required=False, max_length=300, help_text=_("Address, or what stands nearby.")
    )
    position = PositionField(label=_("Position, if known"), required=False)
    frequency_hz = FrequencyField(label=_("Frequency (MHz), if known"))
    happened_at = MomentField(label=_("When"), required=False)
    reporter_name = forms.CharField(label=_("Name of who reports"), required=False, max_length=200)
    reporter_contact = forms.CharField(
        label=_("Phone or e-mail"), required=False, max_length=200,
        help_text=_("May stay empty. Only officers who look after the matter read it."),
    )  # fmt: skip

    def __init__(self, *args: Any, agencies: list[Agency] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["agency"]
        chosen = offices() if agencies is None else agencies
        field.queryset = Agency.objects.filter(pk__in=[agency.pk for agency in chosen]).order_by("name")

    def report(self, source: str) -> Report:
        """Return what was entered as the service takes it."""
        data = {name: value for name, value in self.cleaned_data.items() if name in Report.__dataclass_fields__}
        return Report(**(data | {"source": source, "subject": self._subject()}))

    def _subject(self) -> str:
        """The subject that follows from the matter; of shops, what the office chosen deals with."""
        agency: Agency = self.cleaned_data["agency"]
        likely = SUBJECTS.get(self.cleaned_data["matter"], tuple(agency.subjects))
        return str(next((name for name in likely if name in agency.subjects), likely[0]))
