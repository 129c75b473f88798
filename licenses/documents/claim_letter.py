"""The secret code by which a licensee's people come to act for it: in a letter, or on the back of a license.

Either is made once and never kept.
"""

from typing import NotRequired

from common.pdf.composer import Composer, esc
from common.pdf.dates import day
from common.pdf.frame import build
from common.pdf.shapes import Paper


class ClaimLetter(Paper):
    """The payload: to whom, the code in groups, until when, where to enter it; on whose back it is printed."""

    to: str
    address: str
    code: str
    until: str
    site: str
    license_number: NotRequired[str]
    signer_post: str
    signer_name: str


TITLE, TITLE_EN = "THƯ CẤP MÃ NHẬN HỒ SƠ GIẤY PHÉP", "Letter with your claim code"
BACK, BACK_EN = "MÃ NHẬN HỒ SƠ", "Claim code"


def render(payload: ClaimLetter) -> bytes:
    """Return the letter as PDF."""
    paper = Composer(payload)
    paper.letterhead(dated=True)
    paper.title(TITLE, TITLE_EN, "")
    paper.fields(("Kính gửi", payload["to"]), ("Địa chỉ", payload["address"]), en="To.")
    paper.text(
        "Với mã dưới đây, người đại diện của Quý đơn vị đăng ký tài khoản trên trang cấp phép để xem giấy phép, nộp và "
        "theo dõi hồ sơ."
    )
    _code(paper, payload)
    paper.closing([payload["to"]], payload["signer_post"], payload["signer_name"])
    return build(payload, paper.story, title=TITLE)


def render_back(payload: ClaimLetter) -> bytes:
    """Return what is printed on the back of the license's paper, to be cut off or covered before it hangs."""
    paper = Composer(payload)
    paper.title(BACK, BACK_EN, f"(mặt sau giấy phép số {esc(payload['license_number'])})")
    paper.fields(("Chủ giấy phép", payload["to"]), ("Cơ quan cấp mã", payload["agency"]["name"]), en="Holder, agency.")
    _code(paper, payload)
    paper.text(
        "Che kín hoặc cắt rời phần này trước khi treo, sao chụp giấy phép. Mã không in trên bản lưu và không hiện ra "
        "khi tra cứu giấy phép."
    )
    return build(payload, paper.story, title=BACK)


def _code(paper: Composer, payload: ClaimLetter) -> None:
    paper.fields(
        ("MÃ NHẬN HỒ SƠ", payload["code"]), ("Có giá trị đến hết ngày", day(payload["until"])), en="Code, valid until."
    )
    paper.items(
        [
            f"Mở trang {esc(payload['site'])}, chọn “Đăng ký”, xác nhận địa chỉ thư điện tử.",
            "Chọn “Thay mặt tổ chức, cá nhân được cấp phép”, nhập mã trên.",
            "Mã chỉ dùng một lần. Ai có mã này có thể thay mặt Quý đơn vị: không đưa người khác, không chụp ảnh.",
            "Mã cạnh ô QR trên giấy phép chỉ để kiểm tra giấy thật hay giả, không dùng thay mã này.",
            "Nếu mất mã hoặc có người lạ biết mã, báo ngay cơ quan cấp phép để cấp mã mới; mã cũ hết giá trị.",
        ]
    )
    paper.text(
        "With this code the representative signs up on the licensing pages, confirms an e-mail address and enters the "
        "code under “Act for a licensee”. It works once. The code beside the QR on a license is another one."
    )
