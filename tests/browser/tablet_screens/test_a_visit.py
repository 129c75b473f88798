"""A whole visit by taps without a line: the record on the server is what was entered on the tablet."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from playwright.sync_api import Locator

from common.canonical import digest
from inspections.enums import EvidenceKind
from inspections.models import Attendance, Evidence, Finding, Measurement, Recheck, ShownText, Visit
from inspections.services import reviews, sealing
from tests.browser.tablet_screens.conftest import earlier_act
from tests.browser.tablet_screens.hand import Hand
from tests.inspections import scene

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FACTS = "Nội quy bị che khuất sau quầy."


def test_a_visit_by_taps_without_a_line_is_the_record_on_the_server(
    field: SimpleNamespace, out: Callable[..., Hand]
) -> None:
    earlier_act(field)
    hand = out((field.agent, {}))
    hand.begin("Đại lý Internet Hải Yến")
    hand.item("AP-02").get_by_text("(tổ chức); từ 2.500.000 đ đến 5.000.000 đ (cá nhân)").wait_for(state="attached")
    failing = hand.item("AP-09")
    for card in hand.page.locator(".item").all():
        hand.choose("Đạt", card)
    nothing_to_charge(hand, hand.item("AP-01"))
    hand.choose("Không đạt", failing)
    find(hand)
    conclude(hand)
    hand.tap("Đã đưa cho mọi người xem")
    hand.choose("Đã ký")
    hand.sign()
    hand.turn()
    hand.turn()  # what was drawn is still there
    hand.tap("Lưu người này")
    hand.page.locator("li.card", has_text="Người đại diện của đối tượng").wait_for()
    hand.show_and_seal()
    hand.see("chờ biên nhận của máy chủ")
    hand.context.set_offline(False)
    hand.see("Máy chủ đã kiểm tra mọi mã băm", 40)

    visit = Visit.objects.filter(establishment=field.agent).latest("created_at")
    assert visit.status == "received"
    assert visit.outcome == "both"
    closed = Recheck.objects.get(visit=visit)
    assert (closed.result, closed.facts) == ("remedied", "Đã treo biển")
    assert visit.report == "Đã kiểm tra toàn bộ."
    assert visit.party_statement == "Tôi sẽ treo lại."
    chosen = {row.item.code: row.choice for row in visit.answers.order_by("revision")}
    assert chosen.pop("AP-09") == "fail"
    assert set(chosen.values()) == {"pass"}
    finding = Finding.objects.get(visit=visit)
    assert (finding.facts, finding.continuing, finding.place) == (FACTS, True, field.agent.address)
    kinds = sorted(Evidence.objects.filter(visit=visit).values_list("kind", flat=True))
    assert kinds == [EvidenceKind.AUDIO, EvidenceKind.PHOTO, EvidenceKind.SIGNATURE]
    assert Evidence.objects.get(visit=visit, kind=EvidenceKind.PHOTO).finding_id == finding.pk
    person = Attendance.objects.get(visit=visit)
    assert (person.person, person.signing) == ("Phạm Thị Hải Yến", "signed")
    shown = ShownText.objects.get(visit=visit)
    assert FACTS in shown.text
    assert "Bắt đầu kiểm tra: " in shown.text
    assert shown.sha256 == digest(shown.text) == person.shown_text_sha256
    given_back(field, hand, visit)
    hand.tap("Hôm nay", "link")
    for place in (".stop .order", ".map-point b"):  # what is done has no place in the order of the day
        hand.page.locator(place, has_text="✓").wait_for()
    assert hand.faults == []


def test_a_refusal_with_a_witness_is_kept_with_its_reason(field: SimpleNamespace, out: Callable[..., Hand]) -> None:
    hand = out((field.agent, {"checklists": [scene.short_list()]}))
    hand.begin("Đại lý Internet Hải Yến")
    hand.choose("Đạt")
    hand.step("Kết quả")
    hand.choose("biên bản kiểm tra")
    hand.tap("Lưu kết quả")
    hand.tap("Đã đưa cho mọi người xem")
    hand.choose("Từ chối ký")
    hand.tap("Lưu người này")
    hand.see("Còn nội dung phải sửa")
    hand.write("Lý do không ký", "Cho rằng biên bản không đúng")
    hand.tap("Lưu người này")
    hand.see("Lý do không ký: Cho rằng biên bản không đúng")
    hand.step("Niêm phong")
    hand.see("Đối tượng không ký: ghi người chứng kiến")
    assert hand.page.get_by_role("button", name="Niêm phong").is_disabled()
    hand.step("Chữ ký")
    hand.write("Họ và tên", "Nguyễn Văn Chứng")
    hand.choose("Đã ký")
    hand.tap("Lưu người này")
    hand.page.locator("li.card", has_text="Nguyễn Văn Chứng").wait_for()
    hand.show_and_seal()
    hand.context.set_offline(False)
    hand.see("Máy chủ đã kiểm tra mọi mã băm", 40)
    rows = {row.signing: row for row in Attendance.objects.all()}
    assert rows["refused"].reason == "Cho rằng biên bản không đúng"
    assert (rows["signed"].person, rows["signed"].capacity) == ("Nguyễn Văn Chứng", "witness")
    assert hand.faults == []


def test_a_reading_stands_beside_the_license_and_its_verdict_comes_from_the_server(
    field: SimpleNamespace, out: Callable[..., Hand]
) -> None:
    hand = out((field.network, {}))
    hand.begin("Trạm gốc Hòn Khói")
    hand.turn()
    hand.see("Offline – 1 record, 0 files waiting")
    hand.turn()
    hand.page.locator(".item a.button", has_text="Đo").first.tap()
    hand.title("Đo")
    hand.write("Giá trị đo được", "157,4012")
    hand.see("lệch +1,2 kHz (+7,62 ppm) · cho phép ±787 Hz (5 ppm)")
    hand.write("Giá trị đo được", "0,1574012")
    hand.write("Thiết bị đo", "Rohde & Schwarz FSH4")
    hand.tap("Lưu kết quả đo")
    hand.see("Giá trị này không thể đúng")
    hand.write("Giá trị đo được", "157,4012")
    hand.tap("Lưu kết quả đo")
    hand.title("Bảng kiểm")
    hand.step("Đo")
    hand.see("chưa có đánh giá của máy chủ")
    hand.write("Giá trị đo được", "157,4")  # of one quantity, left behind by the choice of another
    hand.page.get_by_label("Đại lượng").select_option(label="Phương thức phát")
    hand.tap("Lưu kết quả đo")
    hand.see("Ghi những gì đã thấy.")
    hand.see("Tần số · Trạm gốc Hòn Khói · 157,4012 MHz · Rohde & Schwarz FSH4 · 09:30 04/12/2026")
    hand.turn()
    hand.see("Frequency · Trạm gốc Hòn Khói · 157.4012 MHz · Rohde & Schwarz FSH4 · 4 Dec 2026, 09:30")
    hand.see("Offline – 2 records, 0 files waiting")
    hand.turn()
    hand.send()
    hand.tap("Hôm nay", "link")
    hand.page.locator(".stop", has_text="Hòn Khói").locator("a").tap()
    hand.step("Đo")
    hand.see("Vượt giới hạn")
    reading = Measurement.objects.get()
    assert (reading.value, reading.verdict, reading.instrument) == (157_401_200, "out", "Rohde & Schwarz FSH4")
    assert hand.faults == []


def nothing_to_charge(hand: Hand, card: Locator) -> None:
    """Where the checklist names no violation the tablet asks what was seen and opens no form that cannot be saved."""
    count = hand.page.locator(".steps .step-count").first
    of = count.inner_text().split("/")[1]
    count.filter(has_text=f"{of}/{of}").wait_for()  # the last answers are still being written
    hand.choose("Không đạt", card)
    card.get_by_text("Bảng kiểm không nêu hành vi vi phạm cho nội dung này.").wait_for()
    assert card.get_by_role("link", name="Ghi nhận vi phạm").count() == 0
    hand.choose("Đạt", card)


def find(hand: Hand) -> None:
    """Record the finding with a photo and a voice note."""
    hand.tap("Ghi nhận vi phạm", "link")
    hand.title("Ghi nhận vi phạm")
    hand.write("Mô tả sự việc", FACTS)
    hand.tap("Lấy vị trí")
    hand.see("đo bằng định vị")
    hand.tap("Chụp ảnh")
    hand.tap("Chụp")
    hand.see("Đã chụp 1 ảnh")
    hand.tap("Đóng")
    hand.page.locator(".evidence img").wait_for()
    hand.tap("Ghi âm")
    hand.page.get_by_role("timer").get_by_text("0:01").wait_for()
    hand.tap("Lưu vi phạm")  # while it still listens: the note ends and is kept with the finding
    hand.title("Bảng kiểm")
    hand.page.locator(".thumb.sound").wait_for()
    hand.see("Mọi nội dung đã được trả lời.")


def given_back(field: SimpleNamespace, hand: Hand, visit: Visit) -> None:
    """The chief gives the visit back; it opens again with the note, what is changed is an amendment and signed anew."""
    hand.see("Sau khi niêm phong, máy không sửa được nữa.")
    reviews.take_up(visit, by=field.people["chief"])
    visit.refresh_from_db()
    reviews.send_back(visit, by=field.people["chief"], reason="Thiếu ghi chú ở mục 1")
    hand.tap("Gửi ngay")
    hand.see("Thiếu ghi chú ở mục 1", 40)
    hand.tap("Mở ra để sửa đổi", "link")
    hand.see("Mọi màn hình của cuộc kiểm tra mở lại.")
    hand.step("Bảng kiểm")
    card = hand.page.locator(".item").first
    hand.choose("Không áp dụng", card)
    sign_again(hand)
    hand.tap("Trình lại")
    hand.write("Đã sửa đổi gì, hoặc vì sao không sửa", "Đã bổ sung mục 1")
    hand.page.locator("dialog").get_by_role("button", name="Trình lại").tap()
    hand.title("Đã niêm phong")
    hand.tap("Gửi ngay")
    hand.page.locator(".line-state", has_text="đã gửi hết").wait_for(timeout=60_000)
    visit.refresh_from_db()
    assert (visit.status, visit.amendments.first().reason) == ("under_review", "Thiếu ghi chú ở mục 1")
    shown = ShownText.objects.filter(visit=visit).latest("created_at")
    gone, here = Attendance.objects.filter(visit=visit).order_by("recorded_at", "pk")
    assert (gone.withdrawn_reason, here.is_withdrawn, here.person) == ("Ký lại", False, gone.person)
    assert here.shown_text_sha256 == shown.sha256 != gone.shown_text_sha256
    drawings = Evidence.objects.signatures().filter(visit=visit)
    assert {row.attendance_id: row.is_withdrawn for row in drawings} == {gone.pk: True, here.pk: False}
    assert sealing.check(visit) == []
    hand.see("Sau khi niêm phong, máy không sửa được nữa.")


def sign_again(hand: Hand) -> None:
    """Show the amended record; who signed it before is withdrawn and signs anew, once however often it is tapped."""
    hand.step("Niêm phong")
    hand.see("Biên bản đã thay đổi sau khi đưa cho người này xem")
    hand.step("Chữ ký")
    hand.see("Đã ký bản trước khi sửa")
    hand.tap("Rút dòng này")
    hand.page.locator("dialog textarea").fill("Ký lại")
    hand.page.locator("dialog").get_by_role("button", name="Rút dòng này").tap()
    hand.see("Chưa ghi người nào.")
    hand.tap("Đã đưa cho mọi người xem")
    hand.choose("Đã ký")
    hand.sign()
    hand.page.get_by_role("button", name="Lưu người này").evaluate("button => { button.click(); button.click(); }")
    hand.page.locator("li.card .evidence").wait_for()
    hand.tap("Xem lại và trình lại", "link")


def conclude(hand: Hand) -> None:
    """Close the earlier act, and say what the visit came to."""
    hand.step("Kết quả")
    hand.choose("Đã khắc phục")
    hand.write("Điều đã thấy", "Đã treo biển")
    hand.choose("cả hai biên bản")
    hand.write("Nội dung và nhận xét", "Đã kiểm tra toàn bộ.")
    hand.write("Ý kiến của đối tượng", "Tôi sẽ treo lại.")
    hand.tap("Lưu kết quả")
    hand.title("Người có mặt")
