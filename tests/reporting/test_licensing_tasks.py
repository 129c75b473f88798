"""What waits for the licensing desk: each for whom it waits, and for nobody else."""

import datetime as dt

import pytest

from accounts.models import StepRecord
from issuing import mails
from issuing.mails import Recipient, Telling
from licenses.enums import LicenseKind, PlannedStep
from licenses.models import Application, QualityFinding
from licenses.notifications import FEE
from licenses.services import licensees, licenses, planned
from reporting.tasks import tasks_for

ON = dt.date(2026, 11, 23)
DAY = dt.timedelta(days=1)
pytestmark = pytest.mark.django_db


def codes(user):
    return {task.code: task.count for task in tasks_for(user, ON)}


@pytest.fixture
def holder(officer, units):
    return licensees.create(by=officer, on=ON, name="Hộ Đặng Văn Ý", kind="household", unit=units.nha_trang)


@pytest.fixture
def file(holder, officer, agencies):
    def make(status, **values):
        from_draft = Application.objects.create(
            kind=LicenseKind.AMATEUR, purpose="new", licensee=holder, agency=agencies.skhcn,
            received_by=agencies.skhcn, prepared_by=officer, payload_schema="amateur/1", number="1/HS", **values,
        )  # fmt: skip
        put(from_draft, status)
        return from_draft

    return make


def put(row, status):
    """Bring a file to a state, as its steps would: only where it stands matters here."""
    StepRecord.objects.create(
        object_type="licenses.application", object_id=row.pk.hex, version=2, name="put", source="draft", target=status
    )
    Application.objects.filter(pk=row.pk).update(status=status, version=2)


def test_files_due_and_overdue_are_told_apart_by_the_clock(file, officer, decider):
    file("submitted", due_on=ON - DAY)
    assert codes(officer)["files_overdue"] == 1
    file("submitted", due_on=ON + 3 * DAY)
    file("submitted", due_on=ON + 30 * DAY)
    assert codes(officer)["files_due"] == 1
    assert "files_due" not in codes(decider)


def test_a_proposal_waits_for_who_may_countersign_it(file, officer, decider):
    file("decision_proposed", due_on=ON + 30 * DAY)
    assert codes(decider) == {"files_to_countersign": 1}
    assert "files_to_countersign" not in codes(officer)


def test_a_planned_change_waits_for_the_second_person(holder, officer, decider, units):
    license = licenses.register(
        by=officer, on=ON, number="7", kind=LicenseKind.AMATEUR, holder=holder, unit=units.nha_trang, valid_from=ON
    )
    planned.propose(license, PlannedStep.REVOKE, effective_on=ON + DAY, reason="QĐ", by=officer, on=ON)
    assert codes(decider) == {"plans_to_countersign": 1}


def test_a_finding_waits_for_whom_it_was_given_to(holder, officer, agencies, inspector):
    QualityFinding.objects.create(
        rule="no_identifier", target_type="licenses.licensee", target_id=holder.pk, label="x", agency=agencies.skhcn,
        first_seen_on=ON, seen_on=ON, assigned_to=officer,
    )  # fmt: skip
    assert codes(officer)["findings_mine"] == 1
    assert "findings_mine" not in codes(inspector)


def test_who_must_be_told_by_letter_waits_for_an_officer_of_the_agency(agencies, officer, commune):
    context = {"amount": 1, "what": "x", "reference": "", "due": None, "reminder": 0}
    to = Recipient("Hộ", "")
    mails.decide([Telling("k", FEE, to, agencies.skhcn, agencies.skhcn, context)], on=ON)
    assert codes(officer) == {"mails": 1}
    assert codes(commune) == {}


def test_the_landing_page_names_them(file, officer, as_user):
    file("submitted", due_on=dt.date(2020, 1, 1))
    page = as_user(officer).get("/desk/").content.decode()
    assert "Hồ sơ quá hạn giải quyết" in page
    assert "1/HS" in page
