"""The letter with the secret code by which a licensee's people come to act for it. It is made once and never kept."""

from common.pdf.composer import Composer, esc
from common.pdf.frame import build
from common.pdf.shapes import Paper


class ClaimLetter(Paper):
    """The payload: to whom, the code in groups, until when, where to enter it."""

    to: str
    address: str
    code: str
    until: str
    site: str
    signer_post: str
    signer_name: str


TITLE, TITLE_EN = "THƯ CẤP MÃ NHẬN HỒ SƠ GIẤY PHÉP", "Letter with your claim code"


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
    paper.fields(
        ("MÃ NHẬN HỒ SƠ", payload["code"]), ("Có giá trị đến hết ngày", payload["until"]), en="Code, valid until."
    )
    paper.items(
        [
            f"Mở trang {esc(payload['site'])}, chọn “Đăng ký”, xác nhận địa chỉ thư điện tử.",
            "Chọn “Thay mặt tổ chức, cá nhân được cấp phép”, nhập mã trên.",
            "Mã chỉ dùng một lần. Ai có mã này có thể thay mặt Quý đơn vị: không chuyển thư cho người khác, không chụp "
            "ảnh.",
            "Mã cạnh ô QR trên giấy phép chỉ để kiểm tra giấy thật hay giả, không dùng thay mã này.",
            "Nếu mất thư hoặc có người lạ biết mã, báo ngay cơ quan ký thư để cấp mã mới; mã cũ hết giá trị.",
        ]
    )
    paper.text(
        "With this code the representative signs up on the licensing pages, confirms an e-mail address and enters the "
        "code under “Act for a licensee”. It works once. The code beside the QR on a license is another one."
    )
    paper.closing([payload["to"]], payload["signer_post"], payload["signer_name"])
    return build(payload, paper.story, title=TITLE)
