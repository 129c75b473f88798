"""The pages of the law, and the legal officer's comparison on them."""

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from common.money import vnd
from rulebook.models import RULE_MODELS, Penalty, Verification
from web.desk.rulebook.facts import KINDS, SLUG_OF

pytestmark = pytest.mark.usefixtures("law")
GIVEN = {"outcome": "confirmed", "official_text": "Công báo số 308, trang 12", "compared_on": "2026-07-02"}


def _row(code: str = "ND174-2026-D36-K1-d") -> Penalty:
    return Penalty.objects.get(code=code)


def _address(row: Any, name: str = "desk:rule") -> str:
    return reverse(name, args=[SLUG_OF[type(row)], row.pk])


def _text(page: Any) -> str:
    assert page.status_code == 200
    return page.content.decode()


def test_every_kind_has_its_list(as_user: Any, inspector: User) -> None:
    browser = as_user(inspector)
    assert {kind.model for kind in KINDS} == set(RULE_MODELS)
    for kind in KINDS:
        page = _text(browser.get(reverse("desk:rulebook_kind", args=[kind.slug])))
        assert "<tbody>" in page, kind.slug


def test_every_kind_shows_each_of_its_rows(as_user: Any, inspector: User) -> None:
    browser = as_user(inspector)
    for model in RULE_MODELS:
        row = model.objects.order_by("-code").first()
        assert row.code in _text(browser.get(_address(row)))


@pytest.mark.parametrize("words", ["dai ly internet bien", "đại lý Internet BIỂN", "niem yêt cong kai noi quy"])
def test_search_forgives_diacritics_and_typos(as_user: Any, inspector: User, words: str) -> None:
    page = _text(as_user(inspector).get(reverse("desk:rulebook"), {"q": words}))
    assert "ND174-2026-D36-K" in page


def test_filters_narrow_the_list(as_user: Any, inspector: User, legal: User) -> None:
    browser, url = as_user(inspector), reverse("desk:rulebook")
    assert "23 kết quả" in _text(browser.get(url, {"instrument": "ND15-2020", "on": ""})).replace("\xa0", " ")
    assert "ND15-2020-D105-K2-c" in _text(browser.get(url, {"q": "niêm yết nội quy", "on": ""}))
    assert "ND15-2020-D105-K2-c" not in _text(browser.get(url, {"q": "niêm yết nội quy"}))
    as_user(legal).post(_address(_row(), "desk:rule_verify"), {**GIVEN, "seen_hash": _row().content_hash})
    confirmed = _text(browser.get(url, {"verified": "confirmed"})).split("<tbody>")[-1]
    assert "ND174-2026-D36-K1-d" in confirmed
    assert "ND174-2026-D36-K1-c" not in confirmed
    assert "ND174-2026-D36-K1-d" not in _text(browser.get(url, {"verified": "open", "q": "D36-K1"}))


def test_a_row_shows_wording_bracket_dates_posts_and_use(as_user: Any, inspector: User) -> None:
    page = _text(as_user(inspector).get(_address(_row("ND174-2026-D100-K3-dd"))))
    for part in (
        "Hoạt động ngoài khoảng thời gian từ 08 giờ sáng đến 22 giờ đêm hàng ngày;",
        "điểm đ khoản 3 Điều 100 Nghị định 174/2026/NĐ-CP",
        f"{vnd(10_000_000)} – {vnd(15_000_000)}",
        f"{vnd(5_000_000)} – {vnd(7_500_000)}",
        "01/07/2026",
        "GP-12",
        "Giám đốc Sở Văn hóa và Thể thao",
        "a, b, e, g khoản 3",
    ):
        assert part in page, part
    assert "Đối chiếu với văn bản chính thức</a>" not in page


def test_values_no_source_gives_are_said_to_be_missing(as_user: Any, inspector: User) -> None:
    page = _text(as_user(inspector).get(_address(_row("ND15-2020-D105-K2-b"))))
    assert "Chưa thấy trong nguồn nào" in page


def test_pages_read_in_english_too(as_user: Any, inspector: User) -> None:
    browser = as_user(inspector)
    page = _text(browser.get(_address(_row()), headers={"accept-language": "en"}))
    assert "Where it is used" in page
    assert "point d, clause 1, Article 36" in page


def test_the_number_of_queries_does_not_grow_with_the_list(
    as_user: Any, inspector: User, django_assert_max_num_queries: Any
) -> None:
    browser = as_user(inspector)
    with django_assert_max_num_queries(20):
        browser.get(reverse("desk:rulebook"))


def test_the_legal_officer_records_a_comparison_and_the_row_stays(as_user: Any, legal: User) -> None:
    browser, row = as_user(legal), _row()
    assert row.content_hash in _text(browser.get(_address(row, "desk:rule_verify")))
    sent = {**GIVEN, "seen_hash": row.content_hash, "submit_token": "a" * 32}
    answer = browser.post(_address(row, "desk:rule_verify"), sent)
    assert (answer.status_code, answer["Location"]) == (302, _address(row))
    browser.post(_address(row, "desk:rule_verify"), sent)  # the double click
    made = Verification.objects.get()
    assert (made.verified_by, made.official_text) == (legal, GIVEN["official_text"])
    assert _row().content_hash == row.content_hash == _row().computed_hash()
    page = _text(browser.get(_address(row)))
    assert "Công báo số 308, trang 12" in page
    assert "khớp với văn bản chính thức" in page


def test_an_incomplete_comparison_comes_back_with_what_to_mend(as_user: Any, legal: User) -> None:
    row = _row()
    answer = as_user(legal).post(
        _address(row, "desk:rule_verify"), {**GIVEN, "outcome": "differs", "seen_hash": row.content_hash}
    )
    assert answer.status_code == 422
    assert "Nêu rõ điểm khác." in answer.content.decode()
    assert GIVEN["official_text"] in answer.content.decode()
    assert not Verification.objects.exists()


def test_others_may_read_but_not_compare(as_user: Any, inspector: User, chief: User) -> None:
    for person in (inspector, chief):
        answer = as_user(person).get(_address(_row(), "desk:rule_verify"))
        assert answer.status_code == 403


def test_an_unknown_list_is_not_found(as_user: Any, inspector: User) -> None:
    assert as_user(inspector).get("/desk/law/khong-co/").status_code == 404


def test_the_list_is_exported_as_it_is_filtered(as_user: Any, inspector: User) -> None:
    answer = as_user(inspector).get(reverse("desk:rulebook_csv", args=["penalties"]), {"matter": "game_player"})
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == [
        f"ND174-2026-D101-{place}" for place in ("K1", "K2", "K3-a", "K3-b")
    ]
