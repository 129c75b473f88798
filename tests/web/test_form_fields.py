"""What the fields of all forms take and refuse."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from web.forms import DayField, MomentField, PositionField


@pytest.mark.parametrize("typed", ["0001-01-01", "0202-11-23", "1899-12-31"])
def test_a_year_nobody_means_is_refused_and_named(typed: str) -> None:
    with pytest.raises(ValidationError, match=typed[:4].lstrip("0")):
        DayField().clean(typed)
    with pytest.raises(ValidationError, match=typed[:4].lstrip("0")):
        MomentField().clean(f"{typed}T00:00")


def test_a_day_of_our_time_is_taken() -> None:
    assert DayField().clean("2026-11-23") == dt.date(2026, 11, 23)
    assert MomentField().clean("2026-11-23T08:30").strftime("%H:%M") == "08:30"


def test_a_latitude_that_cannot_be_is_refused_with_the_swap_where_that_lies_in_the_country() -> None:
    with pytest.raises(ValidationError, match=r"12[.,]1"):
        PositionField().clean("108.9, 12.1")
    with pytest.raises(ValidationError, match="90"):
        PositionField().clean("95, 20")
