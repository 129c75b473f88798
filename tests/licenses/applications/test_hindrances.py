"""A hold, a suspension or a revocation on its way is not left behind by handing a license over or giving it back."""

import datetime as dt

import pytest
from django.utils import translation

from common.errors import Conflict, Invalid
from licenses.enums import LicenseStatus, PlannedStep
from licenses.models import License
from licenses.services import holds, licensees, licenses, planned
from licenses.services.applications import decisions, desk, grants
from licenses.services.applications import filing as applications
from licenses.services.fees.closing import UNPAID
from licenses.services.portal import transfers
from tests import cast
from tests.licenses.applications.scene import MONDAY
from tests.web.licensee.conftest import portal_person

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
LATER = MONDAY + dt.timedelta(days=30)
AT = dt.datetime(2026, 3, 2, 2, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def _held(office, **more):
    return holds.place(office.holder, reason="Chưa nộp phạt 12/QĐ", by=office.officer, on=MONDAY, **more)


def _submit_refused(made, office):
    with pytest.raises(Invalid) as refused:
        applications.submit(made, by=office.officer, on=LATER)
    return " ".join(str(text) for text in refused.value.fields["submit"])


def test_a_hold_of_the_present_holder_stops_a_transfer_at_every_door(office):
    old = office.granted().granted_license
    made = office.draft(purpose="transfer", license=old, licensee=office.buyer, on=LATER)

    def stopped(act):
        hold = _held(office)
        with pytest.raises(Conflict) as refused:
            act()
        assert refused.value.code == "hold"
        # the buyer's file does not tell what the present holder did
        assert "present holder" in str(refused.value)
        assert "12/QĐ" not in str(refused.value)
        holds.lift(hold, reason="Đã nộp", by=office.officer, on=MONDAY)

    hold = _held(office)
    told = _submit_refused(made, office)
    assert "The present holder of the license is under a hold" in told
    assert "lifts it once the matter is closed" in told
    assert "12/QĐ" not in told
    holds.lift(hold, reason="Đã nộp", by=office.officer, on=MONDAY)
    applications.submit(made, by=office.officer, on=LATER)
    desk.take_up(made, by=office.officer)
    desk.accept(made, by=office.officer, on=LATER)
    decisions.examine(made, by=office.officer, on=LATER)
    stopped(lambda: decisions.propose(made, outcome="grant", by=office.officer, on=LATER))
    decisions.propose(made, outcome="grant", by=office.officer, on=LATER)
    seen = decisions.open_decision(made).content_sha256
    stopped(lambda: decisions.countersign(made, by=office.chief, on=LATER, seen_sha256=seen))
    decisions.countersign(made, by=office.chief, on=LATER, seen_sha256=seen)
    made.refresh_from_db()
    office.waived(made, on=LATER)
    stopped(lambda: grants.grant(made, by=office.officer, on=LATER))
    assert License.objects.get().holder == office.holder


def test_a_code_for_a_transfer_is_neither_made_nor_taken_under_a_hold_of_either_side(office):
    old = office.granted().granted_license
    boss, buyer = portal_person("boss", "Lý Gia Hân"), portal_person("buyer", "Quách Văn Sơn")
    cast.stand_for(office.holder, boss, "licensee")
    cast.stand_for(office.buyer, buyer, "licensee")
    _row, code = transfers.offer(old, by=boss, on=MONDAY, at=AT)
    for holder in (office.holder, office.buyer):
        hold = holds.place(holder, reason="Lý do riêng", by=office.officer, on=MONDAY, source_key=f"{UNPAID}1")
        with pytest.raises(Conflict) as refused:
            transfers.take(code, licensee=office.buyer, by=buyer, on=MONDAY, at=AT)
        assert ("Lý do riêng" in str(refused.value)) is (holder == office.buyer)
        assert "once the fee is paid" in str(refused.value)
        holds.lift(hold, reason="Đã nộp", by=office.officer, on=MONDAY)
    _held(office, license=old)
    with pytest.raises(Conflict):
        transfers.offer(old, by=boss, on=MONDAY, at=AT)


def test_a_license_that_is_held_itself_is_not_given_back_and_gets_no_other_holder_or_longer_term(office, decider):
    old = office.granted().granted_license
    made = office.draft(purpose="surrender", license=old, on=LATER)
    of_holder = _held(office)
    assert applications.problems.found(
        made, held=applications.application_clock.rules(made, LATER), on=LATER
    ) == []  # what the holder owes stays with the holder  # fmt: skip
    holds.lift(of_holder, reason="Nhập nhầm", by=office.officer, on=MONDAY)
    _held(office, license=old)
    assert f"License {old.number} is under a hold" in _submit_refused(made, office)
    acts = (
        lambda: licenses.surrender(old, by=office.chief, on=LATER, reason="Đơn"),
        lambda: planned.propose(
            old, PlannedStep.SURRENDER, effective_on=LATER, reason="Đơn", by=office.officer, on=MONDAY
        ),
        lambda: licenses.amend(old, by=office.officer, version=old.version, on=LATER, holder=office.buyer),
        lambda: licenses.amend(
            old, by=office.officer, version=old.version, on=LATER, valid_until=old.valid_until + dt.timedelta(1)
        ),
    )
    for act in acts:
        with pytest.raises(Conflict) as refused:
            act()
        assert refused.value.code == "hold"


def test_a_hold_follows_the_record_it_was_merged_into(office):
    double = licensees.create(
        by=office.officer, on=MONDAY, name="Cảng Cầu Đá (trùng)", kind="organisation", unit=office.units.nha_trang
    )
    holds.place(double, reason="Chưa nộp", by=office.officer, on=MONDAY)
    double.merged_into = office.holder
    double.save(update_fields=["merged_into"])
    made = office.draft()
    with pytest.raises(Invalid) as refused:
        applications.submit(made, by=office.officer, on=MONDAY)
    assert any("under a hold" in str(text) for text in refused.value.fields["submit"])


@pytest.mark.parametrize("step", [PlannedStep.SUSPEND, PlannedStep.REVOKE])
def test_what_is_decided_about_a_license_is_not_left_behind_with_its_number(office, step):
    old = office.granted().granted_license
    sale = office.draft(purpose="transfer", license=old, licensee=office.buyer, on=LATER)
    change = office.draft(purpose="amend", license=old, on=LATER)
    applications.submit(change, by=office.officer, on=LATER)
    desk.take_up(change, by=office.officer)
    desk.accept(change, by=office.officer, on=LATER)
    decisions.examine(change, by=office.officer, on=LATER)
    planned.propose(old, step, effective_on=LATER + dt.timedelta(days=9), reason="Vi phạm", by=office.officer, on=LATER)
    assert "is on its way" in _submit_refused(sale, office)
    with pytest.raises(Conflict) as refused:
        decisions.propose(change, outcome="grant", by=office.officer, on=LATER)
    assert "is on its way" in str(refused.value)


def test_a_suspended_license_is_not_made_whole_by_a_transfer(office):
    old = office.granted().granted_license
    licenses.suspend(old, by=office.chief, reason="QĐ 5")
    assert old.status == LicenseStatus.SUSPENDED
    sale = office.draft(purpose="transfer", license=old, licensee=office.buyer, on=LATER)
    assert "is suspended" in _submit_refused(sale, office)
