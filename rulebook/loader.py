"""Loads the data files into the tables: everything or nothing, and never over a published row."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from accounts import journal
from rulebook.building import Builder
from rulebook.checking import check
from rulebook.models import RULE_MODELS, RulebookLoad, RuleRow
from rulebook.reading import Fault, WrongFile, read_folder

DATA = Path(__file__).resolve().parent / "data"
CHECKSUMS = "published.sha256"
BATCH = 200

Key = tuple[str, Any]


@dataclass
class Report:
    """What a load did."""

    administration: str
    added: int = 0
    ended: int = 0
    unchanged: int = 0
    by_model: dict[str, int] = field(default_factory=dict)


def prepare(administration: str, folder: Path | None = None) -> Builder:
    """Read and check the files of an administration without touching the database.

    Raises WrongFile with every fault (file, row, reason); a row that differs from its published checksum is one.
    """
    folder = folder or DATA / administration
    if not folder.is_dir():
        raise WrongFile([Fault(str(folder), "", "there is no such folder")])
    builder = Builder(administration)
    builder.build(read_folder(folder))
    faults = builder.faults or check(builder) + _against_checksums(builder, folder)
    if faults:
        raise WrongFile(faults)
    return builder


@transaction.atomic
def load(administration: str = "", *, folder: Path | None = None, by: Any = None) -> Report:
    """Bring the tables up to the files; loading twice changes nothing.

    New rows are added, a row may get its last day, and nothing else may differ from what was published.
    Raises WrongFile and leaves everything as it was.
    """
    administration = administration or settings.ADMINISTRATION
    builder = prepare(administration, folder)
    report = Report(administration)
    faults: list[Fault] = []
    kept: dict[Any, RuleRow] = {}
    for model in RULE_MODELS:
        _merge(model, builder, kept, report, faults)
    if faults:
        raise WrongFile(faults)
    if report.added or report.ended:
        _journal(report, folder or DATA / administration, by)
    return report


def _merge(
    model: type[RuleRow], builder: Builder, kept: dict[Any, RuleRow], report: Report, faults: list[Fault]
) -> None:
    """Compare one model's rows with its table, add and end."""
    links = [item.name for item in model._meta.concrete_fields if item.is_relation]
    published = model.objects.filter(administration=builder.administration).select_related(*links)
    old: dict[Key, RuleRow] = {(row.code, row.effective_from): row for row in published.select_for_update(of=("self",))}
    fresh: list[RuleRow] = []
    for row in builder.rows[model]:
        entry = builder.entry_of[model, row.code, row.effective_from]
        before = old.pop((row.code, row.effective_from), None)
        kept[model, row.code, row.effective_from] = before or row
        if before is None:
            for name in links:
                target = getattr(row, name)
                if target is not None:
                    setattr(row, name, kept[type(target), target.code, target.effective_from])
            fresh.append(row)
        elif reason := _difference(before, row):
            faults.append(entry.fault(reason))
        elif before.effective_until != row.effective_until:
            model.objects.filter(pk=before.pk).update(effective_until=row.effective_until)
            report.ended += 1
        else:
            report.unchanged += 1
    for code, start in old:
        reason = "this published row is no longer in the files; end it with effective_until instead"
        faults.append(Fault("*", f"{model.__name__} {code} ({start})", reason))
    if not faults:
        model.objects.bulk_create(fresh, batch_size=BATCH)
    report.added += len(fresh)
    report.by_model[model.__name__] = len(builder.rows[model])


def _difference(before: RuleRow, row: RuleRow) -> str:
    """Return why the files may not replace this published row, or nothing."""
    if before.computed_hash() != before.content_hash:
        return "the row in the database was changed behind the loader's back"
    if before.content_hash != row.content_hash:
        old, new = before.content(), row.content()
        names = ", ".join(sorted(name for name in new if old.get(name) != new[name]))
        return f"a published row cannot be changed, only ended (differs in: {names})"
    if before.effective_until is not None and before.effective_until != row.effective_until:
        return f"this row was ended on {before.effective_until}; that cannot be taken back"
    return ""


def _journal(report: Report, folder: Path, by: Any) -> None:
    made = RulebookLoad.objects.create(
        administration=report.administration,
        files_sha256=files_hash(folder),
        added=report.added,
        ended=report.ended,
        loaded_by=by if getattr(by, "pk", None) else None,
    )
    journal.record(by, "rulebook.loaded", made, after=journal.snapshot(made))


def files_hash(folder: Path) -> str:
    """Return one sha256 over the names and contents of the data files."""
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*.toml")):
        whole.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return whole.hexdigest()


def checksums(builder: Builder) -> dict[str, str]:
    """Return the checksum of every row, by model, code and first day."""
    return {
        f"{model.__name__} {row.code} {row.effective_from}": row.content_hash
        for model in RULE_MODELS
        for row in builder.rows[model]
    }


def read_checksums(folder: Path) -> dict[str, str]:
    """Return the kept checksums of published rows; empty when none were published yet."""
    path = folder / CHECKSUMS
    if not path.exists():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, name in (line.split("  ", 1) for line in lines if line.strip())}


def publish(builder: Builder, folder: Path) -> int:
    """Append the checksums of rows not yet published; return how many."""
    known = read_checksums(folder)
    new = {name: digest for name, digest in checksums(builder).items() if name not in known}
    with (folder / CHECKSUMS).open("a", encoding="utf-8") as file:
        file.writelines(f"{digest}  {name}\n" for name, digest in new.items())
    return len(new)


def _against_checksums(builder: Builder, folder: Path) -> list[Fault]:
    found = checksums(builder)
    faults = []
    for name, digest in read_checksums(folder).items():
        if name not in found:
            faults.append(Fault(CHECKSUMS, name, "this published row is no longer in the files; end it instead"))
        elif found[name] != digest:
            faults.append(Fault(CHECKSUMS, name, "a published row cannot be changed, only ended"))
    return faults
