"""Names as people type them."""

import unicodedata

from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from common.text import clean_name, fold, pick


class Named:
    name_vi = "Đài phát"
    name_en = "Transmitter"


def test_decomposed_letters_become_one_letter() -> None:
    assert clean_name(unicodedata.normalize("NFD", "Nguyễn Thị Đượm")) == "Nguyễn Thị Đượm"


def test_odd_spacing_and_invisible_letters_go() -> None:
    assert clean_name("  Hải\u00a0\u200b Yến\t ") == "Hải Yến"


def test_search_form_ignores_diacritics_and_takes_d_for_crossed_d() -> None:
    assert fold("Đại lý  INTERNET Hải Yến") == "dai ly internet hai yen"


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_the_active_language_chooses_the_text() -> None:
    with translation.override("en"):
        assert pick(Named, "name") == "Transmitter"
    with translation.override("vi"):
        assert pick(Named, "name") == "Đài phát"
