"""The record of an inspection (biên bản kiểm tra): a ready payload in, PDF bytes out."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NotRequired, TypedDict

from common.pdf.composer import BLANK, Composer, bold, esc, unbroken
from common.pdf.dates import day, moment, moment_en
from common.pdf.frame import TOTAL, build
from common.pdf.shapes import Enclosed, Paper, Person, Photo, Signature


class AnswerLine(TypedDict):
    """One question of the checklist: `answer` is ready text, `result` is ok, violation, unclear or not_applicable."""

    number: str
    question: str
    answer: str
    result: str
    note: str
    provision: NotRequired[str]


class AnswerGroup(TypedDict):
    """A heading of the checklist with its questions."""

    heading: str
    answers: list[AnswerLine]


class MeasurementLine(TypedDict):
    """One measured quantity beside the licensed value (ready texts, "" = unknown); `within` None = not judged."""

    place: str
    frequency: str
    quantity: str
    licensed: str
    measured: str
    tolerance: str
    uncertainty: str
    within: bool | None
    license_number: NotRequired[str]
    instrument: NotRequired[str]
    review: NotRequired[bool]
    # How the reading compares with the license: numbers, source of the tolerance, reason of the result.
    comparison: NotRequired[str]


class Instrument(TypedDict):
    """A measuring instrument and the day until which its calibration holds."""

    name: str
    serial: str
    calibrated_on: str
    calibration_until: NotRequired[str]


class AttendanceLine(TypedDict):
    """One person present or absent: `outcome` is signed, refused, absent or unable."""

    name: str
    capacity: str
    outcome: str
    reason: str
    attested_by: NotRequired[str]
    # The hash of the signature drawn on a tablet; its picture stands in the annex.
    drawn_sha256: NotRequired[str]


class FindingLine(TypedDict):
    """A finding of the visit in words, with the provision it rests on."""

    text: str
    provision: str


class EarlierLine(TypedDict):
    """A violation found before, and what this visit found of it."""

    visit_number: str
    found_on: str
    text: str
    provision: str
    result: str
    facts: str


class WrittenByHand(TypedDict):
    """The form written by hand that the record transcribes."""

    number: str
    written_on: str


class VisitRecord(Paper):
    """The payload of the inspection record."""

    visit_number: str
    started_at: str
    ended_at: str
    place: str
    basis: list[str]
    team: list[Person]
    subject_name: str
    subject_identifier: str
    subject_address: str
    representative: str
    representative_title: str
    targets: list[str]
    checklist_title: str
    groups: list[AnswerGroup]
    measurements: list[MeasurementLine]
    instruments: list[Instrument]
    findings: list[FindingLine]
    outcome: str
    subject_statement: str
    notes: str
    attendance: list[AttendanceLine]
    copies: int
    photos: list[Photo]
    unverified: list[str]
    # What was drawn on a tablet, and what cannot be printed: recordings and files.
    signatures: NotRequired[list[Photo]]
    files: NotRequired[list[Enclosed]]
    # What became of violations found before.
    earlier: NotRequired[list[EarlierLine]]
    by_hand: NotRequired[WrittenByHand]
    # The hash of what the record was drawn from: while the visit gives the same one, the paper still agrees with it.
    manifest_sha256: NotRequired[str]


FORM_CODE = "visit_record"
TEMPLATE_VERSION = "visit_record/4"
NO_IMAGES: Mapping[str, bytes] = MappingProxyType({})
STRIP = ("Trưởng đoàn kiểm tra", "Đối tượng được kiểm tra", "Người chứng kiến/đại diện chính quyền")
_RESULTS = {"ok": "Đạt", "violation": "<b>Không đạt</b>", "unclear": "Chưa rõ", "not_applicable": "Không áp dụng"}
_OUTCOMES = {"signed": "ký biên bản", "refused": "từ chối ký", "absent": "vắng mặt", "unable": "không thể ký"}
_WITHIN = {True: "Đạt", False: "<b>Vượt</b>", None: "Chưa đánh giá"}


def render(payload: VisitRecord, photos: Mapping[str, bytes] = NO_IMAGES) -> bytes:
    """Return the record as PDF; `photos` maps the sha256 of a photograph to the bytes of the picture to show."""
    paper = Composer(payload)
    paper.letterhead(dated=False)
    paper.title("BIÊN BẢN KIỂM TRA", "INSPECTION RECORD", f"Cuộc kiểm tra số {esc(payload['visit_number'])}")
    if written := payload.get("by_hand"):
        paper.text(
            f"<b>Bản nhập lại</b> từ biên bản viết tay số {esc(written['number'])}, viết ngày "
            f"{day(written['written_on'])} khi không dùng được thiết bị; bản viết tay lưu kèm hồ sơ.",
            "Transcribed from a form written by hand under the same number; the form is kept with the file.",
        )
    paper.text(
        f"Hôm nay, hồi {moment(payload['started_at'])}, tại {esc(payload['place'])}.",
        f"Today, {moment_en(payload['started_at'])}, at the place named above.",
    )
    for basis in payload["basis"]:
        paper.text(f"Căn cứ {esc(basis)};", style="basis")
    _write_parties(paper, payload)
    _write_checklist(paper, payload)
    _write_measurements(paper, payload)
    _write_findings(paper, payload)
    _write_close(paper, payload)
    number = esc(payload.get("number", ""))
    paper.photos(
        payload.get("signatures", []), photos, f"CHỮ KÝ VẼ TRÊN MÁY TÍNH BẢNG kèm theo Biên bản số {number}",
        "Annex: signatures drawn on the tablet", label="Chữ ký",
    )  # fmt: skip
    paper.photos(payload["photos"], photos, f"BẢN ẢNH kèm theo Biên bản số {number}", "Annex: photographs")
    paper.enclosed(
        payload.get("files", []), f"TỆP LƯU TRONG HỒ SƠ ĐIỆN TỬ kèm theo Biên bản số {number}", "Annex: files kept"
    )
    return build(payload, paper.story, title="Biên bản kiểm tra", strip=STRIP)


def _write_parties(paper: Composer, payload: VisitRecord) -> None:
    paper.heading("I. THÀNH PHẦN", "Those present")
    paper.text("1. Đoàn kiểm tra:", "Inspection team")
    for person in payload["team"]:
        role = f"; {esc(person['role'])}" if person.get("role") else ""
        paper.text(f"{bold(person['name'])}, {esc(person['post'])}, {esc(person['unit'])}{role}.", style="item")
    paper.text("2. Đối tượng được kiểm tra:", "Subject of the inspection")
    paper.text(f"{bold(payload['subject_name'])}; mã số: {esc(payload['subject_identifier']) or BLANK}.", style="item")
    paper.field("Địa chỉ", "Address", payload["subject_address"], "item")
    title = f", {esc(payload['representative_title'])}" if payload["representative_title"] else ""
    paper.text(f"Người đại diện: {bold(payload['representative'])}{title}.", "Representative", "item")
    if payload["targets"]:
        paper.text(f"Cơ sở, đài được kiểm tra: {'; '.join(map(esc, payload['targets']))}.", "Inspected", "item")


def _write_checklist(paper: Composer, payload: VisitRecord) -> None:
    paper.heading("II. NỘI DUNG KIỂM TRA", "What was checked")
    paper.text(f"Theo danh mục: {esc(payload['checklist_title'])}.", "Checklist used")
    for group in payload["groups"]:
        paper.subheading(esc(group["heading"]))
        rows = [
            [
                esc(line["number"]),
                esc(line["question"]) + _small(line.get("provision", "")),
                esc(line["answer"]),
                _RESULTS[line["result"]],
                esc(line["note"]),
            ]
            for line in group["answers"]
        ]
        paper.table(
            ("TT", "Nội dung", "Kết quả ghi nhận", "Đánh giá", "Ghi chú"), rows, (1.1, 6.6, 3.2, 2, 3.6), (0, 3)
        )


def _write_measurements(paper: Composer, payload: VisitRecord) -> None:
    paper.heading("III. KẾT QUẢ ĐO, ĐỐI CHIẾU VỚI GIẤY PHÉP", "Measurements beside the licensed values")
    if not payload["measurements"]:
        paper.text("Cuộc kiểm tra không có nội dung đo.", "Nothing was measured.")
        return
    rows = []
    for index, line in enumerate(payload["measurements"], start=1):
        place = esc(line["place"]) + (f"; GP {unbroken(line['license_number'])}" if line.get("license_number") else "")
        place += f"; {unbroken(line['frequency'])}" if line["frequency"] else ""
        values = [line["quantity"], line["licensed"], line["measured"]]
        doubt = "; ".join(esc(part) for part in (line["tolerance"], line["uncertainty"]) if part)
        shown = [unbroken(value) or "không rõ" for value in values]
        rows.append([str(index), place, *shown, doubt or "không rõ", _result(line)])
    head = (
        "TT", "Địa điểm; giấy phép; tần số", "Đại lượng", "Theo giấy phép", "Đo được",
        "Dung sai; độ không đảm bảo đo", "Đánh giá",
    )  # fmt: skip
    paper.table(head, rows, (0.8, 4.6, 1.8, 2.5, 2.65, 2.5, 1.65), (0, 6))
    for index, line in enumerate(payload["measurements"], start=1):
        if line.get("comparison"):
            paper.text(f"Đối chiếu dòng {index}: {esc(line['comparison'])}.", style="item")
    for one in payload["instruments"]:
        until = f", có giá trị đến {day(one['calibration_until'])}" if one.get("calibration_until") else ""
        paper.text(
            f"Phương tiện đo: {esc(one['name'])}, số máy {esc(one['serial']) or 'không rõ'}, hiệu chuẩn ngày "
            f"{day(one['calibrated_on'])}{until}.",
            style="item",
        )


def _result(line: MeasurementLine) -> str:
    return "Cần xem xét" if line.get("review") else _WITHIN[line["within"]]


def _write_findings(paper: Composer, payload: VisitRecord) -> None:
    paper.heading("IV. NHẬN XÉT, KẾT QUẢ KIỂM TRA", "Findings and result")
    if earlier := payload.get("earlier"):
        paper.text("Việc khắc phục vi phạm đã phát hiện trước đây:", "What became of violations found before")
        paper.items(
            [
                f"Cuộc kiểm tra số {esc(line['visit_number'])}, phát hiện ngày {day(line['found_on'])}: "
                f"{esc(line['text']).rstrip('.;')} ({esc(line['provision'])}). <b>{esc(line['result'])}</b>: "
                f"{esc(line['facts']).rstrip('.;')}."
                for line in earlier
            ]
        )
        paper.need(2.2)
        paper.text("Kết quả của cuộc kiểm tra này:", "Result of this visit")
    paper.items(
        [f"{esc(line['text']).rstrip('.;')} ({esc(line['provision'])})." for line in payload["findings"]]
        or ["Không phát hiện vi phạm trong phạm vi kiểm tra."]
    )
    paper.text(f"Kết quả: <b>{esc(payload['outcome'])}</b>", "Result")
    said = esc(payload["subject_statement"]) or "không có ý kiến."
    paper.text(f"Ý kiến của đối tượng được kiểm tra: {said}", "Statement of the subject")
    if payload["notes"]:
        paper.text(f"Ghi chú: {esc(payload['notes'])}", "Notes")


def _write_close(paper: Composer, payload: VisitRecord) -> None:
    paper.heading("V. NGƯỜI THAM GIA VÀ VIỆC KÝ BIÊN BẢN", "Attendance and signing")
    rows = []
    for line in payload["attendance"]:
        reason = esc(line["reason"]).rstrip(".;")
        if line.get("attested_by"):
            reason += f"{'; ' if reason else ''}xác nhận: {esc(line['attested_by'])}"
        signing = _OUTCOMES[line["outcome"]]
        if line.get("drawn_sha256"):
            signing += f"; chữ ký vẽ {line['drawn_sha256'][:16]}…"
        rows.append([esc(line["name"]), esc(line["capacity"]), signing, reason])
    paper.table(("Họ và tên", "Tư cách tham gia", "Việc ký", "Lý do; người xác nhận"), rows, (4.2, 4.6, 2.6, 5.1))
    paper.hashes(payload.get("hashes", []))
    lead = paper.beside()
    lead.text(
        f"Biên bản lập xong hồi {moment(payload['ended_at'])}, gồm <b>{TOTAL} trang</b>, được lập thành "
        f"<b>{payload['copies']:02d} bản</b> có giá trị như nhau, mỗi bên giữ một bản; đã đọc lại cho những người có "
        "tên nêu trên cùng nghe, công nhận là đúng và ký tên vào từng trang.",
        "Read to all present, found correct and signed on every page.",
    )
    paper.signatures(_blocks(payload), lead=lead.story)
    paper.unverified(payload["unverified"])


def _blocks(payload: VisitRecord) -> list[Signature]:
    lead = next((person["name"] for person in payload["team"]), "")
    party = [line for line in payload["attendance"] if line["outcome"] != "signed"]
    note = next((_OUTCOMES[line["outcome"]] for line in party if line["name"] == payload["representative"]), "")
    subject: Signature = {"heading": "ĐỐI TƯỢNG ĐƯỢC KIỂM TRA", "name": payload["representative"]}
    if note:
        subject["note"] = f"({note})"
    blocks: list[Signature] = [subject, {"heading": "TRƯỞNG ĐOÀN KIỂM TRA", "name": lead}]
    witnesses = dict.fromkeys(line["attested_by"] for line in payload["attendance"] if line.get("attested_by"))
    blocks += [{"heading": "NGƯỜI CHỨNG KIẾN", "name": name} for name in witnesses]
    return blocks


def _small(text: str) -> str:
    return f'<br/><font size="8.5">{esc(text)}</font>' if text else ""
