"""Right-holders: what is refused, with which words, and what merging leaves behind."""

import datetime as dt
import unicodedata
from typing import Any

import pytest

from accounts import journal
from accounts.models import User
from common.errors import Conflict, Invalid, NotAllowed, NotFound
from licenses.enums import LicenseeKind
from licenses.kinds.identifiers import vn_tax
from licenses.models import Establishment, License, Licensee, Station
from licenses.services import licensees

pytestmark = pytest.mark.django_db
ORGANISATION = LicenseeKind.ORGANISATION


def test_names_are_kept_in_one_normal_form_with_single_spaces(officer: User, on: dt.date) -> None:
    typed = unicodedata.normalize("NFD", "  Công ty \u00a0 Điện\u200b tử   Đà Lạt ")
    made = licensees.create(by=officer, on=on, name=typed, kind=ORGANISATION)
    assert made.name == "Công ty Điện tử Đà Lạt"
    assert made.name_folded == "cong ty dien tu da lat"


@pytest.mark.parametrize("code", ["0100109106", "0300588569", "4200240380"])
def test_real_tax_codes_pass_the_check_digit(code: str) -> None:
    assert vn_tax(code)


def test_a_tax_code_with_a_wrong_check_digit_is_refused(officer: User, on: dt.date) -> None:
    with pytest.raises(Invalid) as refused:
        licensees.create(
            by=officer, on=on, name="A", kind=ORGANISATION, identifier_scheme="tax_code", identifier="0100109107"
        )
    assert "check digit" in str(refused.value.fields["identifier"][0]) or "kiểm tra" in str(refused.value.fields)
    assert not Licensee.objects.exists()


@pytest.mark.parametrize(
    ("scheme", "typed", "kept"),
    [
        ("tax_code", "0100 109 106-001", "0100109106001"),
        ("citizen_id", "056 088 001 234", "056088001234"),
        ("household_code", "37a8-001234", "37A8001234"),
        ("frn", "0014361620", "0014361620"),
    ],
)
def test_identifiers_are_kept_without_separators(
    officer: User, on: dt.date, scheme: str, typed: str, kept: str
) -> None:
    kind = {"citizen_id": "individual", "household_code": "household"}.get(scheme, "organisation")
    made = licensees.create(by=officer, on=on, name="A", kind=kind, identifier_scheme=scheme, identifier=typed)
    assert made.identifier == kept


@pytest.mark.parametrize(
    ("scheme", "value", "field"),
    [
        ("tax_code", "12345", "identifier"),
        ("citizen_id", "05608800123", "identifier"),
        ("frn", "12345678901", "identifier"),
        ("tax_code", "", "identifier"),
        ("", "0100109106", "identifier_scheme"),
        ("passport", "B123", "identifier_scheme"),
    ],
)
def test_an_identifier_of_the_wrong_form_is_refused(
    officer: User, on: dt.date, scheme: str, value: str, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        licensees.create(by=officer, on=on, name="A", kind="individual", identifier_scheme=scheme, identifier=value)
    assert field in refused.value.fields


def test_a_citizen_number_does_not_belong_to_an_organisation(officer: User, on: dt.date) -> None:
    with pytest.raises(Invalid) as refused:
        licensees.create(
            by=officer, on=on, name="A", kind=ORGANISATION, identifier_scheme="citizen_id", identifier="056088001234"
        )
    assert "identifier_scheme" in refused.value.fields


def test_a_second_holder_with_the_same_identifier_is_refused_and_the_first_is_named(
    officer: User, on: dt.date, holder: Licensee
) -> None:
    with pytest.raises(Invalid) as refused:
        licensees.create(
            by=officer, on=on, name="B", kind=ORGANISATION, identifier_scheme="tax_code", identifier="0100109106"
        )
    assert holder.name in str(refused.value.fields["identifier"][0])
    assert refused.value.details["existing"]["id"] == str(holder.pk)


def test_everything_wrong_is_said_at_once(officer: User, on: dt.date) -> None:
    with pytest.raises(Invalid) as refused:
        licensees.create(by=officer, on=on, name="  ", kind="club", email="nobody", phone="1" * 60)
    assert set(refused.value.fields) == {"name", "kind", "email", "phone"}


def test_the_second_of_two_editors_gets_both_versions_and_overwrites_nothing(
    officer: User, on: dt.date, holder: Licensee
) -> None:
    licensees.amend(holder, by=officer, version=1, on=on, phone="0258 111")
    with pytest.raises(Conflict) as refused:
        licensees.amend(holder, by=officer, version=1, on=on, phone="0258 222", name=holder.name)
    (difference,) = refused.value.details["differences"]
    assert (difference["current"], difference["yours"]) == ("0258 111", "0258 222")
    holder.refresh_from_db()
    assert (holder.phone, holder.version) == ("0258 111", 2)


def test_an_amendment_that_changes_nothing_counts_no_version(officer: User, on: dt.date, holder: Licensee) -> None:
    licensees.amend(holder, by=officer, version=1, on=on, name=holder.name)
    assert holder.version == 1
    assert [entry.verb for entry in journal.changes(holder)] == ["licensee.created"]


def test_who_may_not_see_a_holder_gets_not_found_and_who_may_not_edit_gets_not_allowed(
    inspector: User, inspector_elsewhere: User, on: dt.date, holder: Licensee
) -> None:
    with pytest.raises(NotFound):
        licensees.amend(holder, by=inspector_elsewhere, version=1, on=on, name="X")
    with pytest.raises(NotAllowed):
        licensees.amend(holder, by=inspector, version=1, on=on, name="X")


def test_merging_repoints_everything_and_keeps_the_duplicate(
    officer: User,
    holder: Licensee,
    other_holder: Licensee,
    agent: Establishment,
    station: Station,
    radio_license: License,
) -> None:
    licensees.merge(holder, into=other_holder, by=officer, version=1, into_version=1, reason="Cùng một cơ sở")
    for record, field in ((agent, "licensee"), (station, "licensee"), (radio_license, "holder")):
        record.refresh_from_db()
        assert getattr(record, field) == other_holder
        entry: Any = journal.changes(record).first()
        assert entry.values.changes[field] == [holder.pk.hex, other_holder.pk.hex]
    assert Licensee.objects.get(pk=holder.pk).merged_into == other_holder
    assert list(Licensee.objects.current()) == [other_holder]
    absorbed: Any = journal.changes(other_holder).first()
    assert absorbed.values.changes["moved"][1] == {"establishment": 1, "station": 1, "license": 1}
    assert journal.verify().clean


def test_a_merged_record_is_neither_amended_nor_merged_again_nor_used(
    officer: User, on: dt.date, holder: Licensee, other_holder: Licensee
) -> None:
    licensees.merge(holder, into=other_holder, by=officer, version=1, into_version=1, reason="trùng")
    with pytest.raises(Conflict):
        licensees.amend(holder, by=officer, version=2, on=on, name="X")
    with pytest.raises(Conflict):
        licensees.merge(other_holder, into=holder, by=officer, version=1, into_version=2, reason="trùng")


def test_a_merge_needs_a_reason_two_records_and_their_newest_versions(
    officer: User, holder: Licensee, other_holder: Licensee
) -> None:
    with pytest.raises(Invalid):
        licensees.merge(holder, into=other_holder, by=officer, version=1, into_version=1, reason=" ")
    with pytest.raises(Invalid):
        licensees.merge(holder, into=holder, by=officer, version=1, into_version=1, reason="x")
    with pytest.raises(Conflict):
        licensees.merge(holder, into=other_holder, by=officer, version=1, into_version=7, reason="x")
