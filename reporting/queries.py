"""The figures of the overview: reads over every floor, dataclasses out, nothing written.

Every figure is a queryset first and a number second, so that the list behind a figure is the figure.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, Count, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext_lazy as _

from enforcement.models import Case as CaseFile
from inspections.lifecycle import FIXED, VisitStatus
from inspections.models import Finding, Visit
from licenses.models import License
from reporting.periods import Period, add_months

EXPIRY_DAYS = 60
CHART_MONTHS = 6


@dataclass(frozen=True)
class Figure:
    """One number of a period beside that of the period before."""

    code: str
    label: Any
    definition: Any
    value: int
    before: int
    share_of: int | None = None
    share_of_before: int | None = None

    @property
    def change(self) -> int:
        """How much it grew."""
        return self.value - self.before

    @property
    def share(self) -> float | None:
        """Percent of `share_of`; None where there is nothing to take a share of."""
        return _percent(self.value, self.share_of)

    @property
    def share_before(self) -> float | None:
        """The same for the period before."""
        return _percent(self.before, self.share_of_before)


@dataclass(frozen=True)
class Row:
    """Done visits and those with violations, for one kind, unit or month; the same for the period before."""

    key: str
    label: Any
    done: int
    violations: int
    done_before: int = 0
    violations_before: int = 0

    @property
    def share(self) -> float | None:
        """Percent with violations."""
        return _percent(self.violations, self.done)

    @property
    def share_before(self) -> float | None:
        """Percent with violations in the period before."""
        return _percent(self.violations_before, self.done_before)


LABELS = {
    "planned": _("Visits planned"),
    "done": _("Visits done"),
    "not_possible": _("Visits not possible"),
    "violations": _("Visits with violations"),
    "open_cases": _("Open case files"),
    "expiring": _("Licenses about to expire"),
}
DEFINITIONS = {
    "planned": _("Visits whose planned window begins in the period, cancelled ones left out."),
    "done": _("Of the planned visits: those sealed on site, whatever happened to them afterwards."),
    "not_possible": _("Of the planned visits: those that could not be made, with the reason recorded."),
    "violations": _("Of the visits done: those with at least one finding that was not withdrawn."),
    "open_cases": _(
        "Case files opened by the last day counted and not finished: the violation record is still to be issued, or it"
        " is issued and no decision has followed. Counted on the last day of the period, or today while it runs."
    ),
    "expiring": _(
        "Licenses in force whose term ends within 60 days after the day counted: the last day of the period, or today"
        " while it runs."
    ),
}


def behind(code: str, user: Any, period: Period, on: dt.date) -> QuerySet[Any]:
    """Return the records that the figure `code` counts; KeyError for an unknown code."""
    if code == "open_cases":
        return CaseFile.objects.visible_to(user).filter(opened_on__lte=period.reference(on))
    if code == "expiring":
        day = period.reference(on)
        return (
            License.objects.visible_to(user)
            .active_on(day)
            .filter(valid_until__range=(day, day + dt.timedelta(days=EXPIRY_DAYS)))
        )
    visits = visits_of(user, period)
    conditions = {
        "planned": Q(),
        "done": Q(status__in=FIXED),
        "not_possible": Q(status=VisitStatus.NOT_POSSIBLE),
        "violations": Q(status__in=FIXED, violating=True),
    }
    return visits.filter(conditions[code])


def visits_of(user: Any, period: Period) -> QuerySet[Any]:
    """Return the period's visits, each with `violating` and the `group` it is counted under."""
    standing = Finding.objects.standing().filter(visit=OuterRef("pk"))
    return (
        Visit.objects.visible_to(user)
        .filter(window_start__range=(period.first, period.last))
        .exclude(status=VisitStatus.CANCELLED)
        .annotate(
            violating=ExpressionWrapper(Exists(standing.order_by()), output_field=BooleanField()),
            group=Case(When(establishment__isnull=False, then="establishment__kind"), default=Value("station")),
        )
    )


def figures(user: Any, period: Period, on: dt.date) -> list[Figure]:
    """Return the figures of the period in the order of the page."""
    now, then = _counts(user, period, on), _counts(user, period.before(), on)
    whole = {"done": "planned", "not_possible": "planned", "violations": "done"}
    return [
        Figure(
            code,
            LABELS[code],
            DEFINITIONS[code],
            now[code],
            then[code],
            now[whole[code]] if code in whole else None,
            then[whole[code]] if code in whole else None,
        )
        for code in LABELS
    ]


def by_kind(user: Any, period: Period) -> list[Row]:
    """Return done visits and violations by kind of place, most visited first."""
    return _grouped(user, period, "group")


def by_unit(user: Any, period: Period) -> list[Row]:
    """Return done visits and violations by administrative unit, most visited first; visits without a unit last."""
    return _grouped(user, period, "unit")


def by_month(user: Any, period: Period) -> list[Row]:
    """Return the last months up to the period's end, months without visits included."""
    first = add_months(period.last.replace(day=1), 1 - CHART_MONTHS)
    span = Period(first, period.last)
    counted = {
        row["month"]: row
        for row in visits_of(user, span)
        .filter(status__in=FIXED)
        .order_by()
        .annotate(month=TruncMonth("window_start"))
        .values("month")
        .annotate(done=Count("pk"), bad=Count("pk", filter=Q(violating=True)))
    }
    months = [add_months(first, step) for step in range(CHART_MONTHS)]
    return [
        Row(month.isoformat(), month, counted[month]["done"], counted[month]["bad"])
        if month in counted
        else Row(month.isoformat(), month, 0, 0)
        for month in months
    ]


def _counts(user: Any, period: Period, on: dt.date) -> dict[str, int]:
    visits = visits_of(user, period).aggregate(
        planned=Count("pk"),
        done=Count("pk", filter=Q(status__in=FIXED)),
        not_possible=Count("pk", filter=Q(status=VisitStatus.NOT_POSSIBLE)),
        violations=Count("pk", filter=Q(status__in=FIXED, violating=True)),
    )
    return visits | {code: behind(code, user, period, on).count() for code in ("open_cases", "expiring")}


def _grouped(user: Any, period: Period, field: str) -> list[Row]:
    now, then = _by(user, period, field), _by(user, period.before(), field)
    rows = [
        Row(
            str(key or ""),
            (now.get(key) or then[key])["label"],
            now.get(key, _NONE)["done"],
            now.get(key, _NONE)["bad"],
            then.get(key, _NONE)["done"],
            then.get(key, _NONE)["bad"],
        )
        for key in {**now, **then}
    ]
    return sorted(rows, key=lambda row: (row.key == "", -row.done, -row.done_before, str(row.label)))


_NONE: dict[str, Any] = {"done": 0, "bad": 0}


def _by(user: Any, period: Period, field: str) -> dict[Any, dict[str, Any]]:
    label = "unit__name" if field == "unit" else "group"
    rows = (
        visits_of(user, period)
        .filter(status__in=FIXED)
        .order_by()
        .values(field, label)
        .annotate(done=Count("pk"), bad=Count("pk", filter=Q(violating=True)))
    )
    return {row[field]: {**row, "label": row[label] or ""} for row in rows}


def _percent(part: int, whole: int | None) -> float | None:
    return round(100 * part / whole, 1) if whole else None
