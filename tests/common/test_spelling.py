"""Slips of the finger, made and weighed."""

from common.spelling import DOUBLED, NEAR, OTHER, SWAPPED, VOWEL, cost, one_slip


def test_each_kind_of_slip_is_made_and_the_word_itself_is_not():
    slips = one_slip("tran")
    assert {"ran", "tarn", "tram", "trann", "xtran"} <= slips
    assert "tran" not in slips
    assert not {"tramm", "rtna", ""} & slips


def test_likely_slips_cost_less_than_unlikely_ones():
    for typed, meant, expected in (
        ("tran", "tran", 0),
        ("tarn", "tran", SWAPPED),
        ("trann", "tran", DOUBLED),
        ("bac", "baac", DOUBLED),
        ("tram", "tran", NEAR),
        ("tren", "tran", VOWEL),
        ("trxn", "tran", OTHER),
        ("tan", "tran", OTHER),
        ("tranx", "tran", OTHER),
    ):
        assert cost(typed, meant) == expected, (typed, meant)


def test_a_cost_is_at_most_that_of_one_slip_exactly_for_what_one_slip_makes():
    for word in ("an", "binh", "nguyen"):
        assert {cost(slip, word) <= OTHER for slip in one_slip(word)} == {True}
        assert {cost(word, slip) <= OTHER for slip in one_slip(word)} == {True}
    for typed, meant in (("binh", "hbni"), ("binh", "bi"), ("abc", "xyz"), ("", "ab")):
        assert cost(typed, meant) == 2, (typed, meant)
