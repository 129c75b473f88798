"""Renewed, amended, duplicated, given back, handed over: begun on the licensee's page, granted by the desk."""

import datetime as dt
from typing import Any

import pytest
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


def test_a_license_given_back_ends_and_its_paper_is_annulled(portal: Portal, as_user: Any) -> None:
    old = held(portal)
    granted(portal, sent(portal, as_user, about(old, "surrender"), portal.boss))
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


@pytest.mark.parametrize("days", [10, 900])
def test_a_renewal_too_late_or_too_early_says_the_day_and_loses_nothing(
    portal: Portal, as_user: Any, days: int
) -> None:
    made = portal.office.granted(until=MONDAY + dt.timedelta(days=days)).granted_license
    boss = as_user(portal.boss)
    assert boss.get(about(made, "renew")).context["offer"].against
    begun = boss.post(about(made, "renew"))
    row = Application.objects.get(pk=begun["Location"].rstrip("/").split("/")[-1])
    portal.office.bring(row, by=portal.boss)
    row.refresh_from_db()
    answer = boss.post(reverse("my:application_submit", args=[row.pk]), {"version": row.version})
    assert answer.status_code == 422
    assert made.number in answer.content.decode()
    assert row.documents.count() > 0
