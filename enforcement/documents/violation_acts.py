"""The acts in the violation record: what was found, where the law forbids it, and what it may cost."""

import re
from decimal import Decimal

from common.money import vnd, words_vi
from common.pdf.composer import Composer, esc, unbroken
from common.pdf.dates import day, moment_short
from enforcement.documents.shapes import Act, RadioLine, ViolationRecord

_RADIO_HEAD = (
    "TT", "Địa điểm; giấy phép", "Tần số", "Đại lượng", "Theo giấy phép", "Đo được", "Chênh lệch",
    "Dung sai; độ không đảm bảo đo",
)  # fmt: skip
_RADIO_WIDTHS = (0.8, 2.55, 2.45, 1.5, 2.45, 2.65, 1.9, 2.2)
_CLOCK = re.compile(r"\d{1,2}:\d{2}")


def write_acts(paper: Composer, payload: ViolationRecord) -> None:
    """Write part 2: every act with its time, place and description; for radio one line per frequency per place."""
    paper.heading(
        "2. Đã có các hành vi vi phạm hành chính sau đây:", "Committed the following administrative violations:"
    )
    for index, act in enumerate(payload["acts"], start=1):
        paper.subheading(f"2.{index}. {esc(act['title'])}", esc(act.get("title_en", "")))
        paper.text(f"Thời gian vi phạm: {_period(act)}; {_detected(act['detected_at'])}.", style="item")
        paper.text(f"Địa điểm vi phạm: {esc(act['place'])}.", style="item")
        paper.text(f"Mô tả hành vi: {esc(act['description'])}", "Description of the act", style="item")
        if act.get("lines"):
            paper.table(_RADIO_HEAD, _rows(act["lines"]), _RADIO_WIDTHS, (0,))
        if act.get("power_basis"):
            paper.text(f"Căn cứ xác định mức công suất: {esc(act['power_basis'])}", "Basis of the power class", "item")
        if act.get("instruments"):
            paper.text(f"Phương tiện đo: {'; '.join(map(esc, act['instruments']))}.", "Instruments", "item")


def write_provisions(paper: Composer, payload: ViolationRecord) -> None:
    """Write part 3: provisions with their exact wording, the fine range of both kinds of party, the measures."""
    paper.heading("3. Quy định tại:", "Contrary to:")
    for index, act in enumerate(payload["acts"], start=1):
        mark = "" if act["verified"] else " <i>(chưa đối chiếu với văn bản chính thức)</i>"
        paper.text(f"3.{index}. <b>{esc(act['provision'])}</b>{mark}:", style="item")
        paper.text(f"“{esc(act['legal_text'])}”", style="law")
        _write_frame(paper, act)
        _write_measures(paper, act)
        if act.get("referred_to"):
            paper.text(
                _referral(act), "This act lies within another body’s competence; the file is handed over.", "item"
            )
    if payload.get("competence_note"):
        paper.text(esc(payload["competence_note"]), style="item")


def fine_range(act: Act | RadioLine, party: str, *, act_of: Act) -> tuple[int, int] | None:
    """Return the range in đồng for an organisation or an individual; None where none is known.

    Decree 174/2026 article 4(3): amounts are an organisation's, an individual pays the factor (half); where the row
    states the individual's own rate, there is none for organisations.
    """
    low, high = act.get("fine_min_vnd"), act.get("fine_max_vnd")
    if low is None or high is None:
        return None
    if act_of["applies_to"] == "individual":
        return (low, high) if party == "individual" else None
    if party == "individual" and not act_of["individual_factor"]:
        return None
    factor = Decimal(act_of["individual_factor"]) if party == "individual" else Decimal(1)
    return int(low * factor), int(high * factor)


def _period(act: Act) -> str:
    begun = f"từ ngày {day(act['started_on'])}" if act["started_on"] else "không xác định được ngày bắt đầu"
    words = act.get("time_words", "")
    clock = bool(_CLOCK.fullmatch(words))
    said = f" (thời điểm ghi nhận: {esc(words)})" if words else ""
    if act["continuing"]:
        # What was seen is that it went on when it was found; whether it still does nobody recorded.
        return f"{begun}, đang diễn ra khi phát hiện{said}"
    if act["ended_on"] == act["started_on"]:
        on = f"ngày {day(act['started_on'])}"
        return f"lúc {words} {on}" if clock else f"{on}{said}"
    return f"{begun} đến ngày {day(act['ended_on'])}{said}"


def _detected(text: str) -> str:
    if not text or "T" in text:
        return f"phát hiện lúc {moment_short(text)}"
    return f"phát hiện ngày {day(text)}"


def _rows(lines: list[RadioLine]) -> list[list[str]]:
    """Return one row per frequency per place; where all share one place, its address stands above and not in each."""
    one_place = len({line["place"] for line in lines}) == 1
    return [_row(index, line, short=one_place) for index, line in enumerate(lines, start=1)]


def _row(index: int, line: RadioLine, *, short: bool) -> list[str]:
    place = esc(line["place"].split(",")[0] if short else line["place"])
    if line["license_number"]:
        place += f"; GP {esc(line['license_number'])}"
    doubt = "; ".join(esc(part) for part in (line["tolerance"], line["uncertainty"]) if part)
    values = [line["frequency"], line["quantity"], line["licensed"], line["measured"], line["difference"]]
    return [str(index), place, *(unbroken(value) or "không rõ" for value in values), doubt or "không rõ"]


def _write_frame(paper: Composer, act: Act) -> None:
    if act["penalty_kind"] == "warning":
        paper.text("Hình thức xử phạt chính: <b>phạt cảnh cáo</b>.", "Penalty: warning", "item")
        return
    either = "phạt cảnh cáo hoặc phạt tiền" if act["penalty_kind"] == "either" else "phạt tiền"
    own_lines = [line for line in act.get("lines", ()) if line.get("fine_max_vnd") is not None]
    if own_lines:
        paper.text(
            f"Hình thức xử phạt chính: <b>{either}</b>, tính theo từng tần số tại từng địa điểm "
            "(các dòng của bảng tại mục 2):",
            "Penalty: fine, for each frequency at each place; lines as in the table of part 2", "item",
        )  # fmt: skip
        rows = [
            [
                str(index),
                esc(line["frequency"]),
                esc(line.get("provision", "")),
                *_both(line, act),
            ]
            for index, line in enumerate(act["lines"], start=1)
        ]
        head = ("Dòng", "Tần số", "Điều khoản", "Mức phạt đối với tổ chức", "Mức phạt đối với cá nhân")
        paper.table(head, rows, (1.1, 2.5, 3.1, 4.9, 4.9), (0,))
        return
    organisation = fine_range(act, "organisation", act_of=act)
    individual = fine_range(act, "individual", act_of=act)
    if organisation is None and individual is None:
        paper.text(f"Hình thức xử phạt chính: {either}; khung tiền phạt: chưa xác định.", style="item")
        return
    parts = []
    if organisation:
        parts.append(f"đối với tổ chức {_words(organisation)}")
    if individual:
        parts.append(f"đối với cá nhân {_words(individual)}")
    paper.text(f"Hình thức xử phạt chính: <b>{either}</b>; {'; '.join(parts)}.", "Penalty and range of fines", "item")


def _both(line: RadioLine, act: Act) -> list[str]:
    ranges = [fine_range(line, party, act_of=act) for party in ("organisation", "individual")]
    return [f"từ {vnd(pair[0])} đến {vnd(pair[1])}" if pair else "chưa xác định" for pair in ranges]


def _words(pair: tuple[int, int]) -> str:
    low, high = pair
    spoken = f"{words_vi(low).lower()} đến {words_vi(high).lower()}"
    return f"từ <b>{vnd(low)}</b> đến <b>{vnd(high)}</b> ({spoken})"


def _write_measures(paper: Composer, act: Act) -> None:
    extra = "; ".join(esc(text).rstrip(".;") for text in act["supplementary"]) or "không quy định"
    mend = "; ".join(esc(text).rstrip(".;") for text in act["remedial"]) or "không quy định"
    paper.text(f"Hình thức xử phạt bổ sung: {extra}. Biện pháp khắc phục hậu quả: {mend}.", style="item")
    if act.get("caution"):
        paper.text(f"<b>Lưu ý về căn cứ:</b> <i>{esc(act['caution'])}</i>", style="item")


def _referral(act: Act) -> str:
    body = esc(act.get("referred_to", ""))
    note = esc(act.get("referral_note", ""))
    return f"<b>Hành vi này thuộc thẩm quyền xử phạt của {body}; hồ sơ được chuyển để xử lý theo thẩm quyền.</b> {note}"
