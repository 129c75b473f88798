"""The nightly run: every record by key in batches, findings compared with those kept; memory does not grow."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from django.db import models, transaction

from licenses.enums import QualityState
from licenses.models import QualityFinding
from licenses.services.quality.rules import MODELS, Found, check

BATCH = 2_000
NEVER = uuid.UUID(int=0)
Tell = Callable[[int, int], None]


def run(*, on: dt.date, tell: Tell = lambda _done, _total: None, batch: int = BATCH) -> dict[str, int]:
    """Apply every rule to every record; return how many findings are new, back, mended, and how many rows were read.

    Doing it again on the same day changes nothing. A finding that was dismissed comes back when its numbers change.
    """
    told: Counter[str] = Counter(new=0, back=0, mended=0, rows=0)
    total = sum(model.objects.count() for model in MODELS.values())
    for target, model in MODELS.items():
        last: uuid.UUID | None = None
        while keys := _next(model, last, batch):
            found = list(check(target, model.objects.filter(pk__gte=keys[0], pk__lte=keys[-1]), on))
            told.update(_keep(target, last or NEVER, keys[-1], found, on))
            told["rows"] += len(keys)
            tell(told["rows"], total)
            last = keys[-1]
    return dict(told)


def _next(model: Any, after: uuid.UUID | None, batch: int) -> list[uuid.UUID]:
    rows = model.objects.order_by("pk")
    if after is not None:
        rows = rows.filter(pk__gt=after)
    return list(rows.values_list("pk", flat=True)[:batch])


@transaction.atomic
def _keep(target: str, after: uuid.UUID, last: uuid.UUID, found: Sequence[Found], on: dt.date) -> Counter[str]:
    """Compare what was found in a span of keys with what is kept of it, and write the difference."""
    span = QualityFinding.objects.filter(target_type=target, target_id__gt=after, target_id__lte=last)
    kept = {(row.rule, row.target_id): row for row in span}
    told: Counter[str] = Counter()
    fresh, again, seen = [], [], []
    for each in found:
        row = kept.pop((each.rule, each.target_id), None)
        if row is None:
            fresh.append(_row(target, each, on))
        elif row.facts != each.facts or row.state == QualityState.MENDED:
            row.facts, row.label, row.seen_on, row.state = each.facts, each.label, on, QualityState.OPEN
            row.dismissed_by, row.dismissed_on, row.dismissed_reason = None, None, ""
            again.append(row)
        elif row.seen_on != on:
            seen.append(row.pk)
    QualityFinding.objects.bulk_create(fresh, batch_size=500)
    QualityFinding.objects.bulk_update(
        again,
        ["facts", "label", "seen_on", "state", "dismissed_by", "dismissed_on", "dismissed_reason"],
        batch_size=200,
    )
    for start in range(0, len(seen), 500):
        QualityFinding.objects.filter(pk__in=seen[start : start + 500]).update(seen_on=on)
    told["new"], told["back"] = len(fresh), len(again)
    gone = [row.pk for row in kept.values() if row.state != QualityState.MENDED]
    for start in range(0, len(gone), 500):
        chunk: models.QuerySet[Any] = QualityFinding.objects.filter(pk__in=gone[start : start + 500])
        told["mended"] += chunk.update(state=QualityState.MENDED, seen_on=on)
    return told


def _row(target: str, each: Found, on: dt.date) -> QualityFinding:
    return QualityFinding(
        rule=each.rule,
        target_type=target,
        target_id=each.target_id,
        label=each.label,
        agency_id=each.agency_id,
        facts=each.facts,
        first_seen_on=on,
        seen_on=on,
    )


def hints(obj: models.Model, on: dt.date) -> list[Found]:
    """Return what the rules find about one record right now; nothing is written."""
    target = obj._meta.label_lower
    if target not in MODELS:
        return []
    return list(check(target, MODELS[target].objects.filter(pk=obj.pk), on))
