"""The register names the licenses an emission may belong to, and calls none of them the culprit."""

import datetime as dt

import pytest
from django.urls import reverse

from licenses.services import assignments, identity, licenses, stations
from radio.identity import Heard
from tests.licenses.conftest import ON

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
HERE = {"lat": 12.25, "lon": 109.19}


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


def ask(by, **heard):
    facts = {"frequency_hz": 157_400_200.0, "uncertainty_hz": 50.0, "bandwidth_hz": 11_000.0, **heard}
    return identity.search(Heard(**facts), **HERE, on=ON, by=by)


def test_the_nearest_license_on_the_channel_comes_first(officer, base):
    near, far, beside = base(), base(lat=13.2), base(157_412_500)
    found = ask(officer, emission_class="F3E")
    assert [owner.assignment for owner in found.owners] == [near, far, beside]
    assert [owner.match.fits for owner in found.owners] == [True, True, False]
    assert (found.hidden, found.unplaced, found.unlicensed) == (0, 0, False)


def test_an_emission_nobody_near_is_licensed_for_is_suspected(officer, base):
    base(157_412_500)
    assert ask(officer).unlicensed
    assert ask(officer, frequency_hz=170e6).owners == []


def test_the_mobiles_of_a_base_are_candidates_on_their_own_frequency(officer, base):
    row = base(157_400_000, rx_hz=152_400_000)
    (owner,) = ask(officer, frequency_hz=152_400_100.0, field_dbuvm=90).owners
    assert (owner.assignment, owner.mobiles, owner.match.fits) == (row, True, True)


def test_an_ended_license_is_no_candidate(officer, base):
    row = base()
    assignments.end(row, by=officer, on=ON, version=row.version, reason="Ngừng sử dụng")
    last, after = (identity.search(Heard(157_400_000), **HERE, on=day, by=officer) for day in (ON, ON + DAY))
    assert ([owner.assignment for owner in last.owners], after.owners) == ([row], [])
    assert after.unlicensed


def test_a_field_beyond_the_licensed_power_does_not_fit(officer, base):
    base(lat=13.2)
    assert ask(officer, field_dbuvm=115).unlicensed


def test_who_may_not_see_a_license_is_told_that_there_is_one(officer, stranger, base):
    base()
    found = identity.search(Heard(157_400_000), **HERE, on=ON, by=stranger)
    assert (found.owners, found.hidden, found.unlicensed) == ([], 1, False)


def test_the_page_ranks_names_the_field_of_a_wrong_value_and_offers_a_visit(officer, base, as_user):
    base()
    client = as_user(officer)
    good = {"frequency_mhz": "157,4002", "position": "12,25; 109,19", "bandwidth_khz": "11", "emission": "F3E"}
    page = client.get(reverse("desk:identify"), {**good, "on": ON.isoformat()}).content.decode()
    assert "N1" in page
    assert "phù hợp" in page
    wrong = client.get(reverse("desk:identify"), {**good, "frequency_mhz": "0", "emission": "Z9Z", "position": ""})
    assert set(wrong.context["form"].errors) == {"frequency_mhz", "emission", "position"}
    unknown = client.get(reverse("desk:identify"), {**good, "frequency_mhz": "157400"})
    assert unknown.context["meant_hz"] == pytest.approx(157.4e6)
    assert "157,400\u00a0MHz" in unknown.content.decode() or "157,400 MHz" in unknown.content.decode()
    assert "Không có giấy phép nào" in unknown.content.decode()


def test_the_page_asks_a_fixed_number_of_questions(officer, base, as_user, django_assert_max_num_queries):
    for _number in range(6):
        base()
    client = as_user(officer)
    good = {"frequency_mhz": "157.4", "position": "12.25, 109.19"}
    client.get(reverse("desk:identify"), good)
    with django_assert_max_num_queries(16):
        assert len(client.get(reverse("desk:identify"), good).context["answer"].owners) == 6
