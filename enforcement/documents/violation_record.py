"""The record of an administrative violation (biên bản vi phạm hành chính, MBB01): a ready payload in, PDF bytes out."""

from collections.abc import Mapping
from types import MappingProxyType

from common.pdf.composer import Composer, bold, esc
from common.pdf.dates import moment, moment_en
from common.pdf.frame import build
from enforcement.documents.shapes import ViolationRecord, Violator, Witness
from enforcement.documents.violation_acts import write_acts, write_provisions
from enforcement.documents.violation_close import write_close, write_explanation, write_measures, write_statements

FORM_CODE = "violation_record"
TEMPLATE_VERSION = "violation_record/2"
TITLE = "BIÊN BẢN VI PHẠM HÀNH CHÍNH"
STRIP = ("Người lập biên bản", "Người vi phạm/đại diện", "Người chứng kiến/đại diện chính quyền")
NO_IMAGES: Mapping[str, bytes] = MappingProxyType({})

_PARTY = {"organisation": "tổ chức", "household": "hộ kinh doanh", "individual": "cá nhân"}


def render(payload: ViolationRecord, photos: Mapping[str, bytes] = NO_IMAGES) -> bytes:
    """Return the record as PDF; `photos` maps the sha256 of a photograph to the bytes of the picture to show."""
    paper = Composer(payload)
    paper.letterhead(dated=False)
    paper.title(
        TITLE, "RECORD OF ADMINISTRATIVE VIOLATION", f"Về {esc(payload['subject'])}" if payload["subject"] else ""
    )
    _write_opening(paper, payload)
    _write_recorders(paper, payload)
    _write_violator(paper, payload["violator"])
    write_acts(paper, payload)
    write_provisions(paper, payload)
    write_statements(paper, payload)
    write_measures(paper, payload)
    write_explanation(paper, payload)
    write_close(paper, payload, photos)
    return build(payload, paper.story, title="Biên bản vi phạm hành chính", strip=STRIP)


def _write_opening(paper: Composer, payload: ViolationRecord) -> None:
    paper.text(
        f"Hôm nay, hồi {moment(payload['made_at'])}, tại {esc(payload['made_place'])}.",
        f"Today, {moment_en(payload['made_at'])}, at the place named above.",
    )
    if payload["made_elsewhere_reason"]:
        paper.field(
            "Lý do không lập biên bản tại nơi xảy ra hành vi vi phạm",
            "Why the record was not made at the place of the act",
            payload["made_elsewhere_reason"],
        )
    for basis in payload["basis"]:
        paper.text(f"Căn cứ {esc(basis)};", style="basis")


def _write_recorders(paper: Composer, payload: ViolationRecord) -> None:
    paper.heading("Chúng tôi gồm:", "We are:")
    paper.text("1. Người có thẩm quyền lập biên bản:", "Person competent to make the record:")
    for person in payload["recorders"]:
        paper.fields(
            ("Họ và tên", person["name"]), ("Chức vụ", person["post"]), ("Cơ quan", person["unit"]),
            en="Full name; post; agency", style="item",
        )  # fmt: skip
    paper.text("2. Với sự chứng kiến, tham gia của:", "In the presence of:")
    for witness in payload["witnesses"]:
        paper.text(_witness(witness), "Witness, representative of the authority or interpreter", style="item")
    if not payload["witnesses"]:
        paper.text("Không có người chứng kiến.", "No witness.", style="item")


def _witness(witness: Witness) -> str:
    capacity = {"witness": "Người chứng kiến", "commune": "Đại diện chính quyền", "interpreter": "Người phiên dịch"}
    parts = [f"{capacity[witness['capacity']]}: {bold(witness['name'])}"]
    labels = (("Nghề nghiệp", "occupation"), ("Chức vụ", "post"), ("Cơ quan", "unit"), ("Địa chỉ", "address"))
    parts += [f"{label}: {esc(witness[key])}" for label, key in labels if witness.get(key)]  # type: ignore[literal-required]
    return "; ".join(parts) + "."


def _write_violator(paper: Composer, violator: Violator) -> None:
    party = _PARTY[violator["kind"]]
    paper.heading(
        f"Tiến hành lập biên bản vi phạm hành chính đối với {party} có tên sau đây:",
        "A record of administrative violation is made against:",
    )
    if violator["kind"] == "individual":
        _write_individual(paper, violator)
    else:
        _write_organisation(paper, violator)


def _write_individual(paper: Composer, violator: Violator) -> None:
    paper.fields(("1. Họ và tên", violator["name"]), ("Giới tính", violator.get("gender", "")), en="Full name; sex")
    paper.fields(
        ("Ngày, tháng, năm sinh", violator.get("born_on", "")), ("Quốc tịch", violator.get("nationality", "")),
        ("Nghề nghiệp", violator.get("occupation", "")), en="Date of birth; nationality; occupation",
    )  # fmt: skip
    paper.field("Nơi ở hiện tại", "Present address", violator["address"])
    paper.fields(*_identity(violator, "Số định danh cá nhân/Hộ chiếu"), en="Identity number; issued on; issued by")


def _write_organisation(paper: Composer, violator: Violator) -> None:
    name = "1. Tên hộ kinh doanh" if violator["kind"] == "household" else "1. Tên của tổ chức"
    paper.text(f"{name}: {bold(violator['name'])}.", "Name")
    paper.field("Địa chỉ trụ sở chính", "Head office", violator["address"])
    paper.fields(*_identity(violator, "Mã số doanh nghiệp/Mã số thuế"), en="Tax or business code; issued on; issued by")
    if violator.get("registration"):
        paper.field("Giấy chứng nhận đăng ký, giấy phép hoạt động", "Registration", violator["registration"])
    person = "Chủ hộ" if violator["kind"] == "household" else "Người đại diện theo pháp luật"
    paper.fields(
        (person, violator.get("representative", "")), ("Chức danh", violator.get("representative_title", "")),
        en="Representative; title",
    )  # fmt: skip
    if violator.get("phone"):
        paper.field("Điện thoại", "Telephone", violator["phone"])


def _identity(violator: Violator, label: str) -> list[tuple[str, object]]:
    return [
        (violator.get("identifier_label") or label, violator["identifier"]),
        ("ngày cấp", violator.get("identifier_issued_on", "")),
        ("nơi cấp", violator.get("identifier_issued_by", "")),
    ]
