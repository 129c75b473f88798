"""Payment codes: made, found in what banks make of a memo, told from mistyped ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common import payment_codes
from common.text import fold

CODE = payment_codes.make(20_260_123)
numbers = st.integers(0, 10**8 - 1)


@given(numbers)
def test_a_made_code_has_twelve_plain_capitals_and_digits(number):
    code = payment_codes.make(number)
    assert len(code) == 12
    assert code.isascii()
    assert code.isalnum()
    assert code == code.upper()
    assert payment_codes.is_code(code)


@given(numbers, st.integers(2, 11), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(number, place, step):
    code = payment_codes.make(number)
    wrong = code[:place] + str((int(code[place]) + step) % 10) + code[place + 1 :]
    assert not payment_codes.is_code(wrong)
    assert payment_codes.find(f"nop phi {wrong}").mistyped == (wrong,)


@given(numbers, st.integers(2, 10))
def test_two_digits_changed_about_are_always_noticed(number, place):
    code = payment_codes.make(number)
    turned = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert turned == code or not payment_codes.is_code(turned)


@pytest.mark.parametrize(
    "memo",
    [
        CODE,
        CODE.lower(),
        f"NOP PHI {CODE}",
        f"MBVCB.3278907687.{CODE}.CT tu 0123456789 NGUYEN VAN A toi 1023456789",
        f"IBFT{CODE}0123456789-231126-10:22:07",
        f"NGUYEN VAN BINH CHUYEN TIEN{CODE}",
        payment_codes.grouped(CODE),
        f"{CODE[:2]} {CODE[2:7]}-{CODE[7:]}",
        f"phí tần số năm 2026: {CODE}; xin cảm ơn",
        f"020097042211230912{CODE}20261123",
    ],
)
def test_a_code_is_found_whatever_the_bank_writes_around_it(memo):
    assert payment_codes.find(memo).codes == (CODE,)
    assert payment_codes.find(fold(memo).upper()).codes == (CODE,)


def test_a_code_named_twice_is_one_code_and_two_codes_are_two():
    other = payment_codes.make(77)
    assert payment_codes.find(f"{CODE} {CODE}").codes == (CODE,)
    assert payment_codes.find(f"{CODE},{other}").codes == (CODE, other)


@pytest.mark.parametrize("memo", ["", "NOP PHI TAN SO 2026", "WW", "WW123", "W 2026 0123 4567"])
def test_a_memo_without_a_code_names_none(memo):
    assert payment_codes.find(memo) == payment_codes.Found()


@pytest.mark.parametrize("number", [-1, 10**8])
def test_a_number_too_long_makes_no_code(number):
    with pytest.raises(ValueError, match="digits"):
        payment_codes.make(number)
