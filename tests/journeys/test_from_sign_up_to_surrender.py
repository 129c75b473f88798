"""A holder's whole way, over HTTP and a real mail server only: from signing up to giving the license back.

A consultant prepares but cannot submit; the supplement is answered in the Tết holidays; the fee comes by a bank
statement; the license is renewed, handed over to another holder and given back. Nobody calls a service here.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from pypdf import PdfReader

from accounts.enums import AgencyKind, Subject
from accounts.models import Agency
from accounts.roles import Role
from places.models import Territory
from tests import cast, mailbox
from tests.journeys.person import Person
from tests.law import put
from tests.licenses.applications import scene

pytestmark = pytest.mark.django_db(transaction=True)
HOLDER, BUYER = "Công ty TNHH Taxi Sao Mai", "Công ty TNHH Vận tải Bình Minh"
BOSS, CONSULTANT, OTHER = "hoa@taxisaomai.example", "tuvan@example.vn", "minh@binhminh.example"
NAMES = {BOSS: "Nguyễn Thị Hoa", CONSULTANT: "Phùng Khánh Chi", OTHER: "Quách Văn Minh"}


@dataclass
class World:
    """The national authority's people, the place names, and the mails that arrived."""

    units: SimpleNamespace
    authority: Agency
    mails: list[Any]

    def last_mail(self, to: str, word: str = "") -> Any:
        """The newest mail to somebody that says the word."""
        found = [each for each in self.mails if to in each["To"] and word in text_of(each) + each["Subject"]]
        assert found, f"no mail to {to} says {word!r}: {[(m['To'], m['Subject']) for m in self.mails]}"
        return found[-1]


@pytest.fixture
def world(transactional_db: None, settings: Any) -> Iterator[World]:
    """The law, the authority that grants private networks, its people; mails go over a socket."""
    settings.DEMO_MODE = True
    units = cast.make_units()
    put()
    authority = Agency.objects.create(
        code="CTS", name="Cục Tần số vô tuyến điện", name_en="Authority of Radio Frequency Management",
        kind=AgencyKind.NATIONAL, subjects=[str(Subject.RADIO)], superior_name="Bộ Khoa học và Công nghệ",
        place_name="Hà Nội",
    )  # fmt: skip
    Territory.objects.create(agency=authority, unit=units.khanh_hoa, valid_from=cast.SINCE)
    for username, name, post, role in (
        ("officer", "Đỗ Thanh Tâm", "Chuyên viên", Role.OFFICER),
        ("decider", "Cao Hữu Thọ", "Cục trưởng", Role.DECIDER),
        ("admin", "Ngô Quản Trị", "Quản trị", Role.ADMINISTRATOR),
        ("legal", "Phan Thị Luật", "Pháp chế", Role.LEGAL),
    ):
        scene.person(username, name, post, authority, role)
    with mailbox.running() as sink:
        yield World(units, authority, sink.mails)


def on(day: str) -> Any:
    """Nine in the morning in Hà Nội on a day written 09/02/2026; the clock ticks."""
    moment = dt.datetime.strptime(day, "%d/%m/%Y").replace(hour=2, tzinfo=dt.UTC)
    return time_machine.travel(moment, tick=True)


def text_of(mail: Any) -> str:
    """What a mail says."""
    return str(mail.get_content())


def read(pdf: bytes) -> str:
    """What a PDF says, on one line."""
    assert pdf.startswith(b"%PDF")
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def into(name: str) -> Person:
    """Somebody who signs in on the sign-in page."""
    person = Person().open("/accounts/login/")
    person.submit("login", login=name, password=cast.PASSWORD)
    assert "/accounts/" not in person.path, person.text
    return person


def paper(name: str = "to-khai.png", colour: str = "white") -> SimpleUploadedFile:
    """A scanned page."""
    return SimpleUploadedFile(name, scene.page(colour), content_type="image/png")


def follow(person: Person, holding: str) -> Person:
    """Follow the first link of the page whose address fits this pattern."""
    return person.open(next(link for link in person.links if re.search(holding, link)))


# --- the chapters


def signed_up(world: World, email: str) -> Person:
    """Sign up, open the link of the mail, sign in."""
    person = Person().open("/accounts/signup/")
    person.submit("password2", full_name=NAMES[email], email=email, password1=cast.PASSWORD, password2=cast.PASSWORD)
    refused = Person().open("/accounts/login/").submit("login", login=email, password=cast.PASSWORD)
    assert "/accounts/" in refused.path  # the address is not confirmed yet
    link = re.search(r"https?://[^/\s]+(/accounts/confirm-email/\S+)", text_of(world.last_mail(email)))
    assert link
    Person().open(link[1]).submit("", at="confirm-email")
    return into(email)


def claimed_by_code(world: World) -> None:
    """The office enters the holder and prints the letter; its code, typed in, opens the holder's pages."""
    officer = into("officer").open("desk:licensee_new")
    officer.submit(
        "representative", name=HOLDER, kind="organisation", identifier_scheme="tax_code", identifier="0100109106",
        representative=NAMES[BOSS], address="12 Hùng Vương", unit=str(world.units.nha_trang.pk), email=BOSS,
    )  # fmt: skip
    assert HOLDER in officer.text, officer.text
    follow(officer, "/claims/licensees/")
    letter = read(officer.submit("", at="/letter/").content)
    code = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", letter)
    assert code, letter
    boss = signed_up(world, BOSS).open("my:claims")
    boss.submit("code", at="/claims/code/", code=code[0])
    assert HOLDER in boss.text
    again = into(BOSS).open("my:claims").submit("code", at="/claims/code/", code=code[0])
    assert again.status == 422  # a code works once


def drafted_by_a_consultant(world: World) -> str:
    """The representative invites a consultant, who fills in and attaches, checks, and cannot submit."""
    into(BOSS).open("my:people").submit("email", email=CONSULTANT, role="preparer")
    assert world.last_mail(CONSULTANT)
    consultant = signed_up(world, CONSULTANT).open("my:claims")
    consultant.submit("", at="/invitations/", answer="accept")
    consultant.open("my:application_begin", "land_mobile_private").submit("agency")
    draft = consultant.path
    follow(consultant, "/content/").submit("use", use="Điều độ taxi", wanted_until="2027-12-31")
    follow(consultant, "/stations/0/")
    consultant.submit(
        "site_name", name="Trạm Hòn Rớ", site_name="Nhà điều hành", address="12 Hùng Vương",
        unit=str(world.units.nha_trang.pk), position="12.2451, 109.1943", antenna_height_m="18",
        equipment_model="D-100", mobiles_count="40", service_radius_km="8",
        **{"f-0-tx_hz": "157,400", "f-0-emissions": "11K0F3E", "f-0-power_w": "10", "f-0-power_reference": "erp"},
    )  # fmt: skip
    brought(consultant, draft, "declaration", "network_license")
    consultant.open(draft).submit("", at="/check/")
    assert "157,400 MHz · Trạm Hòn Rớ: Có thể ấn định" in consultant.text
    assert "Không còn vướng gì, có thể nộp" in consultant.text, consultant.text
    assert not [form for form in consultant.forms if "/submit/" in form.action]
    return draft


def brought(person: Person, draft: str, *codes: str) -> None:
    """Put papers into a file."""
    for code in codes:
        person.open(draft).submit("code", at="/documents/", files={"file": paper()}, code=code)
        assert person.status == 200, person.text


def submitted(email: str, draft: str) -> str:
    """The representative sends the draft; return the file's key."""
    person = into(email).open(draft)
    person.submit("version", at="/submit/")
    assert person.status == 200, person.text
    assert re.search(r"\d\d/20\d\d/HS-\S+", person.text), person.text
    return draft.rstrip("/").split("/")[-1]


def supplemented_over_tet(world: World, key: str) -> None:
    """Asked on Friday 6 February, answered on Wednesday 18 February, in the holidays (16 to 20)."""
    file = f"/my/applications/{key}/"
    assert "Chưa tính ngày nào trong 20 ngày làm việc" in into(BOSS).open(file).text
    with on("06/02/2026"):
        officer = into("officer").open("desk:applications")
        follow(officer, key).submit("", at="/receive/take_up/")
        officer.open("desk:application_receive", key, "supplement").submit("note", note="Sơ đồ vị trí anten")
        assert "tạm dừng từ ngày 06/02/2026" in officer.text
        assert world.last_mail(BOSS, "Sơ đồ vị trí anten")
        boss = into(BOSS).open(file)
        assert "Ngày thứ 4 trong 20 ngày làm việc" in boss.text
        assert "tạm dừng từ ngày 06/02/2026" in boss.text
        assert "08/03/2026" in boss.text  # thirty days to answer
    with on("18/02/2026"):
        consultant = into(CONSULTANT)
        brought(consultant, file, "other")
        assert not [form for form in consultant.forms if "/answer/" in form.action]
        boss = into(BOSS).open(file).submit("text", at="/answer/", text="Đã gửi sơ đồ")
        assert "Ngày thứ 4 trong 20 ngày làm việc" in boss.text
        # sixteen working days are left; the first that counts is Monday the 23rd
        assert "16/03/2026" in boss.text
    with on("20/02/2026"):
        assert "Ngày thứ 4 trong 20 ngày làm việc" in into(BOSS).open(file).text
    with on("24/02/2026"):
        for person, page in ((BOSS, file), ("officer", f"/desk/applications/{key}/")):
            assert "Ngày thứ 6 trong 20 ngày làm việc" in into(person).open(page).text


def agreed(key: str, until: str = "", conditions: str = "") -> None:
    """The officer examines and proposes; nobody signs what they proposed; the decider reads and signs."""
    officer = into("officer").open("desk:application", key)
    if [form for form in officer.forms if "take_up" in form.action]:
        officer.submit("", at="/receive/take_up/")
    officer.submit("", at="/examine/accept/")
    officer.open("desk:application_examine", key, "examine").submit("opinion", opinion="Phù hợp")
    officer.open("desk:application_examine", key, "propose")
    officer.submit("outcome", outcome="grant", valid_until=until, conditions=conditions)
    assert "Đã trình quyết định" in officer.text, officer.text
    assert officer.open("desk:application_decide", key, "countersign").status == 403
    decider = into("decider").open("desk:application_decide", key, "countersign")
    decider.submit("seen_sha256", agreed="on")
    assert "Đã ký duyệt" in decider.text, decider.text


def granted(key: str) -> None:
    """What was signed is issued."""
    officer = into("officer").open("desk:application", key)
    if not [form for form in officer.forms if "/issue/grant/" in form.action]:  # a rule with a figure asks for a fee
        waiver = into("decider").open("desk:application_waive", key, "waive_fee")
        waiver.submit("reason", reason="Miễn để thử")
        officer.open("desk:application", key)
    officer.submit("", at="/issue/grant/")
    assert officer.status == 200, officer.text


def paid_by_statement(world: World, key: str) -> None:
    """The administrator's account is named on the invoice; the bank's file brings the money; the clock goes on."""
    file = f"/my/applications/{key}/"
    with on("26/02/2026"):
        account_entered()
        officer = into("officer").open("desk:application_issue", key, "ask_fee")
        officer.submit("note")
        asked = text_of(world.last_mail(BOSS, "300.000"))
        boss = into(BOSS).open("my:invoices")
        follow(boss, "/my/invoices/.{36}/")
        reference = re.search(r"WW[0-9 ]{10,}", boss.text)
        assert reference, boss.text
        code = reference[0].replace(" ", "")
        assert code in asked.replace(" ", "")
        assert "2026/TB-NPLP" in boss.text
        assert "28/03/2026" in boss.text  # thirty days to pay
        assert "tạm dừng từ ngày 26/02/2026" in boss.open(file).text
    with on("03/03/2026"):
        officer = into("officer").open("desk:statements")
        rows = f"Ngày;Nội dung;Số tiền ghi có\n02/03/2026;TAXI SAO MAI {code} NOP PHI;300.000\n"
        statement = SimpleUploadedFile("sao-ke.csv", rows.encode(), content_type="text/csv")
        officer.submit("account", files={"file": statement}, at="/read-in/")
        assert "Nộp đủ thông báo" in officer.text, officer.text
        boss = into(BOSS).open(file)
        assert "Ngày thứ 8 trong 20 ngày làm việc" in boss.text
        assert "19/03/2026" in boss.text  # twelve are left


def account_entered() -> None:
    """Entered by the administrator, confirmed by another person."""
    admin = into("admin").open("desk:fee_accounts")
    admin.submit(
        "account_number", bank_bin="970436", bank_name="Ngân hàng thử (giả định)", account_number="0011001932418",
        holder_name="CUC TAN SO", valid_from="2026-02-26", note="giả định để thử",
    )  # fmt: skip
    assert "Chờ người thứ hai" in admin.text, admin.text
    legal = into("legal").open("desk:fee_lines")
    follow(legal, "/confirm/").submit("Xác nhận tài khoản")
    assert "Đã xác nhận tài khoản" in legal.text, legal.text


def license_of(email: str) -> Person:
    """The page of the license in force."""
    person = into(email).open("my:licenses")
    for link in [link for link in person.links if re.search("/my/licenses/.{36}/$", link)]:
        if "Còn hiệu lực" in person.open(link).text:
            return person
    raise AssertionError(f"{email} holds no license in force")


def fetched(email: str, holder: str) -> tuple[str, str]:
    """The licensee downloads the paper; anybody finds it by its code. Return (number of the license, code)."""
    page = license_of(email)
    number = re.search(r"\d+/20\d\d/GP-\S+", page.text)
    assert number, page.text
    pdf = read(Person.open(page, next(link for link in page.links if "/my/papers/" in link)).content)
    assert number[0] in pdf
    assert holder in pdf
    code = re.search(r"Mã tra cứu: ([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})", pdf)
    assert code, pdf
    for language, valid in (("vi", "Hợp lệ"), ("en", "Valid")):
        stranger = Person(language=language).open(f"/check/{code[1]}")
        assert valid in stranger.text
        assert number[0] in stranger.text
    assert number[0] in Person().open("register", query=f"?q={number[0].replace('/', '%2F')}").text
    return number[0], code[1]


def reminded_and_renewed(world: World, old: tuple[str, str]) -> tuple[str, str]:
    """Sixty days before the last day to file (1 December, thirty days before the end) a mail says so, once."""
    with on("02/10/2027"):
        before = len(world.mails)
        call_command("run_daily")
        assert "01/12/2027" in text_of(world.last_mail(BOSS, old[0]))
        sent = len(world.mails)
        assert sent > before
        call_command("run_daily")
        assert len(world.mails) == sent
    with on("04/10/2027"):
        boss = license_of(BOSS)
        follow(boss, "/ask/renew/").submit("Lập bản nháp")
        draft = boss.path
        follow(boss, "/content/").submit("use", wanted_until="2029-12-31")
        brought(boss, draft, "declaration")
        key = submitted(BOSS, draft)
    with on("05/10/2027"):
        agreed(key, until="2029-12-31")
        granted(key)
        new = fetched(BOSS, HOLDER)
        assert new[0] != old[0]
        stranger = Person().open(f"/check/{old[1]}")
        assert "thay thế" in stranger.text, stranger.text
    return new


def handed_over(world: World, old: tuple[str, str]) -> tuple[str, str]:
    """Another company signs up, is let in by an officer, takes the license over with the code of its holder."""
    with on("07/02/2028"):
        other = signed_up(world, OTHER).open("my:claim_ask")
        other.submit(
            "explanation", agency=str(world.authority.pk), name=BUYER, kind="organisation", post="Giám đốc",
            identifier_scheme="tax_code", identifier="4200000029", explanation="Tôi là giám đốc", address="9 Yersin",
        )  # fmt: skip
        officer = into("officer").open("desk:claims")
        follow(officer, "/claims/.{36}/$").submit("reason", at="/approve/", licensee="new", reason="Đã xem căn cước")
        assert world.last_mail(OTHER, BUYER)
    with on("08/02/2028"):
        boss = license_of(BOSS)
        follow(boss, "/transfer/").submit("Lập mã")
        code = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", boss.text)
        assert code, boss.text
        other = into(OTHER).open("my:take_over").submit("code", code=code[0])
        draft = other.path
        brought(other, draft, "request", "contract")
        key = submitted(OTHER, draft)
    with on("09/02/2028"):
        agreed(key)
        granted(key)
        new = fetched(OTHER, BUYER)
        assert into(BOSS).open("my:licenses").text.count(old[0]) == 1  # ended, and still in its former holder's list
        assert "Còn hiệu lực" not in into(BOSS).open("my:licenses").text
    return new


def given_back(old: tuple[str, str]) -> None:
    """The new holder gives the license back; its paper is annulled and the public register says so at once."""
    with on("15/05/2028"):
        other = license_of(OTHER)
        follow(other, "/ask/surrender/").submit("Lập bản nháp")
        draft = other.path
        follow(other, "/content/").submit("given_back_on", given_back_on="2028-05-15")
        brought(other, draft, "notice")
        key = submitted(OTHER, draft)
    with on("16/05/2028"):
        agreed(key)
        granted(key)
        assert "đã hủy bỏ" in Person().open(f"/check/{old[1]}").text.lower()
        stranger = Person().open("register", query=f"?q={old[0].replace('/', '%2F')}")
        assert "trả lại" in stranger.text.lower(), stranger.text


def test_from_signing_up_to_giving_the_license_back(world: World) -> None:
    with on("30/01/2026"):
        claimed_by_code(world)
        draft = drafted_by_a_consultant(world)
    with on("02/02/2026"):
        key = submitted(BOSS, draft)
        assert "09/03/2026" in into(BOSS).open(draft).text  # twenty working days, without the week of Tết
        supplemented_over_tet(world, key)
    with on("25/02/2026"):
        agreed(key, until="2027-12-31", conditions="Chỉ dùng trong phường Nha Trang")
    paid_by_statement(world, key)
    with on("04/03/2026"):
        granted(key)
        first = fetched(BOSS, HOLDER)
    second = reminded_and_renewed(world, first)
    third = handed_over(world, second)
    given_back(third)
