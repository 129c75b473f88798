# ruff: noqa: E501
"""Invented payloads of violation records, in the shape the services build them."""

import io
from typing import Any

from PIL import Image, ImageDraw

AGENCY = {"superior": "UBND tỉnh Khánh Hòa", "name": "Sở Khoa học và Công nghệ", "place": "Khánh Hòa"}
DECREE = "Nghị định số 174/2026/NĐ-CP ngày 15 tháng 5 năm 2026 của Chính phủ"
ISSUED = {
    "number": "07/BB-VPHC",
    "form_code": "violation_record",
    "verify_code": "7KQM-X2VD-9RTA",
    "verify_url": "https://kiemtra.khanhhoa.example/check/7KQMX2VD9RTA",
    "content_sha256": "3f0c7a51d1ce0f8a4b0f64f5b9d5d0e8d21c7a7fd9e2a4b6c8d0e1f203142536",
    "watermark": "BẢN DEMO - KHÔNG CÓ GIÁ TRỊ PHÁP LÝ",
    "issued_on": "2026-11-18",
}
PHOTO_1 = "9b74c9897bac770ffc029102a200c5de4f0b6a1c5f9b8e7d6c5b4a39281706f5"
PHOTO_2 = "1a79a4d60de6718e8e5b326e338ae53395f0c4d3b2a1908f7e6d5c4b3a291807"


def picture(text: str, size: tuple[int, int] = (1200, 900)) -> bytes:
    """Return an invented photograph as JPEG."""
    image = Image.effect_noise(size, 24).convert("RGB")
    drawn = ImageDraw.Draw(image)
    drawn.rectangle((100, 100, size[0] - 100, size[1] - 100), outline=(20, 40, 90), width=12)
    drawn.text((200, 200), text, fill=(160, 20, 20), font_size=90)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()


def photos() -> dict[str, bytes]:
    """Return the pictures of both photographs by hash."""
    return {PHOTO_1: picture("ANH 1"), PHOTO_2: picture("ANH 2")}


def internet_agent() -> dict[str, Any]:
    """Return the record of an Internet agent: no rules posted, and games after 22:00 for the other department."""
    return {
        **ISSUED,
        "agency": AGENCY,
        "made_at": "2026-11-18T22:50",
        "closed_at": "2026-11-18T23:25",
        "made_place": "Đại lý Internet Hoàng Yến, số 27 đường Nguyễn Thiện Thuật, phường Nha Trang, tỉnh Khánh Hòa",
        "made_elsewhere_reason": "",
        "subject": "vi phạm quy định về điểm truy nhập Internet công cộng và điểm cung cấp dịch vụ trò chơi điện tử",
        "basis": [
            "Biên bản kiểm tra số 12/BB-KT lập ngày 18 tháng 11 năm 2026 của Đoàn kiểm tra Sở Khoa học và Công nghệ"
        ],
        "recorders": [
            {"name": "Nguyễn Thị Bích Thủy", "post": "Chuyên viên", "unit": "Sở Khoa học và Công nghệ tỉnh Khánh Hòa"}
        ],
        "witnesses": [
            {
                "capacity": "commune",
                "name": "Trần Quốc Đạt",
                "post": "Công chức Văn hóa - Xã hội",
                "unit": "UBND phường Nha Trang",
            }
        ],
        "violator": {
            "kind": "household",
            "name": "Hộ kinh doanh Hoàng Yến",
            "address": "số 27 đường Nguyễn Thiện Thuật, phường Nha Trang, tỉnh Khánh Hòa",
            "identifier": "4200123456-001",
            "identifier_label": "Mã số hộ kinh doanh",
            "identifier_issued_on": "12/03/2021",
            "identifier_issued_by": "UBND thành phố Nha Trang (cũ)",
            "representative": "Phạm Thị Hoàng Yến",
            "representative_title": "Chủ hộ",
            "phone": "0258 000 0000",
        },
        "acts": [
            {
                "title": "Không niêm yết công khai nội quy sử dụng dịch vụ Internet theo quy định",
                "title_en": "Rules for the use of the Internet service not posted in public",
                "description": "Tại thời điểm kiểm tra, cơ sở có 24 máy tính đang cung cấp dịch vụ truy nhập Internet; "
                "không có bảng nội quy sử dụng dịch vụ Internet ở cửa ra vào, quầy thu tiền và các dãy máy.",
                "place": "số 27 đường Nguyễn Thiện Thuật, phường Nha Trang, tỉnh Khánh Hòa",
                "started_on": "2026-11-18",
                "ended_on": "",
                "continuing": True,
                "detected_at": "2026-11-18T22:10",
                "provision": f"Điểm d khoản 1 Điều 36 {DECREE}",
                "legal_text": "Không niêm yết công khai nội quy sử dụng dịch vụ Internet theo quy định.",
                "penalty_kind": "warning",
                "fine_min_vnd": None,
                "fine_max_vnd": None,
                "applies_to": "organisation",
                "individual_factor": "0.5",
                "supplementary": [],
                "remedial": [],
                "verified": False,
            },
            {
                "title": "Hoạt động ngoài khoảng thời gian từ 08 giờ sáng đến 22 giờ đêm hàng ngày",
                "title_en": "Game point open outside 08:00 to 22:00",
                "description": "Lúc 22 giờ 35 phút ngày 18/11/2026, điểm cung cấp dịch vụ trò chơi điện tử công cộng vẫn mở "
                "cửa; 11 khách hàng đang chơi trò chơi điện tử trên các máy số 01 đến số 11.",
                "place": "số 27 đường Nguyễn Thiện Thuật, phường Nha Trang, tỉnh Khánh Hòa",
                "started_on": "2026-11-18",
                "ended_on": "2026-11-18",
                "continuing": False,
                "detected_at": "2026-11-18T22:35",
                "provision": f"Điểm đ khoản 3 Điều 100 {DECREE}",
                "legal_text": "Hoạt động ngoài khoảng thời gian từ 08 giờ sáng đến 22 giờ đêm hàng ngày;",
                "penalty_kind": "fine",
                "fine_min_vnd": 10_000_000,
                "fine_max_vnd": 15_000_000,
                "applies_to": "organisation",
                "individual_factor": "0.5",
                "supplementary": [],
                "remedial": [],
                "verified": False,
                "referred_to": "Giám đốc Sở Văn hóa và Thể thao tỉnh Khánh Hòa",
                "referral_note": "Bản sao biên bản và chứng cứ được chuyển trong thời hạn 24 giờ kể từ khi lập biên bản.",
            },
        ],
        "injured": [],
        "statements": {
            "violator": "Bảng nội quy bị hỏng từ tuần trước, đang đặt làm lại. Khách quen xin chơi thêm nên chưa đóng cửa.",
            "witness": "Nội dung biên bản đúng với thực tế tại cơ sở.",
            "injured": "",
        },
        "preventive_measures": [],
        "seized": [],
        "explanation": {
            "allowed": False,
            "basis": "Điều 61 Luật Xử lý vi phạm hành chính",
            "reason": "hành vi thuộc thẩm quyền của cơ quan lập biên bản chỉ áp dụng hình thức phạt cảnh cáo.",
        },
        "appointment": {
            "at": "2026-11-24T08:30",
            "place": "trụ sở Sở Khoa học và Công nghệ, số 72 đường Thống Nhất, phường Nha Trang, tỉnh Khánh Hòa",
        },
        "copies": 2,
        "receiver": {"name": "Phạm Thị Hoàng Yến", "capacity": "chủ hộ kinh doanh vi phạm", "at": "2026-11-18T23:25"},
        "refusal": None,
        "photos": [
            {
                "sha256": PHOTO_1,
                "caption": "Quầy thu tiền, không có bảng nội quy",
                "taken_at": "2026-11-18T22:12",
                "position": "12°14′20,1″B 109°11′48,6″Đ (±6 m)",
            },
            {"sha256": PHOTO_2, "caption": "Khách đang chơi tại máy số 07", "taken_at": "2026-11-18T22:36"},
        ],
        "unverified": ["NĐ 174/2026/NĐ-CP, Điều 36 khoản 1 điểm d", "NĐ 174/2026/NĐ-CP, Điều 100 khoản 3 điểm đ"],
    }


def land_mobile() -> dict[str, Any]:
    """Return the record of a land-mobile licensee: wrong frequency and over power on three frequencies."""
    base = internet_agent()
    place = "Trạm gốc Hòn Khói, thôn Đông Hà, phường Đông Ninh Hòa, tỉnh Khánh Hòa"

    def line(
        frequency: str, quantity: str, licensed: str, measured: str, difference: str, doubt: str
    ) -> dict[str, Any]:
        return {
            "place": place,
            "license_number": "214589/GP",
            "frequency": frequency,
            "quantity": quantity,
            "licensed": licensed,
            "measured": measured,
            "difference": difference,
            "tolerance": "± 2,0 ppm" if quantity == "Tần số" else "+ 1,0 dB",
            "uncertainty": doubt,
            "provision": "Điểm b khoản 6 Điều 66",
            "fine_min_vnd": 1_000_000,
            "fine_max_vnd": 2_000_000,
        }

    act = {
        "title": "Sử dụng tần số và thiết bị vô tuyến điện không đúng tần số, phát vượt quá công suất quy định "
        "trong giấy phép",
        "description": "Đo tại trạm gốc: hai máy phát làm việc lệch khỏi tần số ấn định vượt quá dung sai; một máy phát "
        "có công suất tại đầu ra máy phát vượt quá công suất quy định trong giấy phép. Trạm thuộc mạng thông tin di "
        "động mặt đất dùng riêng, không phải đài di động thuộc mạng thông tin vô tuyến điện nội bộ.",
        "place": place,
        "started_on": "2026-11-11",
        "ended_on": "",
        "continuing": True,
        "detected_at": "2026-11-18T09:40",
        "provision": f"Khoản 6 Điều 66 {DECREE}",
        "legal_text": "Mức phạt tiền đối với hành vi sử dụng tần số và thiết bị vô tuyến điện tính theo từng tần số sử dụng "
        "hoặc công suất phát sóng tại từng địa điểm xác định nhưng không đúng tần số hoặc phát vượt quá công suất quy "
        "định trong giấy phép (trừ quy định tại điểm b khoản 2 Điều này) quy định như sau: […] b) Phạt tiền từ "
        "1.000.000 đồng đến 2.000.000 đồng đối với thiết bị vô tuyến điện có công suất phát sóng lớn hơn 15W và nhỏ hơn "
        "hoặc bằng 100W;",
        "penalty_kind": "fine",
        "fine_min_vnd": 1_000_000,
        "fine_max_vnd": 2_000_000,
        "applies_to": "organisation",
        "individual_factor": "0.5",
        "supplementary": [
            "tước quyền sử dụng Giấy phép sử dụng tần số vô tuyến điện từ 01 tháng đến 03 tháng (điểm a khoản 12 Điều 66)"
        ],
        "remedial": [],
        "verified": False,
        "lines": [
            line(
                "157,400 MHz", "Tần số", "157,400 MHz", "157,40635 MHz", "+ 6,35 kHz (40,3 ppm)", "U = 0,02 ppm (k = 2)"
            ),
            line(
                "158,150 MHz", "Tần số", "158,150 MHz", "158,14431 MHz", "- 5,69 kHz (36,0 ppm)", "U = 0,02 ppm (k = 2)"
            ),
            line("162,725 MHz", "Công suất", "25 W", "48 W", "+ 2,8 dB", "U = 0,6 dB (k = 2)"),
        ],
        "power_basis": "mức công suất để xác định điểm của khoản 6 lấy theo công suất đo được (48 W) đối với tần số "
        "162,725 MHz vì đây là công suất thực tế phát sóng; lấy theo công suất ghi trong giấy phép (25 W) đối với hai tần "
        "số còn lại vì công suất đo được không vượt giấy phép. Cả ba trường hợp đều lớn hơn 15 W và nhỏ hơn hoặc bằng "
        "100 W.",
        "instruments": [
            "máy phân tích phổ R&S FSH8, số máy 105732, hiệu chuẩn ngày 12/02/2026, có giá trị đến 12/02/2027",
            "máy đo công suất Bird 5000-XT, số máy 0419, hiệu chuẩn ngày 03/03/2026",
        ],
    }
    return {
        **base,
        "number": "08/BB-VPHC",
        "subject": "vi phạm quy định về sử dụng tần số và thiết bị vô tuyến điện",
        "made_at": "2026-11-18T11:05",
        "closed_at": "2026-11-18T11:50",
        "made_place": place,
        "witnesses": [
            {
                "capacity": "witness",
                "name": "Lê Văn Khải",
                "occupation": "Bảo vệ trạm",
                "address": "phường Đông Ninh Hòa",
            }
        ],
        "violator": {
            "kind": "organisation",
            "name": "Công ty TNHH Vận tải biển Hòn Khói",
            "address": "số 5 đường Trần Quý Cáp, phường Ninh Hòa, tỉnh Khánh Hòa",
            "identifier": "4200987654",
            "identifier_issued_on": "05/06/2014",
            "identifier_issued_by": "Phòng Đăng ký kinh doanh, tỉnh Khánh Hòa",
            "registration": "Giấy phép sử dụng tần số và thiết bị vô tuyến điện số 214589/GP, có giá trị đến 30/06/2029",
            "representative": "Võ Đình Phước",
            "representative_title": "Giám đốc",
        },
        "acts": [act],
        "statements": {"violator": "Thiết bị mới thay tháng trước, chưa hiệu chỉnh.", "witness": "", "injured": ""},
        "explanation": {
            "allowed": True,
            "basis": "Điều 61 Luật Xử lý vi phạm hành chính, do hành vi có hình thức tước quyền sử dụng giấy phép",
            "written_days": 5,
            "written_due": "2026-11-25",
            "oral_days": 2,
            "oral_due": "2026-11-20",
            "body": "Giám đốc Sở Khoa học và Công nghệ tỉnh Khánh Hòa",
            "address": "số 72 đường Thống Nhất, phường Nha Trang",
        },
        "receiver": None,
        "refusal": {
            "who": "Ông Võ Đình Phước",
            "kind": "refused",
            "reason": "cho rằng cần đo lại bằng thiết bị của công ty",
            "attested_by": "Lê Văn Khải",
            "attested_capacity": "người chứng kiến",
        },
        "photos": [],
        "unverified": ["NĐ 174/2026/NĐ-CP, Điều 66 khoản 6 điểm b", "NĐ 174/2026/NĐ-CP, Điều 66 khoản 12 điểm a"],
    }


def flat_picture(text: str, size: tuple[int, int] = (600, 450)) -> bytes:
    """Return a picture without noise, the same on every machine, for comparison with a kept page."""
    image = Image.new("RGB", size, (225, 228, 232))
    drawn = ImageDraw.Draw(image)
    drawn.rectangle((60, 60, size[0] - 60, size[1] - 60), outline=(20, 40, 90), width=8)
    drawn.line((60, 60 + 40 * len(text), size[0] - 60, size[1] - 60), fill=(160, 20, 20), width=6)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90)
    return out.getvalue()
