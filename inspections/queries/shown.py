"""The text that is shown to the person checked before they sign: all that the record will say, in Vietnamese."""

from collections.abc import Iterable, Iterator

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common.canonical import digest
from common.text import day_text
from inspections.enums import EvidenceKind
from inspections.models import Evidence, Finding, Measurement, Visit
from inspections.queries import earlier
from inspections.queries.checklists import item_states


def shown_text(visit: Visit, coming: Iterable[Evidence] = ()) -> str:
    """Return the text; the same record always gives the same text, so that its hash says what was shown.

    `coming` are files a tablet has announced and not yet sent: the text as it will be once they are here.
    """
    with translation.override("vi"):
        return "\n".join(_lines(visit, coming))


def shown_digest(visit: Visit, coming: Iterable[Evidence] = ()) -> str:
    """Return the hash of the text as it stands now, or as it will stand with what is coming."""
    return digest(shown_text(visit, coming))


def _lines(visit: Visit, coming: Iterable[Evidence]) -> Iterator[str]:
    yield _("Visit %(number)s") % {"number": visit.number}
    yield f"{visit.licensee.name} ({visit.licensee.identifier})"
    yield (
        visit.establishment.address
        if visit.establishment
        else ", ".join(sorted(str(station) for station in visit.stations.all()))
    )
    for state in item_states(visit):
        answer = state.answer
        label = answer.get_choice_display() if answer else "…"
        yield f"{state.item.code} {state.item.text_vi}: {label}"
        if answer and (answer.value or answer.note or answer.no_finding_reason):
            yield f"  {' · '.join(part for part in (answer.value, answer.note, answer.no_finding_reason) if part)}"
    for row in visit.measurements.standing().order_by("pk"):
        yield _measured(row)
    for finding in visit.findings.standing().select_related("penalty__provision__instrument").order_by("pk"):
        yield from _found(finding)
    for check in earlier.checked(visit):
        about = f"{check.earlier.visit.number} {check.earlier.penalty.provision.citation_vi}"
        yield f"{about}: {check.get_result_display()} · {check.facts}"
    named = [row for row in coming if row.kind != EvidenceKind.SIGNATURE]
    for photo in sorted([*visit.evidence.standing().shown_to_the_party(), *named], key=lambda row: row.pk):
        yield f"{photo.get_kind_display()}: {photo.file_name} {photo.sha256}"
    if visit.outcome:
        yield _("Outcome: %(outcome)s") % {"outcome": visit.get_outcome_display()}
    for text in (visit.report, visit.party_statement):
        if text:
            yield text


def _measured(row: Measurement) -> str:
    parts = [row.get_quantity_display(), str(row.station or ""), row.value_text or f"{row.value} {row.unit}"]
    if row.uncertainty is not None:
        parts.append(f"± {row.uncertainty} {row.unit}")
    if row.licensed_value is not None:
        parts.append(_("licensed %(value)s %(unit)s") % {"value": row.licensed_value, "unit": row.unit})
    return " · ".join(part for part in [*parts, row.instrument, row.get_verdict_display()] if part)


def _found(row: Finding) -> Iterator[str]:
    yield f"{row.penalty.provision.citation_vi}: {row.facts}"
    ended = day_text(row.act_ended_on) if row.act_ended_on else _("still going on")
    yield f"  {row.place} · {day_text(row.act_started_on)} – {ended}"
    if row.act_time:
        yield "  " + _("Time of the act: %(time)s") % {"time": row.act_time}
    if row.detected_at:
        seen = date_format(timezone.localtime(row.detected_at), "SHORT_DATETIME_FORMAT")
        yield "  " + _("Detected at: %(time)s") % {"time": seen}
    if row.tx_hz:
        yield f"  {row.tx_hz} Hz · {row.licensed_hz or '…'} Hz · {row.get_deviation_display()} · {row.class_power_w} W"
