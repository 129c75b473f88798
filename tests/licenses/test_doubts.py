"""What was probably typed wrong is named at its field with the likely mend, and never silently taken."""

import pytest
from django.utils import translation

from common.errors import Invalid
from licenses.services import assignments, stations
from licenses.services.applications import problems
from rulebook import loader
from tests.licenses.conftest import ON

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def law(db):
    return loader.load("vn")


def refused(work, field, *, code=None):
    with pytest.raises(Invalid) as caught:
        work()
    if code:
        assert caught.value.code == code
    return " ".join(caught.value.fields[field])


def test_kilohertz_for_megahertz_is_offered_and_may_be_confirmed(officer, radio_license, station, law):
    def enter(**more):
        return assignments.add(radio_license, by=officer, on=ON, station=station, tx_hz=157_400_000_000, **more)

    for language, meant in (("vi", "157,4"), ("en", "157.4")):
        with translation.override(language):
            assert meant in refused(enter, "tx_hz", code="needs_confirmation")
    assert enter(confirmed=True).tx_hz == 157_400_000_000


@pytest.mark.parametrize(("watts", "code"), [(0.0, None), (10_000_001.0, None), (25_000.0, "needs_confirmation")])
def test_a_power_that_cannot_be_is_refused_and_a_doubtful_one_asked_about(
    officer, radio_license, station, law, watts, code
):
    text = refused(
        lambda: assignments.add(
            radio_license, by=officer, on=ON, station=station, tx_hz=157_400_000, power_w=watts, power_reference="erp"
        ),
        "power_w", code=code,
    )  # fmt: skip
    assert ("25" in text) == (code is not None)


def test_a_usual_assignment_raises_no_doubt(officer, radio_license, station, law):
    made = assignments.add(
        radio_license, by=officer, on=ON, station=station, tx_hz=157_400_000, power_w=25.0, power_reference="erp",
        emissions=["11K0F3E"],
    )  # fmt: skip
    assignments.amend(made, by=officer, on=ON, version=1, power_w=12.0)


def test_an_antenna_below_ground_is_offered_with_its_sign_turned(officer, holder, units):
    text = refused(
        lambda: stations.create(
            by=officer, on=ON, licensee=holder, name="Hòn Tre", unit=units.nha_trang, antenna_height_m=-3.0
        ),
        "antenna_height_m",
    )
    assert "3 m?" in text


def test_the_same_station_twice_is_asked_about(officer, station, holder, units):
    def again(**values):
        facts = {"name": station.name, "lat": station.lat, "lon": station.lon, **values}
        return stations.create(by=officer, on=ON, licensee=holder, unit=units.nha_trang, **facts)

    assert station.name in refused(again, "lat", code="needs_confirmation")
    again(name="Another mast on the same hill")
    again(confirmed=True)


def test_an_application_names_its_station_and_field(officer, law):
    class Filed:
        kind = "land_mobile_private"
        payload = {
            "stations": [
                {
                    "name": "Hòn Bà", "lat": 12.1, "lon": 109.0, "antenna_height_m": -3.0,
                    "frequencies": [{"tx_hz": 157_400_000_000, "power_w": 0.0, "power_reference": "erp"}],
                },
                {"name": "Hòn Bà", "lat": 12.1, "lon": 109.0, "frequencies": []},
            ]
        }  # fmt: skip

    found = list(problems._technical(Filed(), ON))
    assert len(found) == 4
    assert all("Hòn Bà" in text for text in found)
    assert any("3 m" in text for text in found)
    assert any("157,4" in text for text in found)
