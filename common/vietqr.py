"""The text of a QR code by which a bank's app fills in a transfer: EMVCo merchant-presented mode, VietQR's fields.

Sources: EMV QR Code Specification for Payment Systems, Merchant-Presented Mode, v1.1 (EMVCo, 2020): data objects as
id, two-digit length, value; CRC-16/CCITT (polynomial 1021h, start FFFFh) over everything up to and with "6304".
Template 38 with the GUID A000000727 is NAPAS's "QR Code Format for Fund Transfer" (VietQR), service QRIBFTTA =
transfer to an account.
"""

import re

GUID = "A000000727"
TO_ACCOUNT = "QRIBFTTA"
VND, VIETNAM = "704", "VN"
_BIN = re.compile(r"\d{6}\Z", re.ASCII)
_ACCOUNT = re.compile(r"[0-9A-Za-z]{1,19}\Z", re.ASCII)
_PURPOSE = re.compile(r"[0-9A-Za-z .-]{1,25}\Z", re.ASCII)
# EMVCo 4.7: field 54 has at most 13 characters
_MOST = 10**13


def payload(*, bank_bin: str, account_number: str, amount_vnd: int = 0, purpose: str = "") -> str:
    """Return the text of the code.

    `bank_bin` is the bank's six digits, `account_number` 1 to 19 letters and digits, `amount_vnd` whole đồng (0: the
    payer types it; the code is then a static one), `purpose` what the transfer says, at most 25 plain letters, digits,
    spaces, points and hyphens. Raises ValueError for anything else.
    """
    if not _BIN.match(bank_bin):
        raise ValueError(f"a bank's BIN has six digits: {bank_bin!r}")
    if not _ACCOUNT.match(account_number):
        raise ValueError(f"an account number has 1 to 19 letters and digits: {account_number!r}")
    if not 0 <= amount_vnd < _MOST:
        raise ValueError(f"an amount is not negative and has at most 13 digits: {amount_vnd}")
    if purpose and not _PURPOSE.match(purpose):
        raise ValueError(f"a purpose has at most 25 plain letters and digits: {purpose!r}")
    bank = _item("00", bank_bin) + _item("01", account_number)
    text = (
        _item("00", "01")
        + _item("01", "12" if amount_vnd else "11")
        + _item("38", _item("00", GUID) + _item("01", bank) + _item("02", TO_ACCOUNT))
        + _item("53", VND)
        + (_item("54", str(amount_vnd)) if amount_vnd else "")
        + _item("58", VIETNAM)
        + (_item("62", _item("08", purpose)) if purpose else "")
        + "6304"
    )
    return text + crc16(text)


def crc16(text: str) -> str:
    """Return the CRC-16/CCITT-FALSE of the text's bytes as four hexadecimal digits, capitals."""
    value = 0xFFFF
    for byte in text.encode():
        value ^= byte << 8
        for _bit in range(8):
            value = (value << 1 ^ 0x1021 if value & 0x8000 else value << 1) & 0xFFFF
    return f"{value:04X}"


def read(text: str) -> dict[str, str]:
    """Return the data objects of a code by id, in order; ValueError when a length or the CRC is wrong."""
    if text[-8:-4] != "6304" or crc16(text[:-4]) != text[-4:]:
        raise ValueError("the CRC of the code is wrong")
    return items(text)


def items(text: str) -> dict[str, str]:
    """Return the data objects of a code or of one of its templates; ValueError when a length is wrong."""
    found, place = {}, 0
    while place < len(text):
        length = text[place + 2 : place + 4]
        if not length.isdigit() or place + 4 + int(length) > len(text):
            raise ValueError(f"no length at {place}")
        found[text[place : place + 2]] = text[place + 4 : place + 4 + int(length)]
        place += 4 + int(length)
    return found


def _item(name: str, value: str) -> str:
    return f"{name}{len(value):02d}{value}"
