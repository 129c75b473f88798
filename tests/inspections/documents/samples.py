# ruff: noqa: E501
"""Invented payloads of announcements and inspection records."""

from typing import Any

from tests.enforcement.documents.samples import AGENCY, ISSUED, PHOTO_1, PHOTO_2

TEAM = [
    {"name": "Lê Minh Quân", "post": "Trưởng phòng", "unit": "Phòng Bưu chính, Viễn thông", "role": "Trưởng đoàn"},
    {
        "name": "Nguyễn Thị Bích Thủy",
        "post": "Chuyên viên",
        "unit": "Phòng Bưu chính, Viễn thông",
        "role": "Thành viên",
    },
]


def announcement() -> dict[str, Any]:
    """Return the announcement of a planned radio inspection."""
    return {
        **ISSUED,
        "number": "15/TB-KT",
        "form_code": "announcement",
        "issued_on": "2026-11-11",
        "agency": AGENCY,
        "subject_name": "Công ty TNHH Vận tải biển Hòn Khói",
        "subject_kind": "Tổ chức",
        "subject_identifier": "4200987654",
        "subject_address": "số 5 đường Trần Quý Cáp, phường Ninh Hòa, tỉnh Khánh Hòa",
        "representative": "Võ Đình Phước, Giám đốc",
        "targets": [
            {
                "name": "Trạm gốc Hòn Khói",
                "address": "thôn Đông Hà, phường Đông Ninh Hòa, tỉnh Khánh Hòa",
                "details": "Giấy phép 214589/GP; 03 tần số",
            }
        ],
        "legal_basis": [
            "Luật Tần số vô tuyến điện số 42/2009/QH12",
            "Thông tư số 02/2016/TT-BTTTT quy định về kiểm tra tần số vô tuyến điện",
            "Kế hoạch kiểm tra năm 2026 số 03/KH-KT đã được phê duyệt",
        ],
        "reason": "kiểm tra việc chấp hành quy định về sử dụng tần số và thiết bị vô tuyến điện theo kế hoạch năm 2026",
        "scope": [
            "giấy phép sử dụng tần số và thiết bị vô tuyến điện, giấy tờ kèm theo",
            "chứng nhận hợp quy, công bố hợp quy của thiết bị",
            "đo tần số, công suất, băng thông chiếm dụng, phát xạ ngoài băng và vị trí, độ cao ăng-ten",
        ],
        "period_checked": "từ ngày 01/01/2025 đến thời điểm kiểm tra",
        "window_from": "2026-11-18",
        "window_to": "2026-11-19",
        "duration": "không quá 02 ngày làm việc",
        "team": TEAM,
        "notice": {
            "rule": "Thông tư số 02/2016/TT-BTTTT, kiểm tra định kỳ",
            "days": 3,
            "unit": "working",
            "announced_on": "2026-11-11",
            "first_day": "2026-11-18",
            "satisfied": True,
        },
        "prepare": ["hồ sơ giấy phép, hợp đồng, chứng nhận kiểm định", "cử người đại diện có thẩm quyền làm việc"],
        "rights": [
            "từ chối kiểm tra nội dung ngoài phạm vi nêu trên và nêu rõ lý do",
            "có ý kiến về kết quả kiểm tra, ghi vào biên bản",
        ],
        "contact": "bà Nguyễn Thị Bích Thủy, điện thoại 0258 000 0000",
        "signer_post": "Giám đốc",
        "signer_name": "Đặng Hữu Thiện",
        "copies_to": ["Như trên", "Trung tâm Tần số vô tuyến điện khu vực VII (phối hợp)", "Lưu: VT, BCVT"],
        "unverified": ["Quy tắc báo trước: vô tuyến điện, định kỳ"],
    }


def visit_record() -> dict[str, Any]:
    """Return the record of that inspection, with a long checklist, measurements and photographs."""
    place = "Trạm gốc Hòn Khói, phường Đông Ninh Hòa"
    questions = [
        ("Có giấy phép sử dụng tần số và thiết bị vô tuyến điện còn hiệu lực", "Có; 214589/GP", "ok", ""),
        ("Tên người sử dụng đúng với giấy phép", "Đúng", "ok", ""),
        ("Thiết bị có chứng nhận hợp quy, dấu hợp quy", "Có dấu CR", "ok", ""),
        ("Đã nộp đủ phí sử dụng tần số", "Chưa xuất trình chứng từ năm 2026", "unclear", "Bổ sung trước 25/11/2026"),
        ("Ăng-ten đặt đúng vị trí, độ cao", "Đúng", "ok", ""),
        ("Tần số phát đúng giấy phép", "Lệch hai tần số", "violation", "Xem bảng đo, dòng 1 và 2"),
        ("Công suất phát không vượt giấy phép", "48 W so với 25 W", "violation", "Xem bảng đo, dòng 3"),
        ("Hợp đồng cho thuê, cho mượn đài", "Không cho thuê", "not_applicable", ""),
    ]
    answers = [
        {
            "number": f"{index}",
            "question": question,
            "answer": answer,
            "result": result,
            "note": note,
            "provision": "Điều 66 NĐ 174/2026/NĐ-CP" if result == "violation" else "",
        }
        for index, (question, answer, result, note) in enumerate(questions, start=1)
    ]

    def line(frequency: str, quantity: str, licensed: str, measured: str, within: bool | None) -> dict[str, Any]:
        return {
            "place": place,
            "license_number": "214589/GP",
            "frequency": frequency,
            "quantity": quantity,
            "licensed": licensed,
            "measured": measured,
            "tolerance": "± 2,0 ppm" if quantity == "Tần số" else "+ 1,0 dB" if quantity == "Công suất" else "",
            "uncertainty": "U = 0,02 ppm (k = 2)" if quantity == "Tần số" else "U = 0,6 dB (k = 2)",
            "within": within,
        }

    return {
        **ISSUED,
        "number": "12/BB-KT",
        "form_code": "visit_record",
        "agency": AGENCY,
        "visit_number": "KT-2026-0042",
        "started_at": "2026-11-18T08:30",
        "ended_at": "2026-11-18T11:00",
        "place": f"{place}, tỉnh Khánh Hòa",
        "basis": ["Thông báo kiểm tra số 15/TB-KT ngày 11 tháng 11 năm 2026 của Sở Khoa học và Công nghệ"],
        "team": TEAM,
        "subject_name": "Công ty TNHH Vận tải biển Hòn Khói",
        "subject_identifier": "4200987654",
        "subject_address": "số 5 đường Trần Quý Cáp, phường Ninh Hòa, tỉnh Khánh Hòa",
        "representative": "Võ Đình Phước",
        "representative_title": "Giám đốc",
        "targets": ["Trạm gốc Hòn Khói"],
        "checklist_title": "Kiểm tra đài vô tuyến điện, mạng dùng riêng (phiên bản 1)",
        "groups": [
            {"heading": "A. Giấy phép và hồ sơ", "answers": answers[:4]},
            {"heading": "B. Kỹ thuật", "answers": answers[4:]},
        ],
        "measurements": [
            line("157,400 MHz", "Tần số", "157,400 MHz", "157,40635 MHz", False),
            line("158,150 MHz", "Tần số", "158,150 MHz", "158,14431 MHz", False),
            line("162,725 MHz", "Công suất", "25 W", "48 W", False),
            line("162,725 MHz", "Băng thông", "11 kHz", "10,4 kHz", True),
            line("162,725 MHz", "Độ cao ăng-ten", "", "32 m", None),
        ],
        "instruments": [
            {
                "name": "máy phân tích phổ R&S FSH8",
                "serial": "105732",
                "calibrated_on": "2026-02-12",
                "calibration_until": "2027-02-12",
            }
        ],
        "findings": [
            {
                "text": "Sử dụng không đúng tần số quy định trong giấy phép đối với 157,400 MHz và 158,150 MHz",
                "provision": "khoản 6 Điều 66 NĐ 174/2026/NĐ-CP",
            },
            {
                "text": "Phát vượt quá công suất quy định trong giấy phép đối với 162,725 MHz",
                "provision": "khoản 6 Điều 66 NĐ 174/2026/NĐ-CP",
            },
        ],
        "outcome": "Có dấu hiệu vi phạm; lập biên bản vi phạm hành chính.",
        "subject_statement": "Thiết bị mới thay tháng trước, chưa hiệu chỉnh.",
        "notes": "",
        "attendance": [
            {"name": "Lê Minh Quân", "capacity": "Trưởng đoàn kiểm tra", "outcome": "signed", "reason": ""},
            {
                "name": "Võ Đình Phước",
                "capacity": "Đại diện đối tượng được kiểm tra",
                "outcome": "refused",
                "reason": "đề nghị đo lại",
                "attested_by": "Lê Văn Khải, bảo vệ trạm",
            },
        ],
        "copies": 2,
        "photos": [
            {"sha256": PHOTO_1, "caption": "Máy phát 162,725 MHz", "taken_at": "2026-11-18T09:12"},
            {"sha256": PHOTO_2, "caption": "Màn hình máy đo công suất", "taken_at": "2026-11-18T09:36"},
            {"sha256": "f" * 64, "caption": "Cột ăng-ten", "taken_at": "2026-11-18T10:05"},
        ],
        "unverified": ["NĐ 174/2026/NĐ-CP, Điều 66 khoản 6"],
    }


def referral() -> dict[str, Any]:
    """Return the letter that hands the games act to the department of culture."""
    return {
        **ISSUED,
        "number": "03/CV-CHS",
        "form_code": "referral_letter",
        "agency": AGENCY,
        "to_name": "Sở Văn hóa và Thể thao tỉnh Khánh Hòa",
        "to_address": "số 6 đường Trần Hưng Đạo, phường Nha Trang, tỉnh Khánh Hòa",
        "subject": "chuyển hồ sơ vụ việc có dấu hiệu vi phạm hành chính",
        "violator_name": "Hộ kinh doanh Hoàng Yến",
        "violator_address": "số 27 đường Nguyễn Thiện Thuật, phường Nha Trang, tỉnh Khánh Hòa",
        "record_number": "07/BB-VPHC",
        "record_date": "2026-11-18",
        "acts": [
            {
                "title": "Hoạt động ngoài khoảng thời gian từ 08 giờ sáng đến 22 giờ đêm hàng ngày",
                "provision": "điểm đ khoản 3 Điều 100 Nghị định số 174/2026/NĐ-CP",
            }
        ],
        "reason": "hành vi về điểm cung cấp dịch vụ trò chơi điện tử công cộng thuộc thẩm quyền của Giám đốc Sở Văn hóa và "
        "Thể thao.",
        "legal_basis": ["Điều 58 Luật Xử lý vi phạm hành chính", "Điều 113 Nghị định số 174/2026/NĐ-CP"],
        "enclosures": [
            {"title": "Biên bản vi phạm hành chính", "number": "07/BB-VPHC", "date": "2026-11-18", "sha256": "ab" * 32},
            {"title": "Biên bản kiểm tra", "number": "12/BB-KT", "date": "2026-11-18", "sha256": "cd" * 32},
        ],
        "answer_by": "2026-12-02",
        "signer_post": "Giám đốc",
        "signer_name": "Đặng Hữu Thiện",
        "copies_to": ["Như trên", "Lưu: VT, hồ sơ vụ việc"],
        "unverified": [],
    }


def extract() -> dict[str, Any]:
    """Return the register extract of an Internet agent."""
    return {
        **ISSUED,
        "number": "21/TL-SĐK",
        "form_code": "register_extract",
        "agency": AGENCY,
        "establishment_name": "Đại lý Internet Hoàng Yến",
        "holder_name": "Hộ kinh doanh Hoàng Yến",
        "as_of": "2026-11-18",
        "facts": [
            ("Loại cơ sở", "Đại lý Internet"),
            ("Địa chỉ", "số 27 đường Nguyễn Thiện Thuật, phường Nha Trang, tỉnh Khánh Hòa"),
            ("Hợp đồng đại lý Internet", "HĐ 118/2024/VNPT-KH, đến ngày 31/12/2027"),
            ("Giờ hoạt động", "08:00 - 22:00"),
            ("Số máy tính", "24"),
            ("Khoảng cách đường bộ đến trường học gần nhất", ""),
        ],
        "history": [("2021-03-12", "Khai báo lần đầu"), ("2025-07-02", "Đổi tên đơn vị hành chính theo sắp xếp mới")],
        "signer_post": "Giám đốc",
        "signer_name": "Đặng Hữu Thiện",
        "unverified": [],
    }
