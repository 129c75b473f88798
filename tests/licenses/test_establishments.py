"""Establishments: declared, verified, amended, closed, and what is refused on the way."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts import journal
from accounts.models import User
from common.errors import Conflict, DomainError, Invalid, NotAllowed
from licenses.enums import DECLARED_PLACES, EstablishmentKind, EstablishmentStatus
from licenses.models import Establishment, Hold, Licensee
from licenses.queries.public import agents
from licenses.queries.register import steps_for
from licenses.services import establishments, holds, licensees
from places.models import AdminUnit, UnitSuccession

pytestmark = pytest.mark.django_db


def test_an_internet_agent_is_declared_verified_amended_and_closed(
    officer: User, on: dt.date, agent: Establishment
) -> None:
    assert agent.status == EstablishmentStatus.DECLARED
    establishments.verify(agent, by=officer, on=on, version=1)
    assert agent.status == EstablishmentStatus.VERIFIED
    establishments.amend(agent, by=officer, version=2, on=on, computers=25, reason="Khai báo bổ sung")
    establishments.close(agent, by=officer, on=on, reason="Ngừng kinh doanh", version=3)
    assert (agent.status, agent.valid_until, agent.computers) == (EstablishmentStatus.CLOSED, on, 25)
    assert [entry.verb for entry in journal.changes(agent)] == [
        "establishment.close",
        "establishment.amended",
        "establishment.verify",
        "establishment.declared",
    ]
    assert journal.verify().clean


def test_what_an_inspection_found_is_no_declared_place_until_its_keeper_declares_it(
    officer: User, on: dt.date, agent_values: dict[str, Any], agencies: SimpleNamespace
) -> None:
    found, gone = (
        establishments.enter_found(
            by=officer, on=on, agency=agencies.skhcn, source_key=key, explanation="Đi ngang thấy",
            **(agent_values | {"name": f"Net {key}"}),
        )
        for key in ("field:1", "field:2")
    )  # fmt: skip
    assert found.status not in DECLARED_PLACES
    with pytest.raises(Conflict):
        establishments.verify(found, by=officer, on=on)
    assert agents.one(found.pk.hex) is None
    establishments.record_declaration(found, by=officer, on=on, note="Đến khai báo")
    establishments.verify(found, by=officer, on=on)
    assert agents.one(found.pk.hex) == found
    establishments.close(gone, by=officer, on=on, reason="Đã dọn đi")
    assert (gone.status, agents.one(gone.pk.hex)) == (EstablishmentStatus.GONE, None)
    with pytest.raises(Conflict):
        establishments.amend(gone, by=officer, version=gone.version, on=on, computers=1)
    assert journal.verify().clean


def test_verification_names_the_papers_that_are_missing(
    officer: User, on: dt.date, agent_values: dict[str, Any]
) -> None:
    values = agent_values | {"isp_contract_number": "", "business_registration": ""}
    agent = establishments.declare(by=officer, on=on, **values)
    with pytest.raises(Invalid) as refused:
        establishments.verify(agent, by=officer, on=on)
    assert set(refused.value.fields) == {"isp_contract_number", "business_registration"}


def test_a_provider_s_own_point_is_verified_without_registration_and_contract(
    officer: User, on: dt.date, agent_values: dict[str, Any]
) -> None:
    values = agent_values | {
        "kind": EstablishmentKind.ISP_POINT,
        "isp_contract_number": "",
        "isp_contract_until": None,
        "business_registration": "",
    }
    point = establishments.declare(by=officer, on=on, **values)
    assert establishments.verify(point, by=officer, on=on).status == EstablishmentStatus.VERIFIED


def test_an_ended_contract_stands_in_the_way_of_verification(
    officer: User, on: dt.date, agent_values: dict[str, Any]
) -> None:
    ended = agent_values | {"isp_contract_until": dt.date(2026, 1, 1)}
    agent = establishments.declare(by=officer, on=on, **ended)
    with pytest.raises(Invalid):
        establishments.verify(agent, by=officer, on=on)


@pytest.mark.parametrize(("lat", "lon"), [(109.1943, 12.2451), (0.0, 0.0), (12.2451, None), (95.0, 200.0)])
def test_impossible_positions_are_refused(
    officer: User, on: dt.date, agent_values: dict[str, Any], lat: float, lon: float | None
) -> None:
    with pytest.raises(Invalid) as refused:
        establishments.declare(by=officer, on=on, **{**agent_values, "lat": lat, "lon": lon}, confirmed=True)
    assert {"lat", "lon"} & set(refused.value.fields)


def test_a_position_at_sea_is_taken_only_when_confirmed(
    officer: User, on: dt.date, agent_values: dict[str, Any]
) -> None:
    at_sea = agent_values | {"lat": 12.3, "lon": 109.9}
    with pytest.raises(Invalid) as refused:
        establishments.declare(by=officer, on=on, **at_sea)
    assert refused.value.code == "needs_confirmation"
    assert establishments.declare(by=officer, on=on, **at_sea, confirmed=True).lon == 109.9


def test_a_unit_that_no_longer_exists_is_refused_with_the_units_of_today(
    officer: User, on: dt.date, agent_values: dict[str, Any], units: Any
) -> None:
    old = AdminUnit.objects.create(
        code="22369",
        name="Phường Lộc Thọ",
        name_folded="phuong loc tho",
        bare_name_folded="loc tho",
        kind="commune",
        parent=units.khanh_hoa,
        valid_until=dt.date(2025, 6, 30),
    )
    UnitSuccession.objects.create(
        old=old,
        unit=units.nha_trang,
        old_name=old.name,
        old_district="Nha Trang",
        old_province="Khánh Hòa",
        whole=True,
        note="",
    )
    with pytest.raises(Invalid) as refused:
        establishments.declare(by=officer, on=on, **{**agent_values, "unit": old})
    assert "Phường Nha Trang" in str(refused.value.fields["unit"][0])
    assert refused.value.details["unit_candidates"] == [
        {"id": str(units.nha_trang.pk), "name": "Phường Nha Trang, Tỉnh Khánh Hòa"}
    ]


def test_a_game_point_offers_games_and_games_need_that_box(
    officer: User, on: dt.date, agent_values: dict[str, Any]
) -> None:
    point = establishments.declare(by=officer, on=on, **{**agent_values, "kind": EstablishmentKind.GAME_POINT})
    assert point.offers_games
    with pytest.raises(Invalid) as refused:
        establishments.declare(by=officer, on=on, **{**agent_values, "games": ["Cờ tướng"]})
    assert "offers_games" in refused.value.fields


def test_a_merged_keeper_is_not_used_for_new_places(
    officer: User, on: dt.date, agent_values: dict[str, Any], holder: Licensee, other_holder: Licensee
) -> None:
    licensees.merge(holder, into=other_holder, by=officer, version=1, into_version=1, reason="trùng")
    with pytest.raises(Invalid) as refused:
        establishments.declare(by=officer, on=on, **agent_values)
    assert other_holder.name in str(refused.value.fields["licensee"][0])


def test_closing_needs_a_reason_and_a_day_after_the_beginning(officer: User, on: dt.date, agent: Establishment) -> None:
    with pytest.raises(Invalid):
        establishments.close(agent, by=officer, on=on, reason="")
    with pytest.raises(Invalid):
        establishments.close(agent, by=officer, on=on - dt.timedelta(days=1), reason="x")


def test_a_place_under_a_hold_is_closed_only_by_who_read_the_hold(
    officer: User, on: dt.date, agent: Establishment, as_user: Any
) -> None:
    holds.place(agent.licensee, establishment=agent, by=officer, on=on, reason="Chưa nộp tiền phạt")
    with pytest.raises(Invalid, match="Chưa nộp tiền phạt"):
        establishments.close(agent, by=officer, on=on, reason="Đã dọn đi")
    desk, step = as_user(officer), reverse("desk:establishment_step", args=[agent.pk, "close"])
    shown = desk.get(step)
    assert "Chưa nộp tiền phạt" in shown.content.decode()
    filled = {"on": on.isoformat(), "reason": "Đã dọn đi", "version": agent.version}
    assert "despite_hold" in desk.post(step, filled).context["form"].errors
    assert desk.post(step, {**filled, "despite_hold": "on"}).status_code == 302
    agent.refresh_from_db()
    assert agent.status == EstablishmentStatus.CLOSED
    assert Hold.objects.unlifted().exists()  # it stays readable


def test_a_closed_entry_is_neither_amended_nor_closed_again(officer: User, on: dt.date, agent: Establishment) -> None:
    establishments.close(agent, by=officer, on=on, reason="x")
    for refused in (
        lambda: establishments.amend(agent, by=officer, version=2, on=on, name="Y"),
        lambda: establishments.close(agent, by=officer, on=on, reason="x"),
    ):
        with pytest.raises(Conflict):
            refused()


def test_only_the_agency_that_keeps_an_entry_changes_it(
    officer: User, commune: User, on: dt.date, agent_values: dict[str, Any]
) -> None:
    with_games = establishments.declare(by=officer, on=on, **{**agent_values, "offers_games": True})
    assert Establishment.objects.visible_to(commune).filter(pk=with_games.pk).exists()
    with pytest.raises(NotAllowed) as refused:
        establishments.amend(with_games, by=commune, version=1, on=on, name="Y")
    assert refused.value.code == "other_keeper"


def test_the_database_itself_refuses_a_status_that_no_step_explains(agent: Establishment) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Establishment.objects.filter(pk=agent.pk).update(status=EstablishmentStatus.VERIFIED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Establishment.objects.filter(pk=agent.pk).delete()


def test_buttons_are_the_steps_a_person_may_take(officer: User, inspector: User, agent: Establishment) -> None:
    assert [step.name for step in steps_for(officer, agent)] == ["verify", "close"]
    assert steps_for(inspector, agent) == []


def test_a_stale_version_is_a_conflict_for_steps_too(officer: User, on: dt.date, agent: Establishment) -> None:
    establishments.amend(agent, by=officer, version=1, on=on, computers=9)
    with pytest.raises(DomainError) as refused:
        establishments.verify(agent, by=officer, on=on, version=1)
    assert refused.value.status == 409
