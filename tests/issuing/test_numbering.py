"""Numbers follow one another without gaps, also when many take them at once."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from common.errors import Invalid
from issuing import numbering
from issuing.models import IssuedNumber, NumberSeries
from tests.issuing.conftest import TODAY
from tests.races import LOST_ROUNDS, ROUNDS, WRITERS, at_once, errors, without_protection


def take(agency: Any, user: Any) -> IssuedNumber:
    return numbering.take(agency=agency, form_code="violation_record", suffix="BB-VPHC", on=TODAY, by=user)


@pytest.mark.django_db
def test_a_number_given_back_by_a_failed_transaction_is_taken_again(agencies, inspector) -> None:
    @transaction.atomic
    def fail_after_taking() -> None:
        take(agencies.skhcn, inspector)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_taking()
    assert take(agencies.skhcn, inspector).text == "01/BB-VPHC"


@pytest.mark.django_db
def test_a_void_number_stays_with_its_reason_and_the_next_follows(agencies, inspector, decider) -> None:
    take(agencies.skhcn, inspector)
    void = numbering.void(
        agency=agencies.skhcn,
        form_code="violation_record",
        suffix="BB-VPHC",
        on=TODAY,
        by=decider,
        reason="Bản giấy viết tay bị hỏng",
    )
    assert (void.text, void.use) == ("02/BB-VPHC", "void")
    assert take(agencies.skhcn, inspector).text == "03/BB-VPHC"
    assert numbering.unexplained_gaps(void.series) == []


@pytest.mark.django_db
def test_a_void_number_needs_a_reason(agencies, decider) -> None:
    with pytest.raises(Invalid):
        numbering.void(agency=agencies.skhcn, form_code="x", suffix="X", on=TODAY, by=decider, reason="  ")
    assert not NumberSeries.objects.exists()


@pytest.mark.django_db
def test_the_database_refuses_a_number_twice(agencies, inspector) -> None:
    first = take(agencies.skhcn, inspector)
    with pytest.raises(DatabaseError), transaction.atomic():
        IssuedNumber.objects.create(series=first.series, value=1, text="01", use="paper", taken_by=inspector)


def rounds(agencies: Any, inspector: Any, number: int = ROUNDS) -> tuple[list[Exception], list[int]]:
    """Let the writers take a number each, round after round; return failures and the numbers taken."""
    failures: list[Exception] = []
    for _round in range(number):
        failures += errors(at_once([lambda: take(agencies.skhcn, inspector)] * WRITERS))
    return failures, sorted(IssuedNumber.objects.values_list("value", flat=True))


@pytest.mark.race
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_fifty_races_leave_no_gap_and_no_double(agencies, inspector) -> None:
    failures, taken = rounds(agencies, inspector)
    assert failures == []
    assert taken == list(range(1, ROUNDS * WRITERS + 1))


@pytest.mark.race
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_race_is_lost_when_the_lock_is_taken_away(agencies, inspector) -> None:
    take(agencies.skhcn, inspector)
    with without_protection():
        failures, taken = rounds(agencies, inspector, number=LOST_ROUNDS)
    assert failures or taken != list(range(1, LOST_ROUNDS * WRITERS + 2))
