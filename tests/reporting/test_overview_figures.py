"""The figures of the overview: what each counts, and that its list is what it counts."""

import datetime as dt
from typing import Any

import pytest

from reporting import queries
from reporting.periods import Period
from tests.reporting.conftest import ON

pytestmark = pytest.mark.django_db
QUARTER = Period.quarter(ON)
EARLIER = dt.date(2026, 8, 10)


def figure(code: str, user: Any) -> queries.Figure:
    return next(one for one in queries.figures(user, QUARTER, ON) if one.code == code)


def test_visits_are_counted_by_what_became_of_them(visit: Any, official: Any) -> None:
    for status in ("planned", "in_progress", "sealed", "closed", "not_possible", "cancelled"):
        visit(status)
    assert figure("planned", official).value == 5
    assert figure("done", official).value == 2
    assert figure("not_possible", official).value == 1
    assert figure("done", official).share == 40.0


def test_the_share_with_violations_is_of_the_visits_done(visit: Any, official: Any) -> None:
    visit("sealed", violating=True)
    visit("sealed")
    visit("in_progress", violating=True)
    found = figure("violations", official)
    assert (found.value, found.share) == (1, 50.0)


def test_a_withdrawn_finding_is_no_violation(visit: Any, official: Any) -> None:
    visit("sealed", violating=True, withdrawn=True)
    assert figure("violations", official).value == 0


def test_each_figure_is_compared_with_the_period_before(visit: Any, official: Any) -> None:
    visit("sealed")
    visit("sealed", EARLIER)
    visit("sealed", EARLIER, violating=True)
    done = figure("done", official)
    assert (done.value, done.before, done.change) == (1, 2, -1)
    assert figure("violations", official).share_before == 50.0


def test_nothing_has_no_share(official: Any) -> None:
    assert figure("violations", official).share is None


def test_open_case_files_are_those_not_finished(case: Any, official: Any) -> None:
    case()
    case(EARLIER)
    found = figure("open_cases", official)
    assert (found.value, found.before) == (2, 1)


def test_licenses_count_that_end_within_sixty_days(license_until: Any, official: Any) -> None:
    for days in (-1, 0, 60, 61):
        license_until(ON + dt.timedelta(days=days))
    assert figure("expiring", official).value == 2


def test_the_list_behind_each_figure_has_as_many_rows_as_the_figure_says(
    visit: Any, case: Any, license_until: Any, official: Any
) -> None:
    case()
    visit("not_possible")
    license_until(ON)
    for one in queries.figures(official, QUARTER, ON):
        assert queries.behind(one.code, official, QUARTER, ON).count() == one.value


def test_another_province_sees_nothing_of_it(
    visit: Any, case: Any, license_until: Any, inspector_elsewhere: Any
) -> None:
    case()
    license_until(ON)
    assert {one.value for one in queries.figures(inspector_elsewhere, QUARTER, ON)} == {0}


def test_kinds_and_units_show_both_periods(visit: Any, official: Any, units: Any) -> None:
    visit("sealed", violating=True)
    visit("sealed", establishment=None, unit=None, subject="radio")
    visit("sealed", EARLIER)
    agent, station = queries.by_kind(official, QUARTER)
    assert (agent.key, agent.done, agent.violations, agent.done_before) == ("internet_agent", 1, 1, 1)
    assert (station.key, station.share, station.share_before) == ("station", 0.0, None)
    first, last = queries.by_unit(official, QUARTER)
    assert (first.label, first.share) == ("Phường Nha Trang", 100.0)
    assert (last.key, last.done) == ("", 1)


def test_the_chart_shows_months_without_visits_too(visit: Any, official: Any) -> None:
    visit("sealed")
    months = queries.by_month(official, QUARTER)
    assert [row.label.month for row in months] == [7, 8, 9, 10, 11, 12]
    assert [row.done for row in months] == [0, 0, 0, 0, 1, 0]


def test_the_overview_asks_the_same_number_of_questions_however_much_there_is(
    visit: Any, official: Any, django_assert_max_num_queries: Any
) -> None:
    for _ in range(3):
        visit("sealed", violating=True)
    with django_assert_max_num_queries(40):
        queries.figures(official, QUARTER, ON)
        queries.by_kind(official, QUARTER)
        queries.by_unit(official, QUARTER)
        queries.by_month(official, QUARTER)
