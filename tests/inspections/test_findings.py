"""Findings: the law in force for the dates of an act, one line per frequency per place, nothing overwritten."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest

from accounts.models import User
from common.errors import Conflict, Invalid, NotAllowed, Unavailable
from inspections.enums import Choice, Deviation, LawReason, PowerBasis
from inspections.models import Answer, Finding, Visit
from inspections.queries.law import candidates
from inspections.services import answers, findings, withdrawals
from tests.inspections import scene
from tests.inspections.scene import FRIDAY, NOW, act, found, item_of

pytestmark = pytest.mark.django_db


def radio_line(network: SimpleNamespace, index: int = 0, **changes: Any) -> dict[str, Any]:
    """What an inspector enters about one frequency."""
    row = network.assignments[index]
    return {
        "violation": "ND174-2026-D66-K6-a", "facts": "Phát lệch tần số.", "place": "Trạm gốc Hòn Khói",
        "station": network.station, "assignment": row, "tx_hz": row.tx_hz + 6_350, "deviation": Deviation.FREQUENCY,
        "licensed_power_w": 25.0, "measured_power_w": 24.0, "power_basis": PowerBasis.LICENSED,
        "power_basis_reason": "công suất đo không vượt giấy phép",
    } | changes  # fmt: skip


def test_a_finding_needs_a_failed_item(visit: Visit, people: dict[str, User]) -> None:
    item = item_of(visit, "AP-09")
    with pytest.raises(Conflict):
        findings.record(visit, item=item, act=act(item.violations[0]), by=people["inspector"], at=NOW)
    assert found(visit, people["inspector"], "AP-09").penalty.code == "ND174-2026-D36-K1-d"


def test_a_no_can_only_be_one_of_its_violations(visit: Visit, people: dict[str, User]) -> None:
    with pytest.raises(Invalid) as refused:
        found(visit, people["inspector"], "AP-09", violation="ND174-2026-D66-K6-a")
    assert "violation" in refused.value.fields


def test_dates_in_the_wrong_order_are_told_at_their_fields(visit: Visit, people: dict[str, User]) -> None:
    before, after = FRIDAY - dt.timedelta(days=3), FRIDAY + dt.timedelta(days=1)
    for changes, field in (
        ({"act_started_on": after}, "act_started_on"),
        ({"act_ended_on": FRIDAY}, "act_ended_on"),
        ({"continuing": False}, "act_ended_on"),
        ({"continuing": False, "act_ended_on": before}, "act_ended_on"),
        ({"continuing": False, "act_ended_on": after}, "act_ended_on"),
        ({"facts": " "}, "facts"),
        ({"place": " "}, "place"),
    ):
        with pytest.raises(Invalid) as refused:
            found(visit, people["inspector"], "AP-09", **changes)
        assert field in refused.value.fields
    assert not Finding.objects.exists()


def test_an_act_that_ended_before_the_new_decree_falls_under_the_old_one(visit: Visit, people: dict[str, User]) -> None:
    made = found(
        visit, people["inspector"], "AP-09", act_started_on=dt.date(2026, 6, 1), act_ended_on=dt.date(2026, 6, 20),
        continuing=False,
    )  # fmt: skip
    assert made.penalty.code.startswith("ND15-2020-D35-K1")
    assert made.law_reason == LawReason.ENDED_BEFORE


def test_an_act_across_the_change_falls_under_the_decree_of_its_detection(
    visit: Visit, people: dict[str, User]
) -> None:
    made = found(visit, people["inspector"], "AP-09", act_started_on=dt.date(2026, 6, 1))
    assert (made.penalty.code, made.law_reason) == ("ND174-2026-D36-K1-d", LawReason.DETECTED)


def test_an_act_inside_the_new_decree_s_time_is_under_it_whole(visit: Visit, people: dict[str, User]) -> None:
    made = found(
        visit, people["inspector"], "AP-09", act_started_on=dt.date(2026, 8, 1), act_ended_on=dt.date(2026, 8, 2),
        continuing=False,
    )  # fmt: skip
    assert (made.penalty.code, made.law_reason) == ("ND174-2026-D36-K1-d", LawReason.WHOLE_ACT)


def test_a_clause_of_the_old_decree_that_was_not_seen_is_not_guessed(visit: Visit, people: dict[str, User]) -> None:
    with pytest.raises(Unavailable):
        found(
            visit, people["inspector"], "GP-12", act_started_on=dt.date(2012, 6, 1), act_ended_on=dt.date(2012, 6, 2),
            continuing=False,
        )  # fmt: skip


def test_the_power_that_decides_the_class_is_stated_with_its_reason(
    radio_visit: Visit, network: SimpleNamespace, people: dict[str, User]
) -> None:
    by = people["inspector"]
    with pytest.raises(Invalid) as refused:
        found(radio_visit, by, "RS-20", **radio_line(network, tx_hz=None, power_basis="", power_basis_reason=""))
    assert set(refused.value.fields) == {"tx_hz", "power_basis", "power_basis_reason"}
    with pytest.raises(Invalid) as refused:
        found(
            radio_visit, by, "RS-20",
            **radio_line(network, power_basis=PowerBasis.MEASURED, measured_power_w=None),
        )  # fmt: skip
    assert "measured_power_w" in refused.value.fields


def test_the_class_follows_the_power_chosen(
    radio_visit: Visit, network: SimpleNamespace, people: dict[str, User]
) -> None:
    by = people["inspector"]
    licensed = found(radio_visit, by, "RS-20", **radio_line(network))
    measured = found(
        radio_visit, by, "RS-23",
        **radio_line(
            network, 1, deviation=Deviation.POWER, measured_power_w=120.0, power_basis=PowerBasis.MEASURED,
            tx_hz=network.assignments[1].tx_hz,
        ),
    )  # fmt: skip
    assert licensed.penalty.code == "ND174-2026-D66-K6-b"  # 25 W: above 15, up to 100
    assert measured.penalty.code == "ND174-2026-D66-K6-c"  # 120 W: above 100, up to 500


def test_one_frequency_at_one_place_is_one_line(
    radio_visit: Visit, network: SimpleNamespace, people: dict[str, User]
) -> None:
    by = people["inspector"]
    first = found(radio_visit, by, "RS-20", **radio_line(network))
    again = radio_line(network, tx_hz=first.tx_hz, deviation=Deviation.POWER)
    with pytest.raises(Conflict) as refused:
        found(radio_visit, by, "RS-23", **again)
    assert refused.value.code == "one_line_per_frequency_per_place"
    found(radio_visit, by, "RS-20", **radio_line(network, 1))
    found(radio_visit, by, "RS-20", **radio_line(network, place="Đồi Bắc"))
    withdrawals.withdraw(first, by=by, reason="Ghi nhầm đài")
    found(radio_visit, by, "RS-23", **again)


def test_a_station_of_another_visit_is_refused(
    radio_visit: Visit, network: SimpleNamespace, people: dict[str, User], visit: Visit
) -> None:
    with pytest.raises(Invalid) as refused:
        found(visit, people["inspector"], "AP-09", station=network.station)
    assert "station" in refused.value.fields


def test_recording_twice_under_one_key_makes_one_finding(visit: Visit, people: dict[str, User]) -> None:
    by = people["inspector"]
    first = found(visit, by, "AP-09")
    item = item_of(visit, "AP-09")
    again = findings.record(visit, item=item, act=act(item.violations[0]), by=by, at=NOW, finding_id=first.pk)
    assert again == first
    with pytest.raises(Conflict):
        findings.record(visit, item=item, act=act(item.violations[0], facts="Khác"), by=by, at=NOW, finding_id=first.pk)
    assert Finding.objects.count() == 1


def test_two_officers_changing_a_finding_both_see_both_texts(visit: Visit, people: dict[str, User]) -> None:
    by = people["inspector"]
    made = found(visit, by, "AP-09")
    violation = made.penalty.code
    findings.change(made, act=act(violation, facts="Nội quy bị che."), by=by, version=1)
    with pytest.raises(Conflict) as refused:
        findings.change(made, act=act(violation, facts="Nội quy quá nhỏ."), by=by, version=1)
    shown = refused.value.details["differences"]
    assert {(row["current"], row["yours"]) for row in shown} == {("Nội quy bị che.", "Nội quy quá nhỏ.")}
    made.refresh_from_db()
    assert made.facts == "Nội quy bị che."


def test_only_the_team_records(visit: Visit, people: dict[str, User]) -> None:
    with pytest.raises(NotAllowed):
        found(visit, people["chief"], "AP-09")


def test_answers_are_revisions_and_the_same_answer_again_is_none(visit: Visit, people: dict[str, User]) -> None:
    item = item_of(visit, "AP-05")
    for choice in (Choice.PASS, Choice.PASS, Choice.NOT_APPLICABLE):
        answers.answer(visit, item=item, choice=choice, by=people["inspector"], at=NOW)
    assert list(Answer.objects.filter(item=item).values_list("revision", "choice")) == [
        (1, "pass"), (2, "not_applicable"),
    ]  # fmt: skip


def test_the_second_of_two_answers_is_a_conflict_with_both_shown(visit: Visit, people: dict[str, User]) -> None:
    item = item_of(visit, "AP-05")
    answers.answer(visit, item=item, choice=Choice.PASS, by=people["inspector"], at=NOW, base_revision=0)
    with pytest.raises(Conflict) as refused:
        answers.answer(visit, item=item, choice=Choice.FAIL, by=people["inspector"], at=NOW, base_revision=0)
    assert refused.value.details["current"] == 1
    assert Answer.objects.get(item=item).choice == "pass"


def test_an_answer_with_a_finding_is_not_turned_into_a_pass(visit: Visit, people: dict[str, User]) -> None:
    made = found(visit, people["inspector"], "AP-09")
    item = item_of(visit, "AP-09")
    with pytest.raises(Conflict):
        answers.answer(visit, item=item, choice=Choice.PASS, by=people["inspector"], at=NOW)
    withdrawals.withdraw(made, by=people["inspector"], reason="Đã có bảng ở cửa sau")
    assert answers.answer(visit, item=item, choice=Choice.PASS, by=people["inspector"], at=NOW).revision == 2
    made.refresh_from_db()
    assert (made.is_withdrawn, made.withdrawn_reason) == (True, "Đã có bảng ở cửa sau")


def test_an_item_of_another_kind_of_place_is_not_asked(visit: Visit, people: dict[str, User]) -> None:
    isp_only = item_of(visit, "AP-07")
    with pytest.raises(Invalid):
        answers.answer(visit, item=isp_only, choice=Choice.PASS, by=people["inspector"], at=NOW)


def test_power_classes_are_offered_as_one_violation(radio_visit: Visit, people: dict[str, User]) -> None:
    offered = candidates(item_of(radio_visit, "RS-23"), FRIDAY)
    assert [len(each.classes) for each in offered] == [8]
    assert scene.item_of(radio_visit, "RS-23").violations[0] == offered[0].code
