"""Emission designators are read, written and explained as the Radio Regulations say."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from radio import emission, emission_symbols
from radio.emission import (
    DesignatorError,
    decode_bandwidth,
    encode_bandwidth,
    is_designator,
    meant,
    parse_designator,
)

DATA = Path(__file__).parent / "data"


def vectors(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


designators = st.builds(
    lambda figures, exponent, symbols: encode_bandwidth(Decimal(figures).scaleb(exponent)) + symbols,
    st.integers(100, 999),
    st.integers(-2, 9),
    st.tuples(*(st.sampled_from(sorted(table)) for table in emission_symbols.TABLES)).flatmap(
        lambda five: st.sampled_from(["".join(five), "".join(five[:3])])
    ),
)


@pytest.mark.parametrize("row", vectors("designators.csv"), ids=lambda row: row["designator"])
def test_every_published_designator_is_accepted_or_refused_as_stated(row):
    assert is_designator(row["designator"]) is (row["valid"] == "1")


@pytest.mark.parametrize("row", vectors("necessary_bandwidth_encode.csv"), ids=lambda row: row["code"])
def test_every_published_bandwidth_is_written_as_stated(row):
    assert encode_bandwidth(row["bandwidth_hz"]) == row["code"]


def test_every_emission_of_the_2015_register_is_read_but_the_one_known_bad_code():
    refused = [
        row["emission_code"]
        for row in vectors("fcc_uls_mw_2015_emission_codes.csv")
        if not is_designator(row["emission_code"])
    ]
    assert set(refused) <= {"00M0F7W"}


@pytest.mark.parametrize(
    ("text", "bandwidth", "symbols"),
    [
        ("500KF9W", 500_000, "F9W"),
        ("25M0F9W", 25_000_000, "F9W"),
        ("11K2F3E", 11_200, "F3E"),
        ("11K2F3EJN", 11_200, "F3EJN"),
        ("H002A1A", Decimal("0.002"), "A1A"),
        ("N0N", None, "N0N"),
    ],
)
def test_a_designator_gives_its_bandwidth_and_symbols(text, bandwidth, symbols):
    read = parse_designator(text)
    assert (read.bandwidth_hz, read.symbols, read.designator) == (bandwidth, symbols, text)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("16k0f3e", "16K0F3E"),
        (" 16K0 F3E ", "16K0F3E"),
        ("16KOF3E", "16K0F3E"),
        ("16K0F3E--", "16K0F3E"),
        ("NON", "N0N"),
    ],
)
def test_careless_writing_is_normalised_unless_strict(written, meant):
    assert parse_designator(written).designator == meant
    with pytest.raises(DesignatorError):
        parse_designator(written, strict=True)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("256QAM", "length"),
        ("00M0F7W", "bandwidth"),
        ("M100F3E", "bandwidth"),
        ("1000F3E", "bandwidth"),
        ("16K0Z3E", "carrier"),
        ("16K0F4E", "signal"),
        ("16K0F3Z", "information"),
        ("16K0F3EIN", "details"),
        ("16K0F3EJZ", "multiplexing"),
        ("H000A1A", "bandwidth"),
    ],
)
def test_the_error_names_the_part_that_is_wrong(text, code):
    with pytest.raises(DesignatorError) as caught:
        parse_designator(text)
    assert caught.value.code == code


def test_a_class_without_bandwidth_is_refused_where_the_bandwidth_is_needed():
    with pytest.raises(DesignatorError) as caught:
        parse_designator("F3E", bandwidth_required=True)
    assert caught.value.code == "bandwidth_missing"


@pytest.mark.parametrize(
    ("hertz", "code"),
    [
        (180_400, "180K"),
        (180_500, "181K"),
        (999_600, "1M00"),
        (999, "999H"),
        ("999.6", "1K00"),
        ("0.9996", "1H00"),
        (5_650_000_000, "5G65"),
        ("0.002", "H002"),
        (1, "1H00"),
        (10, "10H0"),
        (16_000, "16K0"),
        (16_000.0, "16K0"),
    ],
)
def test_bandwidths_are_rounded_half_up_to_three_figures(hertz, code):
    assert encode_bandwidth(hertz) == code


@pytest.mark.parametrize("hertz", [0, -1, "0.0004", "999600000000", "NaN", "Infinity"])
def test_a_bandwidth_outside_the_grammar_is_refused(hertz):
    with pytest.raises(ValueError, match="between"):
        encode_bandwidth(hertz)


@given(designators)
def test_reading_and_writing_are_inverse(text):
    assert parse_designator(text, strict=True).designator == text


@given(st.decimals(Decimal("0.001"), Decimal("999e9"), allow_nan=False, places=3))
def test_an_encoded_bandwidth_is_valid_and_within_half_a_unit_of_the_third_figure(hertz):
    read = decode_bandwidth(encode_bandwidth(hertz))
    assert abs(read - hertz) <= max(Decimal("0.0005"), hertz * Decimal("0.005"))


@given(st.text(max_size=12))
def test_any_text_is_either_read_or_refused_with_a_designator_error(text):
    try:
        read = parse_designator(text)
    except DesignatorError:
        return
    assert is_designator(read.designator)


def test_symbols_are_explained_in_both_languages():
    read = parse_designator("16K0F3EJN")
    assert read.meanings("vi")[0] == ("F", "điều tần")
    assert read.meanings("en")[2] == ("E", "telephony, sound broadcasting")
    assert len(read.meanings()) == 5


def test_carsons_rule_gives_the_usual_land_mobile_bandwidth():
    assert encode_bandwidth(emission.carson_bandwidth_hz(3_000, 5_000)) == "16K0"
    assert encode_bandwidth(emission.carson_bandwidth_hz(3_100, 2_500)) == "11K2"


def test_the_widest_of_several_emissions_is_found():
    assert emission.widest(["7K60FXE", "16K0F3E", "N0N"]).designator == "16K0F3E"
    with pytest.raises(ValueError, match="empty"):
        emission.widest([])


@pytest.mark.parametrize(
    "text",
    [
        "16K0F3E, 11K2F3E;7K60FXE",
        "16K0F3E 11K2F3E 7K60FXE",
        "16K0F3E/11K2F3E\n7k60fxe, 16K0 F3E",
        "16K0F3E|11K2F3E|7K60FXE,",
    ],
)
def test_several_emissions_of_one_assignment_are_read_however_they_are_parted(text):
    assert [str(found) for found in emission.parse_several(text)] == ["16K0F3E", "11K2F3E", "7K60FXE"]


@pytest.mark.parametrize("text", ["", " ; ", "16K0F3E, 256QAM", "16K0F3E 16K0"])
def test_one_bad_emission_among_several_is_named_not_dropped(text):
    with pytest.raises(DesignatorError):
        emission.parse_several(text)


@pytest.mark.parametrize(
    ("text", "likely"),
    [("16KF3E", "16K0F3E"), ("12.5kF3E", "12K5F3E"), ("12,5K F3E", "12K5F3E"), ("1000KF3E", "1M00F3E"),
     ("8K5F7W", "8K50F7W"), ("00M0F7W", ""), ("12.345KF3E", ""), ("16KZ3E", ""), ("FM", ""), ("", "")],
)  # fmt: skip
def test_a_bandwidth_written_in_another_way_is_offered_as_it_is_meant(text, likely):
    assert meant(text) == likely
