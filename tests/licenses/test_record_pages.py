"""Record pages and forms of the register: entering, amending, conflicts, steps, merging, and any past day."""

import datetime as dt
import uuid
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from accounts import journal
from accounts.models import User
from licenses.models import Establishment, FrequencyAssignment, License, Licensee, Station
from licenses.queries.register import as_of
from licenses.services import assignments, establishments, licensees
from places.models import ProtectedPlace

pytestmark = pytest.mark.django_db


def sent(**values: Any) -> dict[str, Any]:
    """A form as a browser sends it."""
    return {"submit_token": uuid.uuid4().hex, **values}


def test_a_licensee_is_entered_and_a_double_submit_enters_one(officer: User, as_user: Any) -> None:
    browser = as_user(officer)
    form = sent(name="  Quán  Net ", kind="household", identifier_scheme="tax_code", identifier="4200240380")
    first = browser.post(reverse("desk:licensee_new"), form)
    second = browser.post(reverse("desk:licensee_new"), form)
    made = Licensee.objects.get()
    assert made.name == "Quán Net"
    assert first["Location"] == second["Location"] == reverse("desk:licensee", args=[made.pk])


def test_a_refused_form_keeps_what_was_typed_and_leads_to_the_duplicate(
    officer: User, as_user: Any, holder: Licensee
) -> None:
    page = as_user(officer).post(
        reverse("desk:licensee_new"),
        sent(name="Bản sao", kind="organisation", identifier_scheme="tax_code", identifier="0100109106"),
    )
    assert page.status_code == 422
    text = page.content.decode()
    assert "Bản sao" in text
    assert reverse("desk:licensee", args=[holder.pk]) in text
    assert 'href="#id_identifier"' in text


def test_the_second_editor_sees_both_versions_and_may_then_save(
    officer: User, on: dt.date, as_user: Any, holder: Licensee
) -> None:
    browser = as_user(officer)
    url = reverse("desk:licensee_edit", args=[holder.pk])
    form = {"name": holder.name, "kind": holder.kind, "phone": "222", "version": "1"}
    licensees.amend(holder, by=officer, version=1, on=on, phone="111")
    page = browser.post(url, sent(**form))
    assert page.status_code == 409
    assert "111" in page.content.decode()
    assert 'value="222"' in page.content.decode()
    holder.refresh_from_db()
    assert holder.phone == "111"
    again = browser.post(url, sent(**form | {"version": page.context["form"]["version"].value()}))
    assert again.status_code == 302
    holder.refresh_from_db()
    assert holder.phone == "222"


def test_an_establishment_is_declared_for_a_chosen_keeper_with_a_typed_position(
    officer: User, as_user: Any, holder: Licensee, units: Any
) -> None:
    browser = as_user(officer)
    start = browser.get(reverse("desk:establishment_new"))
    choices = browser.get(start["Location"])
    url = f"{reverse('desk:establishment_new')}?licensee={holder.pk}"
    assert url.replace("&", "&amp;") in choices.content.decode()
    assert browser.get(url).status_code == 200
    done = browser.post(
        url,
        sent(
            name="Net Biển",
            kind="internet_agent",
            unit=str(units.nha_trang.pk),
            position="12°14′42″B 109°11′40″Đ",
            valid_from="2026-11-01",
            games="",
        ),
    )
    made = Establishment.objects.get()
    assert done["Location"] == reverse("desk:establishment", args=[made.pk])
    assert (made.lat, made.lon, made.licensee) == (12.245, 109.194444, holder)


def test_a_doubtful_position_is_saved_after_the_box_is_ticked(officer: User, as_user: Any, holder: Licensee) -> None:
    browser = as_user(officer)
    url = f"{reverse('desk:establishment_new')}?licensee={holder.pk}"
    form = {"name": "Tàu", "kind": "venue_free", "position": "12.3, 109.9", "valid_from": "2026-11-01"}
    page = browser.post(url, sent(**form))
    assert page.status_code == 422
    assert 'type="checkbox" name="confirmed"' in page.content.decode()
    assert browser.post(url, sent(**form, confirmed="on")).status_code == 302


def test_units_on_offer_are_those_of_the_territory(officer: User, as_user: Any, holder: Licensee, units: Any) -> None:
    page = as_user(officer).get(f"{reverse('desk:station_new')}?licensee={holder.pk}").content.decode()
    assert str(units.nha_trang.pk) in page
    assert str(units.buon_ma_thuot.pk) not in page


def test_an_establishment_page_shows_its_nearest_school_beside_the_road_distance(
    officer: User, on: dt.date, as_user: Any, agent: Establishment
) -> None:
    ProtectedPlace.objects.create(
        name="Trường THCS Thái Nguyên",
        kind="lower_secondary",
        lat=12.2460,
        lon=109.1950,
        source="thử",
        source_key="1",
        search_text="truong",
    )
    establishments.amend(agent, by=officer, version=1, on=on, road_distance_m=310)
    text = as_user(officer).get(reverse("desk:establishment", args=[agent.pk])).content.decode()
    assert "Trường THCS Thái Nguyên" in text
    assert "125 m" in text
    assert "310 m" in text


def test_steps_are_offered_and_taken_on_the_page(officer: User, as_user: Any, agent: Establishment) -> None:
    browser = as_user(officer)
    page = browser.get(reverse("desk:establishment", args=[agent.pk]))
    assert [step.name for step, _url in page.context["steps"]] == ["verify", "close"]
    url = reverse("desk:establishment_step", args=[agent.pk, "verify"])
    assert browser.get(url).status_code == 200
    assert browser.post(url, sent(on="2026-11-22", version="1")).status_code == 302
    agent.refresh_from_db()
    assert agent.status == "verified"
    assert browser.post(url, sent(on="2026-11-22", version="2")).status_code == 409


def test_a_step_without_its_reason_asks_for_it(decider: User, as_user: Any, radio_license: License) -> None:
    browser = as_user(decider)
    url = reverse("desk:license_step", args=[radio_license.pk, "revoke"])
    page = browser.post(url, sent(on="2026-11-22", version="1", reason=""))
    assert page.status_code == 422
    assert "reason" in page.context["form"].errors
    assert browser.post(url, sent(on="2026-11-22", version="1", reason="QĐ 1")).status_code == 302


def test_two_records_of_one_holder_are_merged_side_by_side(
    officer: User, as_user: Any, holder: Licensee, other_holder: Licensee, agent: Establishment
) -> None:
    browser = as_user(officer)
    found = browser.get(reverse("desk:licensee_merge", args=[other_holder.pk]), {"q": "bien dong"})
    url = reverse("desk:licensee_merge_confirm", args=[holder.pk, other_holder.pk])
    assert url in found.content.decode()
    page = browser.get(url)
    assert {side["obj"] for side in page.context["sides"]} == {holder, other_holder}
    done = browser.post(url, sent(version="1", into_version="1", reason="trùng"))
    assert done["Location"] == reverse("desk:licensee", args=[other_holder.pk])
    text = browser.get(reverse("desk:licensee", args=[holder.pk])).content.decode()
    assert reverse("desk:licensee", args=[other_holder.pk]) in text


def test_contacts_are_hidden_from_those_without_the_right(
    officer: User, official: User, on: dt.date, as_user: Any, holder: Licensee
) -> None:
    licensees.amend(holder, by=officer, version=1, on=on, phone="0905 111 222")
    url = reverse("desk:licensee", args=[holder.pk])
    for secret in ("0905 111 222", "0258 3822 001", "Nguyễn Thị Hoa"):
        assert secret in as_user(officer).get(url).content.decode()
        assert secret not in as_user(official).get(url).content.decode()


def test_a_record_is_shown_as_it_stood_on_a_day(
    officer: User, on: dt.date, as_user: Any, agent_values: dict[str, Any], units: Any
) -> None:
    with time_machine.travel(dt.datetime(2026, 3, 1, 3, tzinfo=dt.UTC), tick=False):
        agent = establishments.declare(by=officer, on=on, **{**agent_values, "valid_from": dt.date(2026, 3, 1)})
    with time_machine.travel(dt.datetime(2026, 5, 1, 3, tzinfo=dt.UTC), tick=False):
        changed = {"name": "Tên mới", "unit": units.bac_nha_trang, "computers": 40}
        establishments.amend(agent, by=officer, version=1, on=on, **changed)
    with time_machine.travel(dt.datetime(2026, 6, 1, 3, tzinfo=dt.UTC), tick=False):
        establishments.verify(agent, by=officer, on=on)
    march, may = as_of(agent, dt.date(2026, 3, 12)), as_of(agent, dt.date(2026, 5, 1))
    assert (march.record.name, march.record.computers, march.record.status) == (agent_values["name"], 20, "declared")
    assert march.record.unit == units.nha_trang
    assert (march.held, march.changed_since) == (True, 2)
    assert (may.record.name, may.record.status, may.record.unit) == ("Tên mới", "declared", units.bac_nha_trang)
    before = as_of(agent, dt.date(2026, 2, 1))
    assert (before.held, before.record.name, before.entered_on) == (False, agent_values["name"], dt.date(2026, 3, 1))
    agent.refresh_from_db()
    assert agent.name == "Tên mới"
    page = as_user(officer).get(reverse("desk:establishment", args=[agent.pk]), {"on": "2026-03-12"})
    assert agent_values["name"] in page.content.decode()
    assert "12/03/2026" in page.content.decode()
    assert not page.context["steps"]
    assert page.context["edit_url"] == ""


def test_the_assignments_of_a_license_on_a_past_day_are_those_then_in_force(
    officer: User, on: dt.date, as_user: Any, radio_license: License, assignment: FrequencyAssignment
) -> None:
    assignments.end(assignment, by=officer, version=1, on=dt.date(2026, 10, 1), reason="Đổi tần số")
    browser = as_user(officer)
    url = reverse("desk:license", args=[radio_license.pk])
    assert browser.get(url, {"on": "2026-09-30"}).context["panels"][0].listing.count == 1
    assert browser.get(url, {"on": "2026-10-02"}).context["panels"][0].listing.count == 0


@pytest.mark.parametrize("nonsense", ["yesterday", "2999-01-01", ""])
def test_a_day_that_is_none_shows_today(officer: User, as_user: Any, agent: Establishment, nonsense: str) -> None:
    page = as_user(officer).get(reverse("desk:establishment", args=[agent.pk]), {"on": nonsense})
    assert page.context["past"] is None


def test_a_license_with_thousands_of_assignments_opens_as_one_page(
    officer: User,
    on: dt.date,
    as_user: Any,
    radio_license: License,
    station: Station,
    django_assert_max_num_queries: Any,
) -> None:
    FrequencyAssignment.objects.bulk_create(
        FrequencyAssignment(license=radio_license, station=station, tx_hz=150_000_000 + 12_500 * number)
        for number in range(2_500)
    )
    browser = as_user(officer)
    url = reverse("desk:license", args=[radio_license.pk])
    with django_assert_max_num_queries(22):
        page = browser.get(url)
    listing = page.context["panels"][0].listing
    assert (len(listing.rows), listing.count) == (50, 2_500)
    second = browser.get(url, {"after": listing.next_cursor})
    assert second.context["panels"][0].listing.rows[0].tx_hz == 150_000_000 + 12_500 * 50
    narrowed = browser.get(url, {"from_mhz": "150", "to_mhz": "150,1"})
    assert narrowed.context["panels"][0].listing.count == 9
    points = browser.get(reverse("desk:assignments_points"), {"license": str(radio_license.pk)}).json()
    assert (points["total"], points["clustered"]) == (2_500, True)


@pytest.mark.parametrize("kind", ["licensee", "establishment", "station", "license", "assignment"])
def test_a_record_page_costs_the_same_however_much_belongs_to_it(
    officer: User,
    as_user: Any,
    kind: str,
    agent: Establishment,
    assignment: FrequencyAssignment,
    django_assert_max_num_queries: Any,
) -> None:
    records = {
        "licensee": agent.licensee,
        "establishment": agent,
        "station": assignment.station,
        "license": assignment.license,
        "assignment": assignment,
    }
    browser = as_user(officer)
    with django_assert_max_num_queries(22):
        assert browser.get(reverse(f"desk:{kind}", args=[records[kind].pk])).status_code == 200


def test_a_station_and_a_frequency_are_entered_amended_and_ended_on_the_pages(
    officer: User, as_user: Any, holder: Licensee, radio_license: License
) -> None:
    browser = as_user(officer)
    station_url = f"{reverse('desk:station_new')}?licensee={holder.pk}"
    browser.post(station_url, sent(name="Trạm 1", call_sign="xv9", antenna_gain_dbi="6.5", valid_from="2026-11-01"))
    station = Station.objects.get()
    assert station.call_sign == "XV9"
    url = f"{reverse('desk:assignment_new')}?license={radio_license.pk}"
    form = {"station": str(station.pk), "tx_hz": "157,4", "emissions": "16K0F3E\n", "in_force_from": "2026-11-01"}
    browser.post(url, sent(**form, power_w="25", power_reference="erp"))
    made = FrequencyAssignment.objects.get()
    assert (made.tx_hz, made.power_w) == (157_400_000, 25.0)
    edit = reverse("desk:assignment_edit", args=[made.pk])
    assert 'value="157.4' in browser.get(edit).content.decode()
    changed = {"station": str(station.pk), "tx_hz": "157.4", "power_w": "10", "power_reference": "erp"}
    assert browser.post(edit, sent(**changed, version="1", in_force_from="2026-11-01")).status_code == 302
    end = reverse("desk:assignment_end", args=[made.pk])
    assert browser.post(end, sent(version="2", on="2026-11-10", reason="x")).status_code == 302
    end = reverse("desk:station_end", args=[station.pk])
    assert browser.post(end, sent(version="1", on="2026-11-11", reason="x")).status_code == 302
    edit = reverse("desk:station_edit", args=[station.pk])
    assert browser.post(edit, sent(name="X", version="2", valid_from="2026-11-01")).status_code == 409
    assert journal.verify().clean


def test_a_license_is_entered_on_the_page(officer: User, as_user: Any, holder: Licensee) -> None:
    browser = as_user(officer)
    url = f"{reverse('desk:license_new')}?licensee={holder.pk}"
    form = {"number": "77/GP", "kind": "fixed_link", "valid_from": "2026-12-01", "valid_until": "2026-01-01"}
    page = browser.post(url, sent(**form))
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"valid_until"}
    assert browser.post(url, sent(**form | {"valid_until": "2030-01-01"})).status_code == 302
    license = License.objects.get()
    assert license.status == "pending"
    edit = reverse("desk:license_edit", args=[license.pk])
    assert browser.get(edit).status_code == 200
    changed = form | {"valid_until": "2031-01-01", "version": "1"}
    assert browser.post(edit, sent(**changed)).status_code == 302


def test_roles_without_the_right_get_no_buttons_and_no_forms(
    official: User, as_user: Any, agent: Establishment
) -> None:
    browser = as_user(official)
    page = browser.get(reverse("desk:establishment", args=[agent.pk]))
    assert not page.context["steps"]
    assert page.context["edit_url"] == ""
    for name, args in (
        ("desk:establishment_edit", [agent.pk]),
        ("desk:licensee_new", []),
        ("desk:licensee_merge", [agent.licensee.pk]),
    ):
        assert browser.get(reverse(name, args=args)).status_code == 403


def test_a_form_for_another_agencys_record_is_refused_before_anything_is_typed(
    officer: User, commune: User, on: dt.date, agent_values: dict[str, Any], as_user: Any
) -> None:
    place = establishments.declare(by=officer, on=on, **{**agent_values, "offers_games": True})
    browser = as_user(commune)
    assert browser.get(reverse("desk:establishment", args=[place.pk])).status_code == 200
    refused = browser.get(reverse("desk:establishment_edit", args=[place.pk]))
    assert refused.status_code == 403
    assert place.agency.name in refused.content.decode()
