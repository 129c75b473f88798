"""The second half of the violation record: statements, measures, the right to explain, appointment, signatures."""

from collections.abc import Mapping

from reportlab.platypus import Flowable

from common.pdf.composer import BLANK, Composer, bold, esc
from common.pdf.dates import day, moment
from common.pdf.frame import TOTAL
from common.pdf.shapes import Signature
from enforcement.documents.shapes import Refusal, ViolationRecord

_REFUSED = {"refused": "từ chối ký", "absent": "vắng mặt", "unable": "không thể ký"}


def write_statements(paper: Composer, payload: ViolationRecord) -> None:
    """Write parts 4 to 7: the injured and what was said."""
    injured = "; ".join(f"{esc(one['name'])} ({esc(one['address'])})" for one in payload["injured"])
    paper.text(f"<b>4. Cá nhân, tổ chức bị thiệt hại:</b> {injured or 'không có'}.", "Injured persons or organisations")
    said, refusal = payload["statements"], payload["refusal"]
    absent = refusal is not None and refusal["kind"] == "absent"
    witnessed = any(one["capacity"] in ("witness", "commune") for one in payload["witnesses"])
    silent = "không có ý kiến."
    for head, en, words, nothing in (
        (
            "5. Ý kiến trình bày của cá nhân vi phạm/người đại diện của tổ chức vi phạm:", "Violator",
            said["violator"], "vắng mặt, không trình bày ý kiến." if absent else silent,
        ),
        (
            "6. Ý kiến trình bày của đại diện chính quyền, người chứng kiến:", "Witness", said["witness"],
            silent if witnessed else "không có người chứng kiến.",
        ),
        (
            "7. Ý kiến trình bày của cá nhân, tổ chức bị thiệt hại:", "Injured", said["injured"],
            silent if payload["injured"] else "không có cá nhân, tổ chức bị thiệt hại.",
        ),
    ):  # fmt: skip
        paper.text(f"<b>{head}</b> {esc(words) or nothing}", f"Statement: {en}")


def write_measures(paper: Composer, payload: ViolationRecord) -> None:
    """Write parts 8 to 10: the demand to stop, preventive measures, what was seized."""
    paper.text(
        "<b>8.</b> Người lập biên bản đã yêu cầu cá nhân, tổ chức vi phạm chấm dứt ngay hành vi vi phạm.",
        "The violator was required to stop the violation at once.",
    )
    measures = "; ".join(esc(text) for text in payload["preventive_measures"])
    paper.text(
        "<b>9. Biện pháp ngăn chặn và bảo đảm xử lý vi phạm hành chính được áp dụng:</b> "
        f"{measures or 'không áp dụng'}.",
        "Preventive measures",
    )
    seized = "; ".join(esc(text) for text in payload["seized"])
    paper.text(
        f"<b>10. Tang vật, phương tiện, giấy phép, chứng chỉ hành nghề bị tạm giữ:</b> {seized or 'không tạm giữ'}.",
        "Exhibits, means and papers seized",
    )


def write_explanation(paper: Composer, payload: ViolationRecord) -> None:
    """Write parts 11 and 12: the right to explain, only where the law gives it, and the appointment."""
    right = payload["explanation"]
    basis = f" ({esc(right['basis'])})" if right.get("basis") else ""
    if right["allowed"]:
        body = bold(right.get("body", ""))
        address = f", địa chỉ: {esc(right['address'])}" if right.get("address") else ""
        text = (
            f"Trong thời hạn <b>{right.get('written_days', 0):02d} ngày làm việc</b>, kể từ ngày lập biên bản này "
            f"(chậm nhất ngày <b>{day(right.get('written_due', ''))}</b>), cá nhân, tổ chức vi phạm có quyền gửi "
            "văn bản giải trình; "
            f"trong thời hạn <b>{right.get('oral_days', 0):02d} ngày làm việc</b> (chậm nhất ngày "
            f"<b>{day(right.get('oral_due', ''))}</b>) có quyền gửi văn bản yêu cầu được giải trình trực tiếp đến "
            f"{body}"
            f"{address} để thực hiện quyền giải trình{basis}."
        )
    else:
        text = f"Không thuộc trường hợp được giải trình{basis}: {esc(right.get('reason', ''))}"
    paper.text(f"<b>11. Quyền và thời hạn giải trình:</b> {text}", "Right and time limit to explain")
    meeting = payload["appointment"]
    if meeting is None:
        paper.text(
            "<b>12. Yêu cầu có mặt để giải quyết vụ việc:</b> không hẹn; sẽ thông báo bằng văn bản.", "Appointment"
        )
        return
    host = f", gặp {esc(meeting['body'])}" if meeting.get("body") else ""
    paper.text(
        "<b>12.</b> Yêu cầu cá nhân, người đại diện của tổ chức vi phạm có mặt hồi "
        f"<b>{moment(meeting['at'])}</b>, tại "
        f"<b>{esc(meeting['place'])}</b>{host} để giải quyết vụ việc.",
        "Appointment",
    )


def write_close(paper: Composer, payload: ViolationRecord, photos: Mapping[str, bytes]) -> None:
    """Write the closing sentence, refusals, signatures, notes, and the annexes: photographs, other evidence."""
    lead = paper.beside()
    receiver = payload["receiver"]
    given = f"{bold(receiver['name'])} là {esc(receiver['capacity'])}" if receiver else BLANK
    lead.text(
        f"Biên bản lập xong hồi {moment(payload['closed_at'])}, gồm <b>{TOTAL} trang</b>, được lập thành "
        f"<b>{payload['copies']:02d} bản</b> có nội dung và giá trị như nhau; đã đọc lại cho những người có tên "
        f"nêu trên cùng nghe, công nhận là đúng, cùng ký tên vào từng trang và ký tên dưới đây; giao cho {given} 01 bản"
        f"{_received(payload)}, 01 bản lưu hồ sơ.",
        "Read to all present, found correct and signed on every page; one copy is given to the violator.",
    )
    _write_refusal(lead, payload["refusal"])
    body: list[Flowable] = lead.story
    paper.signatures(_blocks(payload), lead=body)
    paper.unverified(payload["unverified"])
    annex = f"BẢN ẢNH kèm theo Biên bản số {esc(payload.get('number', ''))}"
    paper.photos(payload["photos"], photos, annex, "Annex: photographs")
    listed = f"CHỨNG CỨ LƯU TRONG HỒ SƠ ĐIỆN TỬ kèm theo Biên bản số {esc(payload.get('number', ''))}"
    paper.enclosed(payload.get("files", []), listed, "Annex: evidence kept as files")


def _received(payload: ViolationRecord) -> str:
    receiver = payload["receiver"]
    return f" vào hồi {moment(receiver['at'])}" if receiver and receiver["at"] else ""


def _write_refusal(lead: Composer, refusal: Refusal | None) -> None:
    if refusal is None:
        lead.text(f"(Trường hợp người vi phạm không ký biên bản, ghi rõ lý do: {BLANK}{BLANK})", style="fill")
        return
    reason = bold(refusal["reason"].rstrip(".;"))
    lead.text(
        f"{esc(refusal['who'])} <b>{_REFUSED[refusal['kind']]}</b> biên bản; lý do: {reason}. {_attested(refusal)}",
        "Refusal to sign, reason, and who attested it",
    )


def _attested(refusal: Refusal) -> str:
    if not refusal["attested_by"]:
        return "Không có đại diện chính quyền hoặc người chứng kiến ký xác nhận; lý do đã ghi nêu trên."
    return f"Việc này có {esc(refusal['attested_capacity'])} {bold(refusal['attested_by'])} ký xác nhận."


def _blocks(payload: ViolationRecord) -> list[Signature]:
    violator, refusal = payload["violator"], payload["refusal"]
    individual = violator["kind"] == "individual"
    head = "CÁ NHÂN VI PHẠM" if individual else "ĐẠI DIỆN TỔ CHỨC VI PHẠM"
    if violator["kind"] == "household":
        head = "CHỦ HỘ KINH DOANH VI PHẠM"
    name = violator["name"] if individual else violator.get("representative", "")
    note = f"({_REFUSED[refusal['kind']]})" if refusal else ""
    blocks: list[Signature] = [{"heading": head, "name": name, "note": note}]
    blocks += [{"heading": "NGƯỜI LẬP BIÊN BẢN", "name": person["name"]} for person in payload["recorders"][:1]]
    titles = {"commune": "ĐẠI DIỆN CHÍNH QUYỀN", "witness": "NGƯỜI CHỨNG KIẾN", "interpreter": "NGƯỜI PHIÊN DỊCH"}
    blocks += [{"heading": titles[one["capacity"]], "name": one["name"]} for one in payload["witnesses"]]
    blocks += [{"heading": "CÁ NHÂN, ĐẠI DIỆN TỔ CHỨC BỊ THIỆT HẠI", "name": one["name"]} for one in payload["injured"]]
    return blocks
