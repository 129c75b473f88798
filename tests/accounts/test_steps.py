"""The one writer of status, and what the database refuses to anybody else."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from accounts import steps
from accounts.models import JournalEntry, StepRecord, User
from common.errors import Conflict, NotAllowed
from licenses.models import License, Licensee
from licenses.services import licensees, licenses

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
ON = dt.date(2026, 9, 1)


@pytest.fixture
def granted(officer: User, units: SimpleNamespace) -> License:
    holder = licensees.create(
        by=officer,
        on=ON,
        kind="organisation",
        name="Công ty Thử",
        identifier_scheme="tax_code",
        identifier="0100109106",
        unit=units.nha_trang,
        address="1 Hải Âu",
        representative="Trần Thử",
    )
    return licenses.register(
        by=officer,
        on=ON,
        number="1/GP",
        kind="land_mobile_private",
        holder=holder,
        unit=units.nha_trang,
        valid_from=ON - dt.timedelta(days=30),
        valid_until=ON + dt.timedelta(days=300),
    )


def test_a_step_leaves_its_record_and_a_journal_entry(granted: License, decider: User) -> None:
    before = granted.version
    steps.take(granted, "suspend", by=decider, reason="thử")
    assert (granted.status, granted.version) == ("suspended", before + 1)
    record = StepRecord.objects.get(object_id=granted.pk.hex, version=before + 1)
    assert (record.source, record.target, record.reason, record.actor) == ("active", "suspended", "thử", decider)
    assert JournalEntry.objects.filter(verb="license.suspend", target_id=granted.pk.hex).count() == 1


def test_a_step_that_does_not_start_here_changes_nothing(granted: License, decider: User) -> None:
    with pytest.raises(Conflict) as refused:
        steps.take(granted, "reinstate", by=decider)
    assert refused.value.code == "illegal_step"
    granted.refresh_from_db()
    assert granted.status == "active"
    assert not StepRecord.objects.filter(object_id=granted.pk.hex, name="reinstate").exists()


def test_a_stale_version_is_told_and_nothing_is_overwritten(granted: License, decider: User) -> None:
    with pytest.raises(Conflict) as refused:
        steps.take(granted, "suspend", by=decider, version=granted.version - 1)
    assert refused.value.code == "stale_version"


def test_without_the_right_nothing_moves(granted: License, inspector: User) -> None:
    with pytest.raises(NotAllowed):
        steps.take(granted, "suspend", by=inspector)
    granted.refresh_from_db()
    assert granted.status == "active"


def test_buttons_are_the_steps_this_person_may_take(granted: License, decider: User, official: User) -> None:
    assert "suspend" in {step.name for step in steps.open_to(decider, granted)}
    assert steps.open_to(official, granted) == []


@pytest.mark.parametrize("changes", [{"status": "revoked"}, {"status": "revoked", "version": F("version") + 1}])
def test_the_database_refuses_a_status_no_step_explains(granted: License, changes: dict[str, object]) -> None:
    with pytest.raises(IntegrityError, match="recorded step"), transaction.atomic():
        License.objects.filter(pk=granted.pk).update(**changes)


def test_the_database_refuses_hand_made_sql_and_deletion(granted: License) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE licenses_license SET status = 'revoked'")
    with pytest.raises(IntegrityError, match=r"never deleted|frozen"), transaction.atomic():
        License.objects.filter(pk=granted.pk).delete()


def test_the_database_refuses_a_birth_in_a_later_state(granted: License) -> None:
    twin = License.objects.get(pk=granted.pk)
    twin.pk, twin.number, twin._state.adding = None, "2/GP", True
    twin.id = License._meta.pk.get_default()
    twin.status = "revoked"
    with pytest.raises(IntegrityError, match="may not begin"), transaction.atomic():
        twin.save(force_insert=True)
    assert Licensee.objects.count() == 1
