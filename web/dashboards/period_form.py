"""The choice of a period, in the address."""

import datetime as dt
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from reporting.periods import Period, add_months
from web.forms import DayField

LONGEST_YEARS = 10


class PeriodForm(forms.Form):
    """A calendar period by name, or any two days."""

    period = forms.ChoiceField(
        label=_("Period"),
        required=False,
        choices=[
            ("quarter", _("This quarter")),
            ("month", _("This month")),
            ("year", _("This year")),
            ("last_month", _("Last month")),
            ("last_quarter", _("Last quarter")),
            ("last_year", _("Last year")),
            ("days", _("The days below")),
        ],
    )
    since = DayField(label=_("From date"), required=False)
    until = DayField(label=_("To date"), required=False)

    def clean(self) -> dict[str, Any]:
        """Two days must be in order and not absurdly far apart."""
        data = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if since and until and since > until:
            self.add_error("until", _("The last day lies before the first."))
        elif since and until and until.year - since.year > LONGEST_YEARS:
            self.add_error("until", _("Choose at most ten years."))
        elif data.get("period") == "days" and not (since and until) and not self.errors:
            self.add_error("since" if not since else "until", _("Enter both days."))
        return data


def chosen(query: QueryDict, on: dt.date) -> tuple[Period, PeriodForm]:
    """Return the period asked for; the present quarter when nothing or nonsense was asked."""
    data = query.copy()
    if "period" not in data:
        data["period"] = "days" if "since" in data or "until" in data else "quarter"
    form = PeriodForm(data)
    if not form.is_valid():
        return Period.quarter(on), form
    name = form.cleaned_data["period"] or "quarter"
    if name == "days":
        return Period(form.cleaned_data["since"], form.cleaned_data["until"]), form
    return _named(name, on), form


def _named(name: str, on: dt.date) -> Period:
    month = on.replace(day=1)
    match name:
        case "month":
            return Period.month(on)
        case "year":
            return Period.year(on)
        case "last_month":
            return Period.month(add_months(month, -1))
        case "last_quarter":
            return Period.quarter(add_months(month, -3))
        case "last_year":
            return Period.year(add_months(month, -12))
        case _:
            return Period.quarter(on)
