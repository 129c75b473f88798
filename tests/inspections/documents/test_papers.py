"""Announcement and inspection record hold what their subjects are owed."""

import io
import re
from typing import Any

import pytest
from pypdf import PdfReader

from inspections.documents import announcement, visit_record
from tests.enforcement.documents.samples import photos
from tests.inspections.documents import samples


def read(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


ANNOUNCED = [
    "THÔNG BÁO KIỂM TRA",
    "Số: 15/TB-KT",
    "Khánh Hòa, ngày 11 tháng 11 năm 2026",
    "Căn cứ Thông tư số 02/2016/TT-BTTTT quy định về kiểm tra tần số vô tuyến điện;",
    "Tổ chức: Công ty TNHH Vận tải biển Hòn Khói.",
    "Trạm gốc Hòn Khói thôn Đông Hà, phường Đông Ninh Hòa",
    "đo tần số, công suất, băng thông chiếm dụng",
    "từ ngày 18/11/2026 đến ngày 19/11/2026; thời hạn kiểm tra: không quá 02 ngày làm việc.",
    "Lê Minh Quân Trưởng phòng Phòng Bưu chính, Viễn thông Trưởng đoàn",
    "bảo đảm thời hạn báo trước ít nhất 03 ngày làm việc",
    "từ chối kiểm tra nội dung ngoài phạm vi nêu trên và nêu rõ lý do",
    "Nơi nhận:",
    "GIÁM ĐỐC",
    "Trang 1/2",
]


@pytest.mark.parametrize("part", ANNOUNCED)
def test_the_announcement_holds(part) -> None:
    assert part in read(announcement.render(samples.announcement()))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"exemption_reason": "xử lý nhiễu có hại"}, "Không báo trước; lý do: xử lý nhiễu có hại."),
        ({"days": None, "rule": ""}, "Chưa xác định thời hạn báo trước."),
        ({"satisfied": False}, "không bảo đảm thời hạn báo trước"),
        ({"unit": "calendar"}, "ít nhất 03 ngày."),
    ],
)
def test_the_announcement_states_its_notice(change, said) -> None:
    payload = samples.announcement()
    payload["notice"].update(change)
    assert said in read(announcement.render(payload))


def test_a_decision_to_inspect_says_so() -> None:
    text = read(announcement.render({**samples.announcement(), "decision": True}))
    assert "QUYẾT ĐỊNH KIỂM TRA" in text
    assert "quyết định kiểm tra như sau" in text


RECORDED = [
    "BIÊN BẢN KIỂM TRA",
    "hồi 08 giờ 30 phút, ngày 18 tháng 11 năm 2026",
    "Lê Minh Quân, Trưởng phòng, Phòng Bưu chính, Viễn thông; Trưởng đoàn.",
    "Người đại diện: Võ Đình Phước, Giám đốc.",
    "A. Giấy phép và hồ sơ",
    "Tần số phát đúng giấy phép Điều 66 NĐ 174/2026/NĐ-CP Lệch hai tần số Không đạt",
    "Hợp đồng cho thuê, cho mượn đài Không cho thuê Không áp dụng",
    "157,400 MHz Tần số 157,400 MHz 157,40635 MHz",
    "không rõ 32 m",
    "máy phân tích phổ R&S FSH8, số máy 105732, hiệu chuẩn ngày 12/02/2026, có giá trị đến 12/02/2027.",
    "Kết quả: Có dấu hiệu vi phạm; lập biên bản vi phạm hành chính.",
    "Thiết bị mới thay tháng trước, chưa hiệu chỉnh.",
    "từ chối ký đề nghị đo lại; xác nhận: Lê Văn Khải, bảo vệ trạm",
    "được lập thành 02 bản",
    "NGƯỜI CHỨNG KIẾN",
    "Ảnh 1. Máy phát 162,725 MHz. Chụp lúc 09:12 ngày 18/11/2026.",
    "(ảnh gốc lưu trong hồ sơ điện tử) Ảnh 3. Cột ăng-ten",
]


@pytest.fixture(scope="module")
def recorded() -> str:
    return read(visit_record.render(samples.visit_record(), photos()))


@pytest.mark.parametrize("part", RECORDED)
def test_the_inspection_record_holds(recorded, part) -> None:
    assert part in recorded


def test_a_lawful_visit_says_that_nothing_was_found() -> None:
    payload: dict[str, Any] = {**samples.visit_record(), "findings": [], "measurements": [], "photos": []}
    text = read(visit_record.render(payload))
    assert "Không phát hiện vi phạm trong phạm vi kiểm tra." in text
    assert "III. KẾT QUẢ ĐO, ĐỐI CHIẾU VỚI GIẤY PHÉP Cuộc kiểm tra không có nội dung đo." in text


def test_each_page_of_the_record_has_room_for_initials() -> None:
    for page in PdfReader(io.BytesIO(visit_record.render(samples.visit_record(), photos()))).pages:
        text = page.extract_text()
        assert all(f"{who} (ký)" in text for who in visit_record.STRIP)
