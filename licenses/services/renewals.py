"""Reminders of the term of a license: renewal opens, the last day to file comes near, the license expires soon."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from issuing.mails import Telling, Topic, decide
from licenses import notifications
from licenses.enums import APPLICATION_PENDING, LicenseStatus, Purpose
from licenses.kinds import KINDS
from licenses.kinds.rules import Rules, rules_of
from licenses.models import Application, License, PlannedChange

# So many days before the last day to file, and before the expiry: the service the office gives, no rule of law.
BEFORE_FILING = (60, 30, 7)
BEFORE_EXPIRY = 7
BATCH = 500
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Window:
    """When the renewal of one license is taken; None where no source gives it."""

    opens: dt.date | None
    last: dt.date | None


@dataclass(frozen=True)
class Stage:
    """What the holder of a license is to be told on a day."""

    topic: Topic
    name: str


def remind(*, on: dt.date) -> dict[str, int]:
    """Decide every reminder that is due on the day; return how many of each. Doing it again decides nothing more.

    Each license is told of its latest stage only: after days without a run nobody is told three times at once, nor of
    a last day that is over. Who has filed already is no longer asked to file.
    """
    told: Counter[str] = Counter()
    held = {code: rules_of(kind, Purpose.RENEW, on) for code, kind in KINDS.items() if kind.with_term}
    for code, rules in held.items():
        for batch in _batches(code, rules, on):
            for topic, tellings in _tellings(batch, rules, on).items():
                told[topic] += decide(tellings, on=on)
    return {topic.code: told[topic.code] for topic in (notifications.OPENS, notifications.FILE, notifications.EXPIRES)}


def window_of(license: License, rules: Rules) -> Window:
    """Return the first and last day on which the renewal of the license is taken."""
    if license.valid_until is None:
        return Window(None, None)
    return Window(*rules.window(license.valid_until))


def stage_of(valid_until: dt.date, window: Window, on: dt.date, *, filed: bool) -> Stage | None:
    """Return what the holder is to be told on the day; None when there is nothing (more) to tell."""
    if on > valid_until:
        return None
    if valid_until - on <= BEFORE_EXPIRY * ONE_DAY:
        return Stage(notifications.EXPIRES, str(BEFORE_EXPIRY))
    if filed or window.last is None or on > window.last:
        return None
    left = (window.last - on).days
    for days in sorted(BEFORE_FILING):
        if left <= days:
            return Stage(notifications.FILE, str(days))
    if window.opens is not None and on >= window.opens:
        return Stage(notifications.OPENS, "")
    return None


def _tellings(batch: list[License], rules: Rules, on: dt.date) -> dict[str, list[Telling]]:
    filed = set(
        Application.objects.filter(
            license__in=batch, purpose=Purpose.RENEW, status__in=APPLICATION_PENDING
        ).values_list("license", flat=True)
    )
    # one that is given back or revoked before its last day is not to be renewed
    leaving = set(
        PlannedChange.objects.announced().ending().filter(license__in=batch).values_list("license", flat=True)
    )
    to = notifications.recipients([license.holder for license in batch], on)
    found: dict[str, list[Telling]] = {}
    for license in batch:
        if license.valid_until is None or license.pk in leaving:
            continue
        window = window_of(license, rules)
        stage = stage_of(license.valid_until, window, on, filed=license.pk in filed)
        if stage is None:
            continue
        context = {"opens": window.opens, "last_day": window.last, "filed": license.pk in filed}
        telling = notifications.of_license(license, stage.topic, stage.name, to[license.holder_id], context)
        found.setdefault(stage.topic.code, []).append(telling)
    return found


def _batches(kind: str, rules: Rules, on: dt.date) -> Iterator[list[License]]:
    """Yield the licenses of a kind whose stages can have begun, by their end, so many at a time."""
    last = on + _horizon(rules, on)
    mark: tuple[dt.date, object] | None = None
    while batch := list(_after(mark, kind, on, last)[:BATCH]):
        yield batch
        end = batch[-1]
        mark = (end.valid_until or last, end.pk)


def _after(mark: tuple[dt.date, object] | None, kind: str, on: dt.date, last: dt.date) -> QuerySet[License]:
    rows = License.objects.filter(kind=kind, status=LicenseStatus.ACTIVE, valid_until__gte=on, valid_until__lte=last)
    if mark is not None:
        rows = rows.filter(Q(valid_until=mark[0], pk__gt=mark[1]) | Q(valid_until__gt=mark[0]))
    return rows.select_related("holder", "agency").order_by("valid_until", "pk")


def _horizon(rules: Rules, on: dt.date) -> dt.timedelta:
    """Return how far ahead an expiry can be that somebody is already told of."""
    far = on + 3_650 * ONE_DAY
    opens, last = rules.window(far)
    begins = [day for day in (opens, last - max(BEFORE_FILING) * ONE_DAY if last else None) if day is not None]
    return max([far - day for day in begins] + [BEFORE_EXPIRY * ONE_DAY]) + 3 * ONE_DAY  # months differ in length
