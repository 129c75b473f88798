"""Form fields of the register: positions, frequencies and units as people type them."""

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from itertools import groupby
from typing import Any

from django import forms
from django.db.models import Q
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy

from accounts.access import agencies_of
from accounts.models import Agency
from places.models import AdminUnit
from places.scope import units_of
from web.forms import PositionField


class MapPositionField(PositionField):
    """A position typed, or chosen on the map below the field."""

    shows_map = True

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("help_text", gettext_lazy("Such as 12.245100, 109.194300 or 12°14′42″B 109°11′40″Đ"))
        super().__init__(**kwargs)


class FrequencyField(forms.CharField):
    """A frequency in megahertz, with point or comma; kept in whole hertz."""

    unit_hz = 1_000_000
    wrong = gettext_lazy("Enter the frequency in MHz, such as 157.400 or 157,400.")

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)
        self.widget.attrs["inputmode"] = "decimal"

    def clean(self, value: Any) -> int | None:
        """Return hertz, or None when nothing was typed."""
        text = super().clean(value).replace(" ", "").replace(",", ".")
        if not text:
            return None
        try:
            hertz = Decimal(text) * self.unit_hz
            exact = hertz == int(hertz)
        except (InvalidOperation, ValueError, OverflowError):
            exact = False
        if not exact:
            raise forms.ValidationError(self.wrong)
        return int(hertz)

    def prepare_value(self, value: Any) -> Any:
        """Write hertz back in the field's unit."""
        return format((Decimal(value) / self.unit_hz), "f") if isinstance(value, int) else value


class BandwidthField(FrequencyField):
    """A bandwidth in kilohertz, as data sheets state it; kept in whole hertz."""

    unit_hz = 1_000
    wrong = gettext_lazy("Enter the bandwidth in kHz, such as 12.5 or 12,5.")


class ByProvince(ModelChoiceIterator):
    """The communes under the names of their provinces."""

    def __iter__(self) -> Iterator[Any]:
        """Yield the empty choice, then one group per province."""
        yield ("", self.field.empty_label)
        for province, units in groupby(self.queryset, lambda unit: unit.parent):
            yield (province.name if province else "", [self.choice(unit) for unit in units])


class UnitField(forms.ModelChoiceField):
    """One of today's communes in the person's territory; the unit a record already has stays on offer."""

    iterator = ByProvince

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("label", gettext_lazy("Commune, ward or special zone"))
        super().__init__(queryset=AdminUnit.objects.none(), **kwargs)
        # static/js/choices.js puts a field above the list
        self.widget.attrs["data-search"] = gettext_lazy("Find by a part of the name")

    def offer(self, user: Any, on: dt.date, kept: AdminUnit | None = None) -> None:
        """Fill the list for this person."""
        self.offer_of(agencies_of(user), on, kept)

    def offer_of(self, agencies: Iterable[Agency], on: dt.date, kept: AdminUnit | None = None) -> None:
        """Fill the list with the territory of these agencies."""
        mine = units_of(agencies, on).values("pk")
        known = Q(pk__in=mine) & (Q(valid_until__isnull=True) | Q(valid_until__gte=on))
        if kept is not None:
            known |= Q(pk=kept.pk)
        self.queryset = AdminUnit.objects.filter(known).select_related("parent").order_by("parent__name", "name_folded")

    def label_from_instance(self, obj: Any) -> str:
        """Name the province too."""
        return str(obj.full_name)


class LinesField(forms.CharField):
    """Several short texts, one per line."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
        kwargs.setdefault("help_text", gettext_lazy("One per line"))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> list[str]:
        """Return the lines that are not empty."""
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        """Write a list back as lines."""
        return "\n".join(str(item) for item in value) if isinstance(value, list) else value
