"""The violation record holds every field the law asks for, reads as kept, and shows a changed byte."""

import hashlib
import io
import re
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image, ImageChops
from pypdf import PdfReader

from enforcement.documents import referral_letter, violation_record
from enforcement.documents.violation_acts import fine_range
from tests.enforcement.documents import samples
from tests.inspections.documents.samples import referral

DATA = Path(__file__).parent / "data"
PHOTOS = {samples.PHOTO_1: samples.flat_picture("1"), samples.PHOTO_2: samples.flat_picture("2")}


def read(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


def record(payload: dict[str, Any]) -> str:
    return read(violation_record.render(payload, PHOTOS))


AGENT_FIELDS = {
    "number": "Số: 07/BB-VPHC",
    "1 time": "hồi 22 giờ 50 phút, ngày 18 tháng 11 năm 2026",
    "1 place": "tại Đại lý Internet Hoàng Yến, số 27 đường Nguyễn Thiện Thuật",
    "2 recorder": "Họ và tên: Nguyễn Thị Bích Thủy; Chức vụ: Chuyên viên; Cơ quan: Sở Khoa học và Công nghệ",
    "3 violator": "Tên hộ kinh doanh: Hộ kinh doanh Hoàng Yến",
    "3 identity": "Mã số hộ kinh doanh: 4200123456-001; ngày cấp: 12/03/2021; nơi cấp:",
    "3 representative": "Chủ hộ: Phạm Thị Hoàng Yến",
    "4 time of the act": "Thời gian vi phạm: từ ngày 18/11/2026, đang diễn ra khi phát hiện",
    "4 place of the act": "Địa điểm vi phạm: số 27 đường Nguyễn Thiện Thuật",
    "5 description": "không có bảng nội quy sử dụng dịch vụ Internet ở cửa ra vào",
    "5 provision 1": "Điểm d khoản 1 Điều 36 Nghị định số 174/2026/NĐ-CP",
    "5 wording 1": "“Không niêm yết công khai nội quy sử dụng dịch vụ Internet theo quy định.”",
    "5 provision 2": "Điểm đ khoản 3 Điều 100 Nghị định số 174/2026/NĐ-CP",
    "5 wording 2": "“Hoạt động ngoài khoảng thời gian từ 08 giờ sáng đến 22 giờ đêm hàng ngày;”",
    "5 organisation": "đối với tổ chức từ 10.000.000 đ đến 15.000.000 đ (mười triệu đồng đến mười lăm triệu đồng)",
    "5 individual": "đối với cá nhân từ 5.000.000 đ đến 7.500.000 đ (năm triệu đồng đến bảy triệu năm trăm nghìn đồng)",
    "5 other department": "thuộc thẩm quyền xử phạt của Giám đốc Sở Văn hóa và Thể thao tỉnh Khánh Hòa",
    "6 preventive": "Biện pháp ngăn chặn và bảo đảm xử lý vi phạm hành chính được áp dụng: không áp dụng",
    "7 statement": "Bảng nội quy bị hỏng từ tuần trước",
    "8 witness": "Nội dung biên bản đúng với thực tế tại cơ sở",
    "9 injured": "Ý kiến trình bày của cá nhân, tổ chức bị thiệt hại: không có cá nhân, tổ chức bị thiệt hại",
    "10 explanation": "Quyền và thời hạn giải trình: Không thuộc trường hợp được giải trình",
    "11 appointment": "có mặt hồi 08 giờ 30 phút, ngày 24 tháng 11 năm 2026, tại trụ sở Sở Khoa học và Công nghệ",
    "12 receiver": "giao cho Phạm Thị Hoàng Yến là chủ hộ kinh doanh vi phạm 01 bản vào hồi 23 giờ 25 phút",
    "copies": "được lập thành 02 bản",
    "unverified": "chưa được đối chiếu với văn bản chính thức",
    "refusal line": "(Trường hợp người vi phạm không ký biên bản, ghi rõ lý do:",
    "sign 1": "CHỦ HỘ KINH DOANH VI PHẠM",
    "sign 2": "NGƯỜI LẬP BIÊN BẢN",
    "sign 3": "ĐẠI DIỆN CHÍNH QUYỀN",
    "photo": f"SHA-256: {samples.PHOTO_1[:32]}",
}


@pytest.fixture(scope="module")
def agent() -> str:
    return record(samples.internet_agent())


@pytest.fixture(scope="module")
def mobile() -> str:
    return record(samples.land_mobile())


@pytest.mark.parametrize("field", AGENT_FIELDS)
def test_the_internet_agents_record_holds(agent, field) -> None:
    assert AGENT_FIELDS[field] in agent


def test_a_warning_states_no_fine(agent) -> None:
    assert "Hình thức xử phạt chính: phạt cảnh cáo." in agent


MOBILE_FIELDS = {
    "organisation": "Tên của tổ chức: Công ty TNHH Vận tải biển Hòn Khói",
    "wrong frequency 1": "157,400 MHz 157,40635 MHz + 6,35 kHz (40,3 ppm)",
    "wrong frequency 2": "158,150 MHz 158,14431 MHz",
    "over power": "25 W 48 W + 2,8 dB",
    "uncertainty": "U = 0,02 ppm (k = 2)",
    "license": "GP 214589/GP",
    "power basis": "Căn cứ xác định mức công suất: mức công suất để xác định điểm của khoản 6 lấy theo công",
    "instrument": "máy phân tích phổ R&S FSH8, số máy 105732, hiệu chuẩn ngày 12/02/2026",
    "per line": "tính theo từng tần số tại từng địa điểm",
    "line range": "Điểm b khoản 6 Điều 66 từ 1.000.000 đ đến 2.000.000 đ từ 500.000 đ đến 1.000.000 đ",
    "supplementary": "tước quyền sử dụng Giấy phép sử dụng tần số vô tuyến điện từ 01 tháng đến 03 tháng",
    "written": "Trong thời hạn 05 ngày làm việc, kể từ ngày lập biên bản này (chậm nhất ngày 25/11/2026)",
    "oral": "trong thời hạn 02 ngày làm việc (chậm nhất ngày 20/11/2026)",
    "body": "giải trình trực tiếp đến Giám đốc Sở Khoa học và Công nghệ tỉnh Khánh Hòa",
    "refusal": "Ông Võ Đình Phước từ chối ký biên bản; lý do: cho rằng cần đo lại bằng thiết bị của công ty",
    "attested": "có người chứng kiến Lê Văn Khải ký xác nhận",
}


@pytest.mark.parametrize("field", MOBILE_FIELDS)
def test_the_radio_record_holds(mobile, field) -> None:
    assert MOBILE_FIELDS[field] in mobile


def test_one_line_per_frequency_per_place(mobile) -> None:
    assert mobile.count("GP 214589/GP") == 3


def test_an_individual_is_named_with_birth_sex_nationality_and_address() -> None:
    payload = samples.internet_agent()
    payload["violator"] = {
        "kind": "individual",
        "name": "Trần Văn Tư",
        "gender": "Nam",
        "born_on": "05/01/1990",
        "nationality": "Việt Nam",
        "occupation": "Thợ điện",
        "address": "thôn Phú Bình, xã Diên Khánh",
        "identifier": "056090000000",
    }
    text = record(payload)
    assert "1. Họ và tên: Trần Văn Tư; Giới tính: Nam." in text
    assert "Ngày, tháng, năm sinh: 05/01/1990; Quốc tịch: Việt Nam; Nghề nghiệp: Thợ điện." in text
    assert "Số định danh cá nhân/Hộ chiếu: 056090000000; ngày cấp: …" in text
    assert "CÁ NHÂN VI PHẠM" in text


def test_what_is_not_known_is_left_to_fill_in_by_hand() -> None:
    payload = samples.internet_agent()
    payload["acts"][1].update(fine_min_vnd=None, fine_max_vnd=None)
    payload["receiver"] = None
    text = record(payload)
    assert "khung tiền phạt: chưa xác định" in text
    assert "giao cho ………" in text


def test_a_record_made_elsewhere_says_why() -> None:
    payload = {**samples.internet_agent(), "made_elsewhere_reason": "cơ sở đã đóng cửa khi Đoàn trở lại"}
    assert "Lý do không lập biên bản tại nơi xảy ra hành vi vi phạm: cơ sở đã đóng cửa" in record(payload)


def test_the_bilingual_record_adds_english_beneath() -> None:
    payload = {**samples.internet_agent(), "bilingual": True}
    text = record(payload)
    assert "RECORD OF ADMINISTRATIVE VIOLATION" in text
    assert "Rules for the use of the Internet service not posted in public" in text
    assert "BIÊN BẢN VI PHẠM HÀNH CHÍNH" in text


@pytest.mark.parametrize("maker", [samples.internet_agent, samples.land_mobile])
def test_every_page_is_signed_numbered_and_counted(maker) -> None:
    pages = PdfReader(io.BytesIO(violation_record.render(maker(), PHOTOS))).pages
    for index, page in enumerate(pages, start=1):
        text = page.extract_text()
        assert f"Trang {index}/{len(pages)}" in text
        assert all(f"{who} (ký)" in text for who in violation_record.STRIP)
    assert f"gồm {len(pages):02d} trang" in re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


def test_ranges_follow_the_party_and_unknown_factors_stay_unknown() -> None:
    act: Any = samples.internet_agent()["acts"][1]
    assert fine_range(act, "organisation", act_of=act) == (10_000_000, 15_000_000)
    assert fine_range(act, "individual", act_of=act) == (5_000_000, 7_500_000)
    own_rate = {**act, "applies_to": "individual"}
    assert fine_range(own_rate, "individual", act_of=own_rate) == (10_000_000, 15_000_000)
    assert fine_range(own_rate, "organisation", act_of=own_rate) is None
    unknown = {**act, "individual_factor": ""}
    assert fine_range(unknown, "individual", act_of=unknown) is None


def test_the_photos_cost_little_more_than_themselves() -> None:
    photos = samples.photos()
    pdf = violation_record.render({**samples.internet_agent()}, photos)
    assert len(pdf) - sum(map(len, photos.values())) < 90_000


def test_one_flipped_byte_changes_the_hash() -> None:
    pdf = bytearray(violation_record.render(samples.internet_agent(), PHOTOS))
    before = hashlib.sha256(pdf).hexdigest()
    pdf[len(pdf) // 3] ^= 1
    assert hashlib.sha256(pdf).hexdigest() != before


def pictures(payload: dict[str, Any]) -> list[Image.Image]:
    with pypdfium2.PdfDocument(violation_record.render(payload, PHOTOS)) as document:
        return [page.render(scale=0.75).to_pil().convert("L") for page in document]


def differing(one: Image.Image, other: Image.Image) -> int:
    assert one.size == other.size
    return sum(ImageChops.difference(one, other).histogram()[1:])


@pytest.mark.parametrize("maker", [samples.internet_agent, samples.land_mobile])
def test_the_pages_look_as_kept(maker) -> None:
    """At most 5 pixels may differ. To keep new pictures delete data/*.png, run this, and look at them."""
    missing = []
    for index, drawn in enumerate(pictures(maker()), start=1):
        kept = DATA / f"{maker.__name__}-{index}.png"
        if not kept.exists():
            drawn.save(kept, optimize=True)
            missing.append(kept.name)
            continue
        with Image.open(kept) as before:
            assert differing(drawn, before.convert("L")) <= 5
    assert missing == [], "were missing and are kept now; look at them"


def test_one_changed_word_is_seen_in_the_picture() -> None:
    payload = samples.internet_agent()
    before = pictures(payload)[0]
    payload["recorders"][0]["post"] = "Chuyên viêm"
    assert differing(pictures(payload)[0], before) > 5


def test_the_referral_names_receiver_record_acts_and_enclosures() -> None:
    text = read(referral_letter.render(referral()))
    for part in (
        "Kính gửi: Sở Văn hóa và Thể thao tỉnh Khánh Hòa",
        "V/v chuyển hồ sơ vụ việc",
        "Biên bản vi phạm hành chính số 07/BB-VPHC",
        "Hoạt động ngoài khoảng thời gian từ 08 giờ sáng đến 22 giờ đêm hàng ngày",
        "trước ngày 02/12/2026",
        "ab" * 16,
        "GIÁM ĐỐC",
        "Đặng Hữu Thiện",
    ):
        assert part in text


def test_recordings_files_and_drawn_signatures_are_listed_with_their_hashes() -> None:
    listed = [
        {"kind": "Bản ghi âm", "name": "ghi-am.webm", "about": "", "size": "12 kB", "sha256": samples.PHOTO_1},
        {"kind": "Chữ ký vẽ", "name": "Phạm Thị Hoàng Yến", "about": "", "size": "3 kB", "sha256": samples.PHOTO_2},
    ]
    text = record({**samples.internet_agent(), "photos": [], "files": listed}).replace(" ", "")
    assert all(part in text for row in listed for part in (row["name"].replace(" ", ""), row["sha256"]))
    assert "CHỨNG CỨ LƯU TRONG HỒ SƠ ĐIỆN TỬ" not in record(samples.internet_agent())
