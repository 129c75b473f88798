"""Stations, licenses and assignments: entries, refusals, and what becomes of a license."""

import datetime as dt
from typing import Any

import pytest

from accounts import journal
from accounts.models import User
from common.errors import Conflict, Invalid, NotAllowed, NotFound
from licenses.enums import LicenseKind, LicenseStatus
from licenses.models import Establishment, FrequencyAssignment, License, Licensee, Station
from licenses.services import assignments, establishments, licenses, stations

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("valid_from", "valid_until", "status"),
    [
        (dt.date(2024, 1, 1), dt.date(2028, 12, 31), LicenseStatus.ACTIVE),
        (dt.date(2027, 1, 1), dt.date(2028, 12, 31), LicenseStatus.PENDING),
        (dt.date(2020, 1, 1), dt.date(2024, 12, 31), LicenseStatus.EXPIRED),
        (dt.date(2020, 1, 1), None, LicenseStatus.ACTIVE),
    ],
)
def test_the_term_decides_the_state_in_which_a_license_is_entered(
    officer: User,
    on: dt.date,
    license_values: dict[str, Any],
    valid_from: dt.date,
    valid_until: dt.date | None,
    status: str,
) -> None:
    terms = {"valid_from": valid_from, "valid_until": valid_until}
    license = licenses.register(by=officer, on=on, **{**license_values, **terms})
    assert license.status == status
    assert journal.verify().clean


def test_dates_in_the_wrong_order_are_refused(officer: User, on: dt.date, license_values: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        licenses.register(by=officer, on=on, **{**license_values, "valid_until": dt.date(2023, 1, 1)})
    assert set(refused.value.fields) == {"valid_until"}


def test_a_number_is_entered_once_per_authority(
    officer: User, on: dt.date, radio_license: License, license_values: dict[str, Any]
) -> None:
    with pytest.raises(Invalid) as refused:
        licenses.register(by=officer, on=on, **license_values)
    assert radio_license.holder.name in str(refused.value.fields["number"][0])
    licenses.register(by=officer, on=on, **{**license_values, "granting_authority": "Trung tâm VII"})


def test_a_game_point_s_certificate_needs_its_establishment(
    officer: User, on: dt.date, license_values: dict[str, Any], agent: Establishment, other_holder: Licensee
) -> None:
    certificate = license_values | {"kind": LicenseKind.GAME_POINT}
    with pytest.raises(Invalid) as refused:
        licenses.register(by=officer, on=on, **certificate)
    assert "establishment" in refused.value.fields
    with pytest.raises(Invalid):
        licenses.register(by=officer, on=on, **{**certificate, "establishment": agent, "holder": other_holder})
    assert licenses.register(by=officer, on=on, **certificate, establishment=agent).establishment == agent


def test_a_license_is_suspended_reinstated_and_revoked_by_the_decider_only(
    officer: User, decider: User, on: dt.date, radio_license: License
) -> None:
    with pytest.raises(NotAllowed):
        licenses.suspend(radio_license, by=officer, reason="QĐ 12")
    licenses.suspend(radio_license, by=decider, reason="QĐ 12", version=1)
    assert License.objects.active_on(on).count() == 1
    licenses.reinstate(radio_license, by=decider, on=on, reason="QĐ 13")
    licenses.revoke(radio_license, by=decider, on=on, reason="QĐ 14")
    assert (radio_license.status, radio_license.ended_on) == (LicenseStatus.REVOKED, on)
    assert License.objects.active_on(on).count() == 0
    assert License.objects.active_on(on - dt.timedelta(days=1)).count() == 1
    with pytest.raises(Conflict):
        licenses.reinstate(radio_license, by=decider, on=on, reason="x")
    with pytest.raises(Conflict):
        licenses.amend(radio_license, by=officer, version=4, on=on, conditions="x")
    assert journal.verify().clean


def test_every_decision_needs_its_reason(officer: User, decider: User, on: dt.date, radio_license: License) -> None:
    for refused in (
        lambda: licenses.suspend(radio_license, by=decider, reason=""),
        lambda: licenses.revoke(radio_license, by=decider, on=on, reason=" "),
        lambda: licenses.surrender(radio_license, by=officer, on=on, reason=""),
        lambda: licenses.revoke(radio_license, by=decider, on=dt.date(2020, 1, 1), reason="x"),
    ):
        with pytest.raises(Invalid):
            refused()
    assert radio_license.status == LicenseStatus.ACTIVE


def test_a_holder_s_surrender_is_recorded_by_the_officer(officer: User, on: dt.date, radio_license: License) -> None:
    assert licenses.surrender(radio_license, by=officer, on=on, reason="Đơn ngày 1/11").ended_on == on


def test_a_license_is_superseded_only_by_the_one_that_names_it(
    officer: User, decider: User, on: dt.date, radio_license: License, license_values: dict[str, Any]
) -> None:
    stranger = licenses.register(by=officer, on=on, **{**license_values, "number": "1"})
    with pytest.raises(Invalid):
        licenses.supersede(radio_license, with_=stranger, by=decider, on=on)
    new = licenses.register(by=officer, on=on, **{**license_values, "number": "2", "supersedes": radio_license})
    assert licenses.supersede(radio_license, with_=new, by=decider, on=on).status == LicenseStatus.SUPERSEDED


def test_the_calendar_begins_and_expires_licenses_once(
    officer: User, on: dt.date, license_values: dict[str, Any]
) -> None:
    soon = {"number": "1", "valid_from": dt.date(2026, 12, 1)}
    pending = licenses.register(by=officer, on=on, **{**license_values, **soon})
    ending = licenses.register(by=officer, on=on, **{**license_values, "number": "2", "valid_until": on})
    assert licenses.apply_dates(on=on) == {"activated": 0, "expired": 0}
    assert licenses.apply_dates(on=dt.date(2026, 12, 1)) == {"activated": 1, "expired": 1}
    assert licenses.apply_dates(on=dt.date(2026, 12, 1)) == {"activated": 0, "expired": 0}
    pending.refresh_from_db()
    ending.refresh_from_db()
    assert (pending.status, ending.status) == (LicenseStatus.ACTIVE, LicenseStatus.EXPIRED)


def test_a_frequency_is_assigned_with_canonical_designators_and_the_widest_bandwidth(
    assignment: FrequencyAssignment,
) -> None:
    assert assignment.bandwidth_hz == 16_000
    found = list(assignment.emissions.values_list("designator", "bandwidth_hz"))
    assert found == [("16K0F3E", 16_000), ("11K2F3E", 11_200)]
    assert assignment.in_force_from == dt.date(2024, 1, 1)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"emissions": ["16K0F9"]}, "emissions"),
        ({"tx_hz": 0}, "tx_hz"),
        ({"tx_hz": None}, "tx_hz"),
        ({"tx_upper_hz": 150_000_000}, "tx_upper_hz"),
        ({"power_w": 25.0, "power_reference": ""}, "power_reference"),
        ({"power_w": -1.0, "power_reference": "erp"}, "power_w"),
        ({"station": None}, "station"),
        ({"in_force_until": dt.date(2000, 1, 1)}, "in_force_until"),
    ],
)
def test_impossible_assignments_are_refused(
    officer: User, on: dt.date, radio_license: License, station: Station, wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        assignments.add(radio_license, by=officer, on=on, **{"station": station, "tx_hz": 157_400_000, **wrong})
    assert field in refused.value.fields
    assert not FrequencyAssignment.objects.exists()


def test_the_same_frequency_is_not_assigned_twice_to_a_station(
    officer: User, on: dt.date, radio_license: License, station: Station, assignment: FrequencyAssignment
) -> None:
    with pytest.raises(Invalid) as refused:
        assignments.add(radio_license, by=officer, on=on, station=station, tx_hz=assignment.tx_hz)
    assert "tx_hz" in refused.value.fields


def test_an_assignment_ends_once_and_stays_readable(
    officer: User, on: dt.date, assignment: FrequencyAssignment
) -> None:
    assignments.end(assignment, by=officer, version=1, on=on, reason="Đổi tần số")
    assert FrequencyAssignment.objects.active_on(on).exists()
    assert not FrequencyAssignment.objects.active_on(on + dt.timedelta(days=1)).exists()
    with pytest.raises(Conflict):
        assignments.end(assignment, by=officer, version=2, on=on, reason="x")
    assert journal.verify().clean


def test_a_station_with_assignments_does_not_end(
    officer: User, on: dt.date, station: Station, assignment: FrequencyAssignment
) -> None:
    with pytest.raises(Conflict):
        stations.end(station, by=officer, version=1, on=on, reason="Tháo dỡ")
    assignments.end(assignment, by=officer, version=1, on=on, reason="x")
    assert stations.end(station, by=officer, version=1, on=on, reason="Tháo dỡ").valid_until == on


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"antenna_height_m": 5_000.0}, "antenna_height_m"),
        ({"antenna_azimuth_deg": 400.0}, "antenna_azimuth_deg"),
        ({"name": "", "call_sign": "", "site_name": ""}, "name"),
        ({"polarisation": "Z"}, "polarisation"),
        ({"lat": 109.19, "lon": 12.2}, "lat"),
    ],
)
def test_impossible_stations_are_refused(
    officer: User, on: dt.date, holder: Licensee, wrong: dict[str, Any], field: str
) -> None:
    values = {"licensee": holder, "name": "Trạm", "call_sign": "XV5", **wrong}
    with pytest.raises(Invalid) as refused:
        stations.create(by=officer, on=on, **values)
    assert field in refused.value.fields


def test_frequencies_within_a_range_include_bands_that_overlap_it(
    officer: User, on: dt.date, radio_license: License, station: Station, assignment: FrequencyAssignment
) -> None:
    band = assignments.add(
        radio_license, by=officer, on=on, station=station, tx_hz=150_000_000, tx_upper_hz=160_000_000
    )
    found = FrequencyAssignment.objects.within_hz(155_000_000, 156_000_000)
    assert list(found) == [band]


def test_an_agency_of_the_next_province_sees_nothing_of_ours(
    inspector_elsewhere: User,
    inspector2: User,
    culture: User,
    inspector: User,
    agent: Establishment,
    assignment: FrequencyAssignment,
) -> None:
    for model in (Licensee, Establishment, Station, License, FrequencyAssignment):
        assert model.objects.visible_to(inspector).exists()
        assert not model.objects.visible_to(inspector_elsewhere).exists()
    # the radio centre covers the province for radio; the department of culture for games only
    for model in (Licensee, Station, License, FrequencyAssignment):
        assert model.objects.visible_to(inspector2).exists()
    assert not Establishment.objects.visible_to(inspector2).exists()
    for model in (Licensee, Establishment, Station, License, FrequencyAssignment):
        assert not model.objects.visible_to(culture).exists()


def test_an_agent_that_offers_games_is_seen_by_both_departments(
    officer: User, culture: User, on: dt.date, agent: Establishment
) -> None:
    establishments.amend(agent, by=officer, version=1, on=on, offers_games=True)
    assert list(Establishment.objects.visible_to(culture)) == [agent]
    assert list(Licensee.objects.visible_to(culture)) == [agent.licensee]


def test_what_is_not_visible_is_not_found(inspector_elsewhere: User, on: dt.date, radio_license: License) -> None:
    with pytest.raises(NotFound):
        licenses.suspend(radio_license, by=inspector_elsewhere, reason="x")
