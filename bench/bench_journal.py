"""What the journal costs: a bare save against save + journal entry, its sealing included."""

from django.db import transaction

from accounts import access, journal
from accounts.models import Agency, JournalEntry, JournalLink
from bench.timing import Row, compare, milliseconds, row

ENGINES = ("sqlite", "postgresql")
BATCH = 300  # entries per sealing, as when five minutes of work are sealed at once


def run() -> list[Row]:
    """Compare one change with and without its journal entry."""
    user = access.system_user()
    agency = Agency.objects.create(code="BENCH", name="Cơ quan thử", kind="department")
    counter = iter(range(10**9))

    def bare() -> None:
        with transaction.atomic():
            agency.phone = str(next(counter))
            agency.save(update_fields=["phone"])

    def journaled() -> None:
        with transaction.atomic():
            before = journal.snapshot(agency)
            agency.phone = str(next(counter))
            agency.save(update_fields=["phone"])
            journal.record(user, "bench.changed", agency, before=before, after=journal.snapshot(agency))

    saved = compare("journal: save + entry against bare save", journaled, bare, rounds=BATCH, at_most=2.5)
    sealed = _with_sealing(journaled, bare)
    journaled()  # the bare saves above went behind the journal's back, which the check below would rightly report
    journal.seal()
    return [saved, sealed, _verification()]


def _with_sealing(journaled, bare) -> Row:  # type: ignore[no-untyped-def]
    """Share the cost of one sealing out to the entries it seals."""
    journal.seal()
    with_seal, without = [], []
    for _ in range(3):
        mine = theirs = 0.0
        for _ in range(BATCH):
            mine += milliseconds(journaled)
            theirs += milliseconds(bare)
        mine += milliseconds(journal.seal)
        with_seal.append(mine / BATCH)
        without.append(theirs / BATCH)
    return row("journal: save + entry + its share of the seal", with_seal, without, at_most=2.5)


def _verification() -> Row:
    """Time the check of the whole chain, per entry, against reading the entries."""
    found: list[bool] = []

    def verify() -> None:
        found.append(journal.verify().clean)

    def read() -> None:
        list(JournalEntry.objects.select_related("values", "link"))

    result = compare("journal: verify against reading every entry", verify, read, rounds=3, warm_up=0)
    result["ok"] = all(found)
    result["must"] = f"clean, {JournalLink.objects.count()} links"
    return result
