"""Data quality: each rule finds its contradiction and lets the sound record be; findings live with their record."""

import datetime as dt
import io
import uuid

import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts.models import JournalEntry
from common.errors import Conflict, Invalid, NotAllowed
from common.geo import bearing_deg, distance_m
from licenses.enums import LicenseeKind, LicenseKind, QualityState
from licenses.models import AssignmentEmission, FrequencyAssignment, License, QualityFinding, Station
from licenses.services import licensees, licenses, stations
from licenses.services.quality import acts
from licenses.services.quality.rules import RULES
from licenses.services.quality.run import hints, run

TODAY = dt.date(2026, 11, 23)
NHA_TRANG, HON_TRE = (12.2451, 109.1943), (12.30, 109.10)


@pytest.fixture
def world(holder, officer, units):
    """A sound link: license, two stations, one frequency with its emission."""
    made = licenses.register(
        by=officer, on=TODAY, number="1/GP", kind=LicenseKind.FIXED_LINK, holder=holder, unit=units.nha_trang,
        valid_from=dt.date(2024, 1, 1), valid_until=dt.date(2030, 1, 1),
    )  # fmt: skip
    here, there = (
        stations.create(by=officer, on=TODAY, licensee=holder, name=name, lat=lat, lon=lon, unit=units.nha_trang)
        for name, (lat, lon) in (("A", NHA_TRANG), ("B", HON_TRE))
    )
    Station.objects.filter(pk=here.pk).update(antenna_azimuth_deg=bearing_deg(*NHA_TRANG, *HON_TRE))
    link = FrequencyAssignment.objects.create(
        license=made, station=here, rx_station=there, tx_hz=7_442_000_000, bandwidth_hz=28_000_000,
        path_length_km=distance_m(*NHA_TRANG, *HON_TRE) / 1000,
    )  # fmt: skip
    AssignmentEmission.objects.create(assignment=link, designator="28M0D7W", bandwidth_hz=28_000_000)
    return made, here, there, link


def found():
    return sorted(QualityFinding.objects.filter(state=QualityState.OPEN).values_list("rule", flat=True))


def test_a_sound_register_is_left_alone(world):
    assert run(on=TODAY)["new"] == 0
    assert found() == []


def break_link(**values):
    return lambda world: FrequencyAssignment.objects.filter(pk=world[3].pk).update(**values)


def break_station(**values):
    return lambda world: Station.objects.filter(pk=world[1].pk).update(**values)


def emissions(*designators):
    def change(world):
        AssignmentEmission.objects.filter(assignment=world[3]).delete()
        for text in designators:
            AssignmentEmission.objects.create(assignment=world[3], designator=text)

    return change


@pytest.mark.parametrize(
    ("rule", "spoil"),
    [
        ("expired_active", lambda world: License.objects.update(valid_until=TODAY - dt.timedelta(days=1))),
        ("path_length", break_link(path_length_km=99)),
        ("azimuth", break_station(antenna_azimuth_deg=(bearing_deg(*NHA_TRANG, *HON_TRE) + 11) % 360)),
        ("bandwidth", break_link(bandwidth_hz=14_000_000)),
        ("no_emission", emissions()),
        ("designator", emissions("28M0ZZZ")),
    ],
)
def test_each_contradiction_is_found_by_its_rule_and_by_no_other(world, rule, spoil):
    spoil(world)
    run(on=TODAY)
    assert found() == [rule]


def test_an_azimuth_within_the_tolerance_is_no_finding_also_across_north(world):
    Station.objects.filter(pk=world[1].pk).update(antenna_azimuth_deg=(bearing_deg(*NHA_TRANG, *HON_TRE) - 9) % 360)
    run(on=TODAY)
    assert found() == []


def test_a_license_without_frequencies_a_holder_without_number_and_a_station_entered_twice(
    holder, officer, units, world, as_user
):
    licensees.create(by=officer, on=TODAY, name="Hộ Đặng Văn Ý", kind=LicenseeKind.HOUSEHOLD, unit=units.nha_trang)
    licenses.register(
        by=officer, on=TODAY, number="2/GP", kind=LicenseKind.AMATEUR, holder=holder, unit=units.nha_trang,
        valid_from=TODAY,
    )  # fmt: skip
    for _twice in range(2):
        stations.create(
            by=officer, on=TODAY, licensee=holder, name="Twin", call_sign="XV3A", lat=12.3, lon=109.1,
            antenna_height_m=20, confirmed=True,
        )  # fmt: skip
    run(on=TODAY)
    assert found() == ["no_assignment", "no_identifier", "same_station_twice", "same_station_twice"]
    twins = {row.target_id.hex: row.facts["other"] for row in QualityFinding.objects.filter(rule="same_station_twice")}
    assert all(twins[other] == key != other for key, other in twins.items())
    listed = as_user(officer).get(reverse("desk:quality_rule", args=["same_station_twice"])).content.decode()
    for key in twins:
        address = reverse("desk:station", args=[uuid.UUID(key)])
        assert listed.count(address) == 2  # as the record, and as the other one of its twin


def test_a_station_at_sea_or_far_from_its_unit_is_found(world, units):
    units.nha_trang.centre_lat, units.nha_trang.centre_lon, units.nha_trang.area_km2 = 12.24, 109.19, 10
    units.nha_trang.save()
    Station.objects.filter(pk=world[2].pk).update(lat=12.25, lon=110.5)
    FrequencyAssignment.objects.update(rx_station=None)
    run(on=TODAY)
    assert found() == ["at_sea", "far_from_unit"]


def test_a_frequency_outside_the_plans_of_its_kind_is_found_and_a_kind_without_plans_is_not(world):
    call_command("load_rulebook", verbosity=0)
    License.objects.filter(pk=world[0].pk).update(kind=LicenseKind.LAND_MOBILE_INTERNAL)
    run(on=TODAY)
    assert "outside_plan" in found()
    License.objects.filter(pk=world[0].pk).update(kind=LicenseKind.SATELLITE)
    run(on=TODAY)
    assert "outside_plan" not in found()


def test_running_again_changes_nothing_and_a_mended_record_closes_its_finding(world):
    break_link(path_length_km=99)(world)
    assert run(on=TODAY)["new"] == 1
    assert run(on=TODAY) == {"new": 0, "back": 0, "mended": 0, "rows": 5}
    break_link(path_length_km=distance_m(*NHA_TRANG, *HON_TRE) / 1000)(world)
    assert run(on=TODAY)["mended"] == 1
    assert found() == []


def test_small_batches_find_the_same_as_one(world):
    break_link(path_length_km=99)(world)
    License.objects.update(valid_until=TODAY - dt.timedelta(days=1))
    run(on=TODAY, batch=1)
    small = found()
    QualityFinding.objects.all().delete()
    run(on=TODAY)
    assert small == found() == ["expired_active", "path_length"]


def test_a_dismissed_finding_stays_away_until_its_numbers_change(world, officer):
    break_link(path_length_km=99)(world)
    run(on=TODAY)
    finding = QualityFinding.objects.get()
    with pytest.raises(Invalid):
        acts.dismiss(finding, reason=" ", by=officer, on=TODAY)
    acts.dismiss(finding, reason="Tuyến qua trạm lặp thụ động", by=officer, on=TODAY)
    run(on=TODAY + dt.timedelta(days=1))
    assert found() == []
    break_link(path_length_km=120)(world)
    assert run(on=TODAY + dt.timedelta(days=2))["back"] == 1
    assert found() == ["path_length"]
    assert JournalEntry.objects.filter(verb="quality.dismissed", actor=officer).count() == 1


def test_a_finding_is_given_to_an_officer_of_the_keeper_only(world, officer, commune, auditor):
    break_link(path_length_km=99)(world)
    run(on=TODAY)
    finding = QualityFinding.objects.get()
    with pytest.raises(Invalid):
        acts.assign(finding, to=commune, by=officer, on=TODAY)
    with pytest.raises(NotAllowed):
        acts.assign(finding, to=officer, by=auditor, on=TODAY)
    acts.assign(finding, to=officer, by=officer, on=TODAY)
    finding.refresh_from_db()
    assert finding.assigned_to == officer
    acts.dismiss(finding, reason="x", by=officer, on=TODAY)
    with pytest.raises(Conflict):
        acts.assign(finding, to=None, by=officer, on=TODAY)


def test_the_page_of_a_record_hints_at_once_without_the_nightly_run(world, officer, as_user):
    break_link(path_length_km=99)(world)
    assert [hint.rule for hint in hints(world[3], TODAY)] == ["path_length"]
    page = as_user(officer).get(reverse("desk:assignment", args=[world[3].pk])).content.decode()
    assert "Đề nghị kiểm tra bản ghi này" in page
    assert not QualityFinding.objects.exists()


def test_the_pages_show_rules_work_list_finding_and_file(world, officer, as_user, django_assert_max_num_queries):
    break_link(path_length_km=99)(world)
    run(on=TODAY)
    client, finding = as_user(officer), QualityFinding.objects.get()
    with django_assert_max_num_queries(8 + len(RULES)):
        assert "Chất lượng dữ liệu" in client.get(reverse("desk:quality")).content.decode()
    with django_assert_max_num_queries(10):
        page = client.get(reverse("desk:quality_rule", args=["path_length"])).content.decode()
    assert "Ghi 99" in page
    csv = b"".join(client.get(reverse("desk:quality_csv", args=["path_length"])).streaming_content).decode()
    assert "1/GP" in csv
    assert client.get(reverse("desk:quality_rule", args=["none"])).status_code == 404
    refused = client.post(reverse("desk:quality_dismiss", args=[finding.pk]), {"reason": ""})
    assert refused.status_code == 422
    given = client.post(reverse("desk:quality_assign", args=[finding.pk]), {"to": str(officer.pk)})
    assert given.status_code == 302
    mine = client.get(reverse("desk:quality_rule", args=["path_length"]), {"whose": "mine"}).content.decode()
    assert "1/GP" in mine


def test_another_agency_sees_nothing_of_it(world, commune, as_user):
    break_link(path_length_km=99)(world)
    run(on=TODAY)
    finding = QualityFinding.objects.get()
    assert as_user(commune).get(reverse("desk:quality_finding", args=[finding.pk])).status_code == 404


def test_the_daily_work_runs_the_rules_and_counts(world):
    break_link(path_length_km=99)(world)
    out = io.StringIO()
    call_command("run_daily", job=["register.quality"], stdout=out)
    assert "new 1" in out.getvalue()
