"""A visit for what an inspector met on the way: opened by the tablet, numbered and judged by the server."""

import datetime as dt

import pytest
import time_machine

from common.ids import uuid7
from fieldwork.models import Dispatch, Opening, Operation, Quarantined
from fieldwork.services import settling
from inspections.models import Finding, Visit
from inspections.queries.checklists import item_states
from inspections.services import sealing
from licenses.models import Establishment, Licensee, Station
from tests.fieldwork.scene import Device, in_batches, later, signed, whole_day
from tests.fieldwork.test_whole_day import upload
from tests.inspections import scene
from tests.inspections.scene import NOW, jpeg

pytestmark = [pytest.mark.django_db, pytest.mark.postgres, pytest.mark.usefixtures("law")]

SHOP = {
    "what": "unregistered_shop", "explanation": "Đi ngang thấy biển “Internet – Game”, trong sổ không có.",
    "address": "12 Hẻm 45 Trần Phú, phường Nha Trang", "lat": 12.24, "lon": 109.19, "accuracy_m": 8.5,
    "shop_kind": "internet_agent", "offers_games": True, "name": "Net Bình Minh",
    "party": {"name": "Nguyễn Văn Bình", "kind": "individual", "phone": "0900000000"},
}  # fmt: skip
EMISSION = {
    "what": "unlicensed_emission", "explanation": "Máy thu đo được phát xạ liên tục.", "tx_hz": 157_425_000,
    "address": "Đồi Lasan, phường Nha Trang", "lat": 12.27, "lon": 109.2,
}  # fmt: skip


def entered():
    """The parties entered for visits found on the way."""
    return Licensee.objects.filter(source_key__startswith="field:")


def opened(device, payload, **changes):
    """The key of a new visit and the answer to its opening."""
    key = uuid7()
    return key, device.send(device.op(key, "visit.open", payload, **changes))[0]


def test_a_shop_nobody_knew_becomes_a_visit_with_a_number_and_an_explanation(device, inspector):
    key, told = opened(device, SHOP)
    visit = Visit.objects.get(pk=key)
    assert (told["status"], told["receipt"]["number"]) == ("applied", visit.number)
    assert (visit.reason, visit.reason_text, visit.window_start) == ("on_the_spot", SHOP["explanation"], NOW.date())
    assert [row.user for row in visit.member_rows.all()] == [inspector]
    made = Opening.objects.get(visit=visit)
    assert (made.opened_by, made.party_entered, made.place_entered) == (inspector, True, True)
    assert (visit.establishment.status, visit.establishment.name, visit.licensee.name) == (
        "found", "Net Bình Minh", "Nguyễn Văn Bình",
    )  # fmt: skip
    assert Dispatch.objects.out().get().tablet == device.tablet


def test_a_whole_visit_found_on_the_way_is_sealed_and_its_day_sent_again_doubles_nothing(device):
    photo, key = jpeg((640, 480)), uuid7()
    start = device.op(key, "visit.open", SHOP)
    assert device.send(start)[0]["status"] == "applied"
    visit = Visit.objects.get(pk=key)
    day = whole_day(device, visit, photo)
    for batch in in_batches(day["records"]):
        assert {one["status"] for one in device.send(*batch)} == {"applied"}
    upload(device, day["evidence"]["id"], "working", photo)
    end = signed(device, visit, day)
    assert {one["status"] for one in device.send(*end.values())} == {"applied"}
    visit.refresh_from_db()
    assert visit.status == "received"
    counts = [model.objects.count() for model in (Visit, Licensee, Establishment, Opening, Dispatch, Finding)]
    again = device.send(start)[0]
    assert (again["status"], again["receipt"]["number"]) == ("already", visit.number)
    assert [model.objects.count() for model in (Visit, Licensee, Establishment, Opening, Dispatch, Finding)] == counts


def test_an_emission_of_an_unknown_operator_is_a_station_without_a_license(device):
    key, told = opened(device, EMISSION)
    assert told["status"] == "applied", told
    visit = Visit.objects.get(pk=key)
    station = Station.objects.get()
    assert (visit.subject, list(visit.stations.all()), station.assignments.count()) == ("radio", [station], 0)
    assert visit.licensee.name == "Chưa xác định được tổ chức, cá nhân"
    assert item_states(visit)


def test_a_party_known_by_its_identifier_is_not_entered_again(device, network):
    party = {"name": "Cty Hòn Khói", "kind": "organisation", "identifier_scheme": "tax_code",
             "identifier": network.holder.identifier}  # fmt: skip
    key, told = opened(device, EMISSION | {"party": party})
    assert told["status"] == "applied", told
    assert Visit.objects.get(pk=key).licensee == network.holder
    assert (Opening.objects.get().party_entered, entered().count()) == (False, 0)


def test_a_place_of_the_register_is_visited_though_its_visit_of_the_year_was_made(device, visit, agent):
    key, told = opened(
        device, {"what": "registered", "explanation": "Mở cửa sau 23 giờ", "establishment": str(agent.pk)}
    )
    assert told["status"] == "applied", told
    assert (Visit.objects.get(pk=key).establishment, Establishment.objects.count()) == (agent, 1)


def test_the_package_offers_what_the_register_has_around_with_what_the_server_will_ask(
    device, visit, agent, people, units, network
):
    neighbour = scene.make_agent(people, units)
    before = scene.quick(people, neighbour, 1, scene.short_list())
    sealing.seal_and_receive(before, by=people["inspector"], at=NOW, version=before.version)
    Station.objects.filter(pk=network.station.pk).update(lat=12.25, lon=109.19)
    parts = {part["name"]: part["content"] for part in device.get("package/").json()["parts"]}
    offered = {row["id"]: row for row in parts["places"]["rows"]}
    assert offered.keys() == {str(neighbour.pk)}, "the place that is planned is visited under its plan"
    there = offered[str(neighbour.pk)]
    assert [row["visit"] for row in there["open_violations"]] == [before.number]
    station = next(row for row in parts["stations"]["rows"] if row["id"] == str(network.station.pk))
    for field, row in (("establishment", there), ("station", station)):
        opening = next(
            one for one in parts["openings"]["rows"]
            if (one["what"], one.get("key")) == ("registered", row["opening"])
        )  # fmt: skip
        assert all(f"checklist:{name}" in parts for name in opening["checklists"])
        said = {"what": "registered", "explanation": "Mở cửa sau 23 giờ", "checklists": opening["checklists"]}
        key, told = opened(device, said | {field: row["id"]})
        assert told["status"] == "applied", told
        asked = [str(state.item.pk) for state in item_states(Visit.objects.get(pk=key))]
        assert sorted(opening["items"]) == sorted(asked)
    assert {one["id"] for one in station["assignments"]} == {str(row.pk) for row in network.assignments}


def test_what_has_left_the_register_is_neither_offered_nor_opened(device, visit, people, units):
    gone = scene.make_agent(people, units)
    Establishment.objects.filter(pk=gone.pk).update(valid_until=NOW.date() - dt.timedelta(days=1))
    parts = {part["name"]: part["content"] for part in device.get("package/").json()["parts"]}
    assert parts["places"] == {"rows": [], "cut": False}
    _key, told = opened(device, {"what": "registered", "explanation": "Vẫn mở", "establishment": str(gone.pk)})
    assert (told["status"], Opening.objects.count()) == ("quarantined", 0)


def test_what_was_recorded_offline_after_the_opening_keeps_its_own_time(device):
    with time_machine.travel(later(300), tick=False):
        key = uuid7()
        start = device.op(key, "visit.open", SHOP)
        told = device.send(start, device.op(key, "visit.start", client_time=later(10).isoformat()))
    assert [one["status"] for one in told] == ["applied", "applied"]
    assert [row.flags for row in Operation.objects.order_by("seq")] == [[], []]
    assert Visit.objects.get(pk=key).started_at == later(10)


def test_a_clock_a_year_behind_opens_the_visit_today(device):
    key, told = opened(device, SHOP, client_time=(NOW - dt.timedelta(days=365)).isoformat())
    assert told["receipt"]["flags"] == ["clock"]
    assert Visit.objects.get(pk=key).window_start == NOW.date()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"what": "ufo"}, "what"), ({"explanation": " "}, "explanation"), ({"address": ""}, "address"),
        ({"shop_kind": "isp_point"}, "shop_kind"), ({"lat": 91}, "lat"), ({"checklists": "all"}, "checklists"),
        ({"party": {"name": 5}}, "party.name"), ({"party": []}, ""), ({"what": "registered"}, "establishment"),
    ],
)  # fmt: skip
def test_what_cannot_be_opened_is_kept_and_enters_nothing(device, changes, field):
    key, told = opened(device, SHOP | changes)
    if changes == {"party": []}:
        assert told["status"] == "applied"
        return
    assert (told["status"], told["code"]) == ("quarantined", "garbage")
    assert field in Quarantined.objects.get().details["fields"]
    assert (Visit.objects.count(), entered().count(), Establishment.objects.count()) == (0, 0, 0)
    assert device.get(f"receipts/{key}/").status_code == 404


def test_checklists_of_another_day_leave_the_opening_to_the_chief(device):
    _key, told = opened(device, SHOP | {"checklists": ["access-point/2020-01-01"]})
    assert (told["status"], told["code"]) == ("quarantined", "other_checklist")
    assert entered().count() == 0


def test_a_matter_of_another_agency_is_not_opened(device, agencies):
    agencies.skhcn.subjects = ["telecom"]
    agencies.skhcn.save()
    _key, told = opened(device, EMISSION)
    assert told["status"] == "quarantined"
    assert (Visit.objects.count(), Station.objects.count()) == (0, 0)


def test_a_key_of_anothers_visit_answers_like_an_invented_one(device, visit, people, agencies):
    other = Device(people, agencies.skhcn, people["inspector"], label="MTB-02")
    told = other.send(other.op(visit, "visit.open", SHOP), other.op(uuid7(), "visit.start"))
    assert [(one["status"], one["code"], one["message"]) for one in told] == [("quarantined", "not_dispatched", "")] * 2
    assert Opening.objects.count() == 0


def test_a_visit_is_opened_once(device):
    key, _told = opened(device, SHOP)
    told = device.send(device.op(key, "visit.open", SHOP))[0]
    assert (told["status"], told["code"]) == ("quarantined", "key_reused")
    assert (Visit.objects.count(), entered().count()) == (1, 1)


def test_the_chief_opens_what_was_kept_and_then_all_that_followed(device, people):
    key = uuid7()
    device.send(device.op(key, "visit.open", SHOP, protocol=9), device.op(key, "visit.start"))
    kept = Quarantined.objects.get(kind="visit.open")
    settling.apply(kept, by=people["chief"], at=NOW, reason="Ứng dụng cũ, nội dung đúng")
    visit = Visit.objects.get(pk=key)
    done = settling.apply_all(visit, by=people["chief"], at=NOW, reason="Theo sau việc mở")
    assert (done.applied, done.stopped) == (1, None)
    visit.refresh_from_db()
    assert (visit.status, Opening.objects.get().opened_by) == ("in_progress", people["inspector"])


def test_the_office_reads_why_the_visit_exists(device, chief, as_user):
    key, _told = opened(device, EMISSION)
    page = as_user(chief).get(f"/desk/visits/{key}/").content.decode()
    assert EMISSION["explanation"] in page
    assert "157,425" in page or "157.425" in page


def test_the_package_says_what_may_be_opened_and_brings_its_checklists(device):
    parts = {part["name"]: part["content"] for part in device.get("package/").json()["parts"]}
    rows = parts["openings"]["rows"]
    assert {row["what"] for row in rows} == {"unregistered_shop", "unlicensed_emission"}, "no place lies around"
    assert all(f"checklist:{name}" in parts for row in rows for name in row["checklists"])
    wanted = next(row for row in rows if (row["shop_kind"], row["offers_games"]) == ("internet_agent", True))
    key, _told = opened(device, SHOP)
    asked = [str(state.item.pk) for state in item_states(Visit.objects.get(pk=key))]
    assert sorted(wanted["items"]) == sorted(asked)
