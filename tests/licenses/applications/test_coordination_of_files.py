"""A pending application is a neighbour: what it asks for is met by the examination, and marked."""

import json

import pytest

from licenses.services.applications import filing as applications
from licenses.services.coordination import check as coordination
from tests.licenses.applications.scene import MONDAY
from tests.licenses.coordination_scene import wish

pytestmark = pytest.mark.django_db


def asked(office, **values):
    return coordination.check(wish(**values), by=office.officer, on=MONDAY)


def test_what_a_pending_application_asks_for_is_met_and_marked(office):
    made = office.submitted()
    check = asked(office)
    rows, names = json.loads(check.results)["rows"], json.loads(check.names)
    assert check.verdict == "fail"
    assert {row["id"] for row in rows} == {f"application:{made.pk.hex}"}
    assert all(row["marks"] & 2 for row in rows)
    assert names[f"application:{made.pk.hex}"]["license"] == made.number


def test_a_draft_and_a_withdrawn_application_are_nobodys_neighbour(office):
    office.draft()
    gone = office.submitted()
    applications.withdraw(gone, by=office.officer, on=MONDAY, reason="Không còn nhu cầu")
    assert asked(office).verdict == "pass"


def test_another_channel_meets_no_pending_application(office):
    office.submitted()
    assert asked(office, tx_hz=160_000_000).verdict == "pass"


def test_an_application_that_says_too_little_is_named(office):
    network = office.network()
    del network["stations"][0]["service_radius_km"]
    office.submitted(payload=network)
    check = asked(office)
    assert json.loads(check.results)["unjudged"][0]["missing"] == ["no_radius"]


def test_an_application_is_not_its_own_neighbour(office):
    office.submitted()
    check = coordination.check(wish(), by=office.officer, on=MONDAY, holder=office.holder)
    assert check.verdict == "pass"
