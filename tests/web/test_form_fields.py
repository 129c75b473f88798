"""What the fields of all forms take and refuse."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from web.forms import DayField, MomentField


@pytest.mark.parametrize("typed", ["0001-01-01", "0202-11-23", "1899-12-31"])
def test_a_year_nobody_means_is_refused_and_named(typed: str) -> None:
    with pytest.raises(ValidationError, match=typed[:4].lstrip("0")):
        DayField().clean(typed)
    with pytest.raises(ValidationError, match=typed[:4].lstrip("0")):
        MomentField().clean(f"{typed}T00:00")


def test_a_day_of_our_time_is_taken() -> None:
    assert DayField().clean("2026-11-23") == dt.date(2026, 11, 23)
    assert MomentField().clean("2026-11-23T08:30").strftime("%H:%M") == "08:30"
