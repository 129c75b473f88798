"""Tags and filters every page may use without loading (TEMPLATES builtins)."""

import uuid
from decimal import Decimal, InvalidOperation
from typing import Any

from django import template
from django.urls import reverse
from django.utils import formats
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from common import money, quantities
from common.text import pick as pick_text
from web import demo_views
from web.fee_units import fee_unit as unit_of_fee
from web.links import record_url as url_of_record
from web.tones import tone_of
from web.verbs import changed_fields as fields_changed
from web.verbs import verb_label as label_of_verb

register = template.Library()


@register.simple_tag
def submit_token() -> SafeString:
    """Return the hidden field that lets web.once answer a form sent twice only once."""
    return format_html('<input type="hidden" name="submit_token" value="{}">', uuid.uuid4().hex)


@register.inclusion_tag("components/status_badge.html")
def status(obj: Any) -> dict[str, Any]:
    """Show the state of a lifecycle record: its word, and the colour that goes with it."""
    return {"label": obj.get_status_display(), "tone": tone_of(getattr(obj, "tone_key", obj.status))}


@register.simple_tag
def cells(row: Any) -> SafeString:
    """Write the cells of a table's row (web.desk.register.tables.Cell).

    A list has three hundred of them: as a template included for each they took half the time of the whole page.
    """
    return SafeString("".join([_cell(cell) for cell in row]))


def _cell(cell: Any) -> str:
    text: str = conditional_escape(cell.text)
    if cell.kind == "state":
        text = f'<span class="badge-state badge-{conditional_escape(cell.tone or "neutral")}">{text}</span>'
    elif cell.url:
        text = f'<a href="{conditional_escape(cell.url)}">{text}</a>'
    sub = f'<span class="sub">{conditional_escape(cell.sub)}</span>' if cell.sub else ""
    named = f' class="{conditional_escape(cell.kind)}"' if cell.kind and cell.kind != "state" else ""
    return f"<td{named}>{text}{sub}</td>"


@register.simple_tag(takes_context=True)
def demo_cast(context: dict[str, Any]) -> list[dict[str, str]]:
    """Return the demo's role buttons; empty everywhere but in the demo on this machine."""
    return demo_views.cast() if demo_views.offered(context["request"]) else []


@register.simple_tag(takes_context=True)
def demo_mailbox(context: dict[str, Any]) -> str:
    """Return the address of the demo's mailbox; empty everywhere but in the demo on this machine."""
    return reverse("demo_mail") if demo_views.offered(context["request"]) else ""


@register.filter
def record_url(obj: Any) -> str:
    """Return the address of a record's page; empty when it has none."""
    return url_of_record(obj)


@register.filter
def tone(value: Any) -> str:
    """Return good, bad, warn, info or neutral for a state or result code."""
    return tone_of(str(value))


@register.filter
def pick(obj: Any, field: str) -> str:
    """Return the text of `field` in the active language."""
    return pick_text(obj, field) if obj else ""


@register.filter
def mhz(hertz: Any) -> str:
    """Write hertz as megahertz with the digits it needs, at least three: 157,400 MHz."""
    return "" if hertz in (None, "") else quantities.mhz(int(hertz))


@register.filter
def khz(hertz: Any) -> str:
    """Write hertz as kilohertz with the digits it needs: 12,5 kHz."""
    return "" if hertz in (None, "") else f"{plain_number(Decimal(str(hertz)) / 1_000)} kHz"


@register.filter
def number(value: Any, places: int | None = None) -> str:
    """Write a number with the separators of the language; thousands grouped."""
    if value in (None, ""):
        return ""
    return formats.number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True)


@register.filter
def vnd(amount: Any) -> str:
    """Write whole đồng: 5.000.000 đ."""
    return "" if amount in (None, "") else money.amount_text(int(amount))


@register.filter
def fee_unit(per: str) -> Any:
    """Return what a fee is charged per, in words."""
    return unit_of_fee(per)


@register.filter
def plain_number(value: Any) -> str:
    """Write a decimal without trailing zeros, with the decimal sign of the language."""
    if value in (None, ""):
        return ""
    try:
        exact = Decimal(str(value)).normalize()
    except InvalidOperation:
        return str(value)
    places = max(0, -int(exact.as_tuple().exponent))
    return formats.number_format(exact, decimal_pos=places, use_l10n=True, force_grouping=True)


@register.filter
def verb_label(entry: Any) -> str:
    """Return what a journal entry says was done, in words."""
    return label_of_verb(entry.verb)


@register.filter
def changed_fields(entry: Any) -> list[dict[str, str]]:
    """Return a journal entry's changes as label, old and new."""
    return fields_changed(entry)
