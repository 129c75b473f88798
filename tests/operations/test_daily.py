"""The daily work: each job once a day, a failure kept and told, the others not held up."""

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from accounts.enums import JobStatus
from operations.daily import runs
from operations.daily.jobs import JOBS, DailyJob
from operations.models import DailyRun
from tests import races

DAY = dt.date(2026, 11, 23)


class Counter:
    """A job that counts how often it was run."""

    def __init__(self, fails=0):
        self.runs, self.fails = 0, fails

    def __call__(self, *, on):
        self.runs += 1
        if self.runs <= self.fails:
            raise ValueError("the moon is full")
        return {"done": self.runs}


def job(code, work):
    return DailyJob(code, code, work)


@pytest.mark.django_db
def test_a_job_runs_once_a_day_and_again_on_the_next():
    work = Counter()
    first = runs.run_one(job("one", work), on=DAY)
    second = runs.run_one(job("one", work), on=DAY)
    third = runs.run_one(job("one", work), on=DAY + dt.timedelta(days=1))
    assert (first.ran, second.ran, third.ran) == (True, False, True)
    assert work.runs == 2
    assert first.run.result == {"done": 1}


@pytest.mark.django_db
def test_a_job_that_fails_keeps_its_error_and_the_others_go_on():
    bad, good = Counter(fails=1), Counter()
    outcomes = runs.run_all(on=DAY, jobs=[job("bad", bad), job("good", good)])
    assert [outcome.run.state for outcome in outcomes] == [JobStatus.FAILED, JobStatus.DONE]
    assert "ValueError: the moon is full" in outcomes[0].run.error


@pytest.mark.django_db
def test_the_next_run_tries_a_failed_job_again_and_leaves_the_done_ones():
    bad, good = Counter(fails=1), Counter()
    jobs = [job("bad", bad), job("good", good)]
    runs.run_all(on=DAY, jobs=jobs)
    outcomes = runs.run_all(on=DAY, jobs=jobs)
    assert [(outcome.ran, outcome.run.state) for outcome in outcomes] == [(True, "done"), (False, "done")]
    assert (outcomes[0].run.attempts, outcomes[0].run.error) == (2, "")


@pytest.mark.django_db
def test_a_run_whose_process_was_killed_is_taken_up_when_it_has_been_silent_for_long():
    work = Counter()
    row = DailyRun.objects.create(job="one", on=DAY, state=JobStatus.RUNNING, attempts=1, seen_at=timezone.now())
    assert runs.run_one(job("one", work), on=DAY).ran is False
    DailyRun.objects.filter(pk=row.pk).update(seen_at=timezone.now() - runs.SILENT - dt.timedelta(minutes=1))
    assert runs.run_one(job("one", work), on=DAY).ran is True
    assert work.runs == 1


@pytest.mark.django_db
def test_a_silent_process_that_wakes_up_does_not_overwrite_what_the_second_did():
    def slow(*, on):
        DailyRun.objects.update(seen_at=timezone.now() - runs.SILENT * 2)
        runs.run_one(job("one", lambda *, on: {"second": 1}), on=on)
        return {"first": 1}

    runs.run_one(job("one", slow), on=DAY)
    assert DailyRun.objects.get().result == {"second": 1}


@pytest.mark.django_db
def test_a_watched_job_shows_how_far_it_is():
    seen = []

    def work(*, on, tell):
        tell(3, 4)
        seen.append(DailyRun.objects.get().percent)
        return {}

    runs.run_one(DailyJob("long", "long", work, watched=True), on=DAY)
    assert seen == [75]


@pytest.mark.django_db
def test_the_command_runs_every_job_of_the_table_and_then_says_done_before():
    told = [io.StringIO(), io.StringIO()]
    for out in told:
        call_command("run_daily", date=DAY, stdout=out)
    assert len(told[0].getvalue().splitlines()) == len(JOBS)
    assert all(line.endswith("done before") for line in told[1].getvalue().splitlines())


@pytest.mark.django_db
def test_the_command_exits_with_one_and_names_the_job_that_failed(monkeypatch):
    broken = job("broken", Counter(fails=9))
    monkeypatch.setattr("operations.management.commands.run_daily.JOBS", (broken, *JOBS))
    out = io.StringIO()
    with pytest.raises(CommandError, match="broken") as left:
        call_command("run_daily", date=DAY, stdout=out)
    assert left.value.returncode == 1
    assert "broken: FAILED: ValueError: the moon is full" in out.getvalue()
    assert DailyRun.objects.filter(state=JobStatus.DONE).count() == len(JOBS)


@pytest.mark.django_db
def test_a_day_that_has_not_come_is_refused():
    with pytest.raises(CommandError, match="not come"):
        call_command("run_daily", date=dt.date(2100, 1, 1))


@pytest.mark.django_db
def test_yesterday_is_missed_only_when_neither_it_nor_today_was_done():
    assert not runs.health(DAY).ever
    runs.run_all(on=DAY - dt.timedelta(days=3))
    assert {each.code for each in runs.health(DAY).missing} == {each.code for each in JOBS}
    runs.run_all(on=DAY - dt.timedelta(days=1))
    assert runs.health(DAY).well


@pytest.mark.django_db
def test_the_page_shows_each_run_with_what_it_did_and_the_error_of_the_failed(
    admin, as_user, django_assert_max_num_queries
):
    runs.run_all(on=DAY)
    runs.run_all(on=DAY, jobs=[job("broken", Counter(fails=1))])
    client = as_user(admin)
    with django_assert_max_num_queries(14):
        page = client.get("/desk/daily/").content.decode()
    assert "the moon is full" in page
    assert "Cho giấy phép bắt đầu và hết hiệu lực" in page


@pytest.mark.django_db
def test_the_overview_warns_when_nothing_ran(official, as_user):
    warned = "Công việc hằng ngày chưa chạy lần nào."
    client = as_user(official)
    assert warned in client.get(reverse("dashboards:overview")).content.decode()
    call_command("run_daily", stdout=io.StringIO())
    assert warned not in client.get(reverse("dashboards:overview")).content.decode()


@pytest.mark.race
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_fifty_races_of_two_timers_run_each_job_once():
    for day in range(races.ROUNDS):
        on = DAY - dt.timedelta(days=day)
        work = [Counter(), Counter()]
        jobs = [job("one", work[0]), job("two", work[1])]
        given = races.at_once([lambda on=on, jobs=jobs: runs.run_all(on=on, jobs=jobs)] * 2)
        assert races.errors(given) == []
        assert [each.runs for each in work] == [1, 1]


@pytest.mark.race
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_race_of_two_timers_is_lost_without_the_lock():
    wrong = 0
    for day in range(races.LOST_ROUNDS):
        on = DAY - dt.timedelta(days=day)
        work = Counter()
        with races.without_protection():
            given = races.at_once([lambda on=on, work=work: runs.run_one(job("one", work), on=on)] * 4)
        wrong += work.runs != 1 or bool(races.errors(given))
    assert wrong
