"""The journal: one function writes it, nothing changes it, and a hash chain shows when something did.

Entries hold salted digests of the values that changed; the values themselves lie in `JournalValue`, which retention
rules may erase without breaking the chain. Writers do not queue behind one another: entries are chained in batches by
`seal`, and until then count as unsealed (`verify` says how many).
"""

import datetime as dt
import decimal
import hashlib
import secrets
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models, transaction

from accounts import batches
from accounts.growth import Growth
from accounts.models import Agency, JournalEntry, JournalLink, JournalValue, StepRecord
from common import inserts
from common.canonical import canonical, canonical_pair, digest
from common.clock import now
from common.ids import key_text

GENESIS = "0" * 64
BATCH = 5_000


def key_of(obj: models.Model) -> str:
    """Return the record's key as kept in journals and step rows: UUIDs as 32 hex digits."""
    return key_text(obj.pk)


def snapshot(obj: models.Model) -> dict[str, Any]:
    """Return the record's own columns as JSON values (binary columns by their hash).

    A model's `journal_secret` names columns kept by their hash only, its `journal_left_out` those that are no facts.
    """
    secret = getattr(obj, "journal_secret", ())
    values = {item.name: item.to_python(item.value_from_object(obj)) for item in _watched(type(obj))}
    return {name: plain(str(value).encode() if name in secret else value) for name, value in values.items()}


def _watched(model: type[models.Model]) -> list[Any]:
    left_out = getattr(model, "journal_left_out", ())
    return [item for item in model._meta.concrete_fields if item.name not in left_out]


def plain(value: Any) -> Any:
    """Return a value as JSON keeps it, the same before saving and after reading back."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value + 0.0  # databases keep no negative zero
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, bytes | memoryview):
        return hashlib.sha256(bytes(value)).hexdigest()
    if isinstance(value, decimal.Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    return value.hex if isinstance(value, uuid.UUID) else str(value)


def record(
    actor: Any,
    verb: str,
    target: models.Model,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    note: str = "",
    agency: Agency | None = None,
) -> JournalEntry:
    """Append one entry, in the caller's transaction.

    `after` may name more than the record's own columns (the emissions of an assignment): that is kept, not compared.
    `before` and `after` map fields to values; of two snapshots only the fields that differ are kept. When `after` is a
    snapshot of the whole record, its digest is kept too, so that `verify` sees a row changed behind our back.
    """
    change = Change(verb, target, before or {}, after or {}, note)
    return record_all(actor, [change], agency=agency)[0]


def change(
    row: models.Model, values: Mapping[str, Any], *, by: Any, verb: str, note: str = "", agency: Agency | None = None
) -> JournalEntry:
    """Set columns of a locked row, save them and append the entry."""
    before = snapshot(row)
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
    return record(by, verb, row, before=before, after=snapshot(row), note=note, agency=agency)


@dataclass(frozen=True)
class Change:
    """What `record` is told of one record; lists of them are written at once by `record_all`."""

    verb: str
    target: models.Model
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    note: str = ""


def record_all(actor: Any, told: Sequence[Change], *, agency: Agency | None = None) -> list[JournalEntry]:
    """Append the entries of several changes of one person in their order, as `record` does one by one."""
    kept = [_kept(actor, one, agency) for one in told]
    entries = [values.entry for values in kept]
    inserts.insert(entries)
    for values in kept:
        values.entry_id = values.entry.pk
    inserts.insert(kept)
    return entries


def _kept(actor: Any, told: Change, agency: Agency | None) -> JournalValue:
    """Return the values to be kept, with their entry, neither of them written yet."""
    old, new = plain(told.before), plain(told.after)
    names = [name for name in {**old, **new} if old.get(name) != new.get(name) or name not in old]
    changes = {name: [old.get(name), new.get(name)] for name in names}
    salt = secrets.token_hex(16)
    own = {item.name for item in _watched(type(told.target))}
    state = {name: value for name, value in new.items() if name in own}
    entry = JournalEntry(
        actor=actor if getattr(actor, "pk", None) else None,
        agency=agency,
        verb=told.verb,
        target_type=told.target._meta.label_lower,
        target_id=key_of(told.target),
        digests=_digests(salt, changes),
        state_digest=_digest(salt, state) if state.keys() == own else "",
        note=told.note,
    )
    return JournalValue(entry=entry, salt=salt, label=str(told.target)[:250], changes=changes)


ERASED = "journal.values_erased"


@transaction.atomic
def erase(entries: Iterable[JournalEntry], *, by: Any, reason: str) -> int:
    """Empty the values of these entries, each by an entry that says who did it and why; return how many.

    Digests and salt stay: the chain holds, and the record is still compared with its last entry.
    """
    erased = 0
    wanted = [entry.pk for entry in entries]
    for values in JournalValue.objects.select_for_update().filter(entry__in=wanted, erased_by=None).order_by("pk"):
        values.erased_by = record(by, ERASED, values.entry, note=reason)
        values.changes, values.label = {}, ""
        values.save(update_fields=["changes", "label", "erased_by"])
        erased += 1
    return erased


def changes(obj: models.Model) -> models.QuerySet[JournalEntry]:
    """Return the record's entries, newest first, with actor and values."""
    return (
        JournalEntry.objects.filter(target_type=obj._meta.label_lower, target_id=key_of(obj))
        .select_related("actor", "values", "link")
        .order_by("-id")
    )


def _digests(salt: str, changes: Mapping[str, Any]) -> dict[str, str]:
    """Return the salted digest of each pair of values, the former and the new one."""
    return {name: digest(f"{salt}{canonical_pair(*pair)}") for name, pair in changes.items()}


def _digest(salt: str, value: Any) -> str:
    return digest(f"{salt}{canonical(value)}")


def _chained(previous: str, entry: JournalEntry) -> str:
    """Return sha256(previous hash, canonical entry)."""
    body = {item.attname: plain(getattr(entry, item.attname)) for item in entry._meta.concrete_fields}
    return digest(f"{previous}{canonical(body)}")


@transaction.atomic
def seal(limit: int | None = None) -> int:
    """Chain the entries not yet sealed, oldest first; return how many.

    An entry whose transaction commits late has a lower id than ones already sealed: it simply gets a later position.
    """
    last = JournalLink.objects.select_for_update().order_by("-position").first()
    position, previous = (last.position, last.digest) if last else (0, GENESIS)
    waiting = JournalEntry.objects.filter(link__isnull=True).order_by("id")
    links: list[JournalLink] = []
    for entry in waiting[:limit] if limit else waiting:
        position += 1
        digest = _chained(previous, entry)
        links.append(JournalLink(entry=entry, position=position, previous=previous, digest=digest, sealed_at=now()))
        previous = digest
    inserts.insert(links)
    return len(links)


@dataclass
class Verification:
    """What `verify` found. `faults` name what was changed; an empty list means clean."""

    entries: int = 0
    sealed: int = 0
    unsealed: int = 0
    erased_values: int = 0
    records: int = 0
    head: str = GENESIS
    faults: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Whether nothing was found."""
        return not self.faults


def head() -> str:
    """Return the digest of the newest sealed entry, as printed on papers and exported daily."""
    last = JournalLink.objects.order_by("-position").values_list("digest", flat=True).first()
    return last or GENESIS


def verify() -> Verification:
    """Check the chain, the kept values against their digests, every record against its last entry, and who has none."""
    found = Verification()
    _verify_chain(found)
    latest = _verify_values(found)
    _verify_records(found, latest)
    _verify_statuses(found)
    found.faults += batches.faults(latest)
    return found


def _verify_chain(found: Verification) -> None:
    previous = GENESIS
    links = JournalLink.objects.select_related("entry").order_by("position")
    for expected, link in enumerate(links.iterator(chunk_size=BATCH), start=1):
        found.sealed += 1
        if link.position != expected:
            found.faults.append(f"chain: position {expected} is missing (found {link.position})")
            break
        if link.previous != previous or _chained(previous, link.entry) != link.digest:
            found.faults.append(
                f"journal entry {link.entry_id} ({link.entry.verb}, {link.entry.target_type} {link.entry.target_id}): "
                "changed after it was sealed"
            )
        previous = link.digest
    found.head = previous
    found.entries = JournalEntry.objects.count()
    found.unsealed = JournalEntry.objects.filter(link__isnull=True).count()


def _verify_values(found: Verification) -> dict[tuple[str, str], JournalEntry]:
    """Check values against digests; return each record's latest entry that carries a state digest."""
    latest: dict[tuple[str, str], JournalEntry] = {}
    entries = JournalEntry.objects.select_related("values__erased_by").order_by("id")
    for entry in entries.iterator(chunk_size=BATCH):
        values = getattr(entry, "values", None)
        if values is None:
            found.faults.append(f"journal entry {entry.pk} ({entry.verb}): its kept values are gone")
        elif values.erased_by is not None:
            found.erased_values += 1
            if (values.erased_by.verb, values.erased_by.target_id) != (ERASED, str(entry.pk)) or values.changes:
                found.faults.append(f"journal entry {entry.pk} ({entry.verb}): no entry explains that it was erased")
        elif {name: _digest(values.salt, pair) for name, pair in values.changes.items()} != entry.digests:
            found.faults.append(f"journal entry {entry.pk} ({entry.verb}): its kept values were changed")
        if entry.state_digest:
            latest[entry.target_type, entry.target_id] = entry
    return latest


def _verify_records(found: Verification, latest: Mapping[tuple[str, str], JournalEntry]) -> None:
    growth = Growth()
    by_type: dict[str, dict[str, JournalEntry]] = {}
    for (kind, key), entry in latest.items():
        by_type.setdefault(kind, {})[key] = entry
    for kind, entries in by_type.items():
        model = apps.get_model(kind)
        for keys in _chunks(list(entries), 500):
            rows = {key_of(row): row for row in model._base_manager.filter(pk__in=keys)}
            for key in keys:
                found.records += 1
                entry = entries[key]
                values = getattr(entry, "values", None)
                row = rows.get(key)
                if row is None:
                    found.faults.append(f"{kind} {key}: the row is gone")
                elif values is not None and not _agrees(row, entry, values.salt, growth):
                    found.faults.append(
                        f"{kind} {key} ({row}): changed behind the journal's back since entry {entry.pk}"
                    )


def _agrees(row: models.Model, entry: JournalEntry, salt: str, growth: Growth) -> bool:
    """Tell whether the row is what its last entry says; columns of a later release are left out of the comparison."""
    state = snapshot(row)
    if _digest(salt, state) == entry.state_digest:
        return True
    unknown = growth.unknown_at(row, entry.at)
    known = {name: value for name, value in state.items() if name not in unknown}
    return bool(unknown) and _digest(salt, known) == entry.state_digest


def _verify_statuses(found: Verification) -> None:
    """Check that each stepped record stands where its last step left it."""
    last: dict[tuple[str, str], str] = {}
    steps = StepRecord.objects.order_by("version").values_list("object_type", "object_id", "target")
    for kind, key, target in steps.iterator(chunk_size=BATCH):
        last[kind, key] = target
    for kind in {kind for kind, _key in last}:
        model = apps.get_model(kind)
        for pk, status in model._base_manager.values_list("pk", "status").iterator(chunk_size=BATCH):
            key = key_text(pk)
            if last.get((kind, key), status) != status:
                found.faults.append(f"{kind} {key}: status {status!r} was reached by no step")


def _chunks(keys: list[str], size: int) -> Iterable[list[str]]:
    return (keys[start : start + size] for start in range(0, len(keys), size))
