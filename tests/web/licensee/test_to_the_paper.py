"""Renewed, amended, duplicated, given back, handed over: begun on the licensee's page, granted by the desk."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from issuing.enums import PaperStatus
from issuing.models import IssuedDocument
from licenses.enums import ApplicationStatus, LicenseStatus
from licenses.models import Application, License
from licenses.services.applications import decisions, desk, filing, grants
from tests.licenses.applications.scene import MONDAY
from tests.web.licensee.conftest import Portal

pytestmark = pytest.mark.django_db
# near enough to its end to be renewed, far enough to be in time
ENDS = MONDAY + dt.timedelta(days=90)


def held(portal: Portal) -> License:
    """A license that runs out soon."""
    made = portal.office.granted(until=ENDS).granted_license
    assert made is not None
    return made


def sent(portal: Portal, as_user: Any, address: str, by: Any, data: Any = None, amended: Any = None) -> Application:
    """Begin on the page, bring the papers, submit on the page."""
    client = as_user(by)
    begun = client.post(address, data or {})
    row = Application.objects.get(pk=begun["Location"].rstrip("/").split("/")[-1])
    if amended:
        filing.save_draft(row, amended(row.payload), by=by, version=row.version)
    portal.office.bring(row, by=by)
    row.refresh_from_db()
    answer = client.post(reverse("my:application_submit", args=[row.pk]), {"version": row.version})
    assert answer.status_code == 302, answer.context["refused"]
    row.refresh_from_db()
    return row


def granted(portal: Portal, row: Application, until: dt.date | None = None) -> Application:
    """Let the desk decide, two pairs of eyes, and execute."""
    office = portal.office
    desk.take_up(row, by=office.officer)
    desk.accept(row, by=office.officer, on=MONDAY)
    decisions.examine(row, by=office.officer, on=MONDAY)
    decisions.propose(row, outcome="grant", valid_until=until, by=office.officer, on=MONDAY)
    seen = decisions.open_decision(row).content_sha256
    decisions.countersign(row, by=office.chief, on=MONDAY, seen_sha256=seen)
    row.refresh_from_db()
    office.waived(row)
    grants.grant(row, by=office.officer, on=MONDAY)
    row.refresh_from_db()
    assert row.status == ApplicationStatus.GRANTED
    return row


def about(license: License, purpose: str) -> str:
    """The address of a button on the license's page."""
    return reverse("my:about", args=[license.pk, purpose])


def test_a_renewal_goes_through_to_a_new_paper_the_licensee_downloads(portal: Portal, as_user: Any) -> None:
    old = held(portal)
    until = MONDAY + dt.timedelta(days=365 * 3)
    row = granted(portal, sent(portal, as_user, about(old, "renew"), portal.boss), until)
    old.refresh_from_db()
    assert old.status == LicenseStatus.SUPERSEDED
    new = row.granted_license
    assert new is not None
    assert (new.holder, new.valid_until, new.supersedes) == (portal.holder, until, old)
    page = as_user(portal.boss).get(reverse("my:application", args=[row.pk]))
    paper = next(each for each in page.context["papers"] if each.form_code == "license_land_mobile" or each.number)
    assert as_user(portal.boss).get(reverse("my:paper", args=[paper.pk])).content.startswith(b"%PDF")


def test_a_change_shows_both_sides_to_both_sides(portal: Portal, as_user: Any) -> None:
    old = held(portal)

    def higher(payload: Any) -> Any:
        payload["stations"][0]["antenna_height_m"] = 30.0
        return payload

    row = sent(portal, as_user, about(old, "amend"), portal.boss, amended=higher)
    for address, person in (("my:application", portal.boss), ("desk:application", portal.office.officer)):
        text = as_user(person).get(reverse(address, args=[row.pk])).content.decode()
        assert "<td>18</td>" in text, address
        assert "<strong>30</strong>" in text, address
    new = granted(portal, row).granted_license
    assert new is not None
    assert new.assignments.get().station.antenna_height_m == 30.0
    assert new.valid_until == ENDS


def test_a_duplicate_is_a_new_print_of_the_same_license(portal: Portal, as_user: Any) -> None:
    old = held(portal)
    row = granted(portal, sent(portal, as_user, about(old, "duplicate"), portal.boss))
    assert row.granted_license == old
    papers = IssuedDocument.objects.about(old)
    assert sorted(each.status for each in papers) == [PaperStatus.ISSUED, PaperStatus.SUPERSEDED]


@pytest.mark.parametrize(
    ("purpose", "asked"),
    [("renew", {"use", "wanted_until"}), ("amend", {"use"}), ("surrender", {"given_back_on"}), ("duplicate", None)],
)
def test_a_draft_asks_only_what_means_something_for_its_purpose(
    portal: Portal, as_user: Any, purpose: str, asked: Any
) -> None:
    client = as_user(portal.boss)
    begun = client.post(about(held(portal), purpose), {})
    row = Application.objects.get(pk=begun["Location"].rstrip("/").split("/")[-1])
    page = client.get(reverse("my:application_content", args=[row.pk]))
    if asked is None:
        assert page.status_code == 404
        assert "Không phải điền gì thêm" in client.get(begun["Location"]).content.decode()
    else:
        assert set(page.context["form"].fields) - {"version"} == asked


def test_a_license_given_back_ends_and_its_paper_is_annulled(portal: Portal, as_user: Any) -> None:
    old, client = held(portal), as_user(portal.boss)
    begun = client.post(about(old, "surrender"), {})["Location"]
    text = client.get(begun).content.decode()
    assert f'href="{begun}content/#id_given_back_on"' in text  # what is missing leads to its field
    saved = client.post(f"{begun}content/", {"version": 1, "given_back_on": f"{MONDAY:%Y-%m-%d}"})
    assert saved.status_code == 302
    row = sent(portal, as_user, about(old, "surrender"), portal.boss)
    for address, person in (("my:application", portal.boss), ("desk:application", portal.office.officer)):
        page = as_user(person).get(reverse(address, args=[row.pk])).content.decode()
        assert f"<dt>Trả lại từ ngày</dt><dd>{MONDAY:%d/%m/%Y}</dd>" in page, address
    granted(portal, row)
    old.refresh_from_db()
    assert old.status == LicenseStatus.SURRENDERED
    assert [each.status for each in IssuedDocument.objects.about(old)] == [PaperStatus.ANNULLED]


def test_a_license_handed_over_belongs_to_the_new_holder_and_leaves_the_old_ones_pages(
    portal: Portal, as_user: Any
) -> None:
    old = held(portal)
    code = as_user(portal.boss).post(reverse("my:transfer_offer", args=[old.pk])).context["code"]
    row = sent(portal, as_user, reverse("my:take_over"), portal.stranger, {"code": code})
    new = granted(portal, row).granted_license
    assert new is not None
    assert new.holder == portal.office.buyer
    assert as_user(portal.stranger).get(reverse("my:license", args=[new.pk])).status_code == 200
    assert as_user(portal.boss).get(reverse("my:license", args=[new.pk])).status_code == 404
    old.refresh_from_db()
    assert (old.status, new.supersedes) == (LicenseStatus.SUPERSEDED, old)
    # both holders find the other side in the public register
    assert reverse("register_license", args=[new.pk]) in as_user(portal.boss).get(
        reverse("my:license", args=[old.pk])
    ).content.decode()  # fmt: skip
    assert reverse("register_license", args=[old.pk]) in as_user(portal.stranger).get(
        reverse("my:license", args=[new.pk])
    ).content.decode()  # fmt: skip


@pytest.mark.parametrize(("days", "named"), [(10, "10/02/2026"), (900, "18/08/2027")])
def test_a_renewal_too_late_or_too_early_is_not_begun_and_the_day_is_said(
    portal: Portal, as_user: Any, days: int, named: str
) -> None:
    made = portal.office.granted(until=MONDAY + dt.timedelta(days=days)).granted_license
    boss = as_user(portal.boss)
    shown = boss.get(about(made, "renew")).content.decode()
    assert named in shown
    assert "Lập bản nháp" not in shown
    refused = boss.post(about(made, "renew"))
    assert refused.status_code == 422
    assert named in refused.content.decode()
    assert not Application.objects.filter(license=made, purpose="renew").exists()


def test_a_renewal_begun_in_time_and_sent_too_late_says_the_day_and_loses_nothing(portal: Portal, as_user: Any) -> None:
    made = portal.office.granted(until=MONDAY + dt.timedelta(days=31)).granted_license
    begun = as_user(portal.boss).post(about(made, "renew"))
    row = Application.objects.get(pk=begun["Location"].rstrip("/").split("/")[-1])
    portal.office.bring(row, by=portal.boss)
    row.refresh_from_db()
    with time_machine.travel(dt.datetime.combine(MONDAY + dt.timedelta(days=2), dt.time(2), tzinfo=dt.UTC)):
        boss = as_user(portal.boss)
        assert boss.post(about(made, "renew"))["Location"] == begun["Location"]  # the draft is gone on with
        answer = boss.post(reverse("my:application_submit", args=[row.pk]), {"version": row.version})
    assert answer.status_code == 422
    assert "03/03/2026" in answer.content.decode()
    assert row.documents.count() > 0
