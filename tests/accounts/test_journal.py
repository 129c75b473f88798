"""The journal: what it keeps, what it refuses, what it notices."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from accounts import journal
from accounts.growth import Growth
from accounts.models import Agency, JournalEntry, JournalLink, JournalValue, StepRecord, User
from common.clock import now
from inspections.models import Finding

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def agency() -> Agency:
    return Agency.objects.create(code="A", name="Sở A", kind="department")


@pytest.fixture
def clerk() -> User:
    return User.objects.create_user("clerk")


def rename(agency: Agency, name: str, clerk: User) -> JournalEntry:
    before = journal.snapshot(agency)
    agency.name = name
    agency.save()
    return journal.record(clerk, "agency.renamed", agency, before=before, after=journal.snapshot(agency))


def behind_its_back(sql: str, *parameters: object) -> None:
    """Change a row as somebody with the database's own tools would: triggers dropped first."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            names = cursor.execute("SELECT name FROM sqlite_master WHERE type='trigger' AND name LIKE 'ww%'").fetchall()
            for (name,) in names:
                cursor.execute(f"DROP TRIGGER {name}")
        else:
            cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, parameters)


def test_only_what_changed_is_kept(agency: Agency, clerk: User) -> None:
    entry = rename(agency, "Sở B", clerk)
    assert entry.values.changes == {"name": ["Sở A", "Sở B"]}
    assert list(entry.digests) == ["name"]
    assert "Sở" not in str(entry.digests)


def test_a_snapshot_reads_the_same_before_and_after_the_database(agency: Agency) -> None:
    assert journal.snapshot(agency) == journal.snapshot(Agency.objects.get(pk=agency.pk))
    assert journal.plain(Decimal("5.00")) == journal.plain(Decimal(5))
    assert journal.plain(dt.time(8)) == "08:00:00"


@pytest.mark.parametrize("table", ["accounts_journalentry", "accounts_journallink", "accounts_steprecord"])
def test_the_database_refuses_to_change_or_delete_history(table: str, agency: Agency, clerk: User) -> None:
    rename(agency, "Sở B", clerk)
    journal.seal()
    StepRecord.objects.create(object_type="a.b", object_id="1", version=2, name="open", source="a", target="b")
    column = {"accounts_journalentry": "verb", "accounts_journallink": "digest", "accounts_steprecord": "reason"}[table]
    for statement in (f"UPDATE {table} SET {column} = 'x'", f"DELETE FROM {table}"):
        with (
            pytest.raises(IntegrityError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_sealing_chains_every_entry_once(agency: Agency, clerk: User) -> None:
    for name in "BCD":
        rename(agency, name, clerk)
    assert journal.seal(limit=2) == 2
    assert journal.verify().unsealed == 1
    assert journal.seal() == 1
    assert journal.seal() == 0
    found = journal.verify()
    assert (found.clean, found.sealed, found.unsealed) == (True, 3, 0)
    assert found.head == journal.head() == JournalLink.objects.get(position=3).digest


def test_a_changed_entry_is_named(agency: Agency, clerk: User) -> None:
    entry = rename(agency, "Sở B", clerk)
    rename(agency, "Sở C", clerk)
    journal.seal()
    behind_its_back("UPDATE accounts_journalentry SET verb = 'agency.praised' WHERE id = %s", entry.pk)
    assert [fault for fault in journal.verify().faults if f"entry {entry.pk} " in fault and "sealed" in fault]


def test_a_changed_value_is_named(agency: Agency, clerk: User) -> None:
    entry = rename(agency, "Sở B", clerk)
    behind_its_back("UPDATE accounts_journalvalue SET changes = %s", '{"name": ["Sở A", "Sở Z"]}')
    assert entry.pk
    assert any("kept values were changed" in fault for fault in journal.verify().faults)


def test_a_row_changed_behind_its_back_is_named(agency: Agency, clerk: User) -> None:
    rename(agency, "Sở B", clerk)
    assert journal.verify().clean
    Agency.objects.filter(pk=agency.pk).update(name="Sở Khác")
    faults = journal.verify().faults
    assert len(faults) == 1
    assert "changed behind the journal's back" in faults[0]
    with pytest.raises(CommandError, match="1 fault"):
        call_command("verify_journal")


def test_erasing_personal_values_does_not_break_the_chain(agency: Agency, clerk: User) -> None:
    rename(agency, "Sở B", clerk)
    rename(agency, "Sở C", clerk)
    journal.seal()
    assert journal.erase(journal.changes(agency), by=clerk, reason="Hết hạn lưu giữ") == 2
    assert journal.erase(journal.changes(agency), by=clerk, reason="lần nữa") == 0
    journal.seal()
    found = journal.verify()
    assert found.faults == []
    assert found.erased_values == 2
    assert not [values for values in JournalValue.objects.all() if "Sở" in f"{values.changes}{values.label}"]
    assert [entry.note for entry in JournalEntry.objects.filter(verb=journal.ERASED)] == ["Hết hạn lưu giữ"] * 2


def test_a_row_changed_after_its_values_were_erased_is_still_named(agency: Agency, clerk: User) -> None:
    rename(agency, "Sở B", clerk)
    journal.erase(journal.changes(agency), by=clerk, reason="Hết hạn lưu giữ")
    Agency.objects.filter(pk=agency.pk).update(name="KẺ KHÁC")
    assert ["changed behind the journal's back" in fault for fault in journal.verify().faults] == [True]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM accounts_journalvalue",
        "UPDATE accounts_journalvalue SET salt = 'x'",
        "UPDATE accounts_journalvalue SET changes = '{}', label = ''",
        "UPDATE accounts_journalvalue SET erased_by_id = entry_id",
        "UPDATE accounts_journalvalue SET erased_by_id = entry_id, changes = '{}', label = '', salt = 'x'",
    ],
)
def test_the_database_refuses_to_lose_or_change_values(statement: str, agency: Agency, clerk: User) -> None:
    rename(agency, "Sở B", clerk)
    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_values_deleted_behind_its_back_are_no_erasure(agency: Agency, clerk: User) -> None:
    entry = rename(agency, "Sở B", clerk)
    behind_its_back("DELETE FROM accounts_journalvalue")
    assert journal.verify().faults == [f"journal entry {entry.pk} (agency.renamed): its kept values are gone"]


def test_values_emptied_behind_its_back_are_no_erasure(agency: Agency, clerk: User) -> None:
    rename(agency, "Sở B", clerk)
    behind_its_back("UPDATE accounts_journalvalue SET changes = '{}', label = '', erased_by_id = entry_id")
    assert ["no entry explains" in fault for fault in journal.verify().faults] == [True]


def test_what_is_told_beside_the_columns_does_not_disturb_the_comparison(agency: Agency, clerk: User) -> None:
    journal.record(clerk, "agency.made", agency, after={**journal.snapshot(agency), "territory": ["56"]})
    assert journal.verify().clean
    Agency.objects.filter(pk=agency.pk).update(phone="1")
    assert not journal.verify().clean


def test_a_column_of_a_later_release_disturbs_nothing_until_somebody_fills_it(
    agency: Agency, clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:  # the table as it was when the entry was written
        before.setattr(Agency, "journal_left_out", {"place_name"}, raising=False)
        journal.record(clerk, "agency.changed", agency, after=journal.snapshot(agency))
    assert not journal.verify().clean
    later = now() + dt.timedelta(hours=1)
    monkeypatch.setattr(Growth, "_added", {"accounts.agency": [(later, "place_name")]})
    assert journal.verify().faults == []
    Agency.objects.filter(pk=agency.pk).update(place_name="Nha Trang")
    assert "changed behind the journal's back" in journal.verify().faults[0]


def test_the_applied_migrations_tell_which_columns_came_later() -> None:
    long_ago = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    assert "detected_at" in Growth().unknown_at(Finding(), long_ago)
    assert Growth().unknown_at(Finding(), now() + dt.timedelta(days=1)) == set()


def test_a_negative_zero_is_kept_as_databases_keep_it() -> None:
    assert str(journal.plain(-0.0)) == "0.0"
