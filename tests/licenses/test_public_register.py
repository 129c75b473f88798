"""The public register: what is found by what, what is held back, and how a license stood on a day."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from common import geo
from licenses.enums import LicenseeKind
from licenses.models import Establishment, FrequencyAssignment, License, Licensee, Station
from licenses.queries.public import agents, conditions, points, record, rules
from licenses.queries.public.search import Asked, found, similar
from licenses.services import assignments, establishments, licensees, licenses, stations

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
ON = dt.date(2026, 11, 20)
MARCH = dt.date(2026, 3, 12)


@pytest.fixture(params=[conditions.FEW, 0], ids=["few are looked up", "many are walked"], autouse=True)
def way(request: Any, monkeypatch: pytest.MonkeyPatch) -> int:
    """Both ways of finding: through keys, and by walking the order of numbers; each must find the same."""
    monkeypatch.setattr(conditions, "FEW", request.param)
    return int(request.param)


@pytest.fixture
def amateur(officer: User, units: SimpleNamespace) -> SimpleNamespace:
    """A natural person with a station at home."""
    holder = licensees.create(by=officer, on=ON, name="Trần Văn Bé", kind="individual", unit=units.nha_trang)
    license = licenses.register(
        by=officer, on=ON, holder=holder, number="77/GP", kind="amateur", granting_authority="Cục",
        unit=units.nha_trang, valid_from=dt.date(2025, 1, 1), valid_until=dt.date(2030, 1, 1),
    )  # fmt: skip
    home = stations.create(
        by=officer, on=ON, licensee=holder, name="Nhà ông Bé", call_sign="XV9BE", address="9 Ngõ Kín",
        unit=units.nha_trang, lat=12.3111, lon=109.1222,
    )  # fmt: skip
    assigned = assignments.add(
        license, by=officer, on=ON, station=home, tx_hz=14_074_000, power_w=100.0, power_reference="transmitter"
    )
    return SimpleNamespace(holder=holder, license=license, home=home, assignment=assigned)


def numbers(**asked: Any) -> list[str]:
    return list(found(Asked(**asked)).rows.order_by("number").values_list("number", flat=True))


def test_words_find_numbers_and_public_names_without_diacritics(
    radio_license: License, amateur: SimpleNamespace
) -> None:
    assert numbers(text="bien dong") == numbers(text="Biển Đ") == numbers(text="1234") == ["1234/GP-CTS"]
    assert numbers(text="***") == []


def test_the_name_of_a_natural_person_finds_nothing_however_it_is_spelt(
    radio_license: License, amateur: SimpleNamespace
) -> None:
    assert numbers(text="tran van be") == []
    assert similar("tran van bee") is None
    assert numbers(text="77") == ["77/GP"]


def test_one_slip_is_forgiven(radio_license: License) -> None:
    near = similar("bein dong")
    assert near is not None
    assert near.texts == ["bien dong"]
    assert near.holders == [radio_license.holder_id]


@pytest.mark.parametrize(
    ("low", "high", "there"),
    [
        (157_400_000, 157_400_000, True),
        (157_000_000, 158_000_000, True),
        (157_400_001, 158_000_000, False),
        (1, 157_399_999, False),
    ],
)
def test_a_frequency_is_found_within_its_range(
    assignment: FrequencyAssignment, low: int, high: int, there: bool
) -> None:
    assert (numbers(low_hz=low, high_hz=high) == ["1234/GP-CTS"]) is there


def test_a_band_is_found_by_what_overlaps_it(officer: User, radio_license: License, station: Station) -> None:
    assignments.add(
        radio_license, by=officer, on=ON, station=station, tx_hz=700_000_000, tx_upper_hz=720_000_000
    )  # fmt: skip
    assert numbers(low_hz=710_000_000, high_hz=710_000_000) == ["1234/GP-CTS"]
    assert numbers(low_hz=720_000_001, high_hz=730_000_000) == []


def test_a_call_sign_is_found_in_either_case(assignment: FrequencyAssignment) -> None:
    assert numbers(call_sign="xv5a") == ["1234/GP-CTS"]
    assert numbers(call_sign="XV5") == []


def test_a_place_finds_what_lies_within_the_radius_to_the_metre(assignment: FrequencyAssignment) -> None:
    lat, lon = geo.destination(12.2, 109.19, 60.0, 5_000.0)
    assert numbers(near=(lat, lon), radius_km=5.01) == ["1234/GP-CTS"]
    assert numbers(near=(lat, lon), radius_km=4.99) == []


def test_a_frequency_and_a_place_are_asked_of_the_same_station(
    officer: User, assignment: FrequencyAssignment, holder: Licensee, radio_license: License, units: SimpleNamespace
) -> None:
    far = stations.create(
        by=officer, on=ON, licensee=holder, name="Trạm xa", unit=units.nha_trang, lat=12.6, lon=109.1,
        antenna_height_m=20.0,
    )  # fmt: skip
    assignments.add(radio_license, by=officer, on=ON, station=far, tx_hz=161_000_000)
    assert numbers(low_hz=157_400_000, high_hz=157_400_000, near=(12.2, 109.19), radius_km=1.0) == ["1234/GP-CTS"]
    assert numbers(low_hz=161_000_000, high_hz=161_000_000, near=(12.2, 109.19), radius_km=1.0) == []
    assert numbers(low_hz=161_000_000, high_hz=161_000_000, near=(12.6, 109.1), radius_km=1.0) == ["1234/GP-CTS"]


def test_conditions_narrow_together(assignment: FrequencyAssignment, units: SimpleNamespace) -> None:
    asked = {"text": "bien", "low_hz": 157_000_000, "high_hz": 158_000_000, "kind": "land_mobile_internal",
             "status": "active", "units": (units.nha_trang.pk,), "on": MARCH, "near": (12.2, 109.19),
             "radius_km": 1.0, "call_sign": "XV5A"}  # fmt: skip
    assert numbers(**asked) == ["1234/GP-CTS"]
    for name, other in (("kind", "ship"), ("status", "expired"), ("on", dt.date(2023, 1, 1)), ("text", "xyz")):
        assert numbers(**{**asked, name: other}) == []


def test_a_license_is_found_on_a_day_it_was_held_whatever_became_of_it(
    officer: User, decider: User, license_values: dict[str, Any]
) -> None:
    licenses.register(
        by=officer, on=ON, **{**license_values, "valid_until": dt.date(2026, 6, 30)}, status="expired"
    )  # fmt: skip
    assert numbers(on=MARCH) == ["1234/GP-CTS"]
    assert numbers(on=dt.date(2026, 7, 1)) == []


def test_the_exact_position_of_a_natural_person_neither_shows_nor_can_be_searched_for(
    amateur: SimpleNamespace, units: SimpleNamespace
) -> None:
    """The middle of the commune stands for it: a small circle around the house must not tell that it is there."""
    assert numbers(near=(12.3111, 109.1222), radius_km=0.1) == []
    type(units.nha_trang).objects.filter(pk=units.nha_trang.pk).update(centre_lat=12.25, centre_lon=109.19)
    assert numbers(near=(12.25, 109.19), radius_km=0.1) == ["77/GP"]
    [station] = points.stations_of([amateur.license.pk], ON)
    assert (station.public_lat, station.public_lon, station.coarse) == (12.25, 109.19, True)
    assert station.public_name is None
    row = record.assignments(amateur.license, ON).get()
    shown = record.station(row, today=ON)
    assert (shown.lat, shown.lon, shown.coarse, shown.name, shown.place) == (12.25, 109.19, True, None, None)
    assert shown.call_sign == "XV9BE"


def test_the_rule_of_publication_is_dated_and_closed_where_it_is_silent() -> None:
    individual = rules.publication(LicenseeKind.INDIVIDUAL, ON)
    assert (individual.name, individual.address, individual.position) == (False, False, False)
    company = rules.publication(LicenseeKind.ORGANISATION, ON)
    assert (company.name, company.address, company.position) == (True, True, True)
    nobody = rules.publication("a kind of tomorrow", ON)
    assert (nobody.name, nobody.address, nobody.position) == (False, False, False)
    before = rules.publication(LicenseeKind.ORGANISATION, dt.date(1999, 1, 1))
    assert not before.name


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (dt.date(2023, 12, 31), "not_yet"),
        (dt.date(2024, 1, 1), "in_force"),
        (MARCH, "in_force"),
        (dt.date(2028, 12, 31), "in_force"),
        (dt.date(2029, 1, 1), "ended"),
    ],
)
def test_the_standing_of_a_day_follows_the_periods(radio_license: License, on: dt.date, said: str) -> None:
    assert record.standing(radio_license, [], on) == said


def test_an_early_end_and_a_suspension_count_from_their_day(
    officer: User, decider: User, radio_license: License
) -> None:
    licenses.suspend(radio_license, by=decider, reason="Vi phạm")
    shown = record.published(radio_license.pk.hex)
    assert shown is not None
    now = record.record(shown, timezone.localdate(), today=timezone.localdate())
    assert now.standing == "suspended"
    shown.ended_on = ON
    assert record.standing(shown, [], ON) == "ended"
    assert record.standing(shown, [], ON - dt.timedelta(days=1)) == "in_force"


def test_the_history_tells_public_facts_and_nobodys_name(
    officer: User, radio_license: License, other_holder: Licensee
) -> None:
    licenses.amend(
        radio_license, by=officer, on=ON, version=radio_license.version, reason="đổi điều kiện",
        conditions="Chỉ dùng trên biển", holder=other_holder,
    )  # fmt: skip
    shown = record.published(radio_license.pk.hex)
    assert shown is not None
    told = [change for event in record.record(shown, ON, today=ON).events for change in event.changes]
    assert ("conditions", "", "Chỉ dùng trên biển") in told
    assert ("holder", None, None) in told
    assert "đổi điều kiện" not in str(told)


def test_what_has_not_begun_or_was_cancelled_is_not_published(officer: User, license_values: dict[str, Any]) -> None:
    later = licenses.register(by=officer, on=ON, **{**license_values, "valid_from": dt.date(2027, 1, 1)})
    assert later.status == "pending"
    assert numbers() == []
    assert record.published(later.pk.hex) is None
    assert record.published("nonsense") is None


def test_a_declared_place_is_published_once_it_is_verified(officer: User, agent: Establishment) -> None:
    assert agents.one(agent.pk.hex) is None
    establishments.verify(agent, by=officer, on=ON, version=agent.version)
    assert agents.one(agent.pk.hex) is not None
    assert [row.name for row in agents.found("song bien", None)] == [agent.name]
