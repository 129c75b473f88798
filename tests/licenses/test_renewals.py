"""Reminders: before the last day to file, which depends on the kind, and before the expiry; each once."""

import datetime as dt

import pytest
from django.core.management import call_command

from issuing.models import Mail
from licenses.enums import LicenseKind, PlannedStep
from licenses.queries import portal
from licenses.services import licenses, planned, renewals
from licenses.services.renewals import Window, stage_of
from operations.daily import works
from tests import mailbox

TODAY = dt.date(2026, 11, 23)
DAY = dt.timedelta(days=1)
END = dt.date(2027, 6, 30)
WINDOW = Window(opens=dt.date(2026, 12, 30), last=dt.date(2027, 5, 31))


@pytest.mark.parametrize(
    ("on", "topic", "name"),
    [
        (dt.date(2026, 12, 29), None, None),
        (dt.date(2026, 12, 30), "renewal_opens", ""),
        (dt.date(2027, 3, 31), "renewal_opens", ""),
        (dt.date(2027, 4, 1), "renewal_due", "60"),
        (dt.date(2027, 5, 1), "renewal_due", "30"),
        (dt.date(2027, 5, 24), "renewal_due", "7"),
        (dt.date(2027, 5, 31), "renewal_due", "7"),
        (dt.date(2027, 6, 1), None, None),
        (dt.date(2027, 6, 23), "license_expires", "7"),
        (dt.date(2027, 6, 30), "license_expires", "7"),
        (dt.date(2027, 7, 1), None, None),
    ],
)
def test_each_day_tells_its_stage_and_no_earlier_one(on, topic, name):
    stage = stage_of(END, WINDOW, on, filed=False)
    assert (stage.topic.code, stage.name) == (topic, name) if topic else stage is None


def test_who_has_filed_is_not_asked_to_file_but_told_of_the_expiry():
    assert stage_of(END, WINDOW, dt.date(2027, 5, 24), filed=True) is None
    assert stage_of(END, WINDOW, END, filed=True).topic.code == "license_expires"


def test_without_a_known_last_day_only_the_expiry_is_told():
    unknown = Window(None, None)
    assert stage_of(END, unknown, dt.date(2027, 5, 24), filed=False) is None
    assert stage_of(END, unknown, END - 3 * DAY, filed=False).topic.code == "license_expires"


@pytest.fixture
def rulebook(db):
    call_command("load_rulebook", verbosity=0)


def license_of(holder, officer, units, kind, number, until, **more):
    return licenses.register(
        by=officer,
        on=TODAY,
        number=number,
        kind=kind,
        holder=holder,
        granting_authority="Cục Tần số vô tuyến điện",
        unit=units.nha_trang,
        valid_from=dt.date(2020, 1, 1),
        valid_until=until,
        **more,
    )


@pytest.mark.parametrize(
    ("kind", "days"), [(LicenseKind.FIXED_LINK, 30), (LicenseKind.BAND, 60), (LicenseKind.SATELLITE, 90)]
)
def test_the_last_day_to_file_follows_the_kind(rulebook, holder, officer, units, kind, days):
    due = license_of(holder, officer, units, kind, "1/GP", TODAY + days * DAY + 7 * DAY)
    renewals.remind(on=TODAY)
    mail = Mail.objects.get()
    assert mail.topic == "renewal_due"
    last = due.valid_until - days * DAY
    assert f"Ngày cuối cùng để nộp hồ sơ gia hạn: {last:%d/%m/%Y}" in mail.body
    assert mail.key.endswith(":7")


def test_every_reminder_of_a_term_is_sent_once_though_the_daily_work_runs_every_day_twice(
    rulebook, holder, officer, units
):
    holder.email = "hoa@example.vn"
    holder.save(update_fields=["email"])
    license_of(holder, officer, units, LicenseKind.FIXED_LINK, "1/GP", TODAY + 100 * DAY)
    with mailbox.running() as sink:
        for later in range(104):
            for _twice in range(2):
                renewals.remind(on=TODAY + later * DAY)
                works.mails(on=TODAY + later * DAY)
        subjects = [mail["Subject"] for mail in sink.mails]
    assert len(subjects) == len(Mail.objects.all()) == 5
    assert [mail.topic for mail in Mail.objects.order_by("created_at")] == [
        "renewal_opens", "renewal_due", "renewal_due", "renewal_due", "license_expires",
    ]  # fmt: skip


def test_after_days_without_a_run_only_the_latest_stage_is_told(rulebook, holder, officer, units):
    license_of(holder, officer, units, LicenseKind.FIXED_LINK, "1/GP", TODAY + 90 * DAY)
    renewals.remind(on=TODAY + 40 * DAY)
    assert [mail.key.rsplit(":", 1)[1] for mail in Mail.objects.all()] == ["30"]


def test_nobody_is_asked_to_renew_what_is_given_back_before(rulebook, holder, officer, decider, units):
    license = license_of(holder, officer, units, LicenseKind.FIXED_LINK, "1/GP", TODAY + 37 * DAY)
    assert [each.license for each in portal.expiring(holder, TODAY)] == [license]
    end = planned.propose(
        license, PlannedStep.SURRENDER, effective_on=TODAY + 20 * DAY, reason="Đơn", by=officer, on=TODAY
    )
    planned.approve(end, by=decider, on=TODAY)
    assert renewals.remind(on=TODAY)["renewal_due"] == 0
    assert portal.expiring(holder, TODAY) == []


def test_a_renewed_term_is_told_of_anew(rulebook, holder, officer, units):
    license = license_of(holder, officer, units, LicenseKind.FIXED_LINK, "1/GP", TODAY + 37 * DAY)
    renewals.remind(on=TODAY)
    licenses.amend(
        license, by=officer, version=license.version, on=TODAY, valid_until=TODAY + 400 * DAY, reason="gia hạn"
    )
    renewals.remind(on=TODAY + 365 * DAY)
    assert Mail.objects.filter(topic="renewal_due").count() == 2


def test_many_licenses_take_the_same_number_of_queries_per_batch(
    rulebook, holder, officer, units, django_assert_max_num_queries
):
    for number in range(12):
        license_of(holder, officer, units, LicenseKind.FIXED_LINK, f"{number}/GP", TODAY + 37 * DAY)
    with django_assert_max_num_queries(130):
        assert renewals.remind(on=TODAY)["renewal_due"] == 12
