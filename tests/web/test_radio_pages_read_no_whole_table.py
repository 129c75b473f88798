"""Every page of radio examination, its statements explained: none walks a table of the register from end to end."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from licenses.services.coordination import check as coordination
from licenses.services.coordination import tiles
from rulebook import loader
from tests.licenses.conftest import *  # noqa: F403
from tests.licenses.coordination_scene import wish
from tests.licenses.test_coordination import base  # noqa: F401

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL scans small tables whatever index they have"),
]
LARGE = "license|licensee|station|frequencyassignment|assignmentemission|spectrumuse|spectrumtile|application|document"
# "SCAN table" alone reads all of it; "SCAN table USING INDEX" is a list in its own order, which ends with its page
SCANNED = re.compile(rf"SCAN (?:licenses_(?:{LARGE})|[A-Z]\d+|T\d+|u|t)\b(?! USING)")
ASKED = {
    "checks": {},
    "check_new": {},
    "free_channels": {
        "plan": "VD-VHF-LM", "kind": "land_mobile_private", "emission": "11K0F3E", "power_w": "25",
        "power_reference": "erp", "lat": "12.25, 109.1", "height_m": "30", "radius_km": "10",
    },
    "band": {"low": "157", "high": "158"},
    "plans": {},
    "allocations": {"f": "157.4"},
    "identify": {"frequency": "157.4002", "position": "12.25, 109.1"},
    "monitoring": {},
}  # fmt: skip


@pytest.fixture
def examined(officer, base):  # noqa: F811
    loader.load("vn")
    base()
    return coordination.check(wish(), by=officer, on=ON)  # noqa: F405


def plans(asked):
    """Return (statement, line of its plan) of everything a request asked."""
    found = []
    with connection.cursor() as cursor:
        for sql in asked:
            if sql.lstrip("( ").upper().startswith(("SELECT", "WITH")):
                cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
                found += [(sql, str(row[-1])) for row in cursor.fetchall()]
    return found


def whole(client, address, values, monkeypatch):
    """Return the statements of a page that read a whole table."""
    fetched, statements = tiles.binary_rows.fetched, []
    monkeypatch.setattr(tiles.binary_rows, "fetched", lambda sql: statements.append(sql) or fetched(sql))
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address, values).status_code == 200
    statements += [query["sql"] for query in captured.captured_queries]
    assert statements
    return [f"{line}: {sql[:300]}" for sql, line in plans(statements) if SCANNED.search(line)]


@pytest.mark.parametrize("name", list(ASKED))
def test_a_page_of_radio_reads_no_whole_table(as_user, officer, examined, monkeypatch, name):
    assert whole(as_user(officer), reverse(f"desk:{name}"), ASKED[name], monkeypatch) == []


@pytest.mark.parametrize("name", ["check", "check_points"])
def test_an_outcome_reads_no_whole_table(as_user, officer, examined, monkeypatch, name):
    assert whole(as_user(officer), reverse(f"desk:{name}", args=[examined.pk]), {}, monkeypatch) == []


def test_an_examination_reads_no_whole_table(officer, examined):
    with CaptureQueriesContext(connection) as captured:
        coordination.examine(wish(tx_hz=157_412_500), on=ON)  # noqa: F405
    statements = [query["sql"] for query in captured.captured_queries]
    assert [line for _sql, line in plans(statements) if SCANNED.search(line)] == []


def test_a_scan_would_be_seen(examined):
    statement = "SELECT * FROM licenses_station WHERE antenna_height_m > 3"
    assert [line for _sql, line in plans([statement]) if SCANNED.search(line)]
