"""The case pages: list, case, statements, issuing, referral; what each agency sees of them."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from enforcement.models import Case
from enforcement.services import cases, records, referrals
from inspections.models import Visit
from tests.inspections.scene import FRIDAY, NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
REASON = "Thuộc lĩnh vực trò chơi điện tử"


@pytest.fixture
def case(sealed: Visit, people: dict[str, User]) -> Case:
    """Its case."""
    return cases.open_case(sealed, by=people["inspector"], on=FRIDAY)


@pytest.fixture
def browser(people: dict[str, User], as_user: Any) -> Client:
    """The inspector's browser."""
    return as_user(people["inspector"])


def _statements(case: Case, **changes: Any) -> dict[str, Any]:
    names = ("record_place", "party_statement", "copies")
    return {"version": case.version} | {name: getattr(case, name) for name in names} | changes


def _issued(case: Case, people: dict[str, User]) -> Case:
    records.issue_record(case, by=people["inspector"], at=NOW, on=FRIDAY)
    case.refresh_from_db()
    return case


def _sent(case: Case, people: dict[str, User]) -> Case:
    _issued(case, people)
    referrals.send(case.referrals.get(), reason=REASON, by=people["chief"], on=FRIDAY)
    return case


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({}, 1),
        ({"q": "hai yen"}, 1),
        ({"q": "01/2026"}, 1),
        ({"q": "khong co"}, 0),
        ({"status": "open"}, 1),
        ({"status": "record_issued"}, 0),
        ({"unit": "nha trang"}, 1),
        ({"referral": "waiting"}, 1),
        ({"referral": "sent"}, 0),
        ({"lapses": "2026-12-31"}, 0),
        ({"sort": "party"}, 1),
    ],
)
def test_the_list_is_searched_and_filtered(case: Case, browser: Client, query: dict[str, str], count: int) -> None:
    page = browser.get(reverse("desk:cases"), query)
    assert (page.status_code, len(page.context["listing"].rows)) == (200, count)
    assert page.content.decode().count(case.number) == count


def test_the_list_goes_out_as_a_file(case: Case, browser: Client) -> None:
    answer: Any = browser.get(reverse("desk:cases_csv"))
    text = b"".join(answer.streaming_content).decode()
    assert case.number in text
    assert "Hộ kinh doanh Hải Yến" in text


def test_opening_a_case_leads_to_its_page_and_twice_to_the_same(sealed: Visit, browser: Client) -> None:
    address = reverse("desk:case_open", args=[sealed.pk])
    first = browser.post(address)
    case = Case.objects.get()
    assert first.headers["Location"] == reverse("desk:case", args=[case.pk])
    assert browser.post(address).headers["Location"] == first.headers["Location"]
    assert browser.get(address).status_code == 405


def test_the_page_says_which_law_applies_and_why_with_brackets_and_wording(case: Case, browser: Client) -> None:
    text = browser.get(reverse("desk:case", args=[case.pk])).content.decode()
    for act in case.acts.select_related("finding__penalty__provision__instrument"):
        assert act.finding.get_law_reason_display() in text
        assert act.finding.penalty.provision.citation_vi in text
        assert act.finding.penalty.wording_vi[:60] in text
    assert "10.000.000 đ – 15.000.000 đ" in text
    assert "chưa kiểm chứng" in text
    assert "04/12/2027" in text


def test_what_the_record_says_is_entered(case: Case, browser: Client) -> None:
    address = reverse("desk:case_describe", args=[case.pk])
    assert "Sẽ treo lại nội quy." in browser.get(address).content.decode()
    sent = _statements(case, witness_statement="Đúng như vậy.", appointment_at="2026-12-08T09:00",
                       appointment_place="72 Thống Nhất")  # fmt: skip
    assert browser.post(address, sent).status_code == 302
    case.refresh_from_db()
    assert case.witness_statement == "Đúng như vậy."
    assert case.appointment_at == dt.datetime(2026, 12, 8, 2, tzinfo=dt.UTC)


def test_too_few_copies_are_refused_and_what_was_typed_is_kept(case: Case, browser: Client) -> None:
    page = browser.post(
        reverse("desk:case_describe", args=[case.pk]), _statements(case, copies=1, witness_statement="Đúng.")
    )
    assert page.status_code == 422
    assert page.context["form"].errors["copies"]
    assert "Đúng." in page.content.decode()


def test_a_conflict_shows_both_versions_and_overwrites_nothing(
    case: Case, browser: Client, people: dict[str, User]
) -> None:
    mine = _statements(case, party_statement="Lời của tôi")
    cases.describe(case, fields={"party_statement": "Lời trước"}, by=people["chief"], version=case.version)
    page = browser.post(reverse("desk:case_describe", args=[case.pk]), mine)
    text = page.content.decode()
    assert page.status_code == 409
    assert "Lời trước" in text
    assert "Lời của tôi" in text
    case.refresh_from_db()
    assert case.party_statement == "Lời trước"
    assert f'name="version" value="{case.version}"' in text


def test_the_record_is_issued_and_its_paper_linked(case: Case, browser: Client) -> None:
    page = browser.get(reverse("desk:case", args=[case.pk]))
    assert page.context["issue_form"] is not None
    answer = browser.post(reverse("desk:case_issue", args=[case.pk]), {"version": case.version}, follow=True)
    case.refresh_from_db()
    assert case.status == "record_issued"
    text = answer.content.decode()
    assert reverse("desk:paper", args=[case.record_id]) in text
    assert answer.context["issue_form"] is None
    assert not answer.context["may_describe"]


def test_a_record_without_its_place_is_refused_on_the_page(
    case: Case, browser: Client, people: dict[str, User]
) -> None:
    case = cases.describe(case, fields={"record_place": ""}, by=people["inspector"], version=case.version)
    page = browser.post(reverse("desk:case_issue", args=[case.pk]), {"version": case.version})
    assert page.status_code == 422
    assert "error-summary" in page.content.decode()


def test_a_record_looked_at_before_somebody_changed_it_is_not_issued(
    case: Case, browser: Client, people: dict[str, User]
) -> None:
    seen = case.version
    cases.describe(case, fields={"party_statement": "Khác"}, by=people["chief"], version=seen)
    assert browser.post(reverse("desk:case_issue", args=[case.pk]), {"version": seen}).status_code == 409
    case.refresh_from_db()
    assert case.record is None


def test_a_referral_needs_a_reason_and_then_its_letter_is_linked(
    case: Case, browser: Client, people: dict[str, User]
) -> None:
    referral = _issued(case, people).referrals.get()
    address = reverse("desk:case_send", args=[case.pk, referral.pk])
    assert browser.post(address, {"version": referral.version, "reason": " "}).status_code == 422
    assert browser.post(address, {"version": 0, "reason": REASON}).status_code == 409
    answer = browser.post(address, {"version": referral.version, "reason": REASON}, follow=True)
    referral.refresh_from_db()
    assert referral.sent_on == FRIDAY
    assert reverse("desk:paper", args=[referral.letter_id]) in answer.content.decode()


def test_another_agency_finds_no_case(case: Case, people: dict[str, User], as_user: Any) -> None:
    for username in ("inspector_elsewhere", "culture"):
        stranger = as_user(people[username])
        assert stranger.get(reverse("desk:cases")).context["listing"].count == 0
        assert stranger.get(reverse("desk:case", args=[case.pk])).status_code == 404
        assert stranger.post(reverse("desk:case_issue", args=[case.pk]), {"version": 1}).status_code == 404
        assert stranger.post(reverse("desk:case_open", args=[case.visit_id])).status_code == 404


def test_the_receiving_agency_reads_its_own_acts_and_changes_nothing(
    case: Case, people: dict[str, User], as_user: Any
) -> None:
    _sent(case, people)
    culture = as_user(people["culture"])
    page = culture.get(reverse("desk:case", args=[case.pk]))
    assert page.status_code == 200
    assert [act.finding.item.code for act in page.context["acts"]] == ["GP-12"]
    assert (page.context["hidden"], page.context["foreign"], page.context["may_attach"]) == (1, True, False)
    assert '<form method="post" action="/desk/cases' not in page.content.decode()
    assert culture.get(reverse("desk:case_describe", args=[case.pk])).status_code == 403
    assert culture.get(reverse("desk:cases"), {"referral": "sent"}).context["listing"].count == 1


def test_an_official_reads_without_buttons(case: Case, people: dict[str, User], as_user: Any) -> None:
    official = as_user(people["official"])
    page = official.get(reverse("desk:case", args=[case.pk]))
    assert (page.status_code, page.context["issue_form"], page.context["may_describe"]) == (200, None, False)
    assert official.get(reverse("desk:case_describe", args=[case.pk])).status_code == 403
    assert official.post(reverse("desk:case_issue", args=[case.pk]), {"version": 1}).status_code == 403


def test_pages_cost_a_fixed_number_of_queries(
    case: Case, people: dict[str, User], browser: Client, django_assert_max_num_queries: Any
) -> None:
    _sent(case, people)
    with django_assert_max_num_queries(14):
        browser.get(reverse("desk:cases"), {"q": "hai yen"})
    with django_assert_max_num_queries(45):
        browser.get(reverse("desk:case", args=[case.pk]))
