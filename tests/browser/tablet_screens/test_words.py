"""The words of the tablet: the same keys in both languages, every key in use there, the labels those of the server."""

import re
from typing import Any

import pytest
from django.utils import translation

from accounts.enums import Subject
from fieldwork.enums import Code
from inspections import enums
from licenses import enums as licenses
from rulebook.enums import Counting, PenaltyKind
from tests.browser.tablet_screens.words import TABLET, WORDS, spoken, subjects

LISTS: dict[str, Any] = {
    "reason": enums.VisitReason, "no_notice": enums.NoNotice, "choice": enums.Choice, "deviation": enums.Deviation,
    "basis": enums.PowerBasis, "quantity": enums.Quantity, "verdict": enums.Verdict, "proof": enums.Proof,
    "capacity": enums.Capacity, "signing": enums.Signing, "outcome": enums.Outcome, "subject": Subject,
    "place_kind": licenses.EstablishmentKind, "license_kind": licenses.LicenseKind,
    "license_status": licenses.LicenseStatus, "party_kind": licenses.LicenseeKind,
    "power_reference": licenses.PowerReference, "counting": Counting, "evidence": enums.EvidenceKind,
    "penalty": PenaltyKind, "polarisation": licenses.Polarisation,
}  # fmt: skip
NAMED = re.compile(r'\b(?:t|vi|has|inVietnamese)\(\s*"([a-z_.]+)"')
EITHER = re.compile(r'\bt\([^()"`]*\? "([a-z_.]+)" : "([a-z_.]+)"')


def test_both_languages_have_the_same_words_in_the_same_files() -> None:
    vi, en = subjects("vi"), subjects("en")
    assert {name: words.keys() for name, words in vi.items()} == {name: words.keys() for name, words in en.items()}
    assert [key for key, word in (spoken("vi") | spoken("en")).items() if not word.strip()] == []


def test_both_languages_fill_in_the_same_values() -> None:
    vi, en = spoken("vi"), spoken("en")
    holes = re.compile(r"\{(\w+)\}")
    assert [key for key in vi if set(holes.findall(vi[key])) != set(holes.findall(en[key]))] == []
    counted = re.compile(r"\{(\w+)\|[^|}]+\|[^|}]+\}")
    assert {key for key in en if set(counted.findall(en[key])) - set(holes.findall(en[key]))} == {"counter.files"}
    assert [key for key in en if "{" in counted.sub("", holes.sub("", en[key]))] == []


def test_a_word_stands_in_one_file_which_the_language_takes_in() -> None:
    for language in ("vi", "en"):
        files = subjects(language)
        assert len(spoken(language)) == sum(len(words) for words in files.values())
        index = (WORDS / language / "index.js").read_text(encoding="utf-8")
        assert [name for name in files if f'"./{name}.js"' not in index or f"...{name}" not in index] == []


def test_no_vietnamese_word_is_the_english_one() -> None:
    vi, en = spoken("vi"), spoken("en")
    same = {key for key in vi if vi[key] == en[key]} - subjects("vi")["labels"].keys()
    assert same == set()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_labels_are_those_of_the_server(language: str) -> None:
    with translation.override(language):
        wanted = {f"{name}.{row.value}": str(row.label) for name, rows in LISTS.items() for row in rows}
    assert subjects(language)["labels"] == wanted


def test_every_word_a_screen_asks_for_is_there() -> None:
    known = spoken("vi")
    asked = set()
    for file in [*(TABLET / "js" / "screens").glob("*.js"), *(TABLET / "js" / "parts").glob("*.js")]:
        text = file.read_text(encoding="utf-8")
        asked |= {key for key in NAMED.findall(text) if "." in key or key in known}
        asked |= {key for pair in EITHER.findall(text) for key in pair}
    assert len(asked) > 300
    assert sorted(asked - known.keys()) == []


def test_every_reason_to_keep_something_has_its_words() -> None:
    assert sorted(f"code.{code}" for code in Code if f"code.{code}" not in spoken("vi")) == []
