"""The page of official papers: every letter, every page its foot, the same bytes for the same content."""

import io
import unicodedata
from typing import Any

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader
from reportlab.pdfbase import pdfmetrics

from common.pdf import dates, figures, fonts, qr
from common.pdf.composer import Composer, esc, unbroken
from common.pdf.frame import TOTAL, build

HEAD = {"superior": "UBND tỉnh Khánh Hòa", "name": "Sở Khoa học và Công nghệ", "place": "Khánh Hòa"}
BASES = "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
LETTERS = [unicodedata.normalize("NFC", base + tone) for base in BASES for tone in TONES] + ["đ", "Đ"]


def draw(*paragraphs: str, strip: tuple[str, ...] = (), **given: Any) -> bytes:
    payload = {"agency": HEAD, "number": "07/BB-VPHC", "issued_on": "2026-02-08", **given}
    paper = Composer(payload)
    paper.letterhead(dated=True)
    for text in paragraphs:
        paper.text(text)
    return build(payload, paper.story, title="Giấy", strip=strip)


def texts(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def picture_of(pdf: bytes, page: int = 0, scale: float = 1.0) -> Image.Image:
    with pypdfium2.PdfDocument(pdf) as document:
        return document[page].render(scale=scale).to_pil().convert("L")


@pytest.mark.parametrize("face", ["", "b", "i"])
def test_every_vietnamese_letter_is_drawn_and_read_back(face) -> None:
    line = " ".join(LETTERS)
    marked = f"<{face}>{line}</{face}>" if face else line
    read = unicodedata.normalize("NFC", texts(draw(marked))[0])
    assert [letter for letter in LETTERS if letter not in read] == []


@pytest.mark.parametrize("name", [fonts.REGULAR, fonts.BOLD, fonts.ITALIC, fonts.BOLD_ITALIC])
def test_the_faces_hold_every_letter_and_sign_that_papers_use(name) -> None:
    fonts.register()
    glyphs = pdfmetrics.getFont(name).face.charToGlyph
    assert [letter for letter in [*LETTERS, *"…–“”°′″±≤≥Δµ₫"] if ord(letter) not in glyphs] == []


def test_the_letterhead_names_agency_state_number_and_date() -> None:
    text = texts(draw("Nội dung"))[0]
    for part in (
        "UBND TỈNH KHÁNH HÒA",
        "SỞ KHOA HỌC VÀ CÔNG NGHỆ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 07/BB-VPHC",
        "Khánh Hòa, ngày 08 tháng 02 năm 2026",
    ):
        assert part in text


def test_every_page_has_its_number_code_hash_watermark_and_initials() -> None:
    pdf = draw(
        *["Một đoạn văn dài. " * 30] * 12,
        strip=("Người lập biên bản", "Người vi phạm"),
        verify_code="ABCD-EFGH-JKLM",
        verify_url="https://example.vn/check/ABCDEFGHJKLM",
        content_sha256="5" * 64,
        watermark="BẢN DEMO",
    )
    pages = texts(pdf)
    assert len(pages) > 2
    for index, text in enumerate(pages, start=1):
        for part in (
            f"Trang {index}/{len(pages)}",
            "ABCD-EFGH-JKLM",
            "example.vn/check",
            "5" * 64,
            "BẢN DEMO",
            "Người lập biên bản (ký)",
            "Người vi phạm (ký)",
        ):
            assert part in text


def test_the_number_of_pages_is_written_into_the_text() -> None:
    pages = texts(draw(*["Một đoạn văn dài. " * 30] * 12, f"Biên bản gồm {TOTAL} trang."))
    assert f"Biên bản gồm {len(pages):02d} trang." in pages[-1]


def test_the_same_content_gives_the_same_bytes() -> None:
    assert draw("Nội dung", verify_url="https://a.vn/check/X") == draw("Nội dung", verify_url="https://a.vn/check/X")
    assert draw("Nội dung") != draw("Nội dung khác")


def test_the_file_is_small_binary_and_says_its_language() -> None:
    pdf = draw("Nội dung " * 200)
    assert len(pdf) < 60_000
    assert b"ASCII85" not in pdf
    assert PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/Lang"] == "vi"


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=300))
def test_no_text_that_people_type_breaks_a_paper(text) -> None:
    assert draw(f"Lời khai: {esc(text)}").startswith(b"%PDF")


def test_markup_typed_by_people_is_shown_and_not_obeyed() -> None:
    assert "<b>đậm</b> & <img src=x>" in texts(draw(esc("<b>đậm</b> & <img src=x>")))[0]


def test_a_long_table_repeats_its_head_and_loses_no_row() -> None:
    paper = Composer({"agency": HEAD})
    paper.table(("TT", "Nội dung"), [[str(row), f"Dòng {row} dài. " * 12] for row in range(60)], (1, 9))
    pages = texts(build({"agency": HEAD}, paper.story, title="Bảng"))
    assert len(pages) > 2
    assert all("Nội dung" in page for page in pages)
    whole = "\n".join(pages)
    assert all(f"Dòng {row} dài." in whole for row in range(60))


def test_the_heading_of_a_table_stays_with_its_first_row() -> None:
    for lines in range(28, 40):
        paper = Composer({"agency": HEAD})
        paper.items(["Một dòng."] * lines)
        paper.heading("Phần có bảng")
        paper.table(("TT", "Nội dung"), [["1", "Câu hỏi thứ nhất. " * 20], ["2", "Câu hỏi thứ hai."]], (1, 9))
        pages = texts(build({"agency": HEAD}, paper.story, title="Bảng"))
        assert ["Phần có bảng" in page for page in pages] == ["Câu hỏi thứ nhất." in page for page in pages], lines


def test_a_cell_taller_than_a_page_is_split() -> None:
    paper = Composer({"agency": HEAD})
    paper.table(("TT", "Nội dung"), [["1", "Một câu rất dài. " * 900]], (1, 9))
    assert len(texts(build({"agency": HEAD}, paper.story, title="Bảng"))) > 2


def photo(data: bytes) -> bytes:
    paper = Composer({"agency": HEAD})
    paper.photos([{"sha256": "a" * 64, "caption": "Ảnh chụp"}], {"a" * 64: data})
    return build({"agency": HEAD}, paper.story, title="Ảnh")


def jpeg(size: tuple[int, int], orientation: int = 1) -> bytes:
    image, exif, out = Image.effect_noise(size, 20).convert("RGB"), Image.Exif(), io.BytesIO()
    exif[274] = orientation
    image.paste((0, 0, 0), (0, 0, size[0], size[1] // 4))  # the upper edge as the sensor saw it
    image.save(out, "JPEG", exif=exif.tobytes())
    return out.getvalue()


def test_a_jpeg_goes_into_the_paper_byte_for_byte() -> None:
    data = jpeg((800, 600))
    assert data in photo(data)


@pytest.mark.parametrize(("orientation", "dark"), [(1, "top"), (3, "bottom"), (6, "right"), (8, "left")])
def test_a_photo_taken_sideways_stands_upright(orientation, dark) -> None:
    page = picture_of(photo(jpeg((800, 600), orientation)))
    box = page.point(lambda value: 255 if value < 60 else 0).getbbox()
    grey = page.point(lambda value: 255 if value < 200 else 0).getbbox()
    assert box is not None
    assert grey is not None
    middle_x, middle_y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    where = {
        "top": middle_y < grey[1] + (grey[3] - grey[1]) / 2,
        "bottom": middle_y > grey[1] + 40,
        "right": middle_x > grey[0] + 60,
        "left": box[2] - box[0] < 100,
    }
    assert where[dark]


def test_a_png_is_shown_too() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (80, 60), (200, 0, 0, 128)).save(out, "PNG")
    assert photo(out.getvalue()).startswith(b"%PDF")


def test_a_missing_picture_is_said_so() -> None:
    paper = Composer({"agency": HEAD})
    paper.photos([{"sha256": "a" * 64, "caption": "Ảnh chụp"}], {})
    assert "ảnh gốc lưu trong hồ sơ điện tử" in texts(build({"agency": HEAD}, paper.story, title="Ảnh"))[0]


def test_the_qr_code_covers_the_same_modules_as_its_matrix() -> None:
    text = "https://example.vn/check/ABCDEFGHJKLM"
    size, runs = qr.runs(text)
    matrix = [list(row) for row in qr.segno.make(text, error="m", micro=False).matrix]
    drawn = [[0] * size for _ in range(size)]
    for column, row, length in runs:
        for offset in range(length):
            drawn[size - 1 - row][column + offset] = 1
    assert drawn == matrix


def test_dates_are_written_as_papers_write_them() -> None:
    assert dates.day_words("2026-02-08") == "ngày 08 tháng 02 năm 2026"
    assert dates.day_words("2026-11-18") == "ngày 18 tháng 11 năm 2026"
    assert dates.moment("2026-11-18T09:05") == "09 giờ 05 phút, ngày 18 tháng 11 năm 2026"
    assert dates.moment_short("2026-11-18T09:05") == "09:05 ngày 18/11/2026"
    assert dates.moment_en("2026-11-08T09:05") == "09:05 on 8 November 2026"


def test_unknown_dates_leave_dots_to_fill_in() -> None:
    written = [dates.day(""), dates.day_words(""), dates.moment(""), dates.moment_short(""), dates.moment_en("")]
    assert all("…" in text for text in written)


def test_quantities_carry_a_decimal_comma_and_the_digits_they_need() -> None:
    assert figures.mhz(157_400_000) == "157,400 MHz"
    assert figures.mhz(157_406_350) == "157,40635 MHz"
    assert figures.khz(12_500) == "12,5 kHz"
    assert figures.watts("25.0") == "25 W"
    assert figures.metres("8.50") == "8,5 m"
    assert [figures.mhz(None), figures.khz(None), figures.watts(None), figures.metres("")] == [""] * 4


def test_number_and_unit_stay_on_one_line() -> None:
    assert unbroken("157,400 MHz") == "157,400\u00a0MHz"
    assert unbroken("Độ cao ăng-ten") == "Độ cao ăng-ten"
