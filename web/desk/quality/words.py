"""A finding in one sentence, in the reader's language."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from common.text import day_text
from licenses.services.quality.rules import BY_CODE, Found
from web.links import url_of


def sentence(rule: str, facts: dict[str, Any]) -> str:
    """Return what was found, with its numbers."""
    match rule:
        case "expired_active":
            return _("The term ended on %(day)s.") % {"day": _day(facts["until"])}
        case "path_length":
            both = {"stated": _number(facts["stated_km"]), "computed": _number(facts["computed_km"])}
            return _("Stated %(stated)s km; between the two positions lie %(computed)s km.") % both
        case "azimuth":
            both = {"stated": _number(facts["stated_deg"]), "computed": _number(facts["computed_deg"])}
            return _("Stated %(stated)s°; the receiving station lies at %(computed)s°.") % both
        case "bandwidth":
            both = {"stated": _number(facts["stated_hz"] / 1000), "computed": _number(facts["designator_hz"] / 1000)}
            return _("Declared %(stated)s kHz; the emission says %(computed)s kHz.") % both
        case "designator":
            return _("Cannot be read: %(what)s.") % {"what": facts["designators"]}
        case "outside_plan":
            return _("%(mhz)s MHz lies in no plan for this kind.") % {"mhz": _number(facts["mhz"])}
        case "far_from_unit":
            return _("%(km)s km from the middle of %(unit)s.") % {"km": _number(facts["km"]), "unit": facts["unit"]}
        case "at_sea":
            return _("About %(km)s km from the coast.") % {"km": _number(facts["km"])}
        case "found_as_declared":
            return _("A visit of a tablet entered it on %(day)s; nobody had declared it.") % {"day": _day(facts["on"])}
        case "same_station_twice" if facts:
            return _twin(facts["name"], facts["since"])
    return str(BY_CODE[rule].label) if rule in BY_CODE else rule


def _twin(name: str, since: str) -> str:
    return _("Same holder, position, name and antenna height as %(name)s, in the register since %(day)s.") % {
        "name": name,
        "day": _day(since),
    }


def other(target_type: str, facts: dict[str, Any]) -> dict[str, str] | None:
    """Return name and address of the other record that a finding is about; None where it is about one alone."""
    key = facts.get("other")
    return {"name": facts["name"], "url": url_of(target_type, UUID(key))} if key else None


def hint(found: Found) -> dict[str, Any]:
    """Return a finding of this moment as a record page shows it."""
    rule = BY_CODE[found.rule]
    text = sentence(found.rule, found.facts)
    return {"label": rule.label, "text": text, "why": rule.why, "other": other(rule.target, found.facts)}


def _day(iso: str) -> str:
    return day_text(dt.date.fromisoformat(iso))


def _number(value: float) -> str:
    return number_format(round(value, 6), use_l10n=True)
