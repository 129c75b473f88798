"""The days of the story: everything happened in the weeks before today, on working days."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings

from rulebook.deadlines import add_working_days, is_working_day


def working_day_before(on: dt.date, days: int) -> dt.date:
    """Return the working day at least `days` calendar days before `on`."""
    day = on - dt.timedelta(days=days)
    while not is_working_day(day):
        day -= dt.timedelta(days=1)
    return day


def after_notice(announced: dt.date, working_days: int) -> dt.date:
    """Return the first day on which a visit announced on `announced` may begin."""
    return add_working_days(announced, working_days + 1)


def moment(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    """Return a time of day where the office is."""
    return dt.datetime.combine(day, dt.time(hour, minute), tzinfo=ZoneInfo(settings.TIME_ZONE))
