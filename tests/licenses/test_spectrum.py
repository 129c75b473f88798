"""The derived table of spectrum uses always says what the register says, however the register was written."""

import datetime as dt
import gzip
import io
import itertools
import tempfile
from pathlib import Path

import pytest
from django.db import connection

from accounts.access import system_user
from common.clock import now
from licenses import importers
from licenses.migrations._spectrum import COLUMNS, USE, rows
from licenses.models import SpectrumExtent, SpectrumUse
from licenses.models.spectrum import Mark, Role
from licenses.services import assignments, licenses, stations
from licenses.services.imports import run
from tests.licenses.conftest import ON

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
FILE = Path(importers.__file__).parent.parent / "data" / "fcc_uls" / "assignments.csv.gz"
KEPT, DERIVED = f"SELECT {COLUMNS} FROM {USE}", f"SELECT * FROM ({rows('1 = 1')}) uses"


def check_equal() -> int:
    """Compare the table with what the register says now; return how many uses there are."""
    with connection.cursor() as cursor:
        for one, other in ((KEPT, DERIVED), (DERIVED, KEPT)):
            cursor.execute(f"{one} EXCEPT {other}")
            assert cursor.fetchall() == []
    return SpectrumUse.objects.count()


@pytest.fixture
def paired(officer, radio_license, station):
    return assignments.add(
        radio_license, by=officer, on=ON, station=station, tx_hz=440_000_000, rx_hz=435_000_000,
        power_w=10.0, power_reference="erp", emissions=["11K0F3E"],
    )  # fmt: skip


def test_an_assignment_is_a_sender_and_its_mate_a_receiver(paired, station):
    check_equal()
    sender, receiver = SpectrumUse.objects.order_by("role")
    assert (sender.role, sender.centre_hz, sender.bandwidth_hz) == (Role.AREA, 440_000_000, 11_000)
    assert (receiver.role, receiver.centre_hz) == (Role.BASE_RECEIVER, 435_000_000)
    assert (sender.lat, sender.lon, sender.height_m) == (station.lat, station.lon, station.antenna_height_m)


def test_amendments_of_assignment_and_station_arrive(paired, station, officer):
    assignments.amend(paired, by=officer, on=ON, version=1, power_w=20.0)
    stations.amend(station, by=officer, on=ON, version=1, lat=12.3, lon=109.1, service_radius_km=15.0)
    assert check_equal() == 2
    names = ("lat", "lon", "radius_km", "power_w", "assignment_version", "station_version")
    assert set(SpectrumUse.objects.values_list(*names)) == {(12.3, 109.1, 15.0, 20.0, 2, 2)}


def test_an_ended_assignment_keeps_its_last_day(paired, officer):
    assignments.end(paired, by=officer, on=ON, version=1, reason="Hết nhu cầu")
    check_equal()
    assert {use.until for use in SpectrumUse.objects.all()} == {ON}


def test_suspension_marks_and_revocation_removes(paired, radio_license, decider):
    licenses.suspend(radio_license, by=decider, reason="Thử")
    check_equal()
    assert all(use.marks & Mark.SUSPENDED for use in SpectrumUse.objects.all())
    radio_license.refresh_from_db()
    licenses.revoke(radio_license, by=decider, on=ON, reason="Thử")
    assert check_equal() == 0


def test_tetra_is_known_from_its_emission(officer, radio_license, station):
    assignments.add(radio_license, by=officer, on=ON, station=station, tx_hz=410_000_000, emissions=["25K0G7W"])
    check_equal()
    assert SpectrumUse.objects.get().marks & Mark.TETRA


def test_a_link_receives_at_its_far_end(officer, radio_license, station, holder, units):
    far = stations.create(
        by=officer,
        on=ON,
        licensee=holder,
        name="Hòn Bà",
        unit=units.nha_trang,
        lat=12.1,
        lon=109.0,
        antenna_height_m=20.0,
    )
    assignments.add(
        radio_license, by=officer, on=ON, station=station, rx_station=far, tx_hz=7_128_000_000, bandwidth_hz=28_000_000
    )
    check_equal()
    sender, receiver = SpectrumUse.objects.order_by("role")
    assert (sender.role, receiver.role) == (Role.LINK_SENDER, Role.LINK_RECEIVER)
    assert (receiver.lat, receiver.lon, receiver.height_m) == (12.1, 109.0, 20.0)
    stations.amend(far, by=officer, on=ON, version=1, lat=12.15)
    check_equal()


def test_a_band_lies_at_its_centre_with_its_width(officer, radio_license, station):
    assignments.add(radio_license, by=officer, on=ON, station=station, tx_hz=450_000_000, tx_upper_hz=451_000_000)
    use = SpectrumUse.objects.get()
    assert (use.centre_hz, use.bandwidth_hz, use.width_class) == (450_500_000, 1_000_000, 3)


def test_what_is_missing_stays_missing_and_is_kept(officer, radio_license, holder, units):
    bare = stations.create(by=officer, on=ON, licensee=holder, name="Không tọa độ", unit=units.nha_trang)
    assignments.add(radio_license, by=officer, on=ON, station=bare, tx_hz=150_000_000)
    use = SpectrumUse.objects.get()
    assert (use.lat, use.bandwidth_hz, use.power_w, use.height_m, use.radius_km) == (None,) * 5
    check_equal()


def test_extents_grow_with_the_register_and_never_shrink(paired, station, officer):
    stations.amend(station, by=officer, on=ON, version=1, service_radius_km=25.0)
    station.refresh_from_db()
    stations.amend(station, by=officer, on=ON, version=2, service_radius_km=5.0)
    extent = SpectrumExtent.objects.get(megahertz=440)
    assert (extent.radius_km, extent.bandwidth_hz, extent.power_w) == (25.0, 11_000, 10.0)


def test_a_later_of_license_and_assignment_begins_and_the_earlier_ends(paired, radio_license):
    use = SpectrumUse.objects.filter(role=Role.AREA).get()
    assert use.since == max(paired.in_force_from, radio_license.valid_from)
    assert use.until == dt.date(2028, 12, 31)


def test_a_bulk_import_fills_it_too(officer, agencies):
    with gzip.open(FILE, "rt", encoding="utf-8", newline="") as file:
        text = "".join(itertools.islice(file, 400))
    task = run.Task(agencies.skhcn, system_user(), ON, now(), "import test.csv")
    with tempfile.TemporaryFile() as refused, tempfile.TemporaryFile() as warnings:
        run.run(
            io.BytesIO(text.encode()),
            task=task,
            code="",
            refused=refused,
            warnings=warnings,
            progress=lambda _done, _total: True,
        )
    assert check_equal() > 0
    assert SpectrumUse.objects.filter(role=Role.LINK_RECEIVER).exists()
