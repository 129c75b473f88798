"""A legal officer compares a row with the official text: appended, never edited."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts import journal
from accounts.models import User
from common.errors import Conflict, Invalid, NotAllowed
from rulebook import lookup, verification
from rulebook.models import Penalty, Verification

pytestmark = pytest.mark.usefixtures("law")
DAY = dt.date(2026, 11, 18)


@pytest.fixture
def row(law: Any) -> Penalty:
    """No house rules posted."""
    return Penalty.objects.get(code="ND174-2026-D36-K1-d")


def _verify(row: Penalty, by: User, **changes: Any) -> Verification:
    given = {"outcome": "confirmed", "official_text": "Công báo 308, trang 12", "compared_on": DAY, "on": DAY}
    return verification.verify(row, by=by, **{**given, **changes})


def test_a_confirmed_row_is_verified_and_itself_unchanged(row: Penalty, legal: User) -> None:
    before = row.content()
    made = _verify(row, legal)
    assert lookup.unverified([row]) == []
    assert Penalty.objects.get(pk=row.pk).content() == before
    assert (made.verified_by, made.row_hash) == (legal, row.content_hash)
    assert journal.changes(made).get().verb == "rulebook.verified"


def test_a_later_difference_takes_the_confirmation_back(row: Penalty, legal: User) -> None:
    _verify(row, legal)
    _verify(row, legal, outcome="differs", remark="Bản chính thức ghi khác.")
    assert lookup.unverified([row]) == [row]
    assert [each.outcome for each in verification.history(row)] == ["differs", "confirmed"]


@pytest.mark.parametrize("name", ["inspector", "chief", "official", "admin"])
def test_only_the_legal_officer_verifies(row: Penalty, people: dict[str, User], name: str) -> None:
    with pytest.raises(NotAllowed):
        _verify(row, people[name])
    assert not Verification.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"outcome": "perhaps"}, "outcome"),
        ({"official_text": "  "}, "official_text"),
        ({"compared_on": DAY + dt.timedelta(days=1)}, "compared_on"),
        ({"outcome": "differs"}, "remark"),
    ],
)
def test_an_incomplete_verification_is_refused_at_its_field(
    row: Penalty, legal: User, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        _verify(row, legal, **changes)
    assert list(caught.value.fields) == [field]


def test_what_was_seen_must_be_what_is_published(row: Penalty, legal: User) -> None:
    with pytest.raises(Conflict):
        _verify(row, legal, seen_hash="0" * 64)
    _verify(row, legal, seen_hash=row.content_hash)


def test_verifications_are_append_only_in_the_database(row: Penalty, legal: User) -> None:
    _verify(row, legal)
    with pytest.raises(IntegrityError), transaction.atomic():
        Verification.objects.update(outcome="differs")
    with pytest.raises(IntegrityError), transaction.atomic():
        Verification.objects.all().delete()
