"""The register extract states the entry and what is not known."""

import io
import re

from pypdf import PdfReader

from licenses.documents import register_extract
from tests.inspections.documents.samples import extract


def test_the_extract_states_the_entry_its_day_and_what_is_not_known() -> None:
    pages = PdfReader(io.BytesIO(register_extract.render(extract()))).pages
    text = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))
    for part in (
        "TRÍCH LỤC SỔ ĐĂNG KÝ ĐẠI LÝ INTERNET",
        "theo trạng thái ngày 18/11/2026",
        "HĐ 118/2024/VNPT-KH, đến ngày 31/12/2027",
        "Khoảng cách đường bộ đến trường học gần nhất không rõ",
        "12/03/2021 Khai báo lần đầu",
        "không phải là giấy phép",
    ):
        assert part in text
