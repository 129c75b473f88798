"""Verification codes: short enough to type from paper, too many to guess, without letters that look alike."""

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12


def new_code() -> str:
    """Return a fresh random code; 30^12 of them, so guessing finds nothing."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def normal(text: str) -> str:
    """Return a typed code without dashes and spaces, in capitals; "" when it cannot be one."""
    code = "".join(letter for letter in text.upper() if letter.isalnum())
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else ""


def grouped(code: str) -> str:
    """Return the code in groups of four, as printed."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
