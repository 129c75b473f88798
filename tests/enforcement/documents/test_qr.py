"""A telephone reads the QR code of a printed page: decoded by a reader that is not ours, on every page."""

import pypdfium2
import pytest
import zxingcpp

from enforcement.documents import violation_record
from inspections.documents import announcement, visit_record
from tests.enforcement.documents import samples
from tests.inspections.documents import samples as visit_samples

PHOTOS = {samples.PHOTO_1: samples.flat_picture("1"), samples.PHOTO_2: samples.flat_picture("2")}
PAPERS = {
    "violation record, agent": (samples.internet_agent(), lambda made: violation_record.render(made, PHOTOS)),
    "violation record, radio": (samples.land_mobile(), lambda made: violation_record.render(made, PHOTOS)),
    "announcement": (visit_samples.announcement(), announcement.render),
    "inspection record": (visit_samples.visit_record(), lambda made: visit_record.render(made, PHOTOS)),
}
ADDRESS = "https://kiemtra.example.vn/check/7KQMX2VD9RTA"


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("scale", [1.5, 3.0], ids=["108 dpi", "216 dpi"])
def test_every_page_leads_to_the_public_check(paper: str, scale: float) -> None:
    payload, render = PAPERS[paper]
    document = pypdfium2.PdfDocument(render({**payload, "verify_url": ADDRESS}))
    read = []
    for page in document:
        read.append([code.text for code in zxingcpp.read_barcodes(page.render(scale=scale).to_pil())])
    document.close()
    assert len(read) > 1
    assert read == [[ADDRESS]] * len(read)
