"""Every kind finds in the rulebook what it needs, and what was not seen stays empty and unverified."""

import datetime as dt

import pytest

from common.errors import Invalid
from licenses.enums import APPLICATION_KINDS, LicenseKind, Purpose
from licenses.kinds import KINDS, content, kind_of, terms
from licenses.kinds.rules import rules_of
from licenses.models import Establishment, FrequencyAssignment, License, Station
from licenses.services.applications.technical_checks import CHECKS
from rulebook import lookup
from tests import law

ON = dt.date(2026, 11, 20)
pytestmark = pytest.mark.django_db
each_kind = pytest.mark.parametrize("code", sorted(KINDS))


@pytest.fixture(autouse=True)
def _law(db):
    law.put()


def test_there_is_a_kind_for_everything_one_may_apply_for():
    assert set(KINDS) == {code for code, _label in APPLICATION_KINDS}


@each_kind
def test_a_kind_finds_its_authority_its_procedures_and_its_paper(code):
    kind = KINDS[code]
    for purpose in kind.purposes:
        held = rules_of(kind, purpose, ON)
        assert held.authority is not None, purpose
        assert held.procedure is not None, purpose
        assert held.documents() or purpose == Purpose.SURRENDER, purpose
    if kind.with_term:
        assert rules_of(kind, Purpose.NEW, ON).term is not None
    if not kind.recorded_only:
        assert lookup.form(kind.paper, ON).suffix
        assert lookup.refusal_grounds(code, ON)


@each_kind
def test_a_kind_names_only_facts_and_checks_that_exist(code):
    kind = KINDS[code]
    assert set(kind.required_place) <= set(content.PLACE_FACTS)
    assert set(kind.required_station) <= set(content.STATION_FACTS)
    assert set(kind.required_frequency) <= {*content.FREQUENCY_FACTS, "emissions"}
    assert kind.technical_check in {"", *CHECKS}


def test_the_facts_of_the_content_are_fields_of_the_register():
    for model, names in (
        (Establishment, content.PLACE_FACTS),
        (Station, content.STATION_FACTS),
        (FrequencyAssignment, content.FREQUENCY_FACTS),
    ):
        fields = {field.name for field in model._meta.concrete_fields}
        assert set(names) <= fields


def test_nothing_of_the_law_is_verified_before_a_person_did_so():
    rows = rules_of(KINDS[LicenseKind.LAND_MOBILE_INTERNAL], Purpose.NEW, ON).rows()
    assert lookup.unverified(rows) == rows


def test_a_period_no_source_gives_stays_empty():
    held = rules_of(KINDS[LicenseKind.GAME_POINT], Purpose.NEW, ON)
    assert (held.check, held.supplement) == (None, None)
    assert "check_deadline" in held.procedure.missing
    assert (held.limit.number, held.limit.unit) == (15, "calendar")


def test_only_the_papers_for_this_kind_of_holder_are_asked():
    held = rules_of(KINDS[LicenseKind.LAND_MOBILE_INTERNAL], Purpose.NEW, ON)
    assert [each.code for each in held.documents("organisation")] == ["declaration"]
    assert [each.code for each in held.documents("individual")] == ["declaration", "id"]
    assert [each.code for each in held.documents("household")] == ["declaration", "household"]


def test_content_that_no_shape_knows_is_refused():
    with pytest.raises(Invalid):
        content.clean(KINDS[LicenseKind.SHIP], {"stations": [{"frequencies": [], "licensee": "x"}]})
    with pytest.raises(Invalid):
        kind_of("unknown")


def test_a_license_of_the_longest_term_is_renewed_by_the_longest_extension_only():
    held = rules_of(KINDS[LicenseKind.FIXED_LINK], Purpose.RENEW, ON)
    whole = License(valid_from=dt.date(2017, 1, 1), valid_until=dt.date(2026, 12, 31))
    part = License(valid_from=dt.date(2021, 1, 1), valid_until=dt.date(2026, 12, 31))
    assert terms.latest_end(held, whole, ON) == dt.date(2027, 12, 31)
    assert terms.latest_end(held, part, ON) == dt.date(2030, 12, 31)
    assert terms.latest_end(held, None, ON) == dt.date(2036, 11, 19)


@pytest.mark.parametrize(
    ("purpose", "charged"),
    [("new", {"issue", "usage"}), ("renew", {"usage"}), ("duplicate", set()), ("surrender", set())],
)
def test_the_fee_of_a_grant_is_not_shown_for_what_is_no_grant(purpose, charged):
    held = rules_of(KINDS[LicenseKind.LAND_MOBILE_INTERNAL], purpose, ON)
    assert {row.fee_kind for row in held.fees} == charged


def test_what_is_missing_is_named_as_the_form_names_it_without_the_unit_of_the_register():
    kind = KINDS[LicenseKind.LAND_MOBILE_INTERNAL]
    asked = {"stations": [{"name": "Đài A", "frequencies": [{"power_w": 5}]}]}
    words = content.missing(kind, Purpose.NEW, asked)
    assert all("Đài A" in each for each in words)
    assert any("transmit frequency" in each or "tần số phát" in each for each in words)
    assert not any("Hz" in each for each in words)
