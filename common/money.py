"""Amounts of đồng: in figures as Việt Nam writes them, and in words as official papers require."""

from django.utils import formats

_DIGITS_VI = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS_VI = ("", " nghìn", " triệu")
_BILLION = 1_000_000_000
_SMALL_EN = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"),
    *("seventeen", "eighteen", "nineteen"),
)
_TENS_EN = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES_EN = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (10**3, "thousand"))


def vnd(amount: int) -> str:
    """Return whole đồng in figures as papers write them: 5000000 -> "5.000.000 đ"."""
    return f"{amount:,}".replace(",", ".") + " đ"


def grouped(amount: int) -> str:
    """Return whole đồng in the bare figures of the active language, as a field is filled: 5.000.000, 5,000,000."""
    return str(formats.number_format(amount, use_l10n=True, force_grouping=True))


def amount_text(amount: int) -> str:
    """Return whole đồng as pages of the active language write it: 5.000.000 đ, 5,000,000 đ."""
    return f"{grouped(amount)} đ"


def words_vi(amount: int) -> str:
    """Return whole đồng in Vietnamese words, capital first: "Năm triệu đồng"; ValueError below zero."""
    if amount < 0:
        raise ValueError("an amount in words is never negative")
    words = _number_vi(amount) if amount else _DIGITS_VI[0]
    return f"{words[0].upper()}{words[1:]} đồng"


def words_en(amount: int) -> str:
    """Return whole đồng in English words, capital first: "Five million dong"; ValueError below zero."""
    if amount < 0:
        raise ValueError("an amount in words is never negative")
    return f"{_number_en(amount).capitalize()} dong"


def _number_vi(number: int, *, continued: bool = False) -> str:
    """Return a positive number; `continued` = something was said before, so empty hundreds are spoken."""
    if number >= _BILLION:
        high, low = divmod(number, _BILLION)
        head = f"{_number_vi(high, continued=continued)} tỷ"
        return f"{head} {_number_vi(low, continued=True)}" if low else head
    parts: list[str] = []
    for power in (2, 1, 0):
        group = number // 1000**power % 1000
        if group:
            parts.append(_group_vi(group, padded=continued or bool(parts)) + _GROUPS_VI[power])
    return " ".join(parts)


def _group_vi(group: int, *, padded: bool) -> str:
    """Return 1..999; `padded` groups speak an empty hundred ("không trăm linh năm")."""
    hundreds, tens, units = group // 100, group // 10 % 10, group % 10
    parts: list[str] = []
    if hundreds or padded:
        parts.append(f"{_DIGITS_VI[hundreds]} trăm")
    if tens == 0 and units and parts:
        parts.append("linh")
    elif tens == 1:
        parts.append("mười")
    elif tens > 1:
        parts.append(f"{_DIGITS_VI[tens]} mươi")
    if units:
        parts.append("mốt" if units == 1 and tens > 1 else "lăm" if units == 5 and tens else _DIGITS_VI[units])
    return " ".join(parts)


def _number_en(number: int) -> str:
    for scale, name in _SCALES_EN:
        if number >= scale:
            high, low = divmod(number, scale)
            return f"{_number_en(high)} {name}" + (f" {_number_en(low)}" if low else "")
    if number >= 100:
        high, low = divmod(number, 100)
        return f"{_SMALL_EN[high]} hundred" + (f" {_number_en(low)}" if low else "")
    if number >= 20:
        tens, units = divmod(number, 10)
        return _TENS_EN[tens] + (f"-{_SMALL_EN[units]}" if units else "")
    return _SMALL_EN[number]
