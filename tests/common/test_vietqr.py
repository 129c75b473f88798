"""The text of a VietQR code, against strings published by others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common import vietqr

# NAPAS, "QR Code Format for Fund Transfer" v1.5.2, static transfer to an account, as repeated by the tests of the
# library vietqr-ts ("NAPAS Compliance: Static Account QR"). The document prints a length of 12 for 13 digits, so the
# string cannot be met; its checksum can.
MISPRINTED = "00020101021138570010A00000072701270006970403011200110123456780208QRIBFTTA53037045802VN6304"
# The answer of a payment service as printed in the manual of a public repository (found 2026-11-23): 1,943,000 đ.
SHOP = (
    "00020101021238540010A00000072701240006970436011010234567890208QRIBFTTA5303704540719430005802VN"
    "62120808TT0000696304A8E5"
)
# VietinBank account of the Vietnam Fatherland Front, 120,000 đ, "ung ho lu lut": a vector that public VietQR
# libraries pass around (found in two test suites, 2026-11-23).
DYNAMIC = (
    "00020101021238570010A00000072701270006970415011300110019324180208QRIBFTTA530370454061200005802VN62170813"
    "ung ho lu lut6304C15C"
)
# NAPAS, same document, transfer to a card with a purchase reference: only its checksum is ours to make.
CARD = (
    "00020101021238600010A00000072701300006970403011697040311012345670208QRIBFTTC530370454061800005802VN"
    "62340107NPS68690819thanh toan don hang6304"
)


def test_the_checksum_is_the_one_of_the_catalogue():
    # CRC-16/CCITT-FALSE, check value of the catalogue of parametrised CRC algorithms
    assert vietqr.crc16("123456789") == "29B1"


def test_the_checksum_of_a_published_card_code_is_met():
    assert vietqr.crc16(CARD) == "A203"


def test_a_published_transfer_with_amount_and_purpose_is_met_to_the_letter():
    made = vietqr.payload(
        bank_bin="970415", account_number="0011001932418", amount_vnd=120_000, purpose="ung ho lu lut"
    )
    assert made == DYNAMIC


def test_a_second_published_transfer_is_met_to_the_letter():
    made = vietqr.payload(bank_bin="970436", account_number="1023456789", amount_vnd=1_943_000, purpose="TT000069")
    assert made == SHOP


def test_the_checksum_of_a_misprinted_static_code_is_met():
    assert vietqr.crc16(MISPRINTED) == "F4E5"


def test_without_amount_the_code_is_a_static_one():
    read = vietqr.read(vietqr.payload(bank_bin="970403", account_number="0011012345678"))
    assert (read["01"], "54" in read, "62" in read) == ("11", False, False)


def test_a_code_gives_back_what_was_put_in():
    text = vietqr.payload(bank_bin="970436", account_number="1023456789", amount_vnd=1_943_000, purpose="WW1234567890")
    read = vietqr.read(text)
    assert (read["53"], read["54"], read["58"]) == ("704", "1943000", "VN")
    assert vietqr.items(read["62"]) == {"08": "WW1234567890"}
    template = vietqr.items(read["38"])
    assert (template["00"], template["02"]) == ("A000000727", "QRIBFTTA")
    assert vietqr.items(template["01"]) == {"00": "970436", "01": "1023456789"}


@given(st.integers(0, len(DYNAMIC) - 1), st.sampled_from("0123456789ABC"))
def test_one_changed_letter_is_noticed(place, letter):
    changed = DYNAMIC[:place] + letter + DYNAMIC[place + 1 :]
    if changed != DYNAMIC:
        with pytest.raises(ValueError, match="CRC"):
            vietqr.read(changed)


@pytest.mark.parametrize(
    "wrong",
    [
        {"bank_bin": "97041"},
        {"bank_bin": "97041x"},
        {"account_number": ""},
        {"account_number": "0011 0019"},
        {"account_number": "1" * 20},
        {"amount_vnd": -1},
        {"amount_vnd": 10**13},
        {"purpose": "nộp phí"},
        {"purpose": "x" * 26},
    ],
)
def test_what_a_bank_would_misread_is_refused(wrong):
    given_right = {"bank_bin": "970415", "account_number": "0011001932418", "amount_vnd": 1, "purpose": "NOP PHI"}
    with pytest.raises(ValueError, match=r"BIN|account|amount|purpose"):
        vietqr.payload(**{**given_right, **wrong})
