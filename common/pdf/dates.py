"""Days and moments as official papers write them, from the ISO texts of a payload."""

import datetime as dt

BLANK = "…………"


def day(text: str) -> str:
    """Return "18/11/2026" for an ISO day or moment; dots to fill in by hand when there is none."""
    return f"{_moment(text):%d/%m/%Y}" if text else BLANK


def day_words(text: str) -> str:
    """Return "ngày 18 tháng 11 năm 2026"."""
    if not text:
        return "ngày …… tháng …… năm ………"
    moment = _moment(text)
    return f"ngày {moment:%d} tháng {_month(moment)} năm {moment:%Y}"


def day_words_en(text: str) -> str:
    """Return "18 November 2026"."""
    return f"{_moment(text):%-d %B %Y}" if text else BLANK


def moment(text: str) -> str:
    """Return "09 giờ 30 phút, ngày 18 tháng 11 năm 2026" for an ISO moment in the office's time."""
    if not text:
        return "…… giờ …… phút, ngày …… tháng …… năm ………"
    at = _moment(text)
    return f"{at:%H} giờ {at:%M} phút, {day_words(text)}"


def moment_short(text: str) -> str:
    """Return "09:30 ngày 18/11/2026"."""
    return f"{_moment(text):%H:%M} ngày {_moment(text):%d/%m/%Y}" if text else BLANK


def moment_en(text: str) -> str:
    """Return "09:30 on 18 November 2026"."""
    return f"{_moment(text):%H:%M} on {day_words_en(text)}" if text else BLANK


def _month(moment: dt.datetime) -> str:
    # Decree 30/2020: days below 10 and months 1 and 2 take a leading zero, so that none can be written before them.
    return f"{moment:%m}" if moment.month < 3 else str(moment.month)


def _moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)
