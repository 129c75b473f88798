"""The only place that asks what time it is; rules take the date as a parameter."""

import datetime as dt

from django.utils import timezone


def now() -> dt.datetime:
    """Return the present moment, aware, in UTC."""
    return timezone.now()


def today() -> dt.date:
    """Return the present date where the office is (settings.TIME_ZONE)."""
    return timezone.localdate()
