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

MATTERS: dict[str, tuple[Any, ...]] = {
    Subject.RADIO: (ComplaintMatter.INTERFERENCE, ComplaintMatter.UNLICENSED, ComplaintMatter.CONTRARY),
    Subject.TELECOM: (ComplaintMatter.UNREGISTERED_SHOP, ComplaintMatter.SHOP),
    Subject.GAMES: (ComplaintMatter.UNREGISTERED_SHOP, ComplaintMatter.SHOP),
}


class OfficeChoice(forms.ModelChoiceField):
    """An agency under its name in the reader's language."""

    def label_from_instance(self, obj: Any) -> str:
        """Name it."""
        return pick(obj, "name")


class ReportFields(PageForm):
    """What happened, where, and who says so."""

    matter = forms.ChoiceField(label=_("What it is about"), choices=ComplaintMatter.choices)
    subject = forms.ChoiceField(label=_("Subject"), choices=Subject.choices)
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
        return Report(**(data | {"source": source}))
