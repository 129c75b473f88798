"""Why a row of a table has no answer, in "en" or "vi": radio speaks without a web framework's catalogue."""

from radio.emission import DesignatorError, meant

_SENTENCES = {
    "missing": ("is missing", "thiếu giá trị"),
    "number": ("{value!r} is not a number", "“{value}” không phải là số"),
    "zero": ("must be above zero", "phải lớn hơn 0"),
    "time": ("must lie between 0.1 and 99.9", "phải nằm từ 0,1 đến 99,9"),
    "model": ("{value!r} is none of {known}", "“{value}” không thuộc {known}"),
    "write": ("write {value}", "hãy ghi {value}"),
    "meant": ("{value}; did you mean {likely}?", "{value}; có phải ý là {likely}?"),
    "cells": ("more cells than the header has", "nhiều ô hơn dòng tiêu đề"),
}
_DESIGNATOR_VI = {
    "empty": "để trống",
    "length": "“{text}” phải có 7 hoặc 9 ký tự, ví dụ 16K0F3E",
    "bandwidth": "“{text}”: bốn ký tự đầu ghi độ rộng băng tần, ví dụ 16K0, 8K50, 100H",
    "bandwidth_missing": "“{text}” thiếu độ rộng băng tần",
    "carrier": "“{text}”: không có ký hiệu thứ nhất “{part}”",
    "signal": "“{text}”: không có ký hiệu thứ hai “{part}”",
    "information": "“{text}”: không có ký hiệu thứ ba “{part}”",
    "details": "“{text}”: không có ký hiệu thứ tư “{part}”",
    "multiplexing": "“{text}”: không có ký hiệu thứ năm “{part}”",
}


def sentence(code: str, language: str, **values: str) -> str:
    """What is wrong with a value, without its column."""
    english, vietnamese = _SENTENCES[code]
    return (vietnamese if language == "vi" else english).format(**values)


def designator(error: DesignatorError, language: str) -> str:
    """What is wrong with a designator, and the one probably meant."""
    text = str(error)
    if language == "vi":
        text = _DESIGNATOR_VI[error.code].format(text=error.text, part=error.part)
    likely = meant(error.text)
    return sentence("meant", language, value=text, likely=likely) if likely else text
