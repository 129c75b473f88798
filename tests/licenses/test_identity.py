"""The register names licenses an emission may belong to, proves nothing, and suspects only when nothing fits."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.roles import Action
from common.errors import NotAllowed
from licenses.services import assignments, identity, licenses, stations
from licenses.services.identity import Emission
from tests.licenses.conftest import ON

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def base(officer, other_holder, units, license_values):
    """Return a function that enters a base station with one assignment."""
    count = iter(range(1, 99))

    def enter(tx_hz=157_400_000, *, lat=12.3, lon=109.1, emission="11K0F3E", **extra):
        number = next(count)
        site = stations.create(
            by=officer, on=ON, licensee=other_holder, name=f"Trạm {number}", unit=units.nha_trang, lat=lat, lon=lon,
            confirmed=True, antenna_height_m=30.0,
        )  # fmt: skip
        held = licenses.register(
            by=officer, on=ON, **{**license_values, "holder": other_holder, "number": f"N{number}"}
        )
        return assignments.add(
            held, by=officer, on=ON, station=site, tx_hz=tx_hz, power_w=25.0, power_reference="erp",
            emissions=[emission], **extra,
        )  # fmt: skip

    return enter


def ask(by, on=ON, reach_km=150.0, **heard):
    facts = {"hz": 157_400_200, "lat": 12.25, "lon": 109.19, "uncertainty_hz": 50.0, "bandwidth_hz": 11_000.0, **heard}
    return identity.identify(Emission(**facts), by=by, on=on, reach_km=reach_km)


def rows(answer):
    return [row for _match, row in answer.matches]


def test_the_nearest_license_on_the_channel_comes_first(officer, base):
    near, far, beside = base(), base(lat=13.2), base(157_412_500)
    found = ask(officer, emission="F3E")
    assert rows(found) == [near, far, beside]
    assert [match.fits for match, _row in found.matches] == [True, True, False]
    assert not found.suspected


def test_an_emission_nobody_near_is_licensed_for_is_suspected(officer, base):
    base(157_412_500)
    assert ask(officer).suspected
    assert ask(officer, hz=170_000_000).matches == []
    assert ask(officer, hz=170_000_000).suspected


def test_a_field_beyond_the_licensed_power_does_not_fit(officer, base):
    base(lat=13.2)
    assert ask(officer, field_dbuvm=115.0).suspected


def test_an_assignment_that_has_ended_is_no_candidate(officer, base):
    row = base()
    assignments.end(row, by=officer, on=ON, version=row.version, reason="Ngừng sử dụng")
    assert rows(ask(officer)) == [row]
    assert rows(ask(officer, on=ON + DAY)) == []
    assert ask(officer, on=ON + DAY).suspected


def test_the_mobiles_of_a_base_may_explain_an_emission_on_their_frequency(officer, base):
    base(rx_hz=152_400_000)
    found = ask(officer, hz=152_400_100)
    assert (found.matches, found.others, found.suspected) == ([], 1, False)


def test_a_license_without_a_position_cannot_be_ruled_out(officer, base):
    base(lat=None, lon=None)
    found = ask(officer)
    assert (found.matches, found.others, found.suspected) == ([], 1, False)


def test_the_license_of_another_agency_keeps_an_emission_from_being_suspected(officer, base, monkeypatch):
    base()
    monkeypatch.setattr("licenses.querysets.register.AssignmentQuerySet.visible_to", lambda self, _user: self.none())
    found = ask(officer)
    assert (found.matches, found.others, found.suspected) == ([], 1, False)


def test_who_may_not_examine_is_refused(stranger):
    with pytest.raises(NotAllowed):
        ask(stranger)
    assert str(Action.COORDINATION_CHECK)


def test_the_pages_say_what_else_may_explain_an_emission(officer, base, as_user):
    base(rx_hz=152_400_000)
    client = as_user(officer)
    page = client.get(reverse("desk:identify"), {"frequency": "152.4001", "position": "12.25, 109.19"})
    assert page.status_code == 200
    assert "máy di động" in page.content.decode()
