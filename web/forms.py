"""What the forms of all pages share: dates as calendars, the version a person saw, and refusals put at their fields."""

import datetime as dt
import math
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import geo
from common.errors import DomainError, Invalid
from places.checks import check_position, errors

EARLIEST = dt.date(1900, 1, 1)  # before it a typed year is a slip, and the first ones have no local time


class DayField(forms.DateField):
    """A date chosen in the browser's calendar; the browser itself shows it the local way."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> dt.date | None:
        """Read it, refusing years nobody means."""
        day = super().to_python(value)
        require_meant(day)
        return day


class MomentField(forms.DateTimeField):
    """A date and time chosen in the browser's calendar, local time."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> dt.datetime | None:
        """Read it, refusing years nobody means."""
        moment = super().to_python(value)
        require_meant(moment and moment.date())
        return moment


def require_meant(day: dt.date | None) -> None:
    """Refuse a year that is a slip of the fingers."""
    if day is not None and day < EARLIEST:
        raise forms.ValidationError(
            _("The year %(year)s cannot be meant; dates are taken from 1900 on.") % {"year": day.year}
        )


class NumberField(forms.CharField):
    """A number with point or comma."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)
        self.widget.attrs["inputmode"] = "decimal"

    def clean(self, value: Any) -> float | None:
        """Return the number, or None when nothing was typed."""
        text = super().clean(value).replace(" ", "").replace(",", ".")
        if not text:
            return None
        try:
            number = Decimal(text)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or not math.isfinite(float(number)):
            raise forms.ValidationError(_("Enter a number, such as 12.5 or 12,5."))
        return float(number)


class PageForm(forms.Form):
    """A form whose page carries the version of the record as the person saw it."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def refuse(self, error: DomainError) -> None:
        """Show a service's refusal where it belongs: at its fields, else on top."""
        placed = False
        for name, messages in error.fields.items():
            target = name if name in self.fields else None
            for message in messages:
                self.add_error(target, message)
                placed = True
        if not placed:
            self.add_error(None, str(error.message))


class ReasonForm(PageForm):
    """Why a step is taken."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))


def seen_version(data: Mapping[str, Any]) -> int:
    """Return the version that a page without a form of its own sent along; 0, which no record has, for none."""
    text = str(data.get("version", ""))
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


class PositionField(forms.CharField):
    """A position in any of the usual writings; the cleaned value is (latitude, longitude), None when left empty."""

    shows_map = False  # read by templates/components/form_fields.html

    def clean(self, value: Any) -> tuple[float, float] | None:
        """Read it, refusing what cannot be on the Earth."""
        text = super().clean(value)
        if not text:
            return None
        try:
            lat, lon = geo.parse_position(text)
        except Invalid as error:
            raise forms.ValidationError(str(error.message), code=error.code) from error
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):  # says so too when the two were swapped
            raise forms.ValidationError(errors(check_position(lat, lon)))
        return lat, lon

    def prepare_value(self, value: Any) -> Any:
        """Write a pair back as it can be typed."""
        return geo.decimal_pair(*value) if isinstance(value, tuple) else value


POSITION_HELP = gettext_lazy("For example 12.245100, 109.194300 or 12°14′42″N 109°11′40″E.")
