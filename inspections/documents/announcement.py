"""The announcement of an inspection (thông báo kiểm tra): a ready payload in, PDF bytes out."""

from typing import NotRequired, TypedDict

from common.pdf.composer import Composer, bold, esc
from common.pdf.dates import day
from common.pdf.frame import build
from common.pdf.shapes import Paper, Person


class Target(TypedDict):
    """What is inspected: an establishment or one station of the subject."""

    name: str
    address: str
    details: NotRequired[str]


class Notice(TypedDict):
    """The rule on advance notice: how many days it asks, from when to when, and that it is kept (or why not)."""

    rule: str
    days: int | None
    unit: str
    announced_on: str
    first_day: str
    satisfied: bool
    exemption_reason: NotRequired[str]


class Announcement(Paper):
    """The payload of the announcement; `window_from` and `window_to` are days."""

    decision: NotRequired[bool]
    subject_name: str
    subject_kind: str
    subject_identifier: str
    subject_address: str
    representative: str
    targets: list[Target]
    legal_basis: list[str]
    reason: str
    scope: list[str]
    period_checked: NotRequired[str]
    window_from: str
    window_to: str
    duration: NotRequired[str]
    team: list[Person]
    notice: Notice
    prepare: list[str]
    rights: list[str]
    contact: NotRequired[str]
    signer_post: str
    signer_name: str
    copies_to: list[str]
    unverified: list[str]


FORM_CODE = "announcement"
DECISION_FORM_CODE = "inspection_decision"
TEMPLATE_VERSION = "announcement/1"


def render(payload: Announcement) -> bytes:
    """Return the announcement, or the decision to inspect when `decision` is set, as PDF."""
    decision = payload.get("decision", False)
    paper = Composer(payload)
    paper.letterhead(dated=True)
    title, title_en = _TITLES[decision]
    paper.title(title, title_en, f"Về việc {esc(payload['reason'])}")
    for basis in payload["legal_basis"]:
        paper.text(f"Căn cứ {esc(basis)};", style="basis")
    paper.text(
        f"{esc(payload['agency']['name'])} {'quyết định' if decision else 'thông báo'} kiểm tra như sau:",
        "The authority announces the following inspection:",
    )
    _write_subject(paper, payload)
    _write_scope(paper, payload)
    _write_team(paper, payload)
    _write_notice(paper, payload)
    _write_duties(paper, payload)
    paper.unverified(payload["unverified"])
    paper.closing(payload["copies_to"], payload["signer_post"], payload["signer_name"])
    return build(payload, paper.story, title=title.capitalize())


_TITLES = {False: ("THÔNG BÁO KIỂM TRA", "NOTICE OF INSPECTION"), True: ("QUYẾT ĐỊNH KIỂM TRA", "INSPECTION DECISION")}


def _write_subject(paper: Composer, payload: Announcement) -> None:
    paper.heading("1. Đối tượng kiểm tra", "Subject of the inspection")
    paper.text(f"{esc(payload['subject_kind'])}: {bold(payload['subject_name'])}.", style="item")
    paper.field("Mã số", "Identifier", payload["subject_identifier"], "item")
    paper.field("Địa chỉ", "Address", payload["subject_address"], "item")
    paper.field("Người đại diện", "Representative", payload["representative"], "item")
    if payload["targets"]:
        paper.text("Cơ sở, đài vô tuyến điện được kiểm tra:", "Establishments or stations", "item")
        rows = [
            [str(index), esc(target["name"]), esc(target["address"]), esc(target.get("details", ""))]
            for index, target in enumerate(payload["targets"], start=1)
        ]
        paper.table(("TT", "Tên cơ sở, đài", "Địa chỉ", "Ghi chú"), rows, (0.8, 5, 6.7, 4), (0,))


def _write_scope(paper: Composer, payload: Announcement) -> None:
    paper.heading("2. Phạm vi, nội dung kiểm tra", "Scope and content")
    paper.items([f"{esc(line).rstrip('.;')};" for line in payload["scope"]])
    if payload.get("period_checked"):
        paper.field("Thời kỳ kiểm tra", "Period covered", payload["period_checked"])
    first, last = day(payload["window_from"]), day(payload["window_to"])
    when = f"ngày {first}" if first == last else f"từ ngày {first} đến ngày {last}"
    length = f"; thời hạn kiểm tra: {esc(payload['duration'])}" if payload.get("duration") else ""
    paper.text(f"<b>3. Thời gian kiểm tra:</b> {when}{length}.", "Time of the inspection")


def _write_team(paper: Composer, payload: Announcement) -> None:
    paper.heading("4. Thành phần Đoàn kiểm tra", "Inspection team")
    rows = [
        [str(index), esc(person["name"]), esc(person["post"]), esc(person["unit"]), esc(person.get("role", ""))]
        for index, person in enumerate(payload["team"], start=1)
    ]
    paper.table(("TT", "Họ và tên", "Chức vụ", "Đơn vị", "Nhiệm vụ"), rows, (0.8, 4.2, 3.2, 5.2, 3.1), (0,))


def _write_notice(paper: Composer, payload: Announcement) -> None:
    notice = payload["notice"]
    paper.heading("5. Thời hạn báo trước", "Advance notice")
    announced, first = day(notice["announced_on"]), day(notice["first_day"])
    if notice.get("exemption_reason"):
        text = f"Không báo trước; lý do: {esc(notice['exemption_reason'])}."
    elif notice["days"] is None:
        text = f"Thông báo ngày {announced}; ngày kiểm tra đầu tiên {first}. Chưa xác định thời hạn báo trước."
    else:
        unit = "ngày làm việc" if notice["unit"] == "working" else "ngày"
        kept = "bảo đảm" if notice["satisfied"] else "<b>không bảo đảm</b>"
        text = (
            f"Thông báo ngày {announced}; ngày kiểm tra đầu tiên {first}; {kept} thời hạn báo trước ít nhất "
            f"{notice['days']:02d} {unit}."
        )
    rule = f" Quy định áp dụng: {esc(notice['rule'])}." if notice["rule"] else ""
    paper.text(text + rule, "Notice given, first day of the inspection, and the rule applied")


def _write_duties(paper: Composer, payload: Announcement) -> None:
    if payload["prepare"]:
        paper.heading("6. Đề nghị chuẩn bị", "Please prepare")
        paper.items([f"{esc(line).rstrip('.;')};" for line in payload["prepare"]])
    if payload["rights"]:
        paper.heading("7. Quyền và nghĩa vụ của đối tượng kiểm tra", "Rights and duties")
        paper.items([f"{esc(line).rstrip('.;')};" for line in payload["rights"]])
    if payload.get("contact"):
        paper.field("Đầu mối liên hệ", "Contact", payload["contact"])
