"""Numbers leased to a tablet for forms written by hand; each is explained in its series, those not used become void."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import access, journal
from accounts.roles import Action
from common.clock import now
from common.errors import Conflict, NotAllowed, Unavailable
from fieldwork.lifecycle import TabletStatus
from fieldwork.models import NumberBlock, Tablet
from inspections.documents import blank_record
from inspections.services import wording
from issuing import numbering
from issuing.services import WATERMARK
from rulebook import lookup
from rulebook.models import Checklist

FORM = "visit_record"
SIZE = 5


@transaction.atomic
def lease(tablet: Tablet, *, by: Any, on: dt.date) -> NumberBlock:
    """Return the numbers this tablet may write on blank record forms this year; the same ones until the lease ends."""
    locked = Tablet.objects.select_for_update(of=("self",), no_key=True).get(pk=tablet.pk)
    known = NumberBlock.objects.filter(tablet=locked, form_code=FORM, year=on.year, ended_at__isnull=True).first()
    if known is not None:
        if _free(known):
            return known
        _end(known, by=by, at=now())  # all its numbers stand on papers: a new run
    form = lookup.form(FORM, on)
    if form is None or not form.suffix:
        raise Unavailable(_("The rulebook has no number suffix for inspection records on this day."))
    rows = numbering.lease(
        agency=locked.agency,
        form_code=FORM,
        suffix=form.suffix,
        on=on,
        by=by,
        count=SIZE,
        reason=f"tablet {locked.label}",
    )
    made = NumberBlock.objects.create(
        tablet=locked, agency=locked.agency, form_code=FORM, year=on.year, first=rows[0].value, last=rows[-1].value,
        texts=[row.text for row in rows],
    )  # fmt: skip
    journal.record(by, "numbers.leased", made, after=journal.snapshot(made), agency=locked.agency)
    return made


def blank_forms(tablet: Tablet, *, by: Any, on: dt.date) -> bytes:
    """Return the blank record forms of a tablet as PDF, one for each of its leased numbers that no paper bears yet.

    A tablet without numbers is leased some first. Raises NotAllowed, Conflict when it is not enrolled.
    """
    if tablet.agency not in access.agencies_of(by, Action.TABLET_USE):
        raise NotAllowed(_("You do not work with the tablets of this agency."), code="not_your_tablet")
    if tablet.status != TabletStatus.ENROLLED:
        raise Conflict(_("Tablet “%(tablet)s” is not enrolled.") % {"tablet": tablet}, code="not_enrolled")
    block = lease(tablet, by=by, on=on)
    numbers = _free(block)
    journal.record(by, "numbers.printed", block, note=", ".join(numbers), agency=tablet.agency)
    content: blank_record.BlankForms = {
        "agency": wording.agency_head(tablet.agency), "numbers": numbers, "leased_to": tablet.label,
        "checklists": _questions(tablet, on),
    }  # fmt: skip
    if settings.DEMO_MODE:
        content["watermark"] = WATERMARK
    return blank_record.render(content)


def _questions(tablet: Tablet, on: dt.date) -> list[blank_record.Questions]:
    rows = Checklist.objects.in_force_on(on).filter(subject__in=tablet.agency.subjects).order_by("code")
    return [
        {"title": row.title_vi, "items": [(item.code, item.text_vi) for item in row.items.all()]}
        for row in rows.prefetch_related("items")
    ]


@transaction.atomic
def end(tablet: Tablet, *, by: Any, at: dt.datetime) -> None:
    """End every lease of a tablet; its numbers stay explained in their series and are given to nobody else."""
    for block in NumberBlock.objects.select_for_update().filter(tablet=tablet, ended_at__isnull=True):
        _end(block, by=by, at=at)


def _end(block: NumberBlock, *, by: Any, at: dt.datetime) -> None:
    before = journal.snapshot(block)
    block.ended_at = at
    block.save(update_fields=["ended_at"])
    journal.record(by, "numbers.lease_ended", block, before=before, after=journal.snapshot(block))


def _free(block: NumberBlock) -> list[str]:
    """Return the numbers of a block that no paper bears yet."""
    rows = numbering.leased_and_free(block.agency, block.form_code)
    return list(rows.filter(text__in=block.texts, series__year=block.year).values_list("text", flat=True))
