"""The time a receiver wrote beside what it heard, as pages write times."""

import datetime as dt

from django.utils import formats, timezone


def local(text: str) -> str:
    """Return a time with its offset in local time, one without as it stands; what is no time is returned unchanged."""
    try:
        moment = dt.datetime.fromisoformat(text.strip())
    except ValueError:
        return text
    if timezone.is_aware(moment):
        moment = timezone.localtime(moment)
    return str(formats.date_format(moment, "SHORT_DATETIME_FORMAT"))
