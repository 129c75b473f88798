"""The table of allocations answers for any frequency, names services in both languages, and admits its holes."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from radio import allocations
from radio.footnote_words import parted

HOLES = ((3_500_000_000, 3_600_000_000), (12_200_000_000, 12_500_000_000))


def test_a_land_mobile_frequency_is_found_with_its_services_and_footnotes():
    band = allocations.band_at(157_400_000)
    assert (band.lower_hz, band.upper_hz) == (156_837_500, 174_000_000)
    assert [(service.name_vi, service.category) for service in band.services] == [
        ("Cố định", "primary"), ("Di động", "primary"),
    ]  # fmt: skip
    assert band.footnotes == ("5.226", "5.227A", "5.230", "5.231", "5.232")
    assert "156.525 MHz" in allocations.footnote("5.226") or "156.8" in allocations.footnote("5.226")


def test_a_frequency_on_an_edge_belongs_to_the_band_above():
    assert allocations.band_at(174_000_000).lower_hz == 174_000_000
    assert allocations.band_at(173_999_999).upper_hz == 174_000_000


def test_primary_services_come_first():
    band = allocations.band_at(140_000_000)
    assert [service.primary for service in band.services] == sorted(
        (service.primary for service in band.services), reverse=True
    )
    assert band.services[-1].name_vi == "Nghiên cứu vũ trụ (chiều từ vũ trụ tới Trái đất)"
    assert not band.services[-1].primary


@pytest.mark.parametrize("hole", HOLES)
def test_where_the_table_says_nothing_nothing_is_answered(hole):
    assert allocations.band_at(hole[0]) is None
    assert allocations.band_at(hole[1]) is not None


@given(st.integers(1, 274_999_999_999))
def test_every_frequency_up_to_275_ghz_has_one_band_but_for_the_holes(frequency):
    band = allocations.band_at(frequency)
    if any(low <= frequency < high for low, high in HOLES):
        assert band is None
    else:
        assert band.lower_hz <= frequency < band.upper_hz


def test_bands_do_not_overlap():
    table = allocations.table()
    assert all(lower.upper_hz <= upper.lower_hz for lower, upper in itertools.pairwise(table))
    assert len(table) > 400


def test_every_service_has_its_vietnamese_name():
    untold = {
        service.name_en
        for band in allocations.table()
        for service in band.services
        if service.name_vi == service.name_en or "(s" in service.name_vi or "(E" in service.name_vi
    }
    assert untold == set()


@pytest.mark.parametrize(
    ("written", "lower_hz", "meant"),
    [
        ("5.6", 70_000, "5.60"),
        ("5.15", 13_360_000, "5.150"),
        ("5.54", 0, "5.54"),
        ("5.54", 27_500_000_000, "5.540"),
        ("5.226", 156_000_000, "5.226"),
        ("5.67A", 135_700, "5.67A"),
    ],
)
def test_lost_noughts_are_put_back(written, lower_hz, meant):
    assert allocations.mended(written, lower_hz) == meant


def test_mended_footnotes_rise_with_frequency_and_begin_at_5_53():
    numbers = [
        (int("".join(filter(str.isdigit, note[2:]))), band.lower_hz)
        for band in allocations.table()
        for note in band.all_footnotes
    ]
    assert min(number for number, _hz in numbers) == 53
    # 5.79A alone stands higher up, as the Radio Regulations have it.
    assert all(number >= 100 for number, hz in numbers if hz >= 4_100_000)


def test_a_footnote_the_source_lacks_is_not_invented():
    assert allocations.footnote("5.9999") is None
    assert allocations.footnote("5.149").startswith("In making assignments")


def test_bands_of_a_range_are_listed():
    found = allocations.bands_between(146_000_000, 149_000_000)
    assert [band.lower_hz for band in found] == [146_000_000, 148_000_000]


@pytest.mark.parametrize("call", [lambda: allocations.band_at(0), lambda: allocations.bands_between(2, 2)])
def test_impossible_questions_are_refused(call):
    with pytest.raises(ValueError):
        call()


def test_words_of_footnotes_run_together_are_parted_and_nothing_else_changes():
    source = {row["ref"]: row["description"] for row in allocations._rows("footnotes.tsv")}
    text = allocations.footnote("5.226")
    for joined, mended in (
        ("arecontained", "are contained"), ("theinternational", "the international"),
        ("VHFradiotelephone", "VHF radiotelephone"), ("forthe", "for the"),
    ):  # fmt: skip
        assert joined in source["5.226"]
        assert mended in text
        assert joined not in text
    for reference in ("5.226", "5.208A", "5.149", "5.340"):
        if reference in source:
            assert allocations.footnote(reference).replace(" ", "") == source[reference].replace(" ", "")


@pytest.mark.parametrize("word", ["within", "because", "areas", "international", "Norway", "radionavigation"])
def test_an_english_word_that_looks_like_two_stays_whole(word):
    texts = {str(n): f"with in be cause are as inter national nor way radio navigation {word}" for n in range(9)}
    assert parted(texts)["0"].endswith(f" {word}")
