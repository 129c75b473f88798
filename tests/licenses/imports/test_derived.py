"""What the database derives from imported rows is what its triggers would have derived row by row."""

import pytest
from django.db import connection

from licenses.migrations._spectrum import COLUMNS, USE, rebuild
from licenses.models import Licensee, Station
from tests.licenses.imports.conftest import licensee, table
from tests.licenses.imports.test_fcc_register import ROWS, file_of, row

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def uses():
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {COLUMNS} FROM {USE}")
        return sorted(cursor.fetchall(), key=str)


def triggers():
    sqlite = "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
    postgresql = "SELECT tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgname"
    with connection.cursor() as cursor:
        cursor.execute(sqlite if connection.vendor == "sqlite" else postgresql)
        return cursor.fetchall()


def test_the_use_of_spectrum_is_that_of_the_register_over_chunks_and_later_emissions(load, monkeypatch):
    monkeypatch.setattr("licenses.services.imports.run.CHUNK", 20)
    load(file_of(*ROWS[:200], row(emission_designators="")))
    load(file_of(row(emission_designators="25K0G7W")))
    kept = uses()
    with connection.cursor() as cursor:
        for statement in rebuild(connection.vendor):
            cursor.execute(statement)
    assert kept == uses()
    assert len(kept) > 50


def test_the_triggers_are_back_after_an_import_and_words_are_found(load):
    before = triggers()
    assert len(before) > 10
    load(file_of(*ROWS[:20]))
    load(table(licensee(name="Công ty Sóng Xanh")))
    assert triggers() == before
    assert Licensee.objects.search("song xanh").count() == 1
    assert Station.objects.search(ROWS[1]["location_city"]).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM licenses_word WHERE word IN ('song', 'xanh')")
        assert cursor.fetchone()[0] == 2
