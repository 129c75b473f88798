"""A draft of channel plans is checked on a page before anybody loads it; every fault names its row and its mend."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import User
from common.clock import today
from rulebook.models import ChannelPlan
from rulebook.plan_drafts import check_draft
from tests.law import put

pytestmark = pytest.mark.django_db
HEAD = """[defaults]
basis = "copy"
source = "Thông tư thử"
effective_from = 2026-12-01
"""


def row(code: str, low: int, high: int, more: str = "") -> str:
    names = f'name_vi = "{code}"\nname_en = "{code}"\nkinds = ["land_mobile_private"]'
    return f'\n[[channel_plan]]\ncode = "{code}"\n{names}\nlower_hz = {low}\nupper_hz = {high}\n{more}\n'


@pytest.fixture(autouse=True)
def law(db: None) -> None:
    put()


def faults(text: str) -> list[tuple[int, str, str]]:
    return [(each.number, each.code, each.fault.code) for each in check_draft(HEAD + text, today()).faults]  # type: ignore[attr-defined]


def test_a_sound_draft_has_no_fault_and_nothing_is_stored() -> None:
    before = ChannelPlan.objects.count()
    report = check_draft(HEAD + row("A", 300_000_000, 301_000_000), today())
    assert ([plan.code for plan in report.plans], report.faults) == (["A"], [])
    assert ChannelPlan.objects.count() == before


def test_rows_that_overlap_each_other_and_a_plan_in_force_are_named() -> None:
    assert faults(row("A", 300_000_000, 302_000_000) + row("B", 301_000_000, 303_000_000)) == [(2, "B", "overlap")]
    assert faults(row("NEW", 145_000_000, 147_000_000)) == [(1, "NEW", "overlap")]
    assert faults(row("NEW", 150_000_000, 151_000_000)) == [(1, "NEW", "overlap")]


def test_a_successor_of_a_plan_may_take_its_place() -> None:
    assert faults(row("VD-VHF-LM", 146_000_000, 174_000_000)) == []


@pytest.mark.parametrize(
    ("more", "low", "high", "code"),
    [
        ("", 302_000_000, 301_000_000, "edges"),
        ("", 146, 174, "unit"),
        ("raster_step_hz = 12500", 300_000_000, 301_000_000, "raster_half"),
        ("raster_origin_hz = 299000000\nraster_step_hz = 12500", 300_000_000, 301_000_000, "raster_outside"),
        ("max_bandwidth_hz = 16000000", 300_000_000, 301_000_000, "too_wide"),
        ('duplex_hz = 5000\nduplex_side = "upper"', 300_000_000, 301_000_000, "duplex_overlap"),
        ("duplex_hz = 5000000", 300_000_000, 301_000_000, "duplex_half"),
        ("protected_field_dbuvm = 37", 300_000_000, 301_000_000, "limits"),
        ("border_range_km = 80", 300_000_000, 301_000_000, "border"),
        ("time_percent = 90", 300_000_000, 301_000_000, "time"),
    ],
)
def test_a_fault_of_one_row_is_named(more: str, low: int, high: int, code: str) -> None:
    assert (1, "A", code) in faults(row("A", low, high, more))


def test_the_page_says_row_fault_and_mend_in_both_languages(as_user: Any, people: dict[str, User]) -> None:
    page = as_user(people["officer"])
    text = HEAD + row("A", 300_000_000, 302_000_000) + row("B", 301_000_000, 303_000_000)
    shown = page.post(reverse("desk:plans"), {"text": text})
    words = shown.content.decode()
    assert "Dòng 2 (B)" in words
    assert "chồng lấn với quy hoạch A trong khoảng 301,000 MHz đến 302,000 MHz" in words
    assert "Dời biên băng" in words
    assert "lower_hz = 301000000" in words
    page.cookies["django_language"] = "en"
    assert (
        "overlaps plan A between 301.000 MHz and 302.000 MHz"
        in page.post(reverse("desk:plans"), {"text": text}).content.decode()
    )


def test_what_is_no_toml_or_no_text_is_told_and_never_a_fault(as_user: Any, people: dict[str, User]) -> None:
    page = as_user(people["officer"])
    assert page.post(reverse("desk:plans"), {"text": "[[channel_plan"}).status_code == 200
    assert page.post(reverse("desk:plans"), {"text": "  "}).status_code == 422
    binary = SimpleUploadedFile("x.toml", b"\xff\xfe\x00")
    assert page.post(reverse("desk:plans"), {"file": binary}).status_code == 422
    assert page.post(reverse("desk:plans"), {"text": HEAD + '[[value]]\ncode="x"\n'}).status_code == 200


def test_the_page_marks_examples_and_says_what_nobody_entered(
    as_user: Any, people: dict[str, User], django_assert_max_num_queries: Any
) -> None:
    page = as_user(people["inspector"])
    with django_assert_max_num_queries(15):
        words = page.get(reverse("desk:plans")).content.decode()
    assert "ví dụ: phải nhập theo thông tư chính thức" in words
    assert "chưa nhập dung sai tần số" in words


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("raster_step_hz = -5", "raster_step_hz: -5 nhỏ hơn 0"),
        ('raster_step_hz = "12500"', "raster_step_hz: ở đây phải là một số nguyên, không phải &#x27;12500&#x27;"),
        ("stepp = 5", "stepp: không có trường này"),
        ('duplex_side = "left"', "không thuộc các giá trị"),
    ],
)
def test_what_the_reader_says_of_a_row_is_vietnamese_and_names_the_row_as_the_checks_do(
    as_user: Any, people: dict[str, User], more: str, said: str
) -> None:
    page = as_user(people["officer"]).post(
        reverse("desk:plans"), {"text": HEAD + row("A", 300_000_000, 301_000_000, more)}
    )
    text = page.content.decode()
    assert said in text
    assert "Dòng 1 (A)" in text
    assert "[[channel_plan]] 1" not in text
