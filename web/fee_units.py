"""The fees of an invoice in words: what each is charged per and rests on."""

from typing import Any

from django.utils.translation import pgettext_lazy

from licenses.models import Invoice
from licenses.services.fees.tariff import bases

UNITS: dict[str, Any] = {
    "license": pgettext_lazy("unit of a fee", "license"),
    "certificate": pgettext_lazy("unit of a fee", "certificate"),
    "station": pgettext_lazy("unit of a fee", "station"),
    "band": pgettext_lazy("unit of a fee", "band"),
    "frequency and year": pgettext_lazy("unit of a fee", "frequency and year"),
    "frequency and 12 months": pgettext_lazy("unit of a fee", "frequency and 12 months"),
}


def fee_unit(per: str) -> Any:
    """Return the words of a unit; a unit of another rulebook as it is written there."""
    return UNITS.get(per, per)


def fee_lines(invoice: Invoice) -> list[dict[str, Any]]:
    """Return the lines of an invoice, each with its unit and the text its figure rests on, in words."""
    rests_on = bases(invoice)
    return [{"row": line, "per": fee_unit(line.per), "basis": rests_on[line.pk]} for line in invoice.lines.all()]
