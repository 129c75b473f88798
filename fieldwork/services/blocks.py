"""Numbers leased to a tablet for forms written by hand; each is explained in its series, those not used become void."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import journal
from common.errors import Unavailable
from fieldwork.models import NumberBlock, Tablet
from issuing import numbering
from rulebook import lookup

FORM = "visit_record"
SIZE = 5


@transaction.atomic
def lease(tablet: Tablet, *, by: Any, on: dt.date) -> NumberBlock:
    """Return the numbers this tablet may write on blank record forms this year; the same ones until the lease ends."""
    locked = Tablet.objects.select_for_update(of=("self",), no_key=True).get(pk=tablet.pk)
    known = NumberBlock.objects.filter(tablet=locked, form_code=FORM, year=on.year, ended_at__isnull=True).first()
    if known is not None:
        return known
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


@transaction.atomic
def end(tablet: Tablet, *, by: Any, at: dt.datetime) -> None:
    """End every lease of a tablet; its numbers stay explained in their series and are given to nobody else."""
    for block in NumberBlock.objects.select_for_update().filter(tablet=tablet, ended_at__isnull=True):
        before = journal.snapshot(block)
        block.ended_at = at
        block.save(update_fields=["ended_at"])
        journal.record(by, "numbers.lease_ended", block, before=before, after=journal.snapshot(block))
