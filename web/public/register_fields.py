"""What people type into the public search: frequencies with any unit, and names of places."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _

from common.quantities import mhz
from common.spelling import cost, one_slip
from common.text import clean_name, fold
from places.models import AdminUnit

FACTORS = {"": 10**6, "hz": 1, "khz": 10**3, "mhz": 10**6, "ghz": 10**9}
# Three terahertz end what the Radio Regulations call radio waves.
HIGHEST_HZ = 3 * 10**12
# Licensed use above this is rare; a bare number above it was meant in kilohertz or hertz.
UNLIKELY_MHZ = 100_000
# What is offered instead is at least a frequency that the Radio Regulations allocate (from 8.3 kHz on).
LOWEST_HZ = 8_300
_TYPED = re.compile(r"\s*([0-9][0-9.,\s]*)([a-z]*)\s*", re.ASCII)
MOST_UNITS = 2_000
MOST_MEANT = 5


class Meant(forms.ValidationError):
    """A refusal that offers what was perhaps meant, as texts for the same field."""

    def __init__(self, message: str, texts: list[str]) -> None:
        super().__init__(message)
        self.texts = texts


class AnyFrequencyField(forms.CharField):
    """A frequency with its unit (Hz, kHz, MHz, GHz), megahertz without; point or comma; whole hertz come out."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("max_length", 40)
        super().__init__(**kwargs)
        self.widget.attrs.update({"autocomplete": "off", "inputmode": "text"})

    def clean(self, value: Any) -> int | None:
        """Return hertz, or None when nothing was typed."""
        text = super().clean(value)
        if not text:
            return None
        matched = _TYPED.fullmatch(text.lower())
        number = _number(matched[1]) if matched and matched[2] in FACTORS else None
        if matched is None or number is None:
            raise forms.ValidationError(_("Enter a frequency such as 157.400 or 157400 kHz."))
        hertz = number * FACTORS[matched[2]]
        if not matched[2] and number > UNLIKELY_MHZ:
            self._offer(number)
        if hertz != int(hertz):
            raise forms.ValidationError(_("Frequencies are kept in whole hertz: fewer digits after the decimal sign."))
        if not 0 < hertz <= HIGHEST_HZ:
            raise forms.ValidationError(_("A radio frequency is more than 0 Hz and at most 3000 GHz."))
        return int(hertz)

    def _offer(self, number: Decimal) -> None:
        """Refuse a bare number that is far above every band in use, and say what it may mean."""
        texts = [
            f"{_plain(number)} {unit}"
            for unit in ("kHz", "MHz", "Hz")
            if LOWEST_HZ <= number * FACTORS[unit.lower()] <= HIGHEST_HZ
        ]
        raise Meant(
            _("Without a unit this is read as %(frequency)s, which hardly any license has. Add the unit.")
            % {"frequency": mhz(int(number * FACTORS["mhz"]))}
            if number * FACTORS["mhz"] < 10**18
            else _("Enter a frequency such as 157.400 or 157400 kHz."),
            texts,
        )


def _number(text: str) -> Decimal | None:
    """Read a number as either language writes it: of two signs the last is the decimal one, one used twice groups."""
    plain = "".join(text.split())
    marks = [sign for sign in plain if sign in ".,"]
    if len(set(marks)) == 2:
        decimal = marks[-1]
        plain = plain.replace("," if decimal == "." else ".", "")
        if plain.count(decimal) > 1:
            return None
    elif len(marks) > 1:
        plain = plain.replace(marks[0], "")
    try:
        return Decimal(plain.replace(",", "."))
    except InvalidOperation:
        return None


def _plain(number: Decimal) -> str:
    return format(number.normalize(), "f")


def _spelt_almost(wanted: str) -> list[str]:
    """Return the names of units one slip of the finger, or one forgotten space, away; the likeliest first."""
    slips = one_slip(wanted) | {f"{wanted[:place]} {wanted[place:]}" for place in range(1, len(wanted))}
    near = AdminUnit.objects.filter(Q(name_folded__in=slips) | Q(bare_name_folded__in=slips)).order_by()
    ranked = sorted(
        (
            min(cost(wanted, unit.name_folded), cost(wanted, unit.bare_name_folded)),
            unit.valid_until is not None,
            unit.name,
        )
        for unit in near[:MOST_UNITS]
    )
    return list(dict.fromkeys(name for _cost, _gone, name in ranked))[:MOST_MEANT]


class PlaceNameField(forms.CharField):
    """A commune or province by name or code, of today or of before; the value is the keys of all units meant."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("max_length", 100)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> tuple[Any, ...] | None:
        """Return the keys, or None when nothing was typed."""
        text = clean_name(super().clean(value))
        if not text:
            return None
        wanted = fold(text)
        own = Q(name_folded=wanted) | Q(bare_name_folded=wanted) | Q(code=text)
        if not wanted or not AdminUnit.objects.filter(own).exists():
            own = Q(name_folded__contains=wanted) if len(wanted) > 1 else Q(pk__in=())
        above = Q(parent__in=AdminUnit.objects.filter(own).order_by())
        keys = tuple(AdminUnit.objects.filter(own | above).order_by().values_list("pk", flat=True)[: MOST_UNITS + 1])
        if not keys:
            raise Meant(_("No commune or province of that name or code is known."), _spelt_almost(wanted))
        if len(keys) > MOST_UNITS:
            raise forms.ValidationError(_("Too many places have that in their name; write more of it."))
        return keys
