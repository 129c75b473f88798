"""The period a report covers, and the one it is compared with."""

import datetime as dt
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True)
class Period:
    """Days from `first` to `last`, both included."""

    first: dt.date
    last: dt.date

    @classmethod
    def month(cls, day: dt.date) -> Self:
        """Return the calendar month of a day."""
        return cls(day.replace(day=1), _month_end(day))

    @classmethod
    def quarter(cls, day: dt.date) -> Self:
        """Return the calendar quarter of a day."""
        first = day.replace(month=3 * ((day.month - 1) // 3) + 1, day=1)
        return cls(first, _month_end(add_months(first, 2)))

    @classmethod
    def year(cls, day: dt.date) -> Self:
        """Return the calendar year of a day."""
        return cls(dt.date(day.year, 1, 1), dt.date(day.year, 12, 31))

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def before(self) -> "Period":
        """Return the period just before: whole months before whole months, else as many days."""
        whole = self.first.day == 1 and self.last == _month_end(self.last)
        if not whole:
            return Period(self.first - dt.timedelta(days=self.days), self.first - dt.timedelta(days=1))
        months = 12 * (self.last.year - self.first.year) + self.last.month - self.first.month + 1
        return Period(add_months(self.first, -months), self.first - dt.timedelta(days=1))

    def reference(self, on: dt.date) -> dt.date:
        """Return the day on which standing figures are counted: today while the period runs, else its last day."""
        return min(self.last, max(on, self.first))


def add_months(first: dt.date, months: int) -> dt.date:
    """Return the first day of the month so many months later."""
    index = 12 * first.year + first.month - 1 + months
    return dt.date(index // 12, index % 12 + 1, 1)


def _month_end(day: dt.date) -> dt.date:
    return add_months(day.replace(day=1), 1) - dt.timedelta(days=1)
